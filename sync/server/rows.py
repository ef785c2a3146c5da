"""Reading and writing the two kinds of synced rows: records and facts. Pointers are :mod:`sync.server.changelog`'s."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from app.catalogue import AnyFact, decode_body
from app.fact import Fact
from app.record import FieldMeta, Record
from app.ticket.facts import TicketOpened
from sync.protocol import WireFact, WireRecord
from sync.server.bulk import insert_many
from sync.server.lookups import keep_lookups
from sync.server.tables import fact, record, ticket

_AT_ONCE = 1_000
_Meta = dict[str, FieldMeta]

FACT_COLUMNS = (
    fact.c.id,
    fact.c.subject_id,
    fact.c.kind,
    fact.c.hlc,
    fact.c.at,
    fact.c.by,
    fact.c.device,
    fact.c.body,
    fact.c.customer_id,
    fact.c.order,
)
RECORD_COLUMNS = (
    record.c.id,
    record.c.entity,
    record.c.owner_id,
    record.c.rev,
    record.c.fields,
    record.c.meta,
    record.c.deleted,
)
_CHANGE_RECORD = (
    "(id) DO UPDATE SET rev = excluded.rev, fields = excluded.fields, meta = excluded.meta, deleted = excluded.deleted"
)


def wire_fact(row: Any) -> WireFact:
    """A row of :data:`FACT_COLUMNS` as it travels."""
    id_, subject, kind, hlc, at, by, device, body, customer, order = row
    return WireFact(id_, subject, kind, hlc, at, by, device, body.encode(), customer, order)


def wire_record(row: Any) -> WireRecord:
    """A row of :data:`RECORD_COLUMNS` as it travels."""
    id_, entity, owner, rev, fields, meta, deleted = row
    return WireRecord(id_, entity, owner, rev, fields, msgspec.convert(meta, _Meta), deleted)


def record_of(row: Any) -> Record:
    """A row of :data:`RECORD_COLUMNS` as a record."""
    return Record(
        id=row.id,
        entity=row.entity,
        owner_id=row.owner_id,
        rev=row.rev,
        fields=row.fields,
        meta=msgspec.convert(row.meta, _Meta),
        deleted=row.deleted,
    )


def read_facts(connection: Connection, ids: Collection[str]) -> dict[str, WireFact]:
    """Those of these facts that are here."""
    return {
        row[0]: wire_fact(row)
        for chunk in in_chunks(ids)
        for row in connection.execute(select(*FACT_COLUMNS).where(fact.c.id.in_(chunk)))
    }


def facts_about(connection: Connection, subject_ids: Collection[str]) -> dict[str, list[WireFact]]:
    """Every fact about each of these subjects."""
    found: dict[str, list[WireFact]] = {subject: [] for subject in subject_ids}
    for chunk in in_chunks(subject_ids):
        for row in connection.execute(select(*FACT_COLUMNS).where(fact.c.subject_id.in_(chunk))):
            one = wire_fact(row)
            found[one.subject_id].append(one)
    return found


def add_facts(connection: Connection, facts: Sequence[WireFact]) -> None:
    """Insert new facts, each with its ``order``.

    Raises:
        IntegrityError: another transaction was first with one of them.
    """
    insert_many(connection, fact, [{**msgspec.structs.asdict(one), "body": one.body.decode()} for one in facts])
    opened = [row for one in facts if (row := _ticket_row(one)) is not None]
    known = {row["ticket_id"] for row in opened} & _known_tickets(connection, [row["ticket_id"] for row in opened])
    fresh = {row["ticket_id"]: row for row in reversed(opened) if row["ticket_id"] not in known}
    insert_many(connection, ticket, list(fresh.values()))


def known_fact(one: WireFact) -> AnyFact | None:
    """A fact with its body read; None where this program does not know the kind."""
    body = decode_body(one.body)
    if body is None:
        return None
    return Fact(
        id=one.id,
        subject_id=one.subject_id,
        hlc=one.hlc,
        at=one.at,
        by=one.by,
        device=one.device,
        body=body,
        order=one.order,
    )


def read_files(
    connection: Connection, owner_ids: Collection[str], entities: Collection[str]
) -> dict[str, list[Record]]:
    """The records of these kinds in these customers' files, by owner, without a lock; deleted ones are left out."""
    found: dict[str, list[Record]] = {}
    wanted = record.c.entity.in_(entities) & ~record.c.deleted
    for chunk in in_chunks(owner_ids):
        for row in connection.execute(select(*RECORD_COLUMNS).where(record.c.owner_id.in_(chunk), wanted)):
            found.setdefault(row.owner_id, []).append(record_of(row))
    return found


def lock_records(connection: Connection, ids: Collection[str]) -> dict[str, Record]:
    """Those of these records that are here, locked against other writers until the commit, in one order for all."""
    found: dict[str, Record] = {}
    for chunk in in_chunks(sorted(ids)):
        rows = select(*RECORD_COLUMNS).where(record.c.id.in_(chunk)).order_by(record.c.id).with_for_update()
        found.update({row[0]: record_of(row) for row in connection.execute(rows)})
    return found


def save_records(connection: Connection, records: Iterable[Record], known: Mapping[str, Record]) -> None:
    """Write records, and the keys they are found by: those in ``known`` are there and locked, the others are new.

    Raises:
        IntegrityError: another transaction was first to create one of them.
    """
    after = list(records)
    rows = [msgspec.structs.asdict(one) for one in after]
    insert_many(connection, record, [row for row in rows if row["id"] not in known])
    insert_many(connection, record, [row for row in rows if row["id"] in known], on_conflict=_CHANGE_RECORD)
    keep_lookups(connection, known, after)


def _ticket_row(one: WireFact) -> dict[str, Any] | None:
    if one.kind != "ticket_opened":
        return None
    body = decode_body(one.body)
    if not isinstance(body, TicketOpened):
        return None
    return {"ticket_id": one.subject_id, "number": body.number[:64], "order": one.order}


def _known_tickets(connection: Connection, ids: Collection[str]) -> set[str]:
    return {
        row[0]
        for chunk in in_chunks(ids)
        for row in connection.execute(select(ticket.c.ticket_id).where(ticket.c.ticket_id.in_(chunk)))
    }


def in_chunks(ids: Collection[str], size: int = _AT_ONCE) -> Iterator[list[str]]:
    """These ids in their order, as many at a time as one question may name."""
    ordered = list(ids)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
