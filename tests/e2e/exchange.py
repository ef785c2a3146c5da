"""An exchange's events handed to a desk one by one, where the live channel would bring them."""

from __future__ import annotations

from app.call.event import CallEvent, CallEventKind
from app.ids import AgentId, CallId
from resources.demo.hands import Hands

LIN, STRANGER = "+8613800138000", "+8613900002222"


class Line:
    """One call, told step by step: ``Line(desk, LIN).rings().answered()``."""

    calls = 0

    def __init__(self, desk: Hands, number: str) -> None:
        Line.calls += 1
        self.call_id = CallId(f"pbx9:{Line.calls}")
        self._desk, self._number, self._seq = desk, number, Line.calls * 100

    def rings(self) -> Line:
        """The agent's phone rings."""
        return self._tell("ringing")

    def answered(self) -> Line:
        """The agent picks up."""
        return self._tell("answered")

    def missed(self) -> Line:
        """Nobody picks up; the exchange says no more of it to this agent."""
        return self._tell("missed")

    def left(self) -> Line:
        """The agent's part is over."""
        return self._tell("agent_left")

    def rings_again(self) -> Line:
        """The first event comes again, as after a reconnect."""
        self._send("ringing", self._seq - self._seq % 100 + 1)
        return self

    def _tell(self, kind: CallEventKind) -> Line:
        self._seq += 1
        self._send(kind, self._seq)
        return self

    def _send(self, kind: CallEventKind, seq: int) -> None:
        desk = self._desk.place.desk
        assert desk is not None
        event = CallEvent(
            id=f"{self.call_id}:{seq}",
            seq=seq,
            source="pbx9",
            kind=kind,
            call_id=self.call_id,
            at=self._desk.now(),
            ani_raw=self._number,
            ani=self._number,
            ani_kind="person",
            queue="claims",
            agent_id=AgentId("A1027"),
        )
        self._desk.program.bridge.call_happened.emit(event)
