"""Identity numbers and how personal data is shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customer.spoken import surname, surname_title
from app.days import age_on
from app.identity.resident_id import check_digit, read_id_number

# The worked example of the standard itself (GB 11643-1999).
EXAMPLE = "11010519491231002X"
births = st.dates(date(1900, 1, 1), date(2026, 1, 1))


def test_the_standards_own_example_is_read() -> None:
    found = read_id_number(EXAMPLE)
    assert found is not None
    assert (found.birth_date, found.sex, found.region, found.province) == (
        date(1949, 12, 31),
        "female",
        "110105",
        "北京",
    )


@pytest.mark.parametrize("text", ["11010519491231002x", " 110105 19491231 002X "])
def test_how_it_was_typed_does_not_matter(text: str) -> None:
    assert read_id_number(text) == read_id_number(EXAMPLE)


@pytest.mark.parametrize(
    "text",
    ["", "110105194912310021", "110105491231002", "11010519490231002X", "99010519491231002X", "１" * 18, "X" * 18],
)
def test_what_is_not_a_number_is_not_read(text: str) -> None:
    assert read_id_number(text) is None


@given(st.sampled_from(["310104", "440305", "650102"]), births, st.integers(0, 999))
def test_every_number_with_its_check_digit_is_read_back(region: str, born: date, serial: int) -> None:
    first = f"{region}{born:%Y%m%d}{serial:03d}"
    found = read_id_number(first + check_digit(first))
    assert found is not None
    assert (found.region, found.birth_date, found.sex == "male") == (region, born, serial % 2 == 1)


@given(births, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(born: date, serial: int, at: int, by: int) -> None:
    first = f"310104{born:%Y%m%d}{serial:03d}"
    number = first + check_digit(first)
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    assert read_id_number(wrong) is None


@given(births, st.integers(0, 40_000))
def test_a_birthday_makes_one_year_older_and_no_other_day_does(born: date, days: int) -> None:
    day = born + timedelta(days=days)
    grown = age_on(born, day + timedelta(days=1)) - age_on(born, day)
    is_eve = ((day + timedelta(days=1)).month, (day + timedelta(days=1)).day) == (born.month, born.day)
    assert grown == (1 if is_eve else 0) or (born.month, born.day) == (2, 29)


@pytest.mark.parametrize(
    ("name", "sex", "spoken"),
    [
        ("林婉清", "female", "林女士"),
        ("欧阳晴", "女", "欧阳女士"),
        ("欧阳", "male", "欧先生"),
        ("阿依古丽·买买提", "female", "阿依古丽女士"),
        ("林婉清", "", "林婉清"),
        ("John Smith", "male", "John Smith"),
        ("", "male", ""),
    ],
)
def test_people_are_addressed_by_their_surname(name: str, sex: str, spoken: str) -> None:
    assert surname_title(name, sex) == spoken


def test_a_name_of_two_characters_is_not_a_double_surname() -> None:
    assert surname("司马") == "司"
