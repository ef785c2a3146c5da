"""Clocks: when something is due, how much is used, and what pauses do to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.escalation.clock import ClockRule, Pause, running

START = datetime(2026, 3, 18, 2, 23, tzinfo=UTC)
QUARTER = ClockRule(clock_id="complaint_start", name="启动", limit=timedelta(minutes=15))
TWO_DAYS = ClockRule(clock_id="complaint_settle", name="办结", limit=timedelta(hours=48))

minutes = st.integers(0, 6_000).map(lambda count: timedelta(minutes=count))
pauses = st.lists(
    st.builds(
        lambda begin, span: Pause(START + begin, None if span is None else START + begin + span),
        st.integers(-500, 4_000).map(lambda count: timedelta(minutes=count)),
        st.none() | st.integers(-10, 900).map(lambda count: timedelta(minutes=count)),
    ),
    max_size=5,
)


def at(**span: float) -> datetime:
    """So long after the start."""
    return START + timedelta(**span)


@pytest.mark.parametrize(
    ("after_s", "state"),
    [(0, "normal"), (539, "normal"), (540, "warning"), (899, "warning"), (900, "overdue"), (90_000, "overdue")],
)
def test_a_clock_warns_at_60_percent_and_is_overdue_at_its_limit(after_s: int, state: str) -> None:
    assert running(QUARTER, START, at(seconds=after_s)).state == state


def test_the_ticket_of_the_picture_is_due_at_12_08() -> None:
    # Accepted 10:23, 48 hours, paused from 11:20 to 13:05 (`design.md` screen 03).
    paused = Pause(datetime(2026, 3, 18, 3, 20, tzinfo=UTC), datetime(2026, 3, 18, 5, 5, tzinfo=UTC))
    clock = running(TWO_DAYS, START, datetime(2026, 3, 18, 6, 6, tzinfo=UTC), [paused])
    assert clock.due_at.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%m-%d %H:%M") == "03-20 12:08"
    assert round(clock.used, 2) == 0.04


def test_a_pause_never_takes_a_breach_back() -> None:
    late = Pause(at(minutes=20), None)
    clock = running(QUARTER, START, at(minutes=60), [late])
    assert (clock.state, clock.due_at) == ("overdue", at(minutes=15))


def test_a_paused_clock_uses_nothing_and_goes_on_where_it_stopped() -> None:
    pause = Pause(at(minutes=5), at(minutes=65))
    assert running(QUARTER, START, at(minutes=50), [pause]).state == "paused"
    after = running(QUARTER, START, at(minutes=66), [pause])
    assert (after.state, after.due_at) == ("normal", at(minutes=75))
    assert after.used == pytest.approx(6 / 15)


def test_a_clock_that_ended_in_time_stays_done_and_tells_what_was_used() -> None:
    clock = running(QUARTER, START, at(days=3), ended_at=at(minutes=7))
    assert clock.state == "done"
    assert clock.used == pytest.approx(7 / 15)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        running(QUARTER, START.replace(tzinfo=None), START)


def test_summer_time_neither_gives_nor_takes_minutes() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 3, 28, 12, 0, tzinfo=berlin)
    assert running(TWO_DAYS, start, start).due_at - start.astimezone(UTC) == timedelta(hours=48)


@given(minutes, pauses)
def test_a_clock_is_overdue_exactly_from_its_due_moment(after: timedelta, held: list[Pause]) -> None:
    clock = running(TWO_DAYS, START, START + after, held)
    assert (clock.state == "overdue") == (START + after >= clock.due_at) == (clock.used >= 1)


@given(minutes, pauses)
def test_pauses_only_ever_give_time_and_never_more_than_they_last(after: timedelta, held: list[Pause]) -> None:
    now = START + after
    given_time = running(TWO_DAYS, START, now, held).due_at - running(TWO_DAYS, START, now).due_at
    longest = sum((max(timedelta(0), (one.end or now) - one.start) for one in held), timedelta(0))
    assert timedelta(0) <= given_time <= longest


@given(minutes, minutes, pauses)
def test_time_only_uses_up(early: timedelta, late: timedelta, held: list[Pause]) -> None:
    first, second = sorted((early, late))
    before = running(TWO_DAYS, START, START + first, held)
    after = running(TWO_DAYS, START, START + second, held)
    assert before.used <= after.used + 1e-9
    assert before.due_at <= after.due_at


@given(minutes, pauses, st.randoms())
def test_neither_the_order_of_pauses_nor_the_zone_matters(after: timedelta, held: list[Pause], rng: object) -> None:
    mixed = list(held)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    far = timezone(timedelta(hours=8))
    there = [Pause(one.start.astimezone(far), one.end and one.end.astimezone(far)) for one in mixed]
    now = START + after
    assert running(TWO_DAYS, START.astimezone(far), now.astimezone(far), [*there, *there]) == running(
        TWO_DAYS, START, now, held
    )
