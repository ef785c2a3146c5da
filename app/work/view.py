"""My work as the desk lists it: plain values, ready to paint."""

from __future__ import annotations

from datetime import datetime

import msgspec

from app.ids import TicketId


class WorkItem(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket that waits for this agent. Instants are UTC; the window shows what is left of the clock."""

    ticket_id: TicketId
    customer: str
    subject: str
    note: str
    is_mine_first: bool = False
    started_at: datetime | None = None
    due_at: datetime | None = None
    paused: bool = False
    unsent: bool = False


class CallBack(msgspec.Struct, frozen=True, kw_only=True):
    """A call-back that was promised for a time."""

    at: datetime
    customer: str
    subject: str


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A line from a colleague or the system."""

    text: str
    sender: str
    at: datetime
    unread: bool = True


class MyWork(msgspec.Struct, frozen=True):
    """The left column: most urgent first."""

    tickets: tuple[WorkItem, ...] = ()
    call_backs: tuple[CallBack, ...] = ()
    messages: tuple[Message, ...] = ()
