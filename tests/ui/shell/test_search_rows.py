"""What was typed stands out in what was found, and the row says by what it was found."""

from __future__ import annotations

import pytest

from app.customer.hit import File, SearchHit, find_in
from app.customer.query import terms_of
from app.customer.record import ContactPoint, Holding
from app.record import Record
from ui.shell.search_rows import fact_runs, name_runs, reason_runs, spoken

FILE = File(
    customer=Record(
        id="c-1",
        entity="customer",
        owner_id="c-1",
        fields={"name": "张伟国", "customer_no": "C-20810001", "id_number": "310101199003070028"},
    ),
    phones=[ContactPoint(e164="+8613800138000")],
    holdings=[Holding(number="P-2025-7714-0382", attributes={"plate": "沪A12345"})],
)


def hit_for(words: str) -> SearchHit:
    """What the search says of this customer."""
    match = find_in(FILE, terms_of(words))
    assert match is not None
    return match[1]


def typed_in(words: str) -> tuple[list[str], list[str], list[str]]:
    """The bold pieces of name, numbers and reason."""
    hit = hit_for(words)
    runs = (name_runs(hit), fact_runs(hit), reason_runs(hit))
    name, facts, reason = ([piece for piece, typed in run if typed] for run in runs)
    return name, facts, reason


@pytest.mark.parametrize(
    ("words", "name", "facts", "reason"),
    [
        ("张", ["张"], [], []),
        ("伟国", ["伟国"], [], []),
        ("zhangw", ["张伟"], [], []),
        ("wg", ["伟国"], [], []),
        ("8000", [], ["8000"], []),
        ("张 8000", ["张"], ["8000"], []),
        ("zhang guo", ["张", "国"], [], []),
        ("zhang wei guo", ["张伟国"], [], []),
        ("208100", [], ["208100"], []),
        ("p20257714", [], [], ["P-2025-7714"]),
        ("0028", [], [], ["0028"]),
        ("沪a12345", [], [], ["沪A12345"]),
        ("张 a12345", ["张"], [], ["A12345"]),
    ],
)
def test_what_was_typed_is_bold(words: str, name: list[str], facts: list[str], reason: list[str]) -> None:
    assert typed_in(words) == (name, facts, reason)


@pytest.mark.parametrize("words", ["张", "zhangw", "8000", "张 8000", "0028", "沪a12345"])
def test_nothing_of_a_row_is_lost_between_its_pieces(words: str) -> None:
    hit = hit_for(words)
    assert "".join(piece for piece, _typed in name_runs(hit)) == "张伟国"
    assert "".join(piece for piece, _typed in fact_runs(hit)) == "138****8000 · C-20810001"


@pytest.mark.parametrize(
    ("words", "why"), [("zhangw", "拼音"), ("沪a12345", "车牌 沪A12345"), ("0028", "证件尾号 0028")]
)
def test_a_screen_reader_hears_why(words: str, why: str) -> None:
    assert spoken(hit_for(words)) == f"张伟国 · 138****8000 · C-20810001 · {why}"
