"""Calls: from the exchange's gateway into the journal, and from there to the desks they concern (`telephony.md` §4)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, Engine, func, insert, select
from starlette.concurrency import run_in_threadpool

from app.call.event import CallEvent
from app.ids import AgentId, CallId
from sync.server.database import reading, write
from sync.server.directory import read_roles, read_seating
from sync.server.live import Hub
from sync.server.tables import call_event

LIVE_FOR = timedelta(hours=12)
"""A call that began earlier and never ended is a lost message, not a live call."""

_OVER = frozenset({"ended", "abandoned", "overflowed"})
_SETTLES_FOR_ALL = frozenset({"answered", "abandoned", "ended"})
"""What whoever was offered the call must hear, even where another has taken it: their ringing is over."""

_GONE_FROM_AGENT = frozenset({"missed", "agent_left"})


class Audience(msgspec.Struct, frozen=True):
    """Whose desks an event concerns: these agents, and everybody who serves ``queue`` (to load the customer early)."""

    agents: frozenset[str]
    queue: str | None = None


class Calls:
    """Journal and fan-out, one event after the other so that no desk sees them out of order.

    Args:
        engine: holds the journal and the accounts.
        hub: the desks that listen.
    """

    def __init__(self, engine: Engine, hub: Hub) -> None:
        self._engine = engine
        self._hub = hub
        self._in_turn = asyncio.Lock()

    async def publish(self, event: CallEvent) -> None:
        """Write an event into the journal, then tell the desks it concerns. One that is there already is not retold.

        The event goes out with the journal's ``seq`` and, where the exchange only knew an extension, with its agent.
        """
        async with self._in_turn:
            kept = await run_in_threadpool(write, self._engine, lambda connection: _keep(connection, event))
            if kept is not None:
                told, audience, roles = kept
                self._hub.tell(told, audience.agents, audience.queue, roles)

    def last_seq(self) -> int:
        """The number of the journal's last event. Blocks on the database."""
        with reading(self._engine) as snapshot:
            return int(snapshot.execute(select(func.max(call_event.c.seq))).scalar_one() or 0)

    def live_calls(self, agent_id: AgentId, now: datetime) -> list[CallEvent]:
        """The events of this agent's calls that still live, oldest first. Blocks on the database."""
        with reading(self._engine) as snapshot:
            return read_live_calls(snapshot, agent_id, now)


def read_live_calls(connection: Connection, agent_id: AgentId, now: datetime) -> list[CallEvent]:
    """The events of this agent's calls that still live, oldest first."""
    recent = select(call_event.c.call_id).where(call_event.c.agent_id == agent_id, call_event.c.at > now - LIVE_FOR)
    live: list[CallEvent] = []
    for call_id in {row.call_id for row in connection.execute(recent)}:
        events = _events_of(connection, call_id)
        if not any(event.kind in _OVER for event in events) and agent_id in _at_the_call(events):
            live += [event for event in events if event.agent_id in {None, agent_id}]
    return sorted(live, key=lambda event: event.seq)


def audience(event: CallEvent, before: Sequence[CallEvent]) -> Audience:
    """Whose desks an event concerns.

    An event of an agent's leg is that agent's alone. Waiting in a queue concerns whoever serves it, and so does the
    end of that wait. What happens to the call as a whole concerns the agents who are or were at it.

    Args:
        event: what happened.
        before: what had happened to the same call, oldest first.
    """
    named = {agent for agent in (event.agent_id, event.from_agent) if agent}
    if event.kind == "queued":
        return Audience(frozenset(named), event.queue)
    if named and event.kind not in _SETTLES_FOR_ALL:
        return Audience(frozenset(named))
    queue = event.queue if event.kind in {"abandoned", "overflowed"} else None
    return Audience(frozenset(named | _touched(before)), queue)


def _keep(connection: Connection, event: CallEvent) -> tuple[CallEvent, Audience, Mapping[str, str]] | None:
    if connection.execute(select(call_event.c.seq).where(call_event.c.id == event.id)).first() is not None:
        return None
    if event.agent_id is None and event.extension:
        event = msgspec.structs.replace(event, agent_id=read_seating(connection).by_extension.get(event.extension))
    before = _events_of(connection, event.call_id)
    row = {
        "id": event.id,
        "call_id": event.call_id,
        "agent_id": event.agent_id,
        "kind": event.kind,
        "at": event.at,
        "body": msgspec.to_builtins(event),
    }
    seq = connection.execute(insert(call_event).values(row).returning(call_event.c.seq)).scalar_one()
    return msgspec.structs.replace(event, seq=int(seq)), audience(event, before), read_roles(connection)


def _events_of(connection: Connection, call_id: CallId) -> list[CallEvent]:
    rows = connection.execute(
        select(call_event.c.seq, call_event.c.body).where(call_event.c.call_id == call_id).order_by(call_event.c.seq)
    )
    return [msgspec.structs.replace(msgspec.convert(body, CallEvent), seq=seq) for seq, body in rows]


def _at_the_call(events: Sequence[CallEvent]) -> set[str]:
    """The agents whose last own event says that they are still at it."""
    last = {event.agent_id: event.kind for event in events if event.agent_id}
    return {agent for agent, kind in last.items() if kind not in _GONE_FROM_AGENT}


def _touched(events: Sequence[CallEvent]) -> set[str]:
    """The agents who are or were at it; not those whom it only rang at."""
    last = {event.agent_id: event.kind for event in events if event.agent_id}
    return {agent for agent, kind in last.items() if kind != "missed"}
