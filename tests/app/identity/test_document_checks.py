"""What the checks promise: every slip of one digit and every swap of two neighbours is noticed; nothing ever raises."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import uscc

from app.identity.document import DOCUMENT_KINDS, Document, Problem
from app.identity.organisation_numbers import org_check_character
from app.identity.reading import guess_kinds, read_document
from app.identity.resident_id import check_digit
from app.identity.spelling import tidy

_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_DRESSING = st.sampled_from(["", " ", "-", "－", "·", "\u3000", "\u200b", "(", "）"])
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@st.composite
def residents(draw: st.DrawFn) -> str:
    """A resident's number with its check."""
    region = draw(st.sampled_from(["110105", "310104", "440305", "650102", "710000"]))
    born = draw(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
    first = f"{region}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first + check_digit(first)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    """A unified social credit code with its check."""
    head = draw(st.sampled_from(["91", "92", "12", "52", "N2"]))
    region = draw(st.sampled_from(["110000", "310115", "440300"]))
    first = head + region + draw(st.text(_USCC_LETTERS, min_size=9, max_size=9))
    return first + uscc.calc_check_digit(first)


@st.composite
def dressed(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> tuple[str, str]:
    """A number, and one of the ways in which people type it."""
    number = draw(numbers)
    typed = "".join(char + draw(_DRESSING) for char in number)
    typed = typed.lower() if draw(st.booleans()) else typed
    return number, typed.translate(_WIDE) if draw(st.booleans()) else typed


def _changed(number: str, at: int, by: int, letters: str) -> str:
    old = letters.index(number[at])
    return number[:at] + letters[(old + by) % len(letters)] + number[at + 1 :]


def _swapped(number: str, at: int) -> str:
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


@given(dressed(residents()))
def test_any_spelling_of_a_residents_number_is_that_number(pair: tuple[str, str]) -> None:
    number, typed = pair
    found = read_document("resident_id", typed)
    assert isinstance(found, Document)
    assert found.number == number


@given(dressed(credit_codes()))
def test_any_spelling_of_a_credit_code_is_that_code(pair: tuple[str, str]) -> None:
    number, typed = pair
    found = read_document("credit_code", typed)
    assert isinstance(found, Document)
    assert found.number == number


@given(residents(), st.integers(0, 17), st.integers(1, 10))
def test_one_wrong_character_of_a_residents_number_is_noticed(number: str, at: int, by: int) -> None:
    letters = "0123456789X" if at == 17 else "0123456789"
    wrong = _changed(number, at, by, letters)
    assert wrong == number or isinstance(read_document("resident_id", wrong), Problem)


@given(residents(), st.integers(0, 16))
def test_two_swapped_neighbours_of_a_residents_number_are_noticed(number: str, at: int) -> None:
    wrong = _swapped(number, at)
    assert wrong == number or isinstance(read_document("resident_id", wrong), Problem)


@given(credit_codes(), st.integers(0, 17), st.integers(1, 30))
def test_one_wrong_character_of_a_credit_code_is_noticed(number: str, at: int, by: int) -> None:
    wrong = _changed(number, at, by, _USCC_LETTERS)
    assert wrong == number or isinstance(read_document("credit_code", wrong), Problem)


@given(credit_codes(), st.integers(0, 16))
def test_two_swapped_neighbours_of_a_credit_code_are_noticed(number: str, at: int) -> None:
    wrong = _swapped(number, at)
    assert wrong == number or isinstance(read_document("credit_code", wrong), Problem)


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8), st.integers(0, 7), st.integers(1, 30))
def test_one_wrong_digit_of_an_organisation_code_is_noticed(first: str, at: int, by: int) -> None:
    number = first + org_check_character(first)
    assert isinstance(read_document("org_code", number), Document)
    wrong = _changed(number, at, by, _USCC_LETTERS)
    # Modulo 11 cannot tell a letter from what is eleven more; a digit for a digit it can.
    if wrong != number and wrong[at].isdigit() and number[at].isdigit():
        assert isinstance(read_document("org_code", wrong), Problem)


@given(st.text("0123456789", min_size=11, max_size=18), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_of_a_bank_card_is_noticed(first: str, at: int, by: int) -> None:
    number = "6" + first[1:] + luhn.calc_check_digit("6" + first[1:])
    assert isinstance(read_document("bank_card", number), Document)
    wrong = _changed(number, at % len(number), by, "0123456789")
    assert isinstance(read_document("bank_card", wrong), Problem)


@given(
    st.dates(date(1900, 1, 1), date(1999, 12, 31)),
    st.sampled_from(["110105", "310104", "650102"]),
    st.integers(0, 999),
)
def test_an_old_number_and_its_new_form_are_the_same_person(born: date, region: str, serial: int) -> None:
    old = read_document("resident_id", f"{region}{born:%y%m%d}{serial:03d}")
    first = f"{region}{born:%Y%m%d}{serial:03d}"
    new = read_document("resident_id", first + check_digit(first))
    assert isinstance(old, Document)
    assert isinstance(new, Document)
    assert (old.number, old.birth_date, old.sex) == (new.number, new.birth_date, new.sex)


_NEARLY = st.text("0123456789XＸ１０E军字第号沪京A使警挂港- ()（）·+转ßOI", max_size=24)


@given(st.sampled_from([*DOCUMENT_KINDS, "nothing", ""]), st.text(max_size=200) | _NEARLY, st.none() | st.dates())
def test_no_text_whatever_breaks_a_reader(kind: str, text: str, on: date | None) -> None:
    found = read_document(kind, text, on=on)
    assert found.kind == kind
    if isinstance(found, Problem):
        assert found.reason
    else:
        again = read_document(kind, found.number, on=on)
        assert isinstance(again, Document)
        assert again.number == found.number


@given(st.text(max_size=200) | _NEARLY)
def test_whatever_is_guessed_can_be_read(text: str) -> None:
    for kind in guess_kinds(text):
        assert isinstance(read_document(kind, text), Document)


@given(_NEARLY)
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
