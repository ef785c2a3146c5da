"""The words of a clock are the same on every screen (`design.md` §5)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ui.widgets.time_text import day_text, due_text, later_day_text, left_text, soon_text, used_fraction

NOW = datetime(2026, 3, 18, 2, 24, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(minutes=8, seconds=10), "8:10"),
        (timedelta(seconds=9), "0:09"),
        (timedelta(0), "0:00"),
        (timedelta(minutes=59, seconds=59), "59:59"),
        (timedelta(hours=1), "1 小时"),
        (timedelta(hours=9, minutes=50), "9 小时"),
        (timedelta(days=1), "1 天 0 时"),
        (timedelta(days=1, hours=21), "1 天 21 时"),
        (timedelta(seconds=-26), "超 0:26"),
        (timedelta(hours=-2), "超 2 小时"),
        (timedelta(days=-3, hours=-4), "超 3 天 4 时"),
    ],
)
def test_a_clock_in_a_list_says_what_is_left(left: timedelta, text: str) -> None:
    assert left_text(NOW + left, NOW) == text


def test_a_clock_in_a_table_keeps_minutes_and_seconds() -> None:
    assert left_text(NOW + timedelta(hours=2, minutes=18), NOW, in_table=True) == "2:18:00"


def test_a_second_that_has_begun_is_not_yet_over() -> None:
    assert left_text(NOW + timedelta(milliseconds=900), NOW) == "0:00"
    assert left_text(NOW - timedelta(milliseconds=900), NOW) == "超 0:00"


def test_the_used_part_grows_from_nothing_to_all() -> None:
    start, due = NOW - timedelta(minutes=9), NOW + timedelta(minutes=6)
    assert used_fraction(start, due, NOW) == pytest.approx(0.6)
    assert used_fraction(start, due, start - timedelta(minutes=1)) == 0
    assert used_fraction(start, due, due) == 1


def test_a_clock_without_a_known_start_is_unused_until_it_is_due() -> None:
    assert used_fraction(None, NOW + timedelta(minutes=1), NOW) == 0
    assert used_fraction(None, NOW - timedelta(minutes=1), NOW) == 1


def test_a_due_time_names_the_day_only_when_it_is_not_today() -> None:
    due = datetime(2026, 3, 20, 12, 8, tzinfo=UTC)
    assert due_text(due, due.date()) == "12:08"
    assert due_text(due, date(2026, 3, 18)) == "20 日 12:08"


def test_days_are_headed_as_people_speak_of_them() -> None:
    today = date(2026, 3, 18)
    assert day_text(today, today) == "今天 3 月 18 日"
    assert day_text(date(2026, 3, 17), today) == "昨天 3 月 17 日"
    assert day_text(date(2026, 3, 16), today) == "3 月 16 日 周一"


def test_an_appointment_is_announced_half_an_hour_ahead() -> None:
    assert soon_text(NOW + timedelta(minutes=20, seconds=29), NOW) == "20 分后"
    assert soon_text(NOW + timedelta(minutes=66), NOW) == ""
    assert soon_text(NOW, NOW) == "已到"


def test_an_appointment_of_another_day_says_which() -> None:
    assert [later_day_text(NOW + timedelta(days=days), NOW) for days in (-1, 0, 1, 2)] == ["", "", "明天", "03-20"]
