"""What an exchange tells us about one call, in our own words, whatever exchange it was.

Source: ``telephony.md`` §5. One :class:`CallEvent` is one thing that happened, in the order it happened.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from app.ids import AgentId, CallId

CallEventKind = Literal[
    "arrived",
    "ivr",
    "queued",
    "ringing",
    "missed",
    "answered",
    "held",
    "resumed",
    "transferred",
    "agent_left",
    "abandoned",
    "overflowed",
    "ended",
    "snapshot",
]
AniKind = Literal["person", "service", "internal", "withheld", "invalid"]
Direction = Literal["in", "out", "internal"]
Who = Literal["customer", "agent", "system"]


class IvrNode(msgspec.Struct, frozen=True):
    """One menu the caller went through: the key pressed and the dialplan's label (``2``, ``claims``)."""

    node: str
    label: str = ""


class CallEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step of a call.

    Instants are UTC. ``ani`` is the caller's full E.164 number or None (withheld, service, internal, unreadable);
    matching a customer uses nothing else. ``seq`` grows by one per event of a gateway, so that a desk that was
    away can ask for what it missed. Durations are seconds.
    """

    id: str
    seq: int
    source: str
    kind: CallEventKind
    call_id: CallId
    at: datetime
    leg_id: str | None = None
    pbx_at: datetime | None = None
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
    trunk: str | None = None
    cause: int | None = None
    by: Who | None = None
    from_agent: AgentId | None = None
    to: str | None = None
    wait_s: float | None = None
    ring_s: float | None = None
    talk_s: float | None = None
    simulated: bool = False
    raw_ref: int | None = None
