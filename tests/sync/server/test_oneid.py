"""疑似重复 at the centre: found when rows are written in bulk, once, and nobody is linked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine

from app.record import Record
from sync.server.database import write
from sync.server.importer import import_records
from sync.server.oneid import Key, suspect

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
PHONE = "+8613800138000"


def look_up(_connection: Connection, keys: Collection[Key], most: int) -> Mapping[Key, Sequence[str]]:
    """Everybody has this number."""
    return {key: ["A", "B", "C"][:most] for key in keys if key == ("phone", PHONE)}


def file(customer_id: str, name: str) -> list[Record]:
    """A customer with the number."""
    return [
        Record(id=customer_id, entity="customer", owner_id=customer_id, fields={"name": name}),
        Record(id=f"p-{customer_id}", entity="contact_point", owner_id=customer_id, fields={"e164": PHONE}),
    ]


def test_an_import_suspects_once_and_a_couple_not_at_all(engine: Engine) -> None:
    rows = [*file("A", "林婉清"), *file("B", "林婉青"), *file("C", "周建国")]
    write(engine, lambda connection: import_records(connection, rows, now=NOW))

    def look(connection: Connection) -> int:
        facts = suspect(connection, ["B", "A", "C"], look_up, NOW)
        assert [(one.body.one, one.body.other) for one in facts] == [("A", "B")]
        return import_records(connection, (), facts, now=NOW).facts

    assert write(engine, look) == 1
    assert write(engine, look) == 0
