"""The centre of the demo: a real server process, an invented world in its database, an exchange that replays a call."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection

from app.ids import AgentId
from resources.demo.world import ACCOUNTS, AGENTS, build_world
from sync.server.accounts import Account, Passwords, create_account
from sync.server.cti.replay import Replayer
from sync.server.database import open_database, write
from sync.server.importer import import_records
from sync.server.migrate import migrate

CALL = Path(__file__).parent / "ami" / "answered.txt"
"""林婉清's call: captured from a running Asterisk, the number invented."""

SECRET_VARIABLE = "SHOUWEN_DEMO_AMI_SECRET"
SECRET = "demo-only"
READY_S = 60


def furnish(database_url: str, customers: int, passwords: Passwords | None = None) -> None:
    """Build the database and fill it with the invented world.

    Args:
        passwords: weaker hashing for tests.
    """
    engine = open_database(database_url)
    migrate(engine)
    passwords = passwords or Passwords()
    world = build_world(datetime.now(UTC), customers=customers)
    agents = {agent.agent_id: agent for agent in AGENTS}
    hashes = {one.agent_id: passwords.hash(one.password) for one in ACCOUNTS}

    def fill(connection: Connection) -> None:
        for one in ACCOUNTS:
            agent = agents[one.agent_id]
            account = Account(
                agent_id=AgentId(one.agent_id),
                name=one.name,
                team=agent.team,
                role=one.role,
                extension=agent.extension,
                queues=agent.queues,
            )
            create_account(connection, account, hashes[one.agent_id])
        import_records(connection, world.records, world.facts, now=world.now, source="policy_system")

    write(engine, fill)
    engine.dispose()


class Server:
    """A server process. Stopped with :meth:`stop`, or killed, and started again on the same port."""

    def __init__(self, database_url: str, exchange_port: int) -> None:
        self._database_url, self._exchange_port = database_url, exchange_port
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """Where desks find it."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            RuntimeError: it ended, with what it said.
        """
        exchange = f"ami://shouwen:env:{SECRET_VARIABLE}@127.0.0.1:{self._exchange_port}/pbx1"
        command = [sys.executable, "-m", "sync.server.cli", "serve", "--database", self._database_url]
        self._process = subprocess.Popen(
            [*command, "--port", str(self.port), "--exchange", exchange],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, SECRET_VARIABLE: SECRET},
        )
        assert self._process.stdout is not None  # noqa: S101 -- a pipe was asked for
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the server ended with code {self._process.wait()}")
        self.port = int(json.loads(line)["listening"])

    def stop(self) -> None:
        """Stop it as an operator would."""
        self._end(lambda process: process.terminate())

    def kill(self) -> None:
        """``kill -9``."""
        self._end(lambda process: process.kill())

    def _end(self, how: object) -> None:
        process, self._process = self._process, None
        if process is not None and callable(how):
            how(process)
            process.wait(timeout=20)
            if process.stdout is not None:
                process.stdout.close()


class Exchange:
    """A replayed exchange on a thread of its own: rings when told to, hangs up when told to."""

    def __init__(self, capture: Path = CALL, speed: float | None = 1.0, hold_at: str | None = "HangupRequest") -> None:
        self._capture, self._speed, self._hold_at = capture, speed, hold_at
        self._loop = asyncio.new_event_loop()
        self._replayer: Replayer | None = None
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demo-exchange")
        self._stopping: asyncio.Event | None = None

    @property
    def port(self) -> int:
        """Where the gateway finds it."""
        return self._there.port

    def ring(self) -> None:
        """Play the call, up to where somebody hangs up."""
        self._loop.call_soon_threadsafe(self._there.go)

    def hang_up(self) -> None:
        """Play the rest."""
        self._loop.call_soon_threadsafe(self._there.go_on)

    def __enter__(self) -> Exchange:
        self._thread.start()
        if not self._up.wait(READY_S):
            raise RuntimeError("the exchange did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._stopping is not None  # noqa: S101 -- it was started
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._loop.close()

    @property
    def _there(self) -> Replayer:
        assert self._replayer is not None  # noqa: S101 -- it was started
        return self._replayer

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        replayer = Replayer(self._capture, speed=self._speed, hold=True, hold_at=self._hold_at, secret=SECRET)
        async with replayer:
            self._replayer = replayer
            self._up.set()
            await self._stopping.wait()


@contextmanager
def centre(folder: Path, customers: int, speed: float) -> Iterator[tuple[Server, Exchange]]:
    """A furnished centre with its exchange, until the block ends."""
    url = f"sqlite:///{folder / 'centre.db'}"
    furnish(url, customers)
    with Exchange(speed=speed) as exchange:
        server = Server(url, exchange.port)
        server.start()
        try:
            yield server, exchange
        finally:
            server.stop()
