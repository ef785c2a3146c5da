"""Times are typed the way people say them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ui.ticket.moment_text import moment_text, read_moment

TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("16:30", (3, 18, 16, 30)),
        ("今天 16:30", (3, 18, 16, 30)),
        ("明天9：05", (3, 19, 9, 5)),
        ("20 日 12:08", (3, 20, 12, 8)),
        ("3-20 12:08", (3, 20, 12, 8)),
        ("4 月 2 日 9:00", (4, 2, 9, 0)),
        ("2026-04-02 09:00", (4, 2, 9, 0)),
    ],
)
def test_what_was_typed_is_understood(typed: str, meant: tuple[int, int, int, int]) -> None:
    month, day, hour, minute = meant
    assert read_moment(typed, TODAY) == datetime(2026, month, day, hour, minute)  # noqa: DTZ001 (wall time)


@pytest.mark.parametrize("typed", ["", "尽快", "25:00", "31 日 9:00x", "2-30 9:00", "13-01 9:00", "12:61"])
def test_what_makes_no_moment_is_not_guessed(typed: str) -> None:
    assert read_moment(typed, TODAY) is None


@pytest.mark.parametrize("text", ["今天 16:30", "后天 09:00", "28 日 12:08", "04-02 09:00", "2027-01-02 09:00"])
def test_what_is_shown_can_be_typed_again(text: str) -> None:
    at = read_moment(text, TODAY)
    assert at is not None
    assert moment_text(at, TODAY) == text
