"""Captured streams against what really happened in them. The expectations were read off the bytes by a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.call.event import CallEvent, IvrNode
from sync.server.cti.read import read_events

DEMO = Path(__file__).parents[4] / "resources" / "demo" / "ami"
HERE = Path(__file__).parent / "captures"
MENUS = (IvrNode("2", "claims"), IvrNode("3", "progress"), IvrNode("0", "agent"))
HANDED_ON = ["ringing", "answered", "transferred", "agent_left", "ringing", "answered", "agent_left", "ended"]
ASKED_FIRST = ["ringing", "answered", "held", "ringing", "answered", "transferred", "agent_left", "agent_left", "ended"]
INTO_QUEUE = ["arrived", "ivr", "ivr", "queued"]
THREE_MENUS = ["arrived", "ivr", "ivr", "ivr", "queued"]


def events(name: str) -> list[CallEvent]:
    (path,) = [*DEMO.glob(f"{name}*"), *HERE.glob(f"{name}*")]
    return list(read_events(path))


def only(story: list[CallEvent], kind: str) -> CallEvent:
    (event,) = [event for event in story if event.kind == kind]
    return event


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("answered.txt", [*THREE_MENUS, "ringing", "answered", "agent_left", "ended"]),
        ("abandoned.txt", [*THREE_MENUS, "abandoned"]),
        ("ring_no_answer.txt", [*THREE_MENUS, "ringing", "missed", "ringing", "answered", "agent_left", "ended"]),
        ("blind_transfer.txt", [*THREE_MENUS, "ringing", "answered", "transferred", "agent_left", "ended"]),
        ("withheld.txt", [*THREE_MENUS, "ringing", "answered", "agent_left", "ended"]),
        ("outbound.txt", ["arrived", "ringing", "agent_left", "ended"]),
        ("01_", [*INTO_QUEUE, "ringing", "answered", "agent_left", "ended"]),
        ("02_", [*INTO_QUEUE, "ringing", "answered", "agent_left", "ended"]),
        ("03_", [*INTO_QUEUE, "abandoned"]),
        ("04_", [*INTO_QUEUE, "ringing", "abandoned"]),
        ("05_", [*INTO_QUEUE, "ringing", "missed", "ringing", "answered", "agent_left", "ended"]),
        ("06_", [*INTO_QUEUE, "ringing", "missed", "ringing", "answered", "agent_left", "ended"]),
        ("07_", [*INTO_QUEUE, "ringing", "answered", "held", "resumed", "agent_left", "ended"]),
        ("09_", [*INTO_QUEUE, *HANDED_ON]),
        ("10_", [*INTO_QUEUE, *HANDED_ON]),
        ("11_", [*INTO_QUEUE, *ASKED_FIRST]),
        ("13_", ["arrived", "ringing", "answered", "agent_left", "ended"]),
        ("14_", ["arrived", "ringing", "missed", "ended"]),
        ("16_", []),
        ("18_", [*INTO_QUEUE, "abandoned"] * 7),
        ("19_", [*INTO_QUEUE, "ringing", "answered", "agent_left", "ended"]),
        ("20_", ["arrived", "ringing", "answered", "agent_left", "ended"]),
        ("22_", [*INTO_QUEUE, "ringing", "answered", "agent_left", "ended", *INTO_QUEUE, "ringing"]),
    ],
)  # fmt: skip
def test_the_story_of_each_capture_is_told_in_order(name: str, kinds: list[str]) -> None:
    assert [event.kind for event in events(name)] == kinds


def test_the_pop_has_everything_a_desk_needs() -> None:
    pop = only(events("answered.txt"), "ringing")
    assert pop.call_id == "pbx1:1795514319.0"
    assert (pop.ani_raw, pop.ani, pop.ani_kind) == ("13800138000", "+8613800138000", "person")
    assert (pop.dnis, pop.queue, pop.ivr_path) == ("95500", "claims", MENUS)
    assert (pop.agent_id, pop.extension, pop.leg_id) == ("A1027", "8001", "1795514322.2")
    assert pop.at.isoformat() == "2026-11-24T09:58:42.020259+00:00"
    assert (pop.direction, pop.simulated) == ("in", False)


def test_the_other_dialect_of_menus_and_the_trunk_are_read_from_real_sip() -> None:
    pop = only(events("01_"), "ringing")
    assert pop.ivr_path == (IvrNode("root"), IvrNode("1", "menu"))
    assert (pop.dnis, pop.trunk, pop.queue, pop.agent_id, pop.extension) == (
        "4000000000",
        "carrier",
        "sales",
        "A1001",
        "8001",
    )


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("answered.txt", "customer"),
        ("ring_no_answer.txt", "customer"),
        ("withheld.txt", "customer"),
        ("01_", "agent"),
        ("02_", "customer"),
        ("07_", "agent"),
        ("09_", "agent"),
        ("11_", "agent"),
        ("13_", "agent"),
        ("20_", "agent"),
    ],
)
def test_who_hung_up_first_is_told(name: str, by: str) -> None:
    assert only(events(name), "ended").by == by


def test_the_seconds_come_from_the_exchanges_own_clock() -> None:
    answered = only(events("01_"), "answered")
    assert (answered.wait_s, answered.ring_s) == (1.536, 1.536)
    assert only(events("01_"), "agent_left").talk_s == 3.05
    assert only(events("abandoned.txt"), "abandoned").wait_s == 4.001
    assert only(events("03_"), "abandoned").wait_s == 5.002


def test_a_ring_in_vain_is_measured_in_seconds_though_the_exchange_says_milliseconds() -> None:
    missed = only(events("ring_no_answer.txt"), "missed")
    assert (missed.ring_s, missed.by, missed.agent_id) == (6.0, "system", "A1027")
    assert only(events("05_"), "missed").ring_s == 8.0


def test_an_agent_who_declines_is_told_from_one_who_is_away() -> None:
    declined = only(events("06_"), "missed")
    assert (declined.by, declined.cause, declined.ring_s) == ("agent", 17, 1.0)


def test_the_wait_of_a_caller_runs_through_a_ring_in_vain() -> None:
    assert only(events("05_"), "answered").wait_s == 10.019
    assert only(events("05_"), "answered").agent_id == "A1002"


def test_hold_is_no_talk() -> None:
    story = events("07_")
    held, resumed = only(story, "held"), only(story, "resumed")
    assert (resumed.at - held.at).total_seconds() == pytest.approx(3.051, abs=0.001)
    assert only(story, "agent_left").talk_s == 4.101


def test_the_hold_that_a_blind_transfer_only_pretends_to_end_is_not_reported() -> None:
    assert not [event for event in events("blind_transfer.txt") if event.kind in {"held", "resumed"}]


def test_a_blind_transfer_names_both_ends_and_keeps_the_call() -> None:
    story = events("09_")
    transferred = only(story, "transferred")
    assert (transferred.from_agent, transferred.to, transferred.leg_id) == ("A1001", "8002", "1795517055.32")
    assert [event.extension for event in story if event.kind == "ringing"] == ["8001", "8002"]
    assert len({event.call_id for event in story}) == 1
    assert all(event.ani == "+8613800138000" for event in story)
    assert only(events("blind_transfer.txt"), "transferred").to == "8009"


def test_in_an_attended_transfer_the_talk_of_the_second_agent_counts_from_the_hand_over() -> None:
    story = events("11_")
    first, second = [event for event in story if event.kind == "agent_left"]
    assert (first.agent_id, first.talk_s, first.by) == ("A1001", 1.795, "agent")
    assert (second.extension, second.talk_s) == ("8002", 2.552)
    assert only(story, "transferred").to == "8002"


def test_a_withheld_number_is_shown_as_such_and_matches_nobody() -> None:
    assert {(event.ani_kind, event.ani, event.ani_raw) for event in events("withheld.txt")} == {
        ("withheld", None, "anonymous")
    }


def test_an_ip_prefix_is_taken_off_the_callers_number() -> None:
    assert {event.ani for event in events("ring_no_answer.txt")} == {"+8613900139000"}


def test_seven_ways_to_send_a_number_end_in_the_same_form() -> None:
    queued = [event for event in events("18_") if event.kind == "queued"]
    assert [event.ani for event in queued] == [
        *["+8613800138000"] * 3, "+8675500000000", None, "+8613800138000", "+8613900139000",
    ]  # fmt: skip
    assert queued[3].ani_name == "张伟"


def test_an_outgoing_call_carries_the_customers_number_without_the_outside_prefix() -> None:
    answered = only(events("13_"), "answered")
    assert (answered.direction, answered.ani, answered.dnis) == ("out", "+8613700137000", "9013700137000")
    assert (answered.extension, answered.leg_id) == ("8001", "1795517119.49")


def test_an_outgoing_call_is_not_answered_when_only_the_agent_has_picked_up() -> None:
    story = events("outbound.txt")
    assert {event.direction for event in story} == {"out"}
    assert only(story, "ended").ani == "+8613700137000"
    assert only(story, "agent_left").talk_s is None


def test_the_narrow_account_tells_the_same_story() -> None:
    wide, narrow = events("01_"), events("19_")
    assert [(e.kind, e.ani, e.agent_id, e.queue, e.ivr_path, e.dnis, e.by) for e in wide] == [
        (e.kind, e.ani, e.agent_id, e.queue, e.ivr_path, e.dnis, e.by) for e in narrow
    ]
