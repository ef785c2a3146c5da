"""What a desk shows of a call, event by event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.call.event import CallEvent, IvrNode
from app.call.session import CallSession, advance, wrapped_up
from app.ids import AgentId, CallId

START = datetime(2026, 11, 24, 9, 58, 39, tzinfo=UTC)
A1027, A1031 = AgentId("A1027"), AgentId("A1031")


def event(seq: int, kind: Any, seconds: float = 0.0, **more: Any) -> CallEvent:
    more = {"ani_raw": "13800138000", "ani": "+8613800138000", "ani_kind": "person"} | more
    at = START + timedelta(seconds=seconds)
    call_id = more.pop("call_id", CallId("pbx1:1.0"))
    return CallEvent(id=f"e{seq}", seq=seq, source="pbx1", kind=kind, call_id=call_id, at=at, **more)


def after(*events: CallEvent, me: AgentId | None = None) -> CallSession:
    session: CallSession | None = None
    for one in events:
        session = advance(session, one, me)
    assert session is not None
    return session


ANSWERED = (
    event(1, "arrived", dnis="95500"),
    event(2, "ivr", 1, ivr_path=(IvrNode("2", "claims"),)),
    event(3, "queued", 2, queue="claims"),
    event(4, "ringing", 3, agent_id=A1027, extension="8001", leg_id="2", queue="claims"),
    event(5, "answered", 5, agent_id=A1027, extension="8001", leg_id="2", wait_s=3.0, ring_s=2.0),
)


def test_a_call_goes_from_waiting_over_ringing_to_talking() -> None:
    assert [after(*ANSWERED[:n]).phase for n in range(1, 6)] == ["waiting"] * 3 + ["ringing", "talking"]
    session = after(*ANSWERED)
    assert (session.ani, session.dnis, session.queue, session.agent_id) == ("+8613800138000", "95500", "claims", A1027)
    assert session.ivr_path == (IvrNode("2", "claims"),)
    assert (session.rang_at, session.answered_at) == (START + timedelta(seconds=3), START + timedelta(seconds=5))
    assert (session.wait_s, session.ring_s) == (3.0, 2.0)
    assert not session.is_over


def test_hold_is_counted_and_ends_with_the_talk() -> None:
    held = after(*ANSWERED, event(6, "held", 7, agent_id=A1027, leg_id="2"))
    assert held.phase == "held"
    back = advance(held, event(7, "resumed", 10, agent_id=A1027, leg_id="2"))
    assert (back.phase, back.hold_s) == ("talking", 3.0)
    again = advance(back, event(8, "held", 11, agent_id=A1027, leg_id="2"))
    left = advance(again, event(9, "agent_left", 13, agent_id=A1027, leg_id="2", by="customer", talk_s=3.0))
    assert (left.phase, left.hold_s, left.talk_s, left.held_at) == ("wrap_up", 5.0, 3.0, None)


def test_writing_goes_on_after_the_customer_has_gone() -> None:
    left = after(*ANSWERED, event(6, "agent_left", 9, agent_id=A1027, leg_id="2", talk_s=4.0))
    over = advance(left, event(7, "ended", 9, by="customer"))
    assert (over.phase, over.is_over, over.by) == ("wrap_up", True, "customer")
    assert wrapped_up(over).phase == "ended"
    assert wrapped_up(after(*ANSWERED)).phase == "talking"


def test_a_lost_call_in_mid_talk_still_needs_its_notes() -> None:
    assert after(*ANSWERED, event(6, "ended", 9, by="system")).phase == "wrap_up"


def test_a_caller_who_gives_up_is_abandoned_even_while_a_phone_rings() -> None:
    over = after(*ANSWERED[:4], event(5, "abandoned", 8, agent_id=A1027, by="customer", wait_s=6.0))
    assert (over.phase, over.wait_s, over.is_over) == ("abandoned", 6.0, True)


def test_a_ring_that_is_not_taken_is_missed_and_may_ring_again() -> None:
    missed = after(*ANSWERED[:4], event(5, "missed", 9, agent_id=A1027, by="system", ring_s=6.0))
    assert (missed.phase, missed.missed, missed.ring_s) == ("missed", 1, 6.0)
    assert advance(missed, event(6, "ringing", 10, agent_id=A1027, leg_id="3")).phase == "ringing"
    assert advance(missed, event(6, "ended", 10, by="customer")).phase == "missed"


def test_a_direct_call_that_stops_ringing_was_missed() -> None:
    assert after(event(1, "arrived"), event(2, "ringing", 1, agent_id=A1027), event(3, "ended", 5)).phase == "missed"


def test_a_call_that_never_reached_a_phone_just_ends() -> None:
    assert after(event(1, "arrived"), event(2, "ended", 5, by="customer")).phase == "ended"


def test_an_overflowed_call_waits_elsewhere() -> None:
    session = after(*ANSWERED[:3], event(4, "overflowed", 30, wait_s=28.0))
    assert (session.phase, session.overflowed, session.wait_s) == ("waiting", True, 28.0)
    assert not advance(session, event(5, "queued", 31, queue="support")).overflowed


def test_only_the_one_who_answers_keeps_the_pop() -> None:
    both = (*ANSWERED[:4], event(5, "ringing", 3, agent_id=A1031, leg_id="9"))
    answer = event(6, "answered", 5, agent_id=A1031, leg_id="9")
    mine = after(*both, answer, me=A1027)
    theirs = after(*both, answer, me=A1031)
    assert (mine.phase, mine.answered_by) == ("missed", A1031)
    assert (theirs.phase, theirs.agent_id) == ("talking", A1031)


def test_after_a_transfer_my_part_is_over_though_the_call_goes_on() -> None:
    given_away = (
        *ANSWERED,
        event(6, "transferred", 8, agent_id=A1027, leg_id="2", from_agent=A1027, to="8002"),
        event(7, "agent_left", 8, agent_id=A1027, leg_id="2", talk_s=3.0),
        event(8, "ringing", 8, agent_id=A1031, leg_id="9"),
        event(9, "answered", 9, agent_id=A1031, leg_id="9"),
    )
    mine = after(*given_away, me=A1027)
    assert (mine.phase, mine.to, mine.from_agent, mine.answered_by) == ("wrap_up", "8002", A1027, A1031)
    assert after(*given_away).phase == "talking"


def test_the_one_who_asked_leaving_does_not_end_the_talk_of_the_one_who_took_over() -> None:
    asked = (
        *ANSWERED,
        event(6, "ringing", 6, agent_id=A1031, leg_id="9"),
        event(7, "answered", 7, agent_id=A1031, leg_id="9"),
    )
    assert after(*asked, event(8, "agent_left", 9, agent_id=A1027, leg_id="2")).phase == "talking"


def test_a_later_event_never_makes_the_caller_unknown() -> None:
    session = after(*ANSWERED, event(6, "held", 7, ani_raw="", ani=None, ani_kind="withheld", leg_id="2"))
    assert (session.ani, session.ani_kind, session.queue) == ("+8613800138000", "person", "claims")


def test_a_simulated_call_stays_marked() -> None:
    assert after(event(1, "arrived", simulated=True), event(2, "queued", 1)).simulated


@given(st.lists(st.integers(0, 4), max_size=12))
def test_repeated_and_stale_events_change_nothing(again: list[int]) -> None:
    session = after(*ANSWERED)
    for index in again:
        assert advance(session, ANSWERED[index]) is session


def test_an_event_of_another_call_is_refused() -> None:
    with pytest.raises(ValueError, match="another call"):
        advance(after(*ANSWERED), event(9, "ended", call_id=CallId("pbx1:2.0")))
