"""A real server process, real desk processes, and what the centre's database holds."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from resources.demo import vault
from resources.demo.centre import Exchange, Server, furnish
from sync.server.accounts import Passwords

DeskMaker = Callable[[str], "DeskProcess"]


class DeskProcess:
    """A desk program in a process of its own."""

    def __init__(self, profile: Path, server: str, environment: dict[str, str]) -> None:
        self.profile, self._environment = profile, environment
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.desk_process", str(profile), server],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment, "QT_QPA_PLATFORM": "offscreen"},
        )

    def do(self, what: str, **details: Any) -> dict[str, Any]:
        """Have something done, and hear how it went."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, **details}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer

    def kill(self) -> None:
        """``kill -9``."""
        self._process.kill()
        self._end()

    def close(self) -> None:
        """As at the end of a shift."""
        if self._process.poll() is None:
            self.do("close")
            self._process.kill()
        self._end()

    def pop(self, uri: str) -> None:
        """The soft-phone of this PC announces a call: ``shouwen pop tel:…``, another process."""
        command = [sys.executable, "-m", "ui.main", "--profile", str(self.profile), "pop", uri]
        environment = {**os.environ, **self._environment}
        subprocess.run(command, env=environment, check=True, timeout=30)

    def _end(self) -> None:
        self._process.wait(timeout=20)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


class CentreDatabase:
    """What the centre holds, read beside the server."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def openings(self, ticket_id: str) -> int:
        """How often this ticket was opened: once, or something is wrong."""
        return self._count("SELECT count(*) FROM fact WHERE subject_id = ? AND kind = 'ticket_opened'", ticket_id)

    def facts(self, ticket_id: str) -> int:
        """How many facts it holds of this ticket."""
        return self._count("SELECT count(*) FROM fact WHERE subject_id = ?", ticket_id)

    def _count(self, query: str, *values: str) -> int:
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)) as database:
            return int(database.execute(query, values).fetchone()[0])


@pytest.fixture
def database(tmp_path: Path) -> CentreDatabase:
    """A furnished centre's database."""
    quick = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    furnish(f"sqlite:///{tmp_path / 'centre.db'}", customers=20, passwords=quick)
    return CentreDatabase(tmp_path / "centre.db")


@pytest.fixture
def server(database: CentreDatabase, tmp_path: Path) -> Iterator[Server]:
    """A server process that runs. It may be stopped, killed and started again."""
    with Exchange() as exchange:
        running = Server(f"sqlite:///{tmp_path / 'centre.db'}", exchange.port)
        running.start()
        yield running
        running.stop()


@pytest.fixture
def desk(server: Server, tmp_path: Path) -> Iterator[DeskMaker]:
    """Starts desk processes; the same name is the same PC with the same vault."""
    started: list[DeskProcess] = []

    def start(name: str) -> DeskProcess:
        environment = vault.environment(tmp_path / f"{name}.vault.json")
        started.append(DeskProcess(tmp_path / name, server.url, environment))
        return started[-1]

    yield start
    for one in started:
        if one._process.poll() is None:
            one.kill()
