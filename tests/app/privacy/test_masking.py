"""What a mask shows of a value: enough to recognise it, never more than its rule."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.privacy.masking import (
    HIDDEN,
    MASKS,
    is_masked_form,
    mask_address,
    mask_bank_card,
    mask_email,
    mask_id_number,
    mask_name,
    mask_phone,
    mask_value,
)

DECORATION = "*- 0号"
"""What masks put in by themselves: stars, the trunk 0 and dash of a landline, 号 behind a house number."""
DIGITS = st.text("0123456789", min_size=8, max_size=8)


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+8613800138000", "138****8000"),
        ("+8675588886666", "0755-****6666"),
        ("+861088886666", "010-****6666"),
        ("+862158881234", "021-****1234"),
        ("+85291234567", "+85****4567"),
        ("10086", "****"),
        ("+1234", "****"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_phone_shows_its_ends_only(e164: str | None, shown: str) -> None:
    assert mask_phone(e164) == shown


@given(st.text(alphabet="0123456789X", max_size=20))
def test_a_masked_identity_number_keeps_its_length_and_hides_half_or_more(number: str) -> None:
    masked = mask_id_number(number)
    assert len(masked) == len(number)
    assert len(number) < 2 or masked.count("*") * 5 >= len(number) * 2


def test_the_stricter_masks_leave_neither_region_nor_birthday() -> None:
    assert MASKS["id_tail"]("310105198403210028") == "**************0028"
    assert MASKS["id_tail"]("E12345678") == "*******78"
    assert [MASKS["year"](one) for one in ("1984-03-21", "1984-**-**", "84年3月", "")] == ["1984-**-**"] * 2 + [
        "***"
    ] * 2
    assert mask_value("year", "") == ""
    for kind, shown in (("id_tail", "**************0028"), ("year", "1984-**-**"), ("digits", "请打 139****5678")):
        assert MASKS[kind](shown) == shown
        assert is_masked_form(kind, shown)
    assert not is_masked_form("year", "1984-03-21")


def test_masks_of_the_picture() -> None:
    assert mask_id_number("310105198403210028") == "3101**********0028"
    assert mask_address("滨江区江南大道 1588 号") == "滨江区江南大道 1*** 号"
    assert mask_address("澄湖区湖滨街（门牌不详）") == "澄湖区湖滨街***"
    assert mask_email("wanqing@example.com") == "w***@example.com"
    assert mask_name("林婉清") == "林**"
    assert mask_bank_card("6222 0210 0111 6217") == "**** 6217"


@given(
    head=st.sampled_from(["138", "150", "199"]), tail=DIGITS, number=st.from_regex(r"[1-9]\d{16}[\dX]", fullmatch=True)
)
def test_the_hidden_middle_of_a_number_cannot_be_read_off_its_mask(head: str, tail: str, number: str) -> None:
    other = str((int(tail[:4]) + 1) % 10_000).zfill(4)
    assert mask_phone(f"+86{head}{tail}") == mask_phone(f"+86{head}{other}{tail[4:]}")
    middle = str((int(number[4:14]) + 1) % 10**10).zfill(10)
    assert mask_id_number(number) == mask_id_number(number[:4] + middle + number[14:])


@given(kind=st.sampled_from(sorted(MASKS)), value=st.text(max_size=40))
def test_masking_twice_is_masking_once_and_never_shows_more(kind: str, value: str) -> None:
    once = mask_value(kind, value)
    assert mask_value(kind, once) == once
    assert Counter(char for char in once if char not in DECORATION) <= Counter(value)


@pytest.mark.parametrize("kind", sorted(MASKS))
def test_what_is_no_text_is_hidden_whole_and_nothing_stays_nothing(kind: str) -> None:
    assert mask_value(kind, 6222021001116217) == HIDDEN
    assert mask_value(kind, {"number": "1"}) == HIDDEN
    assert mask_value(kind, [None, "", 5]) == [None, "", HIDDEN]
    assert mask_value(kind, None) is None


@given(value=st.from_regex(r"[1-9]\d{16}[\dX]", fullmatch=True), phone=DIGITS)
def test_a_mask_is_told_from_a_value(value: str, phone: str) -> None:
    for kind, one in (("id_number", value), ("phone", f"+86138{phone}"), ("bank_card", value), ("name", "林婉清")):
        assert not is_masked_form(kind, one)
        assert is_masked_form(kind, mask_value(kind, one))
    assert not is_masked_form("address", "江南大道 5* 酒店 3 楼")
