"""Tickets as the store lists them: a projection of the fold, rebuilt from facts whenever one arrives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, delete, or_, select

from app.catalogue import AnyFact, tags_of
from app.store import aliases, statements
from app.store.schema import fact, ticket
from app.ticket.facts import TicketFact
from app.ticket.fold import Ticket, fold

KINDS = tags_of(TicketFact)
"""The kinds of fact that make a ticket."""

_encode = msgspec.json.Encoder().encode
_ticket = msgspec.json.Decoder(Ticket).decode
_WHOSE = ticket.c.customer_id.in_(bindparam("whose", expanding=True))
_OF_CUSTOMER = select(ticket.c.body).where(_WHOSE).order_by(ticket.c.updated_at.desc()).limit(bindparam("most"))
"""Made once: asked for every call that rings."""


def project(db: Connection, ticket_ids: Iterable[str], facts_of: Callable[[str], list[AnyFact]]) -> None:
    """Fold these tickets again."""
    rows = [_row(folded) for ticket_id in ticket_ids if (folded := fold(_ticket_facts(facts_of(ticket_id))))]
    statements.put(db, ticket, rows)


def rebuild(db: Connection, facts_of: Callable[[str], list[AnyFact]]) -> None:
    """Throw the projection away and fold every ticket again. Ends where it began: a test says so."""
    db.execute(delete(ticket))
    project(db, db.scalars(select(fact.c.subject_id).where(fact.c.kind.in_(KINDS)).distinct()).all(), facts_of)


def get(db: Connection, ticket_id: str) -> Ticket | None:
    """One ticket, or None."""
    return next(iter(_read(db, select(ticket.c.body).where(ticket.c.id == ticket_id))), None)


def by_number(db: Connection, number: str) -> Ticket | None:
    """One ticket by the number people say."""
    return next(iter(_read(db, select(ticket.c.body).where(ticket.c.number == number))), None)


def of_customer(db: Connection, customer_id: str, limit: int = 20) -> list[Ticket]:
    """A customer's tickets, last touched first, those of all who are shown as one with them included."""
    bodies = db.scalars(_OF_CUSTOMER, {"whose": aliases.members(db, customer_id), "most": limit})
    return [_ticket(body) for body in bodies]


def of_agent(db: Connection, agent_id: str, limit: int = 200) -> list[Ticket]:
    """What is this agent's to see to the end: held by them, or asked of them first, and not closed."""
    mine = or_(ticket.c.holder == agent_id, ticket.c.first_responder == agent_id)
    query = select(ticket.c.body).where(mine, ticket.c.state != "closed")
    return _read(db, query.order_by(ticket.c.updated_at.desc()).limit(limit))


def _read(db: Connection, query: Select[Any]) -> list[Ticket]:
    return [_ticket(body) for body in db.scalars(query)]


def _row(folded: Ticket) -> dict[str, Any]:
    return {
        "id": folded.id,
        "number": folded.number,
        "customer_id": folded.customer_id or "",
        "state": folded.state,
        "first_responder": folded.first_responder,
        "holder": folded.holder,
        "updated_at": folded.updated_at.timestamp(),
        "body": _encode(folded),
    }


def _ticket_facts(facts: list[AnyFact]) -> list[AnyFact]:
    return [one for one in facts if isinstance(one.body, TicketFact)]
