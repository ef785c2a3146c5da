"""Direct ways in: a text may open a customer and do nothing else."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.call.direct import number_in
from app.call.number import read_number
from app.errors import InvalidFieldError


@pytest.mark.parametrize(
    "text",
    [
        "tel:+8613800138000",
        "tel:+86-138-0013-8000",
        "TEL:13800138000",
        "callto:13800138000",
        "callto://13800138000",
        "sip:013800138000@10.0.0.8",
        "shouwen:pop?ani=13800138000&dnis=95500",
        "shouwen:pop?ani=%2B8613800138000",
        "13800138000",
    ],
)
def test_every_way_of_handing_over_a_number_finds_the_same_caller(text: str) -> None:
    assert read_number(number_in(text)).e164 == "+8613800138000"


@pytest.mark.parametrize(
    "text",
    ["", "tel:", "javascript:alert(1)", "file:///etc/passwd", "shouwen:delete?ani=1", "shouwen:pop?x=1", "x" * 3000],
)
def test_anything_else_is_refused_with_words(text: str) -> None:
    with pytest.raises(InvalidFieldError, match="没有打开"):
        number_in(text)


@given(st.text(max_size=300))
def test_no_text_does_more_than_give_a_number_or_a_refusal(text: str) -> None:
    with suppress(InvalidFieldError):
        assert any(character.isdigit() for character in number_in(text))
