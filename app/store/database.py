"""Opening the encrypted store, and the two ways of using it: reading and writing.

Nothing here ever overwrites a file it could not read. Which error means what: :mod:`app.errors`.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from app.errors import StoreDamagedError, StoreError, StoreFullError, StoreKeyError, StoreTooNewError
from app.store.key import key_check
from app.store.schema import HEAD

_PLAIN_SQLITE = b"SQLite format 3\x00"


class Store:
    """One open store. Safe to use from several threads, one connection each; writers wait for each other."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        self._writer = engine.execution_options(shouwen_begin="BEGIN IMMEDIATE")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view for reading."""
        with _translated(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """One transaction, committed at the end or rolled back whole.

        ``durable`` survives a power cut (an edit); without it only the process may die (rows that can be pulled again).

        Raises:
            StoreFullError: no room; nothing of the transaction was kept.
        """
        with _translated(self.path), self._writer.connect() as connection:
            level = "FULL" if durable else "NORMAL"
            driver = connection.connection.driver_connection
            assert driver is not None  # noqa: S101 -- a connected connection has one
            driver.execute(f"PRAGMA synchronous={level}")
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of the file. The write-ahead log is folded in where nobody else reads."""
        self._engine.dispose()


def open_store(path: Path, key: str) -> Store:
    """Open the store at ``path``, making or migrating it where needed.

    Args:
        path: the database file; its folder is made.
        key: 64 hex digits from the vault.

    Raises:
        StoreKeyError: the key does not fit this store.
        StoreDamagedError: the file is truncated, damaged or not a store of ours.
        StoreTooNewError: a newer program wrote it.
        StoreFullError: no room on the disk.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists() or path.stat().st_size == 0
    if not is_new:
        _check_file(path, key)
    with _translated(path):
        engine = _engine(path, key)
        try:
            _check_whole(path, engine)
            _bring_to_head(path, engine)
        except BaseException:
            engine.dispose()
            raise
    if is_new or not _mark_path(path).exists():
        _mark_path(path).write_text(json.dumps({"format": 1, "key_check": key_check(key)}), encoding="utf-8")
    return Store(path, engine)


def _engine(path: Path, key: str) -> Engine:
    def connect() -> Any:
        connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, timeout=30)
        connection.execute("PRAGMA cipher_log_level = NONE")  # wrong keys are our message, not stderr's
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -16000")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA journal_mode = WAL")
        return connection

    engine = create_engine(
        "sqlite://", creator=connect, module=sqlcipher, poolclass=QueuePool, pool_size=4, pool_reset_on_return=None
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("shouwen_begin", "BEGIN"))

    return engine


def _check_file(path: Path, key: str) -> None:
    """Tell a wrong key from a foreign file before anything is opened."""
    with path.open("rb") as file:
        head = file.read(len(_PLAIN_SQLITE))
    if head == _PLAIN_SQLITE:
        raise StoreDamagedError(f"{path.name} 是没有加密的数据库，不是本程序的。文件没有改动，请换一个数据目录。")
    mark = _mark_path(path)
    if mark.exists():
        with suppress(ValueError, KeyError, TypeError):
            if json.loads(mark.read_text(encoding="utf-8"))["key_check"] != key_check(key):
                raise StoreKeyError(
                    f"保管库里的钥匙打不开 {path.name}。文件没有改动。请用原来的系统账号登录，或请管理员恢复。"
                )


def _check_whole(path: Path, engine: Engine) -> None:
    """A file that lost its tail opens without complaint and fails later, in the middle of a call: find it now."""
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
        connection.rollback()
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 -- a connected connection has one
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        whole = math.prod(int(driver.execute(f"PRAGMA page_{what}").fetchone()[0]) for what in ("count", "size"))
    wal = path.with_name(path.name + "-wal")
    unfolded = wal.exists() and wal.stat().st_size > 0
    if path.stat().st_size < whole and not unfolded:
        raise StoreDamagedError(_damaged(path))


def _bring_to_head(path: Path, engine: Engine) -> None:
    with engine.connect() as connection:
        tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars())
        version = None
        if "alembic_version" in tables:
            version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        elif tables:
            raise StoreDamagedError(f"{path.name} 不是本程序的数据库。文件没有改动，请换一个数据目录。")
    if version == HEAD:
        return
    if version is not None and version > HEAD:
        raise StoreTooNewError(
            f"{path.name} 是更新版本的程序写的（{version}），本程序只认识到 {HEAD}。文件没有改动，请升级程序。"
        )
    if version is not None:
        shutil.copy2(path, path.with_suffix(f".before-{HEAD}"))
    migrate(engine)


def migrate(engine: Engine) -> None:
    """Run every migration that has not run yet."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Give the database's own errors the names a person can act on."""
    try:
        yield
    except (DatabaseError, sqlcipher.DatabaseError) as error:
        text = str(getattr(error, "orig", error))
        if "disk is full" in text:
            raise StoreFullError("磁盘满了，这次没有存上。之前存的都在。请清出一些空间再试。") from error
        if "not a database" in text or "malformed" in text:
            raise StoreDamagedError(_damaged(path)) from error
        if "unable to open" in text or "readonly" in text or "disk I/O" in text:
            raise StoreError(f"读写不了本机数据库 {path.name}：请检查磁盘和文件夹权限。之前存的没有改动。") from error
        raise


def _damaged(path: Path) -> str:
    return f"{path.name} 不完整或已损坏。文件没有改动，请保留它并联系管理员；未上传的内容可以从中抢救。"


def _mark_path(path: Path) -> Path:
    return path.with_suffix(".mark")
