"""Hybrid clocks: always forward, never ruled by a wrong PC clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.stamp import instant_of, stamp_at
from sync.hlc import MAX_AHEAD, DeskClock, clamp, next_stamp

instants = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- zone given
counters = st.integers(0, 2**16 - 1)


@given(instant=instants, counter=counters)
def test_a_stamp_keeps_its_instant_to_the_millisecond(instant: datetime, counter: int) -> None:
    assert abs(instant_of(stamp_at(instant, counter)) - instant) <= timedelta(milliseconds=1)


@given(earlier=instants, later=instants, counter=counters)
def test_a_later_instant_is_a_larger_stamp_whatever_the_counter(
    earlier: datetime, later: datetime, counter: int
) -> None:
    earlier, later = sorted((earlier, later))
    if later - earlier >= timedelta(milliseconds=2):
        assert stamp_at(earlier, counter) < stamp_at(later)


@given(last=st.integers(0, 2**62), now=instants)
def test_the_next_stamp_is_larger_than_the_last_and_not_before_now(last: int, now: datetime) -> None:
    stamp = next_stamp(last, now)
    assert stamp > last
    assert stamp >= stamp_at(now)


@given(now=instants, ahead_ms=st.integers(-(10**12), 10**12))
def test_only_what_runs_ahead_is_clamped(now: datetime, ahead_ms: int) -> None:
    stamp = max(stamp_at(now) + (ahead_ms << 16), 0)
    kept, was_ahead = clamp(stamp, now)
    assert was_ahead == (stamp > stamp_at(now + MAX_AHEAD))
    assert kept == (stamp_at(now) if was_ahead else stamp)


@given(stamp=st.integers(0, 2**63 - 1), now=instants)
def test_clamping_twice_is_clamping_once(stamp: int, now: datetime) -> None:
    kept, _ = clamp(stamp, now)
    assert clamp(kept, now) == (kept, False)


@given(jumps=st.lists(st.timedeltas(timedelta(days=-400), timedelta(days=400)), max_size=20))
def test_a_wall_clock_that_jumps_never_turns_the_desks_clock_back(jumps: list[timedelta]) -> None:
    wall, passed = datetime(2026, 11, 24, tzinfo=UTC), 0.0
    clock = DeskClock(wall=lambda: wall, monotonic=lambda: passed)
    last = clock.stamp()
    for jump in jumps:
        wall, passed = wall + jump, passed + 1
        stamp = clock.stamp()
        assert stamp > last
        assert clock.now() == datetime(2026, 11, 24, tzinfo=UTC) + timedelta(seconds=passed)
        last = stamp


def test_the_centres_time_is_taken_over_and_the_pcs_error_shown() -> None:
    wall = datetime(2026, 11, 24, 9, tzinfo=UTC)
    clock = DeskClock(wall=lambda: wall, monotonic=lambda: 7.0)
    clock.set_server_time(wall - timedelta(hours=1))
    assert clock.now() == wall - timedelta(hours=1)
    assert clock.drift() == timedelta(hours=1)


@given(seen=st.integers(0, 2**62))
def test_what_was_seen_elsewhere_is_always_before_what_comes_next(seen: int) -> None:
    clock = DeskClock()
    clock.observe(seen)
    assert clock.stamp() > seen
