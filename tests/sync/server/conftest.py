"""Real databases for the server's tests: SQLite, and a PostgreSQL that is started once and stopped at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine

from sync.server.accounts import Account, Passwords, create_account
from sync.server.database import open_database, write
from sync.server.migrate import migrate
from tests.postgres import fresh_database
from tests.sync.server.desks import PASSWORD


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    """Argon2id, weak and quick: only for tests."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'server.sqlite3'}"
        return
    with fresh_database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A migrated database."""
    opened = open_database(database_url)
    migrate(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def add_agent(engine: Engine, passwords: Passwords) -> Callable[..., Account]:
    """Adds an account with the tests' password."""
    hashed = passwords.hash(PASSWORD)

    def add(agent_id: str, **given: object) -> Account:
        account = Account(agent_id=agent_id, name=f"坐席{agent_id}", **given)  # type: ignore[arg-type]
        write(engine, lambda connection: create_account(connection, account, hashed))
        return account

    return add
