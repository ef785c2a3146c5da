"""What the adapter remembers of an exchange between two messages: its settings, its calls, their legs.

Everything is frozen; the fold makes new values. Times called ``…_t`` are seconds on the exchange's clock (its
``Timestamp``), or on ours where it sends none: only their differences are used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final, Literal, Protocol, TypeAlias

import msgspec

from app.call.event import Direction, IvrNode, Who
from app.call.number import NumberReading, is_service_number, read_number
from app.ids import AgentId, CallId
from sync.server.cti.channel import endpoint, is_local, twin

MAX_CALLS: Final = 10_000
"""Calls remembered at once. The oldest are given up beyond this: an exchange that never hangs up is broken."""
MAX_ENDED: Final = 1024
"""Ended calls remembered, so that what trails behind an end stays silent."""

_TRUNK_CONTEXT: Final = re.compile(r"carrier|trunk|incoming|inbound|pstn|external|public|did", re.IGNORECASE)
_EXTENSION: Final = re.compile(r"^\d{2,6}$")

LegWay: TypeAlias = Literal["queue", "dial", "click", "consult"]
"""How an agent's phone came into the call: offered by a queue, dialled directly, the agent's own phone at the start
of an outgoing call, asked for advice by another agent."""


class Directory(Protocol):
    """Who sits where, as the workstation knows it (sign-in), not as the exchange is configured."""

    def agent_at(self, extension: str) -> AgentId | None:
        """The agent signed in at an extension, or None."""

    def queues_of(self, agent_id: AgentId) -> Collection[str] | None:
        """The queues an agent takes calls from; None if there is no such agent."""


class NoDirectory:
    """Nobody is known: agents are whoever the exchange says they are."""

    def agent_at(self, extension: str) -> AgentId | None:
        del extension
        return None

    def queues_of(self, agent_id: AgentId) -> Collection[str] | None:
        del agent_id
        return None


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """How one exchange is set up.

    ``source`` prefixes every call id. ``area_code`` completes local numbers. ``outside_prefixes`` are dialled to get a
    line and are not part of the number. ``ivr_events`` are the dialplan's UserEvent names, in small letters.
    ``dnis_variable`` and ``path_variable`` are channel variables the exchange sends along (``channelvars``).
    """

    source: str
    directory: Directory = NoDirectory()
    area_code: str | None = None
    outside_prefixes: tuple[str, ...] = ("9", "0")
    ivr_events: tuple[str, ...] = ("ivrnode",)
    dnis_variable: str = "CUST_DNIS"
    path_variable: str = "IVR_PATH"
    simulated: bool = False


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """One agent's phone in a call. ``talk_t`` is set while the agent talks with the customer."""

    id: str
    way: LegWay
    extension: str
    agent_id: AgentId | None = None
    rang_t: float | None = None
    up: bool = False
    served: bool = False
    talk_t: float | None = None
    talked_s: float = 0.0
    on_hold: bool = False
    gave_away: bool = False
    missed_ring_s: float | None = None
    cause: int | None = None


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call of the exchange, through all its transfers. ``key`` is the exchange's ``Linkedid``.

    ``waiting_t`` is set while the caller waits in a queue; ``left_t`` while it is not yet clear why the exchange
    took the caller out of it. ``hung_up`` is whose hang-up was asked for, ``left_first`` whose leg merely went first.
    ``doubtful`` calls lived through a lost connection.
    """

    key: str
    call_id: CallId
    direction: Direction
    announced: bool = False
    opened_t: float = 0.0
    ani: NumberReading = NumberReading(raw="", kind="withheld")
    ani_name: str | None = None
    dnis: str | None = None
    trunk: str | None = None
    ivr_path: tuple[IvrNode, ...] = ()
    queue: str | None = None
    customer: str | None = None
    channels: Mapping[str, str] = {}
    legs: Mapping[str, Leg] = {}
    behind: Mapping[str, str] = {}
    waiting_t: float | None = None
    left_t: float | None = None
    hung_up: Who | None = None
    left_first: Who | None = None
    last_agent: AgentId | None = None
    doubtful: bool = False

    def leg(self, channel_id: str) -> Leg | None:
        """The agent's leg a channel is, or is the far end of."""
        return self.legs.get(self.behind.get(channel_id, channel_id))

    def twin_of(self, channel_id: str) -> str | None:
        """The other half of a Local pair, if both belong to this call."""
        name = twin(self.channels.get(channel_id, ""))
        return next((i for i, n in self.channels.items() if n == name), None) if name else None

    def is_customers(self, channel_id: str) -> bool:
        """Whether the channel is the customer's leg or the other half of it."""
        return self.customer is not None and channel_id in {self.customer, self.twin_of(self.customer)}


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Everything between two messages. ``seq`` is the last number given to an event; continue it from the journal."""

    exchange: Exchange
    seq: int = 0
    calls: Mapping[str, Call] = {}
    merged: Mapping[str, str] = {}
    ended: tuple[str, ...] = ()
    members: Mapping[str, str] = {}
    leaving: frozenset[str] = frozenset()

    def key_of(self, linkedid: str) -> str:
        """The call a ``Linkedid`` belongs to now: two calls become one when they are bridged."""
        return self.merged.get(linkedid, linkedid)

    def is_phone(self, channel: str, context: str) -> bool:
        """Whether a channel is an agent's or a colleague's phone rather than a line to the outside."""
        extension = endpoint(channel)
        if extension in self.members or self.exchange.directory.agent_at(extension) is not None:
            return True
        return not _TRUNK_CONTEXT.search(context) and self.is_extension(extension)

    def is_extension(self, number: str) -> bool:
        """Whether a number looks like one of the exchange's own: two to six digits, and no public service."""
        return _EXTENSION.match(number) is not None and not is_service_number(number)

    def agent(self, extension: str, member: str, interface: str) -> AgentId | None:
        """Who answers at an extension: the queue member if we know that agent, else who signed in, else the member."""
        named = AgentId(member) if member and member != interface else None
        directory = self.exchange.directory
        if named is not None and directory.queues_of(named) is not None:
            return named
        signed_in = directory.agent_at(extension)
        learned = self.members.get(extension)
        return signed_in or named or (AgentId(learned) if learned else None)

    def read(self, raw: str) -> NumberReading:
        """A caller's number, the exchange's own extensions included."""
        reading = read_number(raw, area_code=self.exchange.area_code)
        if reading.kind == "invalid" and (raw in self.members or self.is_extension(raw)):
            return NumberReading(raw=raw, kind="internal", extension=raw)
        return reading

    def read_dialled(self, dialled: str) -> NumberReading:
        """A number an agent dialled, with or without the prefix for an outside line."""
        reading = self.read(dialled)
        if reading.kind != "invalid":
            return reading
        for prefix in self.exchange.outside_prefixes:
            if dialled.startswith(prefix):
                inside = self.read(dialled.removeprefix(prefix))
                if inside.kind in {"person", "service"}:
                    return msgspec.structs.replace(inside, raw=dialled)
        return reading


def trunk_of(channel: str) -> str | None:
    """The line's name of an outside channel, None for a Local pair."""
    return None if is_local(channel) else endpoint(channel) or None
