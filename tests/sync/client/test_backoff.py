"""Waiting before trying again: longer each time, never so long that a returned link is missed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.client.backoff import FIRST_S, LONGEST_S, delay_s


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_no_wait_is_longer_than_the_promise(failures: int, chance: float) -> None:
    assert 0 < delay_s(failures, lambda: chance) <= LONGEST_S


def test_the_first_wait_is_short_and_the_waits_grow() -> None:
    waits = [delay_s(failures, lambda: 0.5) for failures in range(6)]
    assert waits[0] < 2 * FIRST_S
    assert waits == sorted(waits)


def test_a_thousand_desks_do_not_come_back_at_once() -> None:
    assert len({round(delay_s(3), 6) for _ in range(1_000)}) > 900
