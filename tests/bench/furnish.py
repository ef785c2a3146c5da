"""An encrypted desk store full of invented customers, without a centre."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from app.ids import DeviceId
from app.store import facts, records
from app.store.database import Store, open_store
from app.store.facts import StoredFact
from resources.demo.world import build_world
from sync.server.importer import wire_fact_of
from tests.bench.measure import say

T = TypeVar("T")
KEY = "5a" * 32
PAGE = 2_000


def furnished(path: Path, customers: int, now: datetime) -> Store:
    """A store with that many customers, their holdings and their trails."""
    world = build_world(now, customers=customers)
    store = open_store(path, KEY)
    rows = 0
    for page in _pages(world.records):
        with store.write(durable=False) as db:
            records.apply(db, page, device=DeviceId("bench"))
        rows += len(page)
        if rows % 100_000 < PAGE:
            say(f"{rows:,} records")
    for batch in _pages(world.facts):
        with store.write(durable=False) as db:
            facts.apply(db, [_stored(one) for one in batch])
    return store


def _stored(fact: object) -> StoredFact:
    wire = wire_fact_of(fact)  # type: ignore[arg-type]
    return StoredFact(**{name: getattr(wire, name) for name in wire.__struct_fields__})


def _pages(rows: Iterable[T]) -> Iterator[list[T]]:
    source = iter(rows)
    while page := list(islice(source, PAGE)):
        yield page
