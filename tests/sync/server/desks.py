"""Builders: desks that do things, without a desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Engine

from app.call.event import CallEvent
from app.catalogue import encode_body, kind_of
from app.ids import AgentId, CallId, DeviceId, FactId, OpId, new_id
from app.record import Patch
from app.stamp import stamp_at
from app.ticket.facts import TicketOpened
from sync.protocol import ORG_FEED, FactOp, Operation, Page, PatchOp, SignInRequest, Verdict, WireFact
from sync.server.accounts import Passwords
from sync.server.database import reading
from sync.server.pull import pull
from sync.server.push import Pushed, push_batch
from sync.server.session import Caller, find_caller
from sync.server.sign_in import sign_in

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PASSWORD = "correct horse 正确"


class Desk:
    """An agent at a device, with an outbox's sequence."""

    def __init__(self, engine: Engine, caller: Caller) -> None:
        self.engine = engine
        self.caller = caller
        self.seq = 0

    def fact(self, happened: Any | None = None, /, *, subject: str | None = None, **changes: Any) -> FactOp:
        """The next operation: a fact, of an opened ticket unless told otherwise."""
        subject = subject or new_id()
        happened = happened or opened(self.caller.agent_id)
        fact = WireFact(
            id=FactId(new_id()),
            subject_id=subject,
            kind=kind_of(happened),
            hlc=stamp_at(NOW),
            at=NOW,
            by=self.caller.agent_id,
            device=self.caller.device,
            body=encode_body(happened),
        )
        return FactOp(self._next(), OpId(new_id()), msgspec.structs.replace(fact, **changes))

    def patch(self, row_id: str, base_rev: int = 0, *, minutes: int = 0, base: Any = None, **fields: Any) -> PatchOp:
        """The next operation: some fields of a customer."""
        patch = Patch(
            entity="customer", row_id=row_id, owner_id=row_id, base_rev=base_rev, fields=fields, base=base or {}
        )
        stamp = stamp_at(NOW - timedelta(hours=1) + timedelta(minutes=minutes))
        return PatchOp(self._next(), OpId(new_id()), stamp, self.caller.agent_id, patch)

    def push(self, *ops: Operation) -> list[Verdict]:
        """Send operations."""
        return self.send(*ops).verdicts

    def send(self, *ops: Operation) -> Pushed:
        """Send operations, and see the heads."""
        return push_batch(self.engine, self.caller, ops, NOW)

    def pull(self, pos: int = 0, limit: int = 2_000) -> Page:
        """One page."""
        with reading(self.engine) as snapshot:
            (page,) = pull(snapshot, self.caller, {ORG_FEED: pos}, limit)
        return page

    def _next(self) -> int:
        self.seq += 1
        return self.seq


def opened(agent_id: str, number: str = "GD-20261124-0001", **fields: Any) -> TicketOpened:
    """The opening of a ticket."""
    return TicketOpened(
        kind="complaint",
        number=number,
        form_id="complaint",
        pack="common@1",
        first_responder=AgentId(agent_id),
        fields=fields,
    )


def sit_down(engine: Engine, passwords: Passwords, agent_id: str, device: str | None = None) -> Desk:
    """Sign in at a device and have a desk."""
    request = SignInRequest(agent_id=AgentId(agent_id), password=PASSWORD, device=DeviceId(device or new_id()))
    signed_in = sign_in(engine, passwords, request, NOW)
    with reading(engine) as snapshot:
        return Desk(engine, find_caller(snapshot, signed_in.token, NOW))


def call_event(kind: str, call_id: str = "pbx1:1.0", **given: Any) -> CallEvent:
    """One step of a call."""
    return CallEvent(id=new_id(), seq=0, source="pbx1", kind=kind, call_id=CallId(call_id), at=NOW, **given)  # type: ignore[arg-type]
