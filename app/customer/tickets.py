"""A customer's tickets in the file: what is open, who was asked first, what is left of its time (B01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

import msgspec

from app.customer.record import Agent
from app.customer.trail import CurrentCall
from app.customer.view import TicketRow
from app.escalation.clock import RunningClock
from app.escalation.ticket import pause_reason, ticket_clock
from app.ids import AgentId
from app.pack.model import Pack
from app.pack.words import subject_of
from app.ticket.fold import Ticket

RECENTLY_CLOSED = timedelta(days=30)
"""A ticket closed this lately is shown: the caller may mean it (`semantics.md` complaint 7)."""


def ticket_rows(
    tickets: Sequence[Ticket],
    agents: Mapping[str, Agent],
    me: AgentId | None,
    call: CurrentCall | None,
    now: datetime,
    zone: tzinfo,
    pack: Pack,
) -> tuple[TicketRow, ...]:
    """The tickets that are not closed, oldest first; then those closed in the last thirty days, newest first."""
    open_ones = sorted((one for one in tickets if one.state != "closed"), key=lambda one: (one.opened_at, one.number))
    done = [one for one in tickets if one.state == "closed" and now - _ended(one) <= RECENTLY_CLOSED]
    done.sort(key=_ended, reverse=True)
    return (
        *(_row(one, agents, me, call, now, zone, pack) for one in open_ones),
        *(_closed_row(one, agents, me, zone, pack) for one in done),
    )


def resumable(rows: Sequence[TicketRow]) -> tuple[TicketRow, ...]:
    """The same rows with those marked that a call may go on with instead of opening another (complaint 7)."""
    return tuple(
        msgspec.structs.replace(row, can_resume=True) if row.is_open and not row.is_current else row for row in rows
    )


def _row(
    ticket: Ticket,
    agents: Mapping[str, Agent],
    me: AgentId | None,
    call: CurrentCall | None,
    now: datetime,
    zone: tzinfo,
    pack: Pack,
) -> TicketRow:
    clock = ticket_clock(ticket, pack.clocks_for(ticket.kind), now)
    is_current = call is not None and bool(ticket.call_id) and ticket.call_id == call.call_id
    is_paused = clock is not None and clock.state == "paused"
    shown = clock if clock and not is_paused else None
    return TicketRow(
        ticket_id=ticket.id,
        number=ticket.number,
        title=_title(ticket, pack, is_current=is_current),
        first_responder=name_of(ticket.first_responder, agents),
        note=_note(ticket, clock, me, agents, now, zone, pack),
        status="待确认满意" if ticket.state == "resolved" and clock is None else "",
        # The start moves with the pauses, so that the share used between it and the due time is the true one.
        started_at=shown.due_at - shown.limit if shown else None,
        due_at=shown.due_at if shown else None,
        paused=is_paused,
        is_current=is_current,
        is_mine_first=ticket.first_responder == me,
    )


def _closed_row(ticket: Ticket, agents: Mapping[str, Agent], me: AgentId | None, zone: tzinfo, pack: Pack) -> TicketRow:
    return TicketRow(
        ticket_id=ticket.id,
        number=ticket.number,
        title=subject_of(ticket, pack),
        first_responder=name_of(ticket.first_responder, agents),
        note=f"{_ended(ticket).astimezone(zone):%m-%d} 办结",
        status="不满意" if ticket.customer_satisfied is False else "已办结",
        tone="danger" if ticket.customer_satisfied is False else "line",
        is_mine_first=ticket.first_responder == me,
        is_open=False,
    )


def _ended(ticket: Ticket) -> datetime:
    return ticket.closed_at or ticket.updated_at


def name_of(agent_id: str, agents: Mapping[str, Agent]) -> str:
    """A colleague's name; the staff number where the name is not on this desk."""
    agent = agents.get(agent_id)
    return agent.name if agent and agent.name else agent_id


def local_text(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """An instant in the desk's zone: 16:30 today, 03-20 12:08 on another day."""
    there = instant.astimezone(zone)
    return f"{there:%H:%M}" if there.date() == now.astimezone(zone).date() else f"{there:%m-%d %H:%M}"


def _title(ticket: Ticket, pack: Pack, *, is_current: bool) -> str:
    title = f"本次{pack.label('kind', ticket.kind)}" if is_current else subject_of(ticket, pack)
    return f"{title}（草稿）" if ticket.state == "draft" else title


def _note(
    ticket: Ticket,
    clock: RunningClock | None,
    me: AgentId | None,
    agents: Mapping[str, Agent],
    now: datetime,
    zone: tzinfo,
    pack: Pack,
) -> str:
    if reason := pause_reason(ticket):
        return reason
    if ticket.offered_to:
        return f"等 {name_of(ticket.offered_to, agents)} 接收"
    if clock is not None and me in {ticket.first_responder, ticket.holder}:
        return f"{clock.name}时限 {local_text(clock.due_at, now, zone)}"
    return f"{pack.label('channel', ticket.channel)} {ticket.opened_at.astimezone(zone):%m-%d %H:%M} 受理"
