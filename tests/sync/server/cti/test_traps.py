"""What is easily got wrong about an exchange (``telephony.md`` §1–2), where no capture shows it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest

from app.ids import AgentId
from sync.server.cti.adapter import fold, lose, suspect
from sync.server.cti.ami import Message
from sync.server.cti.state import MAX_ENDED, Exchange, State
from tests.sync.server.cti.telling import (
    ARRIVED,
    OTHER_PHONE,
    PBX,
    PHONE,
    QUEUED,
    RINGING,
    T0,
    TALKING,
    Said,
    customer,
    heard,
    kinds,
    leg,
    offered,
)


def test_a_caller_who_gives_up_after_a_gap_is_abandoned_all_the_same() -> None:
    state, _ = heard(QUEUED)
    gone: list[Said] = [(500, "HangupRequest", customer()), (500, "QueueCallerAbandon", customer())]
    (event,) = heard(gone, suspect(state))[1]
    assert (event.kind, event.by, event.wait_s) == ("abandoned", "customer", 499.0)


def test_a_queue_that_gives_a_caller_up_overflows_and_the_caller_lives_on() -> None:
    timed_out: list[Said] = [
        *QUEUED,
        (31, "QueueCallerAbandon", customer(Queue="sales", HoldTime="30")),
        (31, "QueueCallerLeave", customer(Queue="sales")),
        (31, "VarSet", customer(Variable="QUEUESTATUS", Value="TIMEOUT")),
    ]
    story = heard(timed_out)[1]
    assert [event.kind for event in story] == ["arrived", "queued", "overflowed"]
    assert (story[-1].wait_s, story[-1].by) == (30.0, "system")
    rest: list[Said] = [(35, "HangupRequest", customer()), (35, "Hangup", customer(Cause="16"))]
    assert kinds([*timed_out, *rest]) == ["arrived", "queued", "overflowed", "ended"]


@pytest.mark.parametrize(
    "sign",
    [
        (31.0, "Newexten", customer(Extension="4000000000", Application="Playback")),
        (31.0, "UserEvent", customer(UserEvent="IvrNode", Node="closed")),
        (31.0, "QueueCallerJoin", customer(Queue="support")),
        (33.0, "Newchannel", customer(Channel="PJSIP/carrier-0000000f", Uniqueid="9.9", Linkedid="9.9")),
    ],
)
def test_any_later_step_of_the_dialplan_proves_an_overflow_even_to_a_narrow_account(sign: Said) -> None:
    left: list[Said] = [*QUEUED, (31, "QueueCallerAbandon", customer()), (31, "QueueCallerLeave", customer())]
    assert kinds(left) == ["arrived", "queued"]
    assert "overflowed" in kinds([*left, sign])


def test_a_queue_left_empty_overflows_though_only_a_leave_is_sent() -> None:
    left: list[Said] = [*QUEUED, (9, "QueueCallerLeave", customer()), (9, "Newexten", customer(Extension="4000000000"))]
    assert kinds(left) == ["arrived", "queued", "overflowed"]


def test_a_dialplan_that_hangs_up_after_a_time_out_ended_the_call_itself() -> None:
    story = heard([*QUEUED, (31, "QueueCallerAbandon", customer()), (31, "Hangup", customer(Cause="16"))])[1]
    assert [event.kind for event in story] == ["arrived", "queued", "overflowed", "ended"]
    assert story[-1].by == "system"


def test_the_hang_up_extension_of_an_abandoned_caller_is_no_sign_of_life() -> None:
    gone: list[Said] = [(31, "Newexten", customer(Extension="h", Exten="h")), (31, "Hangup", customer(Cause="0"))]
    assert kinds([*QUEUED, (31, "QueueCallerAbandon", customer()), *gone]) == ["arrived", "queued", "abandoned"]


def test_a_slow_hand_over_to_an_agent_who_picked_up_is_no_overflow() -> None:
    slow: list[Said] = [
        *RINGING,
        (4, "DialEnd", offered(DialStatus="ANSWER")),
        (4, "QueueCallerLeave", customer()),
        (7, "Newchannel", customer(Channel="PJSIP/carrier-0000000f", Uniqueid="9.9", Linkedid="9.9")),
        (8, "AgentConnect", offered()),
    ]
    assert [kind for kind in kinds(slow) if kind not in {"arrived", "queued"}] == ["ringing", "answered"]


def test_an_exchange_without_timestamps_is_timed_by_our_clock() -> None:
    story = heard([*TALKING, (9, "Hangup", leg(Cause="16"))], stamped=False)[1]
    assert (story[3].wait_s, story[3].ring_s, story[4].talk_s) == (3.0, 2.0, 5.0)
    assert story[0].pbx_at is None


def test_our_clock_and_the_exchanges_are_kept_apart() -> None:
    ours = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    message = Message([("Event", "Newchannel"), ("Timestamp", f"{T0}"), *customer().items()])
    (event,) = fold(State(exchange=PBX), message, ours)[1]
    assert event.at == ours
    assert event.pbx_at == datetime.fromtimestamp(T0, UTC)


class SignedIn:
    """8001 is A1027's, who takes sales; A1001 is known too and sits elsewhere."""

    def agent_at(self, extension: str) -> AgentId | None:
        return {"8001": AgentId("A1027")}.get(extension)

    def queues_of(self, agent_id: AgentId) -> Collection[str] | None:
        return {"A1027": ("sales",), "A1001": ()}.get(agent_id)


