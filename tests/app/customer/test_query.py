"""What was typed to find somebody, taken apart: any text will do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customer.query import terms_of


@given(st.text(st.characters(), max_size=80))
def test_whatever_is_typed_can_be_looked_up(words: str) -> None:
    for term in terms_of(words):
        assert term.typed.encode()
        assert term.folded.encode()


@pytest.mark.parametrize("words", ["\ud800", "\udfff\ud800\0"])
def test_halves_of_characters_look_for_nobody(words: str) -> None:
    assert terms_of(words) == ()


def test_halves_of_characters_do_not_hide_the_words_beside_them() -> None:
    assert [term.folded for term in terms_of("张伟\ud800 8000")] == ["张伟", "8000"]
