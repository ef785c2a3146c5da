"""An exchange that says what a test wants, in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from app.call.event import CallEvent
from sync.server.cti.adapter import fold
from sync.server.cti.ami import Message
from sync.server.cti.state import Exchange, State

Said = tuple[float, str, dict[str, str]]
CALLER = "PJSIP/carrier-00000001"
PHONE, OTHER_PHONE = "PJSIP/8001-00000002", "PJSIP/8002-00000003"
T0 = 1_795_516_900.0
PBX = Exchange(source="pbx1", area_code="010")


def customer(**more: str) -> dict[str, str]:
    ids = {"Channel": CALLER, "Uniqueid": "1.0", "Linkedid": "1.0"}
    return ids | {"CallerIDNum": "13800138000", "Context": "from-carrier"} | more


def leg(channel: str = PHONE, uniqueid: str = "1.1", **more: str) -> dict[str, str]:
    return {"Channel": channel, "Uniqueid": uniqueid, "Linkedid": "1.0", "Context": "from-agents"} | more


def offered(channel: str = PHONE, uniqueid: str = "1.1", member: str = "A1001", **more: str) -> dict[str, str]:
    dest = {"DestChannel": channel, "DestUniqueid": uniqueid, "DestLinkedid": "1.0", "DestContext": "from-agents"}
    interface = channel.rpartition("-")[0]
    return customer(Queue="sales", MemberName=member, Interface=interface, **dest) | more


ARRIVED: list[Said] = [(0, "Newchannel", customer(ChannelState="4", Exten="4000000000"))]
QUEUED: list[Said] = [*ARRIVED, (1, "QueueCallerJoin", customer(Queue="sales"))]
RINGING: list[Said] = [*QUEUED, (2, "Newchannel", leg()), (2, "AgentCalled", offered()), (2, "DialBegin", offered())]
TALKING: list[Said] = [
    *RINGING,
    (4, "DialEnd", offered(DialStatus="ANSWER")),
    (4, "QueueCallerLeave", customer(Queue="sales")),
    (4, "AgentConnect", offered(RingTime="2", HoldTime="3")),
]


def heard(said: Sequence[Said], state: State | None = None, *, stamped: bool = True) -> tuple[State, list[CallEvent]]:
    state = state or State(exchange=PBX)
    story: list[CallEvent] = []
    for seconds, event, fields in said:
        stamp = {"Timestamp": f"{T0 + seconds:.6f}"} if stamped else {}
        message = Message([("Event", event), *(stamp | fields).items()])
        state, events = fold(state, message, None if stamped else datetime.fromtimestamp(T0 + seconds, UTC))
        story += events
    return state, story


def kinds(said: Sequence[Said]) -> list[str]:
    return [event.kind for event in heard(said)[1]]
