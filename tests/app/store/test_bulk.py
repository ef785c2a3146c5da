"""A store that was filled at once is the store that would have come of pulling every row."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.errors import StoreError
from app.ids import DeviceId
from app.store import facts, records, search
from app.store.bulk import fill
from app.store.database import Store, open_store
from app.store.facts import StoredFact
from resources.demo.world import World, build_world
from sync.server.importer import wire_fact_of

KEY = "d4" * 32
WORLD = build_world(datetime(2026, 11, 24, 2, 0, tzinfo=UTC), customers=120)
TABLES = ("record", "lookup", "fact", "ticket", "search_part")


def _facts(world: World) -> list[StoredFact]:
    wired = [wire_fact_of(one) for one in world.facts]
    return [StoredFact(**{name: getattr(one, name) for name in one.__struct_fields__}) for one in wired]


def _rows(db: Connection, table: str) -> list[tuple[object, ...]]:
    columns = [row.name for row in db.exec_driver_sql(f"PRAGMA table_info({table})") if row.name != "n"]
    wanted = ", ".join(f'"{name}"' for name in columns)
    return sorted((tuple(row) for row in db.exec_driver_sql(f"SELECT {wanted} FROM {table}")), key=repr)  # noqa: S608 -- ours


def _found(store: Store, words: str) -> list[str]:
    with store.read() as db:
        return [str(hit.customer_id) for hit in search.find(db, words)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's people, filled at once."""
    path = tmp_path_factory.mktemp("filled") / "desk.db"
    done = fill(path, KEY, WORLD.records, _facts(WORLD))
    assert done.records == sum(1 for _ in WORLD.records)
    return path


def test_it_holds_the_same_rows_and_finds_the_same_people(filled: Path, store: Store) -> None:
    with store.write() as db:
        records.apply(db, list(WORLD.records), device=DeviceId("pc-1"))
        facts.apply(db, _facts(WORLD))
    full = open_store(filled, KEY)
    try:
        with store.read() as one, full.read() as other:
            for table in TABLES:
                assert _rows(one, table) == _rows(other, table), table
        for words in ("林婉清", "lwq", "8000", "zhang", "李", "P-2025-7714-0382", "0028", "2025"):
            assert _found(full, words) == _found(store, words), words
    finally:
        full.close()


def test_it_has_every_index_of_the_schema(filled: Path, store: Store) -> None:
    names = "SELECT name, sql FROM sqlite_master ORDER BY name"
    full = open_store(filled, KEY)
    try:
        with store.read() as one, full.read() as other:
            assert _made(one, names) == _made(other, names)
    finally:
        full.close()


def _made(db: Connection, query: str) -> dict[str, str]:
    return {row.name: " ".join((row.sql or "").replace('"', "").split()) for row in db.exec_driver_sql(query)}


def test_a_customer_who_was_filled_in_can_be_changed_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    fill(path, KEY, WORLD.records)
    store = open_store(path, KEY)
    try:
        with store.write() as db:
            customer = next(one for one in WORLD.records if one.fields.get("name") == "林婉清")
            renamed = {**customer.fields, "name": "林清如"}
            records.apply(
                db,
                [type(customer)(id=customer.id, entity="customer", owner_id=customer.id, fields=renamed)],
                device=DeviceId("pc-1"),
            )
        assert _found(store, "linqingru") == [customer.id]
        assert _found(store, "林婉清") == []
    finally:
        store.close()


def test_a_store_that_is_there_is_never_filled_over(filled: Path) -> None:
    before = filled.stat().st_size
    with pytest.raises(StoreError, match="已经存在"):
        fill(filled, KEY, WORLD.records)
    assert filled.stat().st_size == before


def test_a_load_that_was_broken_off_leaves_no_store_and_can_be_begun_again(tmp_path: Path) -> None:
    def breaks_off() -> object:
        yield from list(WORLD.records)[:50]
        raise KeyboardInterrupt

    path = tmp_path / "desk.db"
    with pytest.raises(KeyboardInterrupt):
        fill(path, KEY, breaks_off())  # type: ignore[arg-type]
    assert not path.exists()
    assert fill(path, KEY, WORLD.records).records > 50
