"""What a search finds: one customer a line, with why, already masked. Pure: records in, hits out.

A whole key (number, customer number, policy, claim, ticket) comes before a whole name, that before the last four
digits, those before a part of a name, and a part of a number comes last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Literal

import msgspec

from app.customer.record import ContactPoint, Customer, Holding, view
from app.ids import CustomerId
from app.privacy.masking import mask_phone
from app.record import Record

Matched = Literal["name", "phone", "id_number", "customer_no", "holding", "ticket"]

LONGEST_QUERY = 64  # characters; nobody has a longer name or number
MOST_TERMS = 5
TAIL = 4
"""Phones and identity numbers are found whole or by this many last digits, by nothing in between."""

_IGNORED = re.compile(r"[\s\-–—·.()]+")
_DIGITS = re.compile(r"\+?[0-9]+")


class SearchHit(msgspec.Struct, frozen=True, kw_only=True):
    """One customer that was found.

    ``matched`` says by what, ``matched_text`` is that thing as it may be shown (of an identity number only the last
    four), and ``start`` and ``length`` say which part of it was typed.
    """

    customer_id: CustomerId
    name: str
    phone_masked: str = ""
    customer_no: str = ""
    matched: Matched = "name"
    matched_text: str = ""
    start: int = 0
    length: int = 0


class Closeness(IntEnum):
    """How sure a match is; the surer comes first."""

    KEY = 0
    WHOLE_NAME = 1
    TAIL = 2
    NAME_BEGINS = 3
    IN_NAME = 4
    IN_NUMBER = 5


class Term(msgspec.Struct, frozen=True):
    """One word of a query: as it was typed, and without case, width and dashes."""

    typed: str
    folded: str

    @property
    def is_number(self) -> bool:
        """Whether it is digits only."""
        return _DIGITS.fullmatch(self.folded) is not None

    @property
    def is_mixed(self) -> bool:
        """Whether it has letters and digits, as policy and ticket numbers have."""
        return any(c.isdigit() for c in self.folded) and any(c.isalpha() for c in self.folded)


class File(msgspec.Struct, frozen=True, kw_only=True):
    """What one customer can be found by."""

    customer: Record
    phones: Sequence[ContactPoint] = ()
    holdings: Sequence[Holding] = ()
    tickets: Sequence[str] = ()


class Match(msgspec.Struct, frozen=True):
    """One word of the query found in one thing."""

    closeness: Closeness
    matched: Matched
    text: str
    start: int
    length: int


def terms_of(words: str) -> tuple[Term, ...]:
    """The words of a query. Digits written in groups (138 0013 8000) are one word."""
    plain = unicodedata.normalize("NFKC", words).replace("\0", " ").strip()[:LONGEST_QUERY]
    whole = _fold(plain)
    if _DIGITS.fullmatch(whole):
        return (Term(plain, whole),)
    found = [Term(part, folded) for part in plain.split() if (folded := _fold(part))]
    return tuple(found[:MOST_TERMS])


def find_in(file: File, terms: Sequence[Term], e164: str | None = None) -> tuple[Closeness, SearchHit] | None:
    """The hit of a customer in whose file every word is found, and how sure it is; None for anybody else.

    Args:
        file: the customer.
        terms: the query, from :func:`terms_of`.
        e164: the query read as a telephone number, or None where it is none.
    """
    matches: list[Match] = []
    for term in terms:
        best = min(_matches(file, term, e164), key=lambda match: match.closeness, default=None)
        if best is None:
            return None
        matches.append(best)
    if not matches:
        return None
    shown = min(matches, key=lambda match: match.closeness)
    phone = next((match.text for match in matches if match.matched == "phone"), "")
    who = view(file.customer, Customer)
    return shown.closeness, SearchHit(
        customer_id=CustomerId(file.customer.id),
        name=who.name,
        phone_masked=phone or _usual_phone(file.phones),
        customer_no=who.customer_no,
        matched=shown.matched,
        matched_text=shown.text,
        start=shown.start,
        length=shown.length,
    )


def _matches(file: File, term: Term, e164: str | None) -> Iterable[Match]:
    who = view(file.customer, Customer)
    if at := _where(who.name, term.folded):
        yield Match(_of_name(who.name, term.folded), "name", who.name, *at)
    for phone in file.phones:
        yield from _in_phone(phone.e164, term, e164)
    yield from _in_identity(who.id_number, term)
    yield from _in_number("customer_no", who.customer_no, term)
    for holding in file.holdings:
        yield from _in_number("holding", holding.number, term)
    for number in file.tickets:
        yield from _in_number("ticket", number, term)


def _in_phone(number: str, term: Term, e164: str | None) -> Iterable[Match]:
    shown = mask_phone(number)
    digits = term.folded.removeprefix("+")
    if number and (number == e164 or digits in (number.removeprefix("+86"), number.removeprefix("+"))):
        yield Match(Closeness.KEY, "phone", shown, 0, len(shown))
    elif len(digits) == TAIL and term.is_number and number.endswith(digits):
        start = max(0, len(shown) - TAIL)
        yield Match(Closeness.TAIL, "phone", shown, start, len(shown) - start)


def _in_identity(number: str, term: Term) -> Iterable[Match]:
    folded, tail = number.casefold(), number[-TAIL:]
    if number and term.folded in (folded, folded[-TAIL:]) and len(term.folded) >= TAIL:
        closeness = Closeness.KEY if term.folded == folded else Closeness.TAIL
        yield Match(closeness, "id_number", tail, 0, len(tail))


def _in_number(matched: Matched, number: str, term: Term) -> Iterable[Match]:
    at = _where(number, term.folded)
    if at is None:
        return
    if term.folded == _fold(number):
        yield Match(Closeness.KEY, matched, number, *at)
    elif len(term.folded) >= TAIL:
        yield Match(Closeness.IN_NUMBER, matched, number, *at)


def _of_name(name: str, folded: str) -> Closeness:
    whole = _fold(name)
    if whole == folded:
        return Closeness.WHOLE_NAME
    return Closeness.NAME_BEGINS if whole.startswith(folded) else Closeness.IN_NAME


def _usual_phone(phones: Sequence[ContactPoint]) -> str:
    known = [phone for phone in phones if phone.e164]
    usual = next((phone for phone in known if phone.preferred), known[0] if known else None)
    return "" if usual is None else mask_phone(usual.e164)


def _where(text: str, folded: str) -> tuple[int, int] | None:
    """Start and length of what was typed inside ``text`` as it is written, or None."""
    pieces = [_fold(sign) for sign in text]
    places = [at for at, piece in enumerate(pieces) for _ in piece]
    found = "".join(pieces).find(folded) if folded else -1
    if found < 0:
        return None
    first, last = places[found], places[found + len(folded) - 1]
    return first, last + 1 - first


def _fold(text: str) -> str:
    """Without case, width, spaces, dashes and dots: 「ｐ－2025」 and 「P2025」 are the same."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())
