"""Tickets as the centre sees them: folded from their facts, for people and programs over plain HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, get_args

import msgspec
from sqlalchemy import Connection, select

from app.fact import Fact
from app.ids import AgentId, CustomerId, TicketId
from app.ticket.facts import TicketFact
from app.ticket.fold import Ticket, TicketState, fold
from sync.protocol import WireFact
from sync.server.errors import NotFoundError
from sync.server.masking import Masking
from sync.server.rows import facts_about, known_fact
from sync.server.tables import ticket

PAGE = 50
MAX_PAGE = 200


class TicketView(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket, shaped for reading. ``facts`` counts the facts it is made of; instants are UTC."""

    ticket_id: TicketId
    number: str
    kind: str
    state: TicketState
    first_responder: AgentId
    holder: AgentId
    customer_id: CustomerId | None
    call_id: str
    opened_at: datetime
    submitted_at: datetime | None
    updated_at: datetime
    fields: dict[str, Any]
    conflicts: list[str]
    facts: int


def find_ticket(connection: Connection, masking: Masking, role: str, number: str) -> TicketView:
    """The ticket with this number as ``role`` may have it.

    Of several (desks that numbered alike offline) the one that arrived first.

    Raises:
        NotFoundError: none has arrived.
    """
    wanted = select(ticket.c.ticket_id).where(ticket.c.number == number).order_by(ticket.c.order).limit(1)
    found = connection.execute(wanted).scalar_one_or_none()
    views = _views(connection, masking, role, [found] if found else [])
    if not views:
        raise NotFoundError(f"没有编号为 {number[:64]} 的工单，或者它还没有从坐席电脑传到中心")
    return views[0]


def list_tickets(connection: Connection, masking: Masking, role: str, limit: int = PAGE) -> list[TicketView]:
    """The tickets that arrived last as ``role`` may have them, newest first; at most :data:`MAX_PAGE`."""
    wanted = select(ticket.c.ticket_id).order_by(ticket.c.order.desc()).limit(max(1, min(limit, MAX_PAGE)))
    return _views(connection, masking, role, [row.ticket_id for row in connection.execute(wanted)])


def folded(wire: Iterable[WireFact]) -> Ticket | None:
    """The ticket that all facts about one subject make; None where they make none."""
    known = [fact for one in wire if (fact := known_fact(one)) is not None]
    facts: list[Fact[TicketFact]] = [fact for fact in known if isinstance(fact.body, get_args(TicketFact))]
    return fold(facts)


def _views(connection: Connection, masking: Masking, role: str, ticket_ids: list[str]) -> list[TicketView]:
    about = facts_about(connection, ticket_ids)
    views = (_view(masking.facts(about[ticket_id], role)) for ticket_id in ticket_ids)
    return [view for view in views if view is not None]


def _view(wire: list[WireFact]) -> TicketView | None:
    found = folded(wire)
    return None if found is None else _shape(found, len(wire))


def _shape(one: Ticket, facts: int) -> TicketView:
    return TicketView(
        ticket_id=one.id,
        number=one.number,
        kind=one.kind,
        state=one.state,
        first_responder=one.first_responder,
        holder=one.holder,
        customer_id=one.customer_id,
        call_id=one.call_id,
        opened_at=one.opened_at,
        submitted_at=one.submitted_at,
        updated_at=one.updated_at,
        fields=one.fields(),
        conflicts=sorted(one.conflicts()),
        facts=facts,
    )
