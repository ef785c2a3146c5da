"""An import that is killed goes on where it stopped: no row lost, none doubled, the rejects complete."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError

from sync.server.database import open_database, reading
from sync.server.importing.runs import DONE
from sync.server.migrate import migrate
from sync.server.tables import feed, feed_row, import_reject, import_run, lookup, record
from tests.bench.importing import write_files
from tests.postgres import fresh_database

BAD_EVERY = 97
PATIENCE_S = 60.0


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database, on each engine."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'centre.sqlite3'}"
        _migrate(url)
        yield url
        return
    with fresh_database(request.getfixturevalue("postgres_url")) as url:
        _migrate(url)
        yield url


def _migrate(url: str) -> None:
    engine = open_database(url)
    migrate(engine)
    engine.dispose()


class Importing:
    """``shouwen-server import`` in a process of its own."""

    def __init__(self, file: Path, url: str, rejects: Path) -> None:
        command = [sys.executable, "-m", "sync.server.cli", "import", "customers", str(file), "--json"]
        command += ["--database", url, "--rejects", str(rejects)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def is_over(self, after_s: float) -> bool:
        """Whether it ends within so long."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=after_s)
        return self.process.poll() is not None

    def kill(self) -> None:
        """``kill -9``; the process it reads the file with has to end by itself."""
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(self.process.pid).children(recursive=True)
            self.process.kill()
            self.process.communicate()
            assert psutil.wait_procs(children, timeout=20)[1] == []

    def result(self) -> dict[str, Any]:
        """What it says at its end."""
        out, err = self.process.communicate(timeout=PATIENCE_S)
        assert self.process.returncode == 1, err
        found: dict[str, Any] = json.loads(out)
        return found


def _spoilt(file: Path) -> list[int]:
    """Make rows of a file bad; their lines."""
    lines = file.read_text("utf-8-sig").splitlines()
    bad = list(range(BAD_EVERY, len(lines), BAD_EVERY))
    for at in bad:
        lines[at] = lines[at].replace("身份证,4", "身份证,9")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return [at + 1 for at in bad]


def _rows_done(engine: Engine) -> int:
    with suppress(DBAPIError), reading(engine) as connection:
        return int(connection.execute(select(import_run.c.rows_done)).scalar() or 0)
    return 0


def _killed_again_and_again(file: Path, url: str, rejects: Path, *, times: int, dice: random.Random) -> dict[str, Any]:
    """Kill the import at random places, then let it come to its end."""
    engine = open_database(url)
    try:
        for _ in range(times):
            before = _rows_done(engine)
            running = Importing(file, url, rejects)
            while not running.is_over(0.01) and _rows_done(engine) == before:
                pass
            if running.is_over(dice.uniform(0, 0.15)):
                return running.result()
            running.kill()
        return Importing(file, url, rejects).result()
    finally:
        engine.dispose()


def _check_everything(url: str, rows: int, bad: list[int], rejects: Path) -> None:
    engine = open_database(url)
    with reading(engine) as connection:
        entities = dict(connection.execute(select(record.c.entity, func.count()).group_by(record.c.entity)).all())
        keys = dict(connection.execute(select(lookup.c.kind, func.count()).group_by(lookup.c.kind)).all())
        places = [row[0] for row in connection.execute(select(feed_row.c.pos).order_by(feed_row.c.pos))]
        heads = connection.execute(select(feed.c.head, feed.c.rows)).all()
        runs = connection.execute(select(import_run)).all()
        left = connection.execute(select(func.count()).select_from(import_reject)).scalar_one()
    engine.dispose()
    good = rows - len(bad)
    assert entities == {"customer": good, "contact_point": good}
    assert keys == {"id_number": good, "customer_no": good, "birth_date": good, "phone": good}
    assert places == list(range(1, 2 * good + 1))
    assert heads == [(2 * good, 2 * good)]
    assert [(run.state, run.rows_done, run.created, run.rejected, left) for run in runs] == [
        (DONE, rows, good, len(bad), 0)
    ]
    kept = rejects.read_text("utf-8-sig").splitlines()[1:]
    assert [int(line.split(",")[-4]) for line in kept] == bad


def _kill(tmp_path: Path, database: str, *, rows: int, times: int) -> None:
    file = write_files(tmp_path, rows)["customers"]
    bad = _spoilt(file)
    rejects = tmp_path / "rejects.csv"
    said = _killed_again_and_again(file, database, rejects, times=times, dice=random.Random(rows))
    assert sum(said["counts"][name] for name in ("created", "changed", "unchanged", "rejected")) == said["rows"] == rows
    assert said["resumed_at"] > 0
    _check_everything(database, rows, bad, rejects)
    again = Importing(file, database, rejects).result()
    assert (again["counts"]["created"], again["counts"]["changed"]) == (0, 0)
    assert again["counts"]["unchanged"] == rows - len(bad)


def test_killed_at_random_the_file_is_in_once_at_the_end(tmp_path: Path, database: str) -> None:
    _kill(tmp_path, database, rows=9_000, times=1)


@pytest.mark.long
@pytest.mark.timeout(1_800)
def test_killed_forty_times_the_file_is_in_once_at_the_end(tmp_path: Path, database: str) -> None:
    _kill(tmp_path, database, rows=200_000, times=40)
