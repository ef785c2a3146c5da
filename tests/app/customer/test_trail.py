"""The trail: every contact once, the current call on top, and a warning not to ask again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.customer.interaction import CallHandled, ContactMade
from app.customer.trail import CurrentCall, build_trail
from app.fact import Fact
from app.ids import AgentId, CallId, DeviceId, FactId
from app.pack.load import load_pack

PACK = load_pack(Path(__file__).parents[3] / "resources" / "packs" / "insurance")
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 18, 10, 24, tzinfo=ZONE)
CALL = CurrentCall(call_id=CallId("pbx:9"), at=NOW - timedelta(minutes=2), queue="理赔专席")


def contact(
    hours_ago: float, channel: str = "phone", matter: str = "", call_id: str = ""
) -> Fact[ContactMade | CallHandled]:
    """A contact so long ago."""
    return noted(hours_ago, ContactMade(channel=channel, title=channel, matter=matter, call_id=call_id))


def noted(hours_ago: float, body: ContactMade | CallHandled) -> Fact[ContactMade | CallHandled]:
    """A fact so long ago."""
    at = NOW - timedelta(hours=hours_ago)
    return Fact(
        id=FactId(f"{hours_ago}/{body}"),
        subject_id="c",
        hlc=int(at.timestamp()),
        at=at,
        by=AgentId("A1"),
        device=DeviceId("d"),
        body=body,
    )


def test_the_current_call_is_shown_once_however_it_was_noted() -> None:
    facts = [
        noted(0.01, CallHandled(call_id="pbx:9")),
        contact(0.01, call_id="pbx:9"),
        contact(0.02, "ivr", call_id="pbx:9"),
    ]
    trail = build_trail(facts, CALL, NOW, ZONE, PACK)
    assert [(touch.channel, touch.current) for touch in trail.touches] == [("phone", True), ("ivr", False)]


def test_a_past_call_noted_by_desk_and_exchange_is_one_contact() -> None:
    facts = [
        contact(3, call_id="pbx:1"),
        noted(3, CallHandled(call_id="pbx:1")),
        noted(5, CallHandled(call_id="pbx:2")),
    ]
    trail = build_trail(facts, None, NOW, ZONE, PACK)
    assert [touch.title for touch in trail.touches] == ["phone", "来电"]


def test_the_oldest_day_is_shown_whole_and_what_lies_before_is_only_counted() -> None:
    facts = [contact(58), contact(59, "sms"), contact(70, "app"), contact(31 * 24, "app")]
    trail = build_trail(facts, None, NOW, ZONE, PACK)
    # 58 and 59 hours ago is still 16 March; 70 hours ago is not.
    assert [touch.at.day for touch in trail.touches] == [16]
    assert trail.count_30_days == 3


def test_only_what_was_told_to_a_person_makes_a_warning() -> None:
    silent = [contact(1, "app", matter="CL-1"), contact(2, "ivr", matter="CL-1")]
    assert build_trail(silent, CALL, NOW, ZONE, PACK).warning == ()
    told = [contact(3, "counter", matter="CL-1"), contact(4, "chat", matter="CL-2"), *silent]
    assert build_trail(told, CALL, NOW, ZONE, PACK).warning[1] == "柜面"


@given(st.lists(st.tuples(st.floats(0, 900), st.sampled_from(["phone", "app", "counter"])), max_size=25))
def test_the_trail_is_newest_first_and_never_from_the_future(seen: list[tuple[float, str]]) -> None:
    facts = [contact(hours, channel) for hours, channel in seen]
    trail = build_trail([*facts, *facts], CALL, NOW, ZONE, PACK)
    times = [touch.at for touch in trail.touches[1:]]
    assert times == sorted(times, reverse=True)
    assert trail.touches[0].current
    assert len(trail.touches) == trail.count <= trail.count_30_days + 1 <= len(facts) + 2


def test_a_call_says_how_long_it_took_where_the_exchange_knows() -> None:
    facts = [contact(3, call_id="pbx:1"), noted(3, CallHandled(call_id="pbx:1", talk_s=200.4))]
    used = noted(4, ContactMade(channel="ivr", title="IVR 自助", duration_s=45))
    trail = build_trail([*facts, used, contact(5, "sms")], None, NOW, ZONE, PACK)
    assert [touch.duration for touch in trail.touches] == ["通话 3:20", "用时 0:45", ""]


def test_thirty_days_stand_behind_the_two() -> None:
    trail = build_trail([contact(1), contact(300, "sms"), contact(31 * 24, "app")], CALL, NOW, ZONE, PACK)
    assert [len(trail.touches), len(trail.all), trail.count_30_days] == [2, 3, 3]


def test_the_menus_of_this_call_are_shown_unless_the_exchange_noted_them() -> None:
    began = CALL.at - timedelta(minutes=2)
    here = CurrentCall(call_id=CALL.call_id, at=CALL.at, ivr=("2 理赔服务", "0 转人工"), ivr_at=began, ivr_s=38)
    alone = build_trail([], here, NOW, ZONE, PACK)
    assert [(touch.channel, touch.note, touch.duration) for touch in alone.touches[1:]] == [
        ("ivr", "2 理赔服务 › 0 转人工", "用时 0:38")
    ]
    noted_already = build_trail([contact(0.05, "ivr")], here, NOW, ZONE, PACK)
    assert [touch.channel for touch in noted_already.touches] == ["phone", "ivr"]


def test_a_call_kept_under_its_number_and_again_under_the_customer_is_one_contact() -> None:
    twice = [contact(3, call_id="pbx:1"), contact(2.9, call_id="pbx:1")]
    assert len(build_trail(twice, None, NOW, ZONE, PACK).touches) == 1
