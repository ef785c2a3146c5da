"""One message being folded: the state so far, the events so far, and how both change.

A :class:`Step` lives for one message. It is the only thing in the adapter that changes in place; what goes in and
comes out of the fold is frozen.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from app.call.event import CallEvent, CallEventKind, Direction
from app.ids import CallId, derived_id
from sync.server.cti.ami import Message
from sync.server.cti.channel import known
from sync.server.cti.state import MAX_CALLS, MAX_ENDED, Call, Leg, State

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Step:
    """One message on its way through the fold."""

    def __init__(self, state: State, message: Message, at: datetime | None) -> None:
        self.state = state
        self.message = message
        self.stamp = message["Timestamp"]
        self.pbx_at = _instant(self.stamp)
        self.at = at or self.pbx_at or EPOCH
        self.t = (self.pbx_at or self.at).timestamp()
        self.events: list[CallEvent] = []

    def call(self, prefix: str = "") -> Call | None:
        """The call a message is about, by the ``Linkedid`` of its channel (or of its ``Dest``, ``Transferee`` …)."""
        return self.state.calls.get(self.state.key_of(self.message[f"{prefix}Linkedid"]))

    def put(self, call: Call, **changes: Any) -> Call:
        """Remember a changed call."""
        call = replace(call, **changes) if changes else call
        self.state = replace(self.state, calls={**self.state.calls, call.key: call})
        return call

    def put_leg(self, call: Call, leg: Leg, **changes: Any) -> Call:
        """Remember a changed or new leg of a call."""
        leg = replace(leg, **changes) if changes else leg
        return self.put(call, legs={**call.legs, leg.id: leg})

    def open(self, linkedid: str, direction: Direction, **fields: Any) -> Call | None:
        """A call begins, or is met half-way. None if it has already ended: then what trails behind it is ignored."""
        if not linkedid or linkedid in self.state.ended:
            return None
        while len(self.state.calls) >= MAX_CALLS:
            oldest = next(iter(self.state.calls.values()))
            self.close(oldest, "ended", by="system")
        call_id = CallId(f"{self.state.exchange.source}:{linkedid}")
        return self.put(Call(key=linkedid, call_id=call_id, direction=direction, opened_t=self.t, **fields))

    def with_caller(self, call: Call, number: str, name: str) -> Call:
        """Learn the caller's number and name; an unknown never replaces what is known."""
        raw = known(number)
        read = self.state.read_dialled if call.direction == "out" else self.state.read
        reading = call.ani if raw == call.ani.raw or not raw else read(raw)
        return self.put(call, ani=reading, ani_name=known(name) or call.ani_name)

    def announce(self, call: Call) -> Call:
        """The call's first event, once."""
        if call.announced:
            return call
        call = self.put(call, announced=True)
        leg = next(iter(call.legs.values()), None)
        self._emit(call, "arrived", leg)
        return call

    def emit(self, call: Call, kind: CallEventKind, leg: Leg | None = None, **more: Any) -> Call:
        """Say what happened. The event's id depends only on what the exchange said, never on when we heard it."""
        call = self.announce(call)
        self._emit(call, kind, leg, **more)
        return call

    def _emit(self, call: Call, kind: CallEventKind, leg: Leg | None, **more: Any) -> None:
        seq = self.state.seq + 1
        self.state = replace(self.state, seq=seq)
        leg_id = leg.id if leg is not None else call.customer
        source = self.state.exchange.source
        event = CallEvent(
            id=derived_id("call", source, call.key, kind, leg_id or "", self.stamp or f"#{seq}"),
            seq=seq,
            source=source,
            kind=kind,
            call_id=call.call_id,
            at=self.at,
            pbx_at=self.pbx_at,
            leg_id=leg_id,
            direction=call.direction,
            ani_raw=call.ani.raw,
            ani=call.ani.e164,
            ani_kind=call.ani.kind,
            ani_name=call.ani_name,
            dnis=call.dnis,
            queue=call.queue,
            ivr_path=call.ivr_path,
            agent_id=leg.agent_id if leg is not None else None,
            extension=leg.extension if leg is not None else None,
            trunk=call.trunk,
            simulated=self.state.exchange.simulated,
        )
        self.events.append(replace(event, **more) if more else event)

    def close(self, call: Call, kind: CallEventKind, **more: Any) -> None:
        """The call's last event; nothing of it is heard afterwards."""
        self.emit(call, kind, **more)
        state = self.state
        self.state = replace(
            state,
            calls={key: other for key, other in state.calls.items() if key != call.key},
            merged={key: into for key, into in state.merged.items() if into != call.key},
            ended=(*state.ended, call.key, *(key for key, into in state.merged.items() if into == call.key))[
                -MAX_ENDED:
            ],
            leaving=state.leaving - {call.key},
        )


def _instant(stamp: str) -> datetime | None:
    """The exchange's ``Timestamp`` (seconds since 1970) as an instant, or None where it sends none or nonsense."""
    try:
        return datetime.fromtimestamp(float(stamp), UTC) if stamp else None
    except (ValueError, OverflowError, OSError):
        return None
