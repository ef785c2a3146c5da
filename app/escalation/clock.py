"""How long something may take, and how much of that is gone: the clocks of a ticket (`mission-rows.md` A01–A05).

First form: natural minutes only, day and night, as complaints are counted (A04). Business calendars with make-up
days come later as another basis; nothing here will change for natural minutes. Pure: ``now`` is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

Basis = Literal["natural_minutes"]
Ending = Literal["first_action", "told"]
"""What stops a clock: the first thing done about the matter (A02), or the customer knowing the answer (A01, A05)."""
ClockState = Literal["normal", "warning", "overdue", "paused", "done"]

WARNING_AT = 0.6
"""The share of the limit from which a clock warns (`design.md` §5)."""


class ClockRule(msgspec.Struct, frozen=True, kw_only=True):
    """A limit, as a pack sets it: what it is called (启动, 办结), for which ticket kinds, how long, what ends it."""

    clock_id: str
    name: str
    limit: timedelta
    kinds: tuple[str, ...] = ()
    ends_on: Ending = "told"
    basis: Basis = "natural_minutes"


class Pause(msgspec.Struct, frozen=True):
    """A time that does not count, for example while the customer fetches papers. ``end`` None: still pausing."""

    start: datetime
    end: datetime | None = None


class RunningClock(msgspec.Struct, frozen=True, kw_only=True):
    """A clock at one moment.

    Instants are UTC. ``due_at`` has the pauses so far added; while paused it moves on with time. ``used`` is the
    share of the limit that is gone, 1 or more from the moment it is due.
    """

    name: str
    started_at: datetime
    due_at: datetime
    state: ClockState
    used: float
    limit: timedelta


def running(
    rule: ClockRule,
    started_at: datetime,
    now: datetime,
    pauses: Iterable[Pause] = (),
    ended_at: datetime | None = None,
) -> RunningClock:
    """The clock of this rule, started then, as it stands now.

    Pauses may overlap and come in any order; what lies before the start, after ``now`` or after the moment the limit
    was reached does not count: a pause never takes a breach back.

    Args:
        started_at, now, ended_at: aware instants of any zone. ``ended_at`` is when what the clock waits for happened.
        pauses: the times that do not count.

    Raises:
        ValueError: an instant without a zone: whose wall clock it meant cannot be known.
    """
    start, read_at = _utc(started_at), _utc(now)
    if ended_at is not None:
        read_at = min(read_at, _utc(ended_at))
    held = list(pauses)
    due_at = _due(start, rule.limit, _merged(held, start, read_at))
    is_paused = any(_utc(one.start) <= read_at and (one.end is None or _utc(one.end) > read_at) for one in held)
    used = _used(due_at, rule.limit, read_at)
    return RunningClock(
        name=rule.name,
        started_at=start,
        due_at=due_at,
        state=_state(used, is_paused=is_paused, is_done=ended_at is not None and _utc(ended_at) <= _utc(now)),
        used=used,
        limit=rule.limit,
    )


def _state(used: float, *, is_paused: bool, is_done: bool) -> ClockState:
    if is_done:
        return "done"
    if used >= 1:
        return "overdue"
    if is_paused:
        return "paused"
    return "warning" if used >= WARNING_AT else "normal"


def _due(start: datetime, limit: timedelta, pauses: list[tuple[datetime, datetime]]) -> datetime:
    due_at = start + limit
    for begin, end in pauses:
        if begin >= due_at:
            break
        due_at += end - begin
    return due_at


def _merged(pauses: list[Pause], start: datetime, now: datetime) -> list[tuple[datetime, datetime]]:
    spans = ((max(_utc(one.start), start), min(_utc(one.end), now) if one.end else now) for one in pauses)
    merged: list[tuple[datetime, datetime]] = []
    for begin, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return merged


def _used(due_at: datetime, limit: timedelta, now: datetime) -> float:
    if now >= due_at:
        return max(1.0, 1 + (now - due_at) / limit)
    # A start that lies ahead of now (two desks, two clocks) counts as nothing used.
    return min(max(0.0, 1 - (due_at - now) / limit), 0.999999)


def _utc(instant: datetime) -> datetime:
    # Arithmetic on local times silently skips the hours that summer time adds or takes.
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return instant.astimezone(UTC)
