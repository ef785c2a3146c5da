"""One call as a desk shows it: a pure fold of its events.

Source: ``telephony.md`` §5. ``advance`` may be fed the same event twice or an old one late (a desk that
reconnects asks for what it may have missed): it changes nothing then.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias, assert_never

import msgspec
from msgspec.structs import replace

from app.call.event import AniKind, CallEvent, Direction, IvrNode, Who
from app.ids import AgentId, CallId

CallPhase: TypeAlias = Literal["waiting", "ringing", "talking", "held", "wrap_up", "ended", "missed", "abandoned"]


class CallSession(msgspec.Struct, frozen=True, kw_only=True):
    """One call on the call bar.

    ``waiting`` is everything before somebody's phone rings (menus, queue, overflow). ``missed`` is a call that
    rang here and was not taken here. ``wrap_up`` starts when the agent's part is over; the desk ends it with
    :func:`wrapped_up`. Instants are UTC and ours; durations are seconds. ``seq`` and ``event_id`` are those of the last
    event taken in.
    """

    call_id: CallId
    phase: CallPhase
    seq: int
    event_id: str
    source: str
    started_at: datetime
    direction: Direction = "in"
    ani_raw: str = ""
    ani: str | None = None
    ani_kind: AniKind = "withheld"
    ani_name: str | None = None
    dnis: str | None = None
    queue: str | None = None
    ivr_path: tuple[IvrNode, ...] = ()
    agent_id: AgentId | None = None
    extension: str | None = None
    leg_id: str | None = None
    answered_by: AgentId | None = None
    from_agent: AgentId | None = None
    to: str | None = None
    by: Who | None = None
    queued_at: datetime | None = None
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    held_at: datetime | None = None
    left_at: datetime | None = None
    ended_at: datetime | None = None
    wait_s: float | None = None
    ring_s: float | None = None
    talk_s: float | None = None
    hold_s: float = 0.0
    missed: int = 0
    overflowed: bool = False
    simulated: bool = False

    @property
    def is_over(self) -> bool:
        """Whether the customer has gone. The agent may still be writing (``wrap_up``)."""
        return self.ended_at is not None


def advance(session: CallSession | None, event: CallEvent, me: AgentId | None = None) -> CallSession:
    """Take one event in.

    Args:
        session: the call so far, or None for its first event.
        event: the next event. A repeated or older one returns ``session`` itself.
        me: whose desk this is. Another agent's part of the same call then moves no phase here, except that
            somebody else's answer ends the ringing (``missed``). None follows whoever has the call.

    Raises:
        ValueError: the event belongs to another call.
    """
    if session is None:
        session = _opened(event)
    elif session.call_id != event.call_id:
        raise ValueError("an event of another call")
    elif event.seq <= session.seq or event.id == session.event_id:
        return session
    known = _with_caller(session, event)
    if me is not None and event.agent_id is not None and event.agent_id != me:
        return _of_somebody_else(known, event)
    if event.kind in {"held", "resumed", "agent_left"} and session.leg_id not in {None, event.leg_id}:
        return known  # the one who handed the call over leaves after the one who took it has come
    return _moved(known, event)


def wrapped_up(session: CallSession) -> CallSession:
    """The agent has finished writing: after-call work is over."""
    return replace(session, phase="ended") if session.phase == "wrap_up" else session


def _opened(event: CallEvent) -> CallSession:
    return CallSession(
        call_id=event.call_id,
        phase="waiting",
        seq=event.seq,
        event_id=event.id,
        source=event.source,
        started_at=event.at,
        simulated=event.simulated,
    )


def _with_caller(session: CallSession, event: CallEvent) -> CallSession:
    """What is known of the caller and the way here. A later event never makes a known thing unknown."""
    return replace(
        session,
        seq=event.seq,
        event_id=event.id,
        direction=event.direction,
        ani_raw=event.ani_raw or session.ani_raw,
        ani=event.ani or session.ani,
        ani_kind=event.ani_kind if event.ani_raw else session.ani_kind,
        ani_name=event.ani_name or session.ani_name,
        dnis=event.dnis or session.dnis,
        queue=event.queue or session.queue,
        ivr_path=event.ivr_path or session.ivr_path,
        simulated=session.simulated or event.simulated,
    )


def _of_somebody_else(session: CallSession, event: CallEvent) -> CallSession:
    match event.kind:
        case "answered":
            taken = replace(session, answered_by=event.agent_id)
            return replace(taken, phase="missed") if session.phase == "ringing" else taken
        case "abandoned" | "ended":
            return _over(session, event)
        case "transferred":
            return replace(session, from_agent=event.from_agent, to=event.to)
        case _:
            return session


def _moved(session: CallSession, event: CallEvent) -> CallSession:
    then = session
    match event.kind:
        case "arrived" | "ivr" | "snapshot":
            pass
        case "queued":
            then = replace(session, phase="waiting", queued_at=event.at, overflowed=False, from_agent=event.from_agent)
        case "ringing":
            then = replace(session, phase="ringing", rang_at=event.at, left_at=None, **_agent(event))
        case "missed":
            then = replace(session, phase="missed", missed=session.missed + 1, ring_s=event.ring_s, by=event.by)
        case "answered":
            then = _answered(session, event)
        case "held":
            then = replace(session, phase="held", held_at=event.at)
        case "resumed":
            then = replace(session, phase="talking", held_at=None, hold_s=_hold_s(session, event.at))
        case "transferred":
            then = replace(session, from_agent=event.from_agent, to=event.to)
        case "agent_left":
            then = _left(session, event)
        case "overflowed":
            then = replace(session, phase="waiting", overflowed=True, wait_s=event.wait_s)
        case "abandoned" | "ended":
            then = _over(session, event)
        case _:
            assert_never(event.kind)
    return then


def _answered(session: CallSession, event: CallEvent) -> CallSession:
    return replace(
        session,
        phase="talking",
        answered_at=event.at,
        answered_by=event.agent_id,
        held_at=None,
        left_at=None,
        wait_s=session.wait_s if event.wait_s is None else event.wait_s,
        ring_s=event.ring_s,
        **_agent(event),
    )


def _left(session: CallSession, event: CallEvent) -> CallSession:
    return replace(
        session,
        phase="wrap_up",
        left_at=event.at,
        held_at=None,
        hold_s=_hold_s(session, event.at),
        talk_s=event.talk_s,
        by=event.by,
    )


def _over(session: CallSession, event: CallEvent) -> CallSession:
    over = replace(
        session,
        ended_at=event.at,
        held_at=None,
        hold_s=_hold_s(session, event.at),
        by=event.by or session.by,
        wait_s=session.wait_s if event.wait_s is None else event.wait_s,
    )
    match session.phase:
        case "wrap_up" | "missed":
            return over
        case "talking" | "held":
            return replace(over, phase="wrap_up", left_at=event.at)
        case _ if event.kind == "abandoned":
            return replace(over, phase="abandoned")
        case "ringing":
            return replace(over, phase="missed")
        case _:
            return replace(over, phase="ended")


def _agent(event: CallEvent) -> dict[str, str | None]:
    return {"agent_id": event.agent_id, "extension": event.extension, "leg_id": event.leg_id}


def _hold_s(session: CallSession, until: datetime) -> float:
    if session.held_at is None:
        return session.hold_s
    return session.hold_s + max(0.0, (until - session.held_at).total_seconds())