@pytest.mark.parametrize(
    ("member", "phone", "agent"),
    [
        ("A1001", PHONE, "A1001"),
        ("Zhang Wei", PHONE, "A1027"),
        ("PJSIP/8001", PHONE, "A1027"),
        ("Li Na", OTHER_PHONE, "Li Na"),
        ("PJSIP/8002", OTHER_PHONE, None),
    ],
)
def test_the_agent_is_the_member_we_know_else_whoever_signed_in_there(
    member: str, phone: str, agent: str | None
) -> None:
    state = State(exchange=Exchange(source="pbx1", directory=SignedIn()))
    story = heard([*QUEUED, (2, "AgentCalled", offered(phone, "1.1", member))], state)[1]
    assert story[-1].agent_id == agent


def test_a_direct_call_is_offered_to_the_queue_member_learned_at_that_phone() -> None:
    learn: list[Said] = [(0, "QueueMemberStatus", {"Interface": "PJSIP/8001", "MemberName": "A1001", "Queue": "sales"})]
    assert heard([*learn, *ARRIVED, (0, "DialBegin", offered())])[1][-1].agent_id == "A1001"


def test_channel_variables_fill_in_what_the_events_did_not_say() -> None:
    variables = [("ChanVariable", "CUST_DNIS=4008000000"), ("ChanVariable", "IVR_PATH=root>1")]
    message = Message([("Event", "AgentCalled"), *offered().items(), *variables])
    state, _ = heard(QUEUED)
    (event,) = fold(state, message)[1]
    assert event.dnis == "4008000000"
    assert [menu.node for menu in event.ivr_path] == ["root", "1"]


def test_a_call_that_vanished_in_a_gap_is_ended_by_the_system_and_never_answered() -> None:
    state, _ = heard(RINGING)
    state, events = lose(suspect(state), ["1.0", "7.7"], datetime.fromtimestamp(T0, UTC) + timedelta(minutes=5))
    assert [(e.kind, e.by) for e in events] == [("ended", "system")]
    assert heard([(400, "AgentConnect", offered()), (500, "Hangup", customer())], state)[1] == []


def test_a_doubtful_call_that_hangs_up_was_not_necessarily_abandoned() -> None:
    state, _ = heard(QUEUED)
    (event,) = heard([(500, "Hangup", customer(Cause="16"))], suspect(state))[1]
    assert (event.kind, event.by) == ("ended", "system")


def test_a_call_met_half_way_is_told_from_there() -> None:
    gone: list[Said] = [(9, "Hangup", leg(Cause="16")), (9, "Hangup", customer(Cause="16"))]
    assert kinds([*TALKING[3:], *gone]) == ["ringing", "answered", "agent_left", "ended"]
    assert kinds([*TALKING[-1:], *gone]) == ["answered", "agent_left", "ended"]
    assert heard([(0, "AgentConnect", offered(RingTime="2", HoldTime="3"))])[1][0].wait_s == 3.0


def test_the_memory_of_ended_calls_is_bounded() -> None:
    state = State(exchange=PBX)
    for n in range(MAX_ENDED + 10):
        once = customer(Uniqueid=f"{n}.0", Linkedid=f"{n}.0")
        state, _ = heard([(n, "Newchannel", once), (n, "Hangup", once)], state)
    assert len(state.ended) == MAX_ENDED
    assert not state.calls
