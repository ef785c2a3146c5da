"""The files that a search looks into, and whom an agent served lately."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from app.customer.hit import File
from app.customer.record import ContactPoint, Holding, view
from app.record import Record
from app.store.schema import fact, record, ticket
from app.store.words import SPAN

RECENT_FACTS = 300
RECENT = 60
"""How many customers whom the agent served last come before others who are as close."""

_SEARCHED = ("customer", "contact_point", "holding")
_fields = msgspec.json.Decoder(dict[str, Any]).decode


class _Named(msgspec.Struct):
    name: Any = ""


_named = msgspec.json.Decoder(_Named).decode


def files_of(db: Connection, owners: Sequence[str]) -> list[File]:
    """What these customers can be found by, in this order."""
    if not owners:
        return []
    columns = (record.c.id, record.c.owner_id, record.c.entity, record.c.fields)
    query = select(*columns).where(
        record.c.owner_id.in_(owners), record.c.entity.in_(_SEARCHED), record.c.deleted.is_(False)
    )
    kinds: dict[str, dict[str, list[Record]]] = {owner: {} for owner in owners}
    for row in db.execute(query):
        one = Record(id=row.id, entity=row.entity, owner_id=row.owner_id, fields=_fields(row.fields))
        kinds[row.owner_id].setdefault(row.entity, []).append(one)
    numbers: dict[str, list[str]] = {}
    wanted = select(ticket.c.customer_id, ticket.c.number).where(ticket.c.customer_id.in_(owners))
    for line in db.execute(wanted):
        numbers.setdefault(line.customer_id, []).append(line.number)
    return [
        File(
            customer=customer,
            phones=[view(one, ContactPoint) for one in found.get("contact_point", ())],
            holdings=[view(one, Holding) for one in found.get("holding", ())],
            tickets=numbers.get(owner, ()),
        )
        for owner, found in kinds.items()
        for customer in found.get("customer", ())[:1]
    ]


def owners_in(db: Connection, rowids: Iterable[int]) -> list[str]:
    """The customers behind row numbers of the index, in the same order."""
    numbers = [rowid % SPAN for rowid in rowids]
    query = select(record.c.n, record.c.id).where(record.c.n.in_(numbers))
    known = {row.n: row.id for row in db.execute(query)} if numbers else {}
    return [known[n] for n in dict.fromkeys(numbers) if n in known]


def lately_served(db: Connection, agent: str) -> list[str]:
    """The customers this agent was in touch with or wrote for, the last first."""
    newest = (
        select(fact.c.customer_id)
        .where(fact.c.by == agent, fact.c.by != "", fact.c.customer_id != "")
        .order_by(fact.c.at.desc())
        .limit(RECENT_FACTS)
    )
    return list(dict.fromkeys(db.scalars(newest)))[:RECENT]


def names_of(db: Connection, customer_ids: Sequence[str]) -> list[tuple[str, str]]:
    """Their ids and names; nothing else of them is read."""
    query = select(record.c.id, record.c.fields).where(record.c.id.in_(customer_ids), record.c.deleted.is_(False))
    return [(row.id, str(_named(row.fields).name)) for row in db.execute(query)]
