"""Opening the encrypted store, and the two ways of using it: reading and writing.

Nothing here ever overwrites a file it could not read. Which error means what: :mod:`app.errors`.
"""

from __future__ import annotations

import errno
import json
import math
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from app.errors import StoreDamagedError, StoreError, StoreFullError, StoreKeyError, StoreTooNewError
from app.store.key import key_check
from app.store.schema import HEAD

PATIENCE_S = 30.0
"""How long one writer waits for another before it gives up."""

_PLAIN_SQLITE = b"SQLite format 3\x00"
_FULL = "磁盘满了，这次没有存上。之前存的都在。请清出一些空间再试。"


class Store:
    """One open store. Safe to use from several threads, one connection each; writers wait for each other."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        self._writer = engine.execution_options(shouwen_begin="BEGIN IMMEDIATE")
        self._turn = threading.Lock()
        self._is_closed = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view for reading."""
        self._check_open()
        with _translated(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """One transaction, committed at the end or rolled back whole.

        ``durable`` survives a power cut (an edit); without it only the process may die (rows that can be pulled again).
        Writers of this program wait at a lock, not in SQLite: that one looks again only every tenth of a second and
        would miss the short gaps between the pages of a long pull.

        Raises:
            StoreFullError: no room; nothing of the transaction was kept.
            StoreError: another writer did not finish.
        """
        self._check_open()
        with self._its_turn(), _translated(self.path), self._writer.connect() as connection:
            level = "FULL" if durable else "NORMAL"
            driver = connection.connection.driver_connection
            assert driver is not None  # noqa: S101 -- a connected connection has one
            driver.execute(f"PRAGMA synchronous={level}")
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of the file. The write-ahead log is folded in where nobody else reads."""
        self._is_closed = True
        self._engine.dispose()

    @contextmanager
    def _its_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=PATIENCE_S):
            raise StoreError(_locked(self.path))
        try:
            yield
        finally:
            self._turn.release()

    def _check_open(self) -> None:
        if self._is_closed:
            raise StoreError(f"本机数据库 {self.path.name} 已经关闭。")


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
        StoreError: the folder or the file cannot be read or written.
    """
    with _translated(path), _files_translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > 0:
            _check_file(path, key)
        engine = _engine(path, key)
        try:
            _check_whole(path, engine)
            _bring_to_head(path, engine)
            if _read_mark(path) != key_check(key):  # none yet, or one that cannot be read: the key has proved right
                _write_mark(path, key)
        except BaseException:
            engine.dispose()
            raise
    return Store(path, engine)


def _engine(path: Path, key: str) -> Engine:
    def connect() -> Any:
        connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, timeout=PATIENCE_S)
        connection.execute("PRAGMA cipher_log_level = NONE")  # wrong keys are our message, not stderr's
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -16000")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA journal_mode = WAL")
        return connection

    engine = create_engine(
        "sqlite://",
        creator=connect,
        module=sqlcipher,
        poolclass=QueuePool,
        pool_size=4,
        pool_reset_on_return=None,
        hide_parameters=True,  # they are customers' data, and errors end in logs
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
    if _read_mark(path) not in (None, key_check(key)):
        raise StoreKeyError(f"保管库里的钥匙打不开 {path.name}。文件没有改动。请用原来的系统账号登录，或请管理员恢复。")


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
            raise StoreFullError(_FULL) from error
        if "is locked" in text:
            raise StoreError(_locked(path)) from error
        if "not a database" in text or "malformed" in text:
            raise StoreDamagedError(_damaged(path)) from error
        if "unable to open" in text or "readonly" in text or "disk I/O" in text:
            raise StoreError(_unusable(path)) from error
        raise


@contextmanager
def _files_translated(path: Path) -> Iterator[None]:
    """The same for files beside the database."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFullError(_FULL) from error
        raise StoreError(_unusable(path)) from error


def _unusable(path: Path) -> str:
    return f"读写不了本机数据库 {path.name}：请检查磁盘和文件夹权限。之前存的没有改动。"


def _locked(path: Path) -> str:
    return f"本机数据库 {path.name} 正被占用，这次没有存上。之前存的都在。请稍后再试；总是这样请重启程序。"


def _damaged(path: Path) -> str:
    return f"{path.name} 不完整或已损坏。文件没有改动，请保留它并联系管理员；未上传的内容可以从中抢救。"


def _read_mark(path: Path) -> str | None:
    """What the right key gives, or None where the mark is missing or cannot be read.

    It only helps to say what is wrong: whether a key opens the file, the file itself says.
    """
    try:
        kept = json.loads(_mark_path(path).read_text(encoding="utf-8"))["key_check"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return kept if isinstance(kept, str) else None


def _write_mark(path: Path, key: str) -> None:
    """Whole or not at all: half a mark would be none."""
    mark = _mark_path(path)
    half = mark.with_suffix(".mark-new")
    half.write_text(json.dumps({"format": 1, "key_check": key_check(key)}), encoding="utf-8")
    half.replace(mark)


def _mark_path(path: Path) -> Path:
    return path.with_suffix(".mark")
