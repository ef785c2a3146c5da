"""Bulk writing of records and facts by the centre itself: imports, migrations of old systems, the demo world."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from app.catalogue import AnyFact, encode_body, kind_of
from app.customer.interaction import CallHandled, ContactMade
from app.oneid.facts import DuplicateSuspected
from app.record import FieldMeta, Record
from app.stamp import stamp_at
from app.ticket.facts import TicketLinked, TicketOpened
from app.tier.facts import CustomerRegraded, EntitlementReturned, EntitlementUsed
from sync.protocol import WireFact
from sync.server.changelog import DELETE, PUT, Pointer
from sync.server.facts import CENTRE, Moves, join_facts, settle
from sync.server.rows import lock_records, read_facts, save_records
from sync.server.scope import feeds_of_row


class Imported(msgspec.Struct, frozen=True):
    """How many records changed, how many facts are new, and the new heads: hint them after the commit."""

    records: int
    facts: int
    heads: dict[str, int]


def import_records(
    connection: Connection,
    records: Iterable[Record],
    facts: Iterable[AnyFact] = (),
    *,
    now: datetime,
    source: str = "import",
) -> Imported:
    """Write records as they are given and facts that are not here yet, in one transaction, which the caller commits.

    A record replaces the one with its id; one that is the same already does not move, so an import can be repeated.
    Desks meet the change like any other, and a desk's later patch to it is merged as usual.

    Args:
        connection: inside a write transaction.
        records: whole rows; ``rev`` is ignored, fields without ``meta`` are marked as written by ``source`` now.
        facts: of any known kind; those whose id is here are left as they are.
        now: UTC.
        source: where the values come from, for example ``import:2026-03``.
    """
    incoming = {record.id: record for record in records}
    known = lock_records(connection, incoming.keys())
    stamp = stamp_at(now)
    changed = {
        id_: next_
        for id_, record in incoming.items()
        if (next_ := _next(known.get(id_), record, stamp, source)) is not None
    }
    save_records(connection, changed.values(), known)
    fresh = _fresh(connection, facts)
    moves = _moves(changed)
    join_facts(moves, fresh.values())
    settled = settle(connection, moves, fresh.values())
    return Imported(len(changed), len(fresh), settled.heads)


def wire_fact_of(fact: AnyFact, customer_id: str = "") -> WireFact:
    """A fact as it travels. ``customer_id`` says whose it is where the fact itself does not."""
    return WireFact(
        id=fact.id,
        subject_id=fact.subject_id,
        kind=kind_of(fact.body),
        hlc=fact.hlc,
        at=fact.at,
        by=fact.by,
        device=fact.device,
        body=encode_body(fact.body),
        customer_id=customer_id or _customer_of(fact),
        order=fact.order,
    )


def _customer_of(fact: AnyFact) -> str:
    match fact.body:
        case (
            ContactMade()
            | CallHandled()
            | DuplicateSuspected()
            | CustomerRegraded()
            | EntitlementUsed()
            | EntitlementReturned()
        ):
            return fact.subject_id
        case TicketOpened(customer_id=customer) | TicketLinked(customer_id=customer):
            return customer or ""
        case _:
            return ""


def _next(before: Record | None, record: Record, stamp: int, source: str) -> Record | None:
    """The record to write, one revision on; None where nothing changes."""
    if before is not None and (before.fields, before.deleted) == (record.fields, record.deleted):
        return None
    rev = 1 if before is None else before.rev + 1
    written = FieldMeta(rev=rev, device=CENTRE, hlc=stamp, source=source)
    meta = {name: _meta_of(before, record, name, written) for name in record.fields}
    return msgspec.structs.replace(record, rev=rev, meta=meta)


def _meta_of(before: Record | None, record: Record, name: str, written: FieldMeta) -> FieldMeta:
    """A field that stays the same keeps its history; one that comes with its own keeps that, at this revision."""
    if before is not None and name in before.meta and before.fields.get(name) == record.fields[name]:
        return before.meta[name]
    given = record.meta.get(name)
    return written if given is None else msgspec.structs.replace(given, rev=written.rev)


def _fresh(connection: Connection, facts: Iterable[AnyFact]) -> dict[str, WireFact]:
    """The facts that are not here, with the customer of a ticket on all of its facts."""
    incoming = {fact.id: wire_fact_of(fact) for fact in facts}
    owners = {one.subject_id: one.customer_id for one in incoming.values() if one.customer_id}
    known = read_facts(connection, incoming.keys())
    return {
        id_: msgspec.structs.replace(one, customer_id=one.customer_id or owners.get(one.subject_id, ""))
        for id_, one in incoming.items()
        if id_ not in known
    }


def _moves(records: Mapping[str, Record]) -> Moves:
    moves: Moves = {}
    for record in records.values():
        for feed in feeds_of_row(record.entity, record.owner_id):
            op = DELETE if record.deleted else PUT
            pointer = Pointer(record.id, record.entity, record.rev, op, joins=record.rev == 1)
            moves.setdefault(feed, []).append(pointer)
    return moves
