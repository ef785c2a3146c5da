"""Opening the store: the right key opens it, everything else says what is wrong and touches nothing."""

from __future__ import annotations

import errno
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app.errors import StoreDamagedError, StoreError, StoreFullError, StoreKeyError, StoreTooNewError, VaultError
from app.store import settings
from app.store.database import Store, open_store
from app.store.key import read_key, store_key
from app.store.schema import draft
from tests.fakes.vault import MemoryVault

KEY, OTHER_KEY = "a1" * 32, "b2" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store that has been used once and closed."""
    store = open_store(tmp_path / "desk.db", KEY)
    with store.write() as db:
        settings.put(db, "note", "林婉清")
    store.close()
    return store.path


def test_the_file_on_disk_shows_nothing_of_what_is_in_it(path: Path) -> None:
    assert "林婉清".encode() not in path.read_bytes()
    assert b"CREATE TABLE" not in path.read_bytes()


def test_the_right_key_finds_everything_again(path: Path) -> None:
    store = open_store(path, KEY)
    with store.read() as db:
        assert settings.get(db, "note", str, "") == "林婉清"
    store.close()


def test_a_wrong_key_is_called_a_wrong_key(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreKeyError, match="钥匙"):
        open_store(path, OTHER_KEY)
    assert path.read_bytes() == before


@pytest.mark.parametrize("left", [0.3, 0.5, 0.9])
def test_a_file_that_lost_its_tail_is_called_damaged(path: Path, left: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * left)])
    before = path.read_bytes()
    with pytest.raises(StoreDamagedError, match="不完整"):
        open_store(path, KEY)
    assert path.read_bytes() == before


def test_an_unencrypted_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "desk.db"
    database = sqlite3.connect(foreign)
    database.execute("CREATE TABLE theirs (x)")
    database.close()
    before = foreign.read_bytes()
    with pytest.raises(StoreDamagedError, match="没有加密"):
        open_store(foreign, KEY)
    assert foreign.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "desk.db"
    foreign.write_bytes(b"a letter to mother " * 1000)
    with pytest.raises(StoreDamagedError):
        open_store(foreign, KEY)
    assert foreign.read_bytes() == b"a letter to mother " * 1000


def test_somebody_elses_encrypted_database_is_refused(tmp_path: Path) -> None:
    store = open_store(tmp_path / "desk.db", KEY)
    with store.write() as db:
        for table in db.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'").scalars().all():
            if not table.startswith(("search_", "sqlite_")):
                db.exec_driver_sql(f'DROP TABLE "{table}"')
        db.exec_driver_sql("CREATE TABLE theirs (x)")
    store.close()
    with pytest.raises(StoreDamagedError, match="不是本程序的"):
        open_store(store.path, KEY)


def test_a_store_of_a_newer_program_is_refused_and_left_alone(path: Path) -> None:
    store = open_store(path, KEY)
    with store.write() as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNewError, match="升级"):
        open_store(path, KEY)
    assert path.read_bytes() == before


def test_a_full_disk_says_so_and_keeps_what_was_there(path: Path) -> None:
    store = open_store(path, KEY)
    _leave_no_room(store)
    with pytest.raises(StoreFullError, match="磁盘满"), store.write() as db:
        settings.put(db, "more", "x" * 1_000_000)
    with store.read() as db:
        assert settings.get(db, "note", str, "") == "林婉清"
        assert settings.get(db, "more", str, "") == ""
    store.close()


def test_the_key_is_made_once_and_stays(vault: MemoryVault) -> None:
    key = store_key("branch-1", is_new=True)
    assert len(bytes.fromhex(key)) == 32
    assert store_key("branch-1", is_new=True) == store_key("branch-1", is_new=False) == key
    assert store_key("branch-2", is_new=True) != key


def test_no_new_key_is_made_for_a_store_that_is_there(path: Path, vault: MemoryVault) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreKeyError, match=r"钥匙不在.*文件没有改动.*联系管理员"):
        store_key("branch-1", is_new=not path.exists())
    assert read_key("branch-1") is None
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, StoreFullError), (errno.EDQUOT, StoreFullError), (errno.EACCES, StoreError)]
)
def test_a_mark_that_cannot_be_written_is_said_in_words_and_lets_go_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[StoreError]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", _raises(OSError(number, "no")))
        with pytest.raises(kind) as caught:
            open_store(tmp_path / "desk.db", KEY)
    assert type(caught.value) is kind
    assert not (tmp_path / "desk.db-wal").exists()  # the last connection folds it in
    open_store(tmp_path / "desk.db", KEY).close()
    with pytest.raises(StoreKeyError):
        open_store(tmp_path / "desk.db", OTHER_KEY)


@pytest.mark.parametrize("half", ['{"format":1,"key_ch', "[]", '{"key_check": 7}', ""])
def test_a_mark_that_cannot_be_read_is_written_again_after_a_good_opening(path: Path, half: str) -> None:
    mark = path.with_suffix(".mark")
    mark.write_text(half, encoding="utf-8")
    open_store(path, KEY).close()
    with pytest.raises(StoreKeyError):
        open_store(path, OTHER_KEY)
    assert not list(path.parent.glob("*mark-new"))


def test_a_store_that_another_program_holds_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.database.PATIENCE_S", 0.1)
    one, two = open_store(path, KEY), open_store(path, KEY)
    with one.write(), pytest.raises(StoreError, match="占用") as caught, two.write():
        pass
    assert type(caught.value) is StoreError
    with two.write() as db:
        settings.put(db, "note", "还能写")
    one.close()
    two.close()


def test_a_writer_that_waits_has_its_turn_between_two_pages(path: Path) -> None:
    store = open_store(path, KEY)
    waited: list[int] = []
    pages: list[int] = []

    def pull() -> None:
        for number in range(20):
            with store.write(durable=False):
                time.sleep(0.06)
            pages.append(number)
            time.sleep(0.005)

    def edit() -> None:
        while len(pages) < 20:
            before = len(pages)
            with store.write():
                waited.append(len(pages) - before)
            time.sleep(0.01)

    threads = [threading.Thread(target=work) for work in (pull, edit)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(waited) >= 10
    assert sum(waited) / len(waited) < 1.5  # as a rule behind the page that is being written, and no other
    store.close()


def test_an_error_of_the_database_shows_nothing_of_a_customer(path: Path) -> None:
    store = open_store(path, KEY)
    twice = insert(draft).values([{"ticket_id": "林婉清", "updated_at": 1.0, "body": b""}] * 2)
    with pytest.raises(IntegrityError) as caught, store.write() as db:
        db.execute(twice)
    assert "林婉清" not in str(caught.value)
    store.close()


def test_a_closed_store_is_not_opened_again_by_a_straggler(path: Path) -> None:
    store = open_store(path, KEY)
    store.close()
    with pytest.raises(StoreError, match="关闭"), store.write():
        pass
    with pytest.raises(StoreError, match="关闭"), store.read():
        pass


def test_a_locked_vault_stops_the_start_with_words(vault: MemoryVault) -> None:
    vault.locked = True
    with pytest.raises(VaultError, match="保管库"):
        read_key("branch-1")


def _raises(error: Exception) -> Callable[..., None]:
    def fail(*_given: object, **_named: object) -> None:
        raise error

    return fail


def _leave_no_room(store: Store) -> None:
    """Make SQLite itself run out of pages, as a full disk does; the limit is the connection's."""
    with store.write() as db:
        pages = db.exec_driver_sql("PRAGMA page_count").scalar()
        db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
