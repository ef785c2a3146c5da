"""Ticket numbers are given out offline and never twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import RefusedError
from app.ticket.number import MOST_A_DAY, ticket_number

days = st.dates(date(2026, 1, 1), date(2030, 12, 31))
tickets_given = st.tuples(days, st.integers(1, 5_000), st.integers(1, MOST_A_DAY))


@given(tickets_given, tickets_given)
def test_no_two_desks_and_no_two_days_give_the_same_number(
    one: tuple[date, int, int], other: tuple[date, int, int]
) -> None:
    assert (ticket_number("TS", *one) == ticket_number("TS", *other)) == (one == other)


def test_a_number_reads_as_kind_day_and_count() -> None:
    assert ticket_number("TS", date(2026, 11, 24), 1, 7) == "TS-261124-01007"


def test_a_runaway_program_is_stopped_with_words() -> None:
    with pytest.raises(RefusedError, match="号段"):
        ticket_number("TS", date(2026, 11, 24), 1, MOST_A_DAY + 1)
