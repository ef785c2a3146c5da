"""Builds an agent's work: what is theirs to do, the most urgent first (`mission-rows.md` A03, B01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from app.customer.record import Agent
from app.customer.tickets import name_of
from app.days import iso_instant
from app.escalation.clock import RunningClock
from app.escalation.ticket import pause_reason, ticket_clock
from app.ids import AgentId
from app.pack.model import Pack
from app.pack.words import subject_of
from app.record import Record
from app.ticket.fold import Ticket
from app.work.record import CallBackRecord, MessageRecord
from app.work.view import CallBack, Message, MyWork, WorkItem

ESCALATED_FIELD = "escalated_to"
"""Whom the ladder has told, in words (组长); set by whoever told them."""
_LAST = datetime.max.replace(tzinfo=UTC)


def build_my_work(
    tickets: Sequence[Ticket],
    customer_names: Mapping[str, str],
    callbacks: Sequence[Record],
    messages: Sequence[Record],
    agent_id: AgentId,
    *,
    now: datetime,
    pack: Pack,
    agents: Mapping[str, Agent] | None = None,
) -> MyWork:
    """What waits for this agent: as holder, or as the first one asked, who stays answerable until the end.

    Drafts and closed tickets are left out. Overdue ones lead, then by time left; what has no running clock comes last.

    Args:
        customer_names: names by customer id.
        callbacks, messages: records of entity ``callback`` and ``message`` owned by the agent.
        now: an aware instant.
        agents: colleagues by staff number, for who works on it now.
    """
    mine = [one for one in tickets if _is_mine(one, agent_id)]
    clocks = {one.id: ticket_clock(one, pack.clocks_for(one.kind), now) for one in mine}
    mine.sort(key=lambda one: _urgency(one, clocks[one.id]))
    return MyWork(
        tickets=tuple(_item(one, clocks[one.id], customer_names, agent_id, pack, agents or {}) for one in mine),
        call_backs=_call_backs(callbacks),
        messages=_messages(messages),
    )


def _is_mine(ticket: Ticket, agent_id: AgentId) -> bool:
    return ticket.state not in {"draft", "closed"} and agent_id in {ticket.holder, ticket.first_responder}


def _urgency(ticket: Ticket, clock: RunningClock | None) -> tuple[bool, datetime, str]:
    is_running = clock is not None and clock.state != "paused"
    return (not is_running, clock.due_at if clock and is_running else _LAST, ticket.number)


def _item(
    ticket: Ticket,
    clock: RunningClock | None,
    customer_names: Mapping[str, str],
    me: AgentId,
    pack: Pack,
    agents: Mapping[str, Agent],
) -> WorkItem:
    is_paused = clock is not None and clock.state == "paused"
    shown = clock if clock and not is_paused else None
    return WorkItem(
        ticket_id=ticket.id,
        customer=customer_names.get(ticket.customer_id or "", "未登记客户"),
        subject=subject_of(ticket, pack),
        note=" · ".join((pack.label("kind", ticket.kind), *_notes(ticket, clock, me, agents))),
        is_mine_first=ticket.first_responder == me,
        # The start moves with the pauses, so that the share used between it and the due time is the true one.
        started_at=shown.due_at - shown.limit if shown else None,
        due_at=shown.due_at if shown else None,
        paused=is_paused,
    )


def _notes(ticket: Ticket, clock: RunningClock | None, me: AgentId, agents: Mapping[str, Agent]) -> tuple[str, ...]:
    """Where it stands, in few words: the strongest of late, waiting, elsewhere, assisting, plain limit."""
    if clock is not None and clock.state == "overdue":
        told = ticket.value(ESCALATED_FIELD)
        return (f"{clock.name}已超时", *((f"已报{told}",) if isinstance(told, str) and told else ()))
    if reason := pause_reason(ticket):
        return (reason,)
    if ticket.state == "resolved":
        return ("待确认满意",)
    if ticket.offered_to:
        return (f"等 {name_of(ticket.offered_to, agents)} 接收",)
    if ticket.holder != me:
        return (f"{_team(ticket.holder, agents)}处理中",)
    if ticket.first_responder != me:
        return ("协办",)
    return (f"{limit_text(clock)}内{clock.name}",) if clock is not None else ()


def limit_text(clock: RunningClock) -> str:
    """A limit as it is said: 30 分钟, 48 小时."""
    minutes = round(clock.limit.total_seconds() / 60)
    return f"{minutes // 60} 小时" if minutes % 60 == 0 else f"{minutes} 分钟"


def _team(agent_id: str, agents: Mapping[str, Agent]) -> str:
    agent = agents.get(agent_id)
    return agent.team if agent and agent.team else f"{name_of(agent_id, agents)} "


def _call_backs(records: Sequence[Record]) -> tuple[CallBack, ...]:
    read = [msgspec.convert(one.fields, CallBackRecord) for one in records if not one.deleted]
    dated = [(at, one) for one in read if not one.done and (at := iso_instant(one.at)) is not None]
    dated.sort(key=lambda pair: pair[0])
    return tuple(CallBack(at=at, customer=one.customer, subject=one.subject) for at, one in dated)


def _messages(records: Sequence[Record]) -> tuple[Message, ...]:
    read = [msgspec.convert(one.fields, MessageRecord) for one in records if not one.deleted]
    dated = [(at, one) for one in read if (at := iso_instant(one.at)) is not None]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(Message(text=one.text, sender=one.sender, at=at, unread=not one.read) for at, one in dated)
