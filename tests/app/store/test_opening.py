"""Opening the store: the right key opens it, everything else says what is wrong and touches nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.errors import StoreDamagedError, StoreFullError, StoreKeyError, StoreTooNewError, VaultError
from app.store import settings
from app.store.database import Store, open_store
from app.store.key import read_key, store_key
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
    key = store_key("branch-1")
    assert len(bytes.fromhex(key)) == 32
    assert store_key("branch-1") == key
    assert store_key("branch-2") != key


def test_a_locked_vault_stops_the_start_with_words(vault: MemoryVault) -> None:
    vault.locked = True
    with pytest.raises(VaultError, match="保管库"):
        read_key("branch-1")


def _leave_no_room(store: Store) -> None:
    """Make SQLite itself run out of pages, as a full disk does; the limit is the connection's."""
    with store.write() as db:
        pages = db.exec_driver_sql("PRAGMA page_count").scalar()
        db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
