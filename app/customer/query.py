"""What somebody typed to find a customer, taken apart into words. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import msgspec

from app.privacy.masking import mask_id_number

LONGEST_QUERY = 64  # characters; nobody has a longer name or number
MOST_TERMS = 5
TAIL = 4
"""Phones are found whole or by this many last digits, by nothing in between."""
LONG_TAIL = 6
"""Identity numbers also by so many."""

_IGNORED = re.compile(r"[\s\-–—·.()]+")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""Halves of characters cannot be looked up: the index holds whole ones."""
_DIGITS = re.compile(r"\+?[0-9]+")
_PLATE_BEGUN = re.compile(r"[\u4e00-\u9fff][a-z][0-9a-z]?")
"""A plate typed from the left, shorter than other numbers may be: 浙a, 浙a1."""
_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")


class Term(msgspec.Struct, frozen=True):
    """One word of a query: as it was typed, and without case, width and dashes."""

    typed: str
    folded: str

    @property
    def is_number(self) -> bool:
        """Whether it is digits only."""
        return _DIGITS.fullmatch(self.folded) is not None

    @property
    def has_digits(self) -> bool:
        """Whether it is, or has in it, a number: hardly any name has."""
        return any(c.isdigit() for c in self.folded)

    @property
    def is_mixed(self) -> bool:
        """Whether it has letters and digits, as policy and ticket numbers have."""
        return self.has_digits and any(c.isalpha() for c in self.folded)

    @property
    def begins_plate(self) -> bool:
        """Whether it is the first two or three signs of a plate: a province, its city's letter, perhaps one more."""
        return _PLATE_BEGUN.fullmatch(self.folded) is not None


def terms_of(words: str) -> tuple[Term, ...]:
    """The words of a query. Digits written in groups (138 0013 8000) are one word."""
    plain = _NO_TEXT.sub(" ", unicodedata.normalize("NFKC", words)).strip()[:LONGEST_QUERY]
    whole = fold(plain)
    if _DIGITS.fullmatch(whole):
        return (Term(plain, whole),)
    found = [Term(part, folded) for part in plain.split() if (folded := fold(part))]
    return tuple(found[:MOST_TERMS])


def joined(terms: Sequence[Term]) -> Term | None:
    """Several words with a number among them as one: 「沪A 12345」, 「P2025 7714」. None for anything else."""
    if len(terms) < 2 or not any(term.has_digits for term in terms):
        return None
    return Term("".join(term.typed for term in terms), "".join(term.folded for term in terms))


def masked_id(term: Term) -> str:
    """A whole identity number as those see it who may not hold more (F10); of anything else nothing."""
    typed = term.folded.upper()
    return mask_id_number(typed) if _RESIDENT.fullmatch(typed) else ""


def fold(text: str) -> str:
    """Without case, width, spaces, dashes and dots: 「ｐ－2025」 and 「P2025」 are the same."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())
