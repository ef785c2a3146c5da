"""A store of an earlier release opens, and its customers are found by what the new one can search for."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from alembic import command
from alembic.config import Config

from app.ids import DeviceId
from app.record import Record
from app.store import database, records, search
from app.store.database import open_store

KEY = "e5" * 32
MIGRATIONS = Path(database.__file__).parent / "migrations"


def _an_old_store(path: Path, revision: str) -> None:
    """As the release with this head left it: four rows and the words it searched by."""
    engine = database._engine(path, KEY)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    row = (
        "INSERT INTO record (id, entity, owner_id, rev, fields, meta, deleted)"
        " VALUES (?, ?, ?, 1, CAST(? AS BLOB), '{}', ?)"
    )
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for key, entity, fields, deleted in (
            ("c-1", "customer", {"name": "曾伟", "id_number": "310101199003070028", "stars": 4}, False),
            ("c-1-t", "contact_point", {"e164": "+8613800138000"}, False),
            ("c-1-h", "holding", {"number": "P-2025-7714-0382"}, False),
            ("c-2", "customer", {"name": "曾静"}, True),
        ):
            values = (key, entity, key[:3], msgspec.json.encode(fields).decode(), deleted)
            connection.exec_driver_sql(row, values)
        connection.exec_driver_sql("INSERT INTO search (rowid, owner_id, words) VALUES (1, 'c-1', '曾伟 曾 伟')")
        connection.commit()
    engine.dispose()


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_customers_of_an_old_store_are_found_by_pinyin_and_can_be_renamed(tmp_path: Path, revision: str) -> None:
    path = tmp_path / "desk.db"
    _an_old_store(path, revision)
    store = open_store(path, KEY)
    try:
        with store.read() as db:
            for words in ("曾", "zengwei", "zw", "8000", "0028", "p202577140382", "7714"):
                assert [hit.customer_id for hit in search.find(db, words)] == ["c-1"], words
            assert search.find(db, "曾静") == ()
        renamed = Record(id="c-1", entity="customer", owner_id="c-1", fields={"name": "李静"})
        with store.write() as db:
            records.apply(db, [renamed], device=DeviceId("pc-1"))
            assert search.find(db, "zengwei") == ()
            assert [hit.customer_id for hit in search.find(db, "lijing 8000")] == ["c-1"]
    finally:
        store.close()
    assert list(tmp_path.glob("*.before-*")), "the store as it was is kept"
