"""Numbers of people in what somebody typed: found however they are written, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity.resident_id import check_digit
from app.privacy.digits import NET, has_masked, mask_digits, mask_inside

ID_NUMBER = "310105198403210026"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("请打13912345678。", "请打139****5678。"),
        ("139 1234 5678 转 2", "139****5678 转 2"),
        ("+86 139-1234-5678", "139****5678"),
        ("0086 13912345678", "0086 139****5678"),
        ("008613912345678", "139****5678"),
        ("Tel13912345678", "Tel139****5678"),
        ("１３９１２３４５６７８", "139****5678"),
        ("13912345678、13812345678", "139****5678、138****5678"),
        ("13912345678 13812345678", "139****5678 138****5678"),
        (f"身份证{ID_NUMBER}号", "身份证3101**********0026号"),
        ("310105 19840321 0026", "3101**********0026"),
        ("11010519491231002x", "1101**********002x"),
        ("卡号 4111 1111 1111 1111", "卡号 **** 1111"),
        ("6222021001116213006", "6222021001116213006"),
        ("2026-11-24 13912345678", "2026-11-24 139****5678"),
    ],
)
def test_a_number_of_a_person_is_masked_where_it_stands(typed: str, shown: str) -> None:
    assert mask_digits(typed) == shown
    assert mask_digits(shown) == shown
    assert has_masked(shown) is (shown != typed)


@pytest.mark.parametrize(
    "typed",
    [
        "TS-20261124-0001",
        "保单 P2026112413912345678901",
        "12912345678",
        "1391234567",
        "310105198403210028",
        "310105198413210026",
        "4111111111111112",
        "3f13912345678a",
        "PDZA4111111111111111",
        "金额 1234567890123 元",
        "**加急** 今天 18:30 前",
        "",
    ],
)
def test_what_only_looks_like_one_stays(typed: str) -> None:
    assert mask_digits(typed) == typed
    assert not has_masked(typed)


def test_whoever_may_hold_telephone_numbers_keeps_those_and_only_those() -> None:
    typed = f"13912345678 身份证 {ID_NUMBER}"
    assert mask_digits(typed, ("id_number", "bank_card")) == "13912345678 身份证 3101**********0026"
    assert mask_digits(typed, ()) == typed


def test_numbers_deep_in_a_form_are_found_and_the_rest_keeps_its_kind() -> None:
    form = {"a": [13912345678, {"b": "13912345678"}], "done": True, "amount": 3200.5, "n": None}
    shown = {"a": ["139****5678", {"b": "139****5678"}], "done": True, "amount": 3200.5, "n": None}
    assert mask_inside(form, NET) == shown


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
identities = st.tuples(st.from_regex(r"[1-6][0-9]{5}", fullmatch=True), st.dates(), st.integers(0, 999)).filter(
    lambda one: one[1].year >= 1900
)
words = st.text(
    st.characters(exclude_categories=("N", "Cs"), exclude_characters="*+-\u2010\u2011\u2012\u2013\u2014\u2015 Xx"),
    max_size=8,
).map(lambda text: "".join(one for one in text if not (one.isascii() and one.isalnum())))


@given(before=words, number=mobiles, after=words)
def test_no_mobile_number_survives_between_any_words(before: str, number: str, after: str) -> None:
    assert mask_digits(before + number + after) == f"{before}{number[:3]}****{number[-4:]}{after}"


@given(before=words, parts=identities, after=words)
def test_no_identity_number_survives_between_any_words(before: str, parts: tuple, after: str) -> None:  # type: ignore[type-arg]
    region, born, order = parts
    first = f"{region}{born:%Y%m%d}{order:03d}"
    number = first + check_digit(first)
    assert number not in mask_digits(before + number + after)


@given(st.text(alphabet="0123456789Xx -+*年月", max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask_digits(text)
    assert mask_digits(once) == once
