"""Opening the centre's database, and the two ways to use it: one snapshot to read, one transaction to write.

SQLite is the embedded default, PostgreSQL (``postgresql+psycopg://``) the one for many desks. Everything else in this
package speaks the same statements to both.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError

T = TypeVar("T")

ATTEMPTS = 6
"""How often a transaction is tried that lost a race against another one."""

BUSY_TIMEOUT_MS = 10_000
POOL_SIZE = 20
_SERIALIZATION = {"40001", "40P01"}
_WRITES = "shouwen_writes"


def open_database(url: str) -> Engine:
    """The engine for a SQLAlchemy URL. Errors never carry parameters: they would put personal data into logs.

    Raises:
        ValueError: an in-memory SQLite, which several threads cannot share.
        sqlalchemy.exc.ArgumentError: not a database URL.
    """
    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    if sqlite and parsed.database in {None, "", ":memory:"}:
        raise ValueError("中心的 SQLite 数据库必须是一个文件")
    engine = create_engine(
        parsed,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_pre_ping=not sqlite,
        hide_parameters=True,
        json_serializer=lambda value: msgspec.json.encode(value).decode(),
        json_deserializer=msgspec.json.decode,
        connect_args={} if sqlite else {"options": "-c timezone=UTC"},
    )
    if sqlite:
        _tame_sqlite(engine)
    return engine


def _tame_sqlite(engine: Engine) -> None:
    """Let SQLAlchemy, not the driver, begin transactions: writers take the write lock at once.

    A transaction that reads first and then wants to write fails with "database is locked" where another wrote in
    between, whatever the timeout. See "Serializable isolation / Savepoints / Transactional DDL" of SQLAlchemy's
    SQLite page; Python 3.12's ``autocommit`` attribute will make the first handler unnecessary.
    """

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA cache_size=-32768")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction, committed at the end of the block and rolled back by any error."""
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read-only snapshot: whatever is asked inside the block is true at the same instant."""
    postgresql = engine.dialect.name == "postgresql"
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if postgresql else {}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def write(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Run ``work`` in one transaction, again from the start where it lost a race against another.

    Serialisation failures, deadlocks (40001, 40P01) and two writers creating the same row are races; every other
    error is passed on, and so is a race lost :data:`ATTEMPTS` times.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with writing(engine) as connection:
                return work(connection)
        except DBAPIError as error:
            if attempt == ATTEMPTS or not _is_race(error):
                raise
        time.sleep(random.uniform(0, 0.02 * attempt))  # noqa: S311 -- jitter, not a secret
    raise AssertionError("unreachable")


def _is_race(error: DBAPIError) -> bool:
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", None) in _SERIALIZATION
