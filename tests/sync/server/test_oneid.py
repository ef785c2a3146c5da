"""疑似重复 at the centre: found when rows are written in bulk, once, and nobody is linked."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, Engine

from app.record import Record
from sync.server.database import write
from sync.server.importer import import_records
from sync.server.oneid import CHUNK, Looked, look_through, suspect

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
PHONE = "+8613800138000"


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
        facts = suspect(connection, ["B", "A", "C"], NOW)
        assert [(one.body.one, one.body.other) for one in facts] == [("A", "B")]
        return import_records(connection, (), facts, now=NOW).facts

    assert write(engine, look) == 1
    assert write(engine, look) == 0


def test_after_an_import_all_customers_are_looked_through_once(engine: Engine) -> None:
    crowd = [one for number in range(CHUNK + 20) for one in single(number)]
    rows = [*file("A", "林婉清"), *file("Z", "林婉青"), *file("M", "周建国"), *crowd]
    write(engine, lambda connection: import_records(connection, rows, now=NOW))
    told: list[int] = []
    looked = look_through(engine, lambda: NOW, lambda so_far: told.append(so_far.customers))
    assert looked == Looked(customers=CHUNK + 23, found=1)
    assert told == [CHUNK, CHUNK + 23]
    assert look_through(engine, lambda: NOW, lambda _so_far: None).found == 0


def single(number: int) -> list[Record]:
    """Somebody like nobody else."""
    customer_id, name = f"c-{number:04d}", chr(0x4E00 + number)
    return [
        Record(id=customer_id, entity="customer", owner_id=customer_id, fields={"name": name}),
        Record(
            id=f"p-{customer_id}",
            entity="contact_point",
            owner_id=customer_id,
            fields={"e164": f"+8613900{number:06d}"},
        ),
    ]
