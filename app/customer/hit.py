"""What a search finds: one customer a line, with why, already masked. Pure: records in, hits out.

A whole key (number, customer number, policy, claim, plate, ticket) comes before a whole name, that before the last
digits, those before a part of a name, and a part of a number comes last. Names are also read as pinyin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Literal

import msgspec

from app.customer.pinyin import spelt_in
from app.customer.query import LONG_TAIL, TAIL, Term, fold, masked_id
from app.customer.record import ContactPoint, Customer, Holding, view
from app.days import iso_date
from app.ids import CustomerId
from app.privacy.masking import mask_phone
from app.record import Record

Matched = Literal["name", "pinyin", "phone", "id_number", "customer_no", "holding", "plate", "serial", "ticket"]

_ON_ROW: tuple[Matched, ...] = ("name", "phone", "customer_no")
"""What a row shows in any case; anything else has to be told as the reason."""
_ATTRIBUTES: tuple[Matched, ...] = ("plate", "serial")


class Mark(msgspec.Struct, frozen=True):
    """A part of what a hit shows that was typed: of which thing, and where in it."""

    matched: Matched
    start: int
    length: int


class SearchHit(msgspec.Struct, frozen=True, kw_only=True):
    """One customer that was found.

    ``matched`` says by what, ``matched_text`` is that thing as it may be shown (of an identity number only the last
    four), and ``start`` and ``length`` say which part of it was typed; for ``pinyin`` it is the name, and the signs
    that were spelt. ``marks`` are all that was typed, of several words one each.

    ``birth_year``, ``id_tail`` (the last four), ``branch`` and ``holdings`` (how many) tell people of one name apart.
    """

    customer_id: CustomerId
    name: str
    phone_masked: str = ""
    customer_no: str = ""
    matched: Matched = "name"
    matched_text: str = ""
    start: int = 0
    length: int = 0
    marks: tuple[Mark, ...] = ()
    stars: int = 0
    birth_year: str = ""
    id_tail: str = ""
    branch: str = ""
    holdings: int = 0


class Closeness(IntEnum):
    """How sure a match is; the surer comes first."""

    KEY = 0
    WHOLE_NAME = 1
    WHOLE_PINYIN = 2
    TAIL = 3
    NAME_BEGINS = 4
    PINYIN_BEGINS = 5
    INITIALS = 6
    IN_NAME = 7
    IN_PINYIN = 8
    IN_NUMBER = 9


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


def find_in(file: File, terms: Sequence[Term], e164: str | None = None) -> tuple[Closeness, SearchHit] | None:
    """The hit of a customer in whose file every word is found, and how sure it is; None for anybody else.

    Args:
        file: the customer.
        terms: the query, from :func:`app.customer.query.terms_of`.
        e164: the query read as a telephone number, or None where it is none.
    """
    who = view(file.customer, Customer)
    matches = _best(file, who, terms, e164)
    if not matches:
        return None
    closeness = min(map(_closeness, matches))
    shown = min(matches, key=lambda match: (match.matched in _ON_ROW, match.closeness))
    phone = next((match.text for match in matches if match.matched == "phone"), "")
    return closeness, SearchHit(
        customer_id=CustomerId(file.customer.id),
        name=who.name,
        phone_masked=phone or _usual_phone(file.phones),
        customer_no=who.customer_no,
        matched=shown.matched,
        matched_text=shown.text,
        start=shown.start,
        length=shown.length,
        marks=tuple(Mark(match.matched, match.start, match.length) for match in matches),
        stars=who.stars,
        birth_year=f"{born.year}" if (born := iso_date(who.birth_date)) else "",
        id_tail=tail if len(who.id_number) > TAIL and (tail := who.id_number[-TAIL:]).isalnum() else "",
        branch=who.branch,
        holdings=len(file.holdings),
    )


def is_named(name: str, terms: Sequence[Term]) -> bool:
    """Whether every word of the query is in this name, as it is written or spelt."""
    return all(any(_in_name(name, term)) for term in terms)


def _best(file: File, who: Customer, terms: Sequence[Term], e164: str | None) -> list[Match]:
    """The surest match of each word, [] where one has none. Several words that are one whole name count as that."""
    names = [term for term in terms if not term.has_digits]
    matches: list[Match] = []
    rest = list(terms)
    if len(names) > 1:
        joined = Term(" ".join(term.typed for term in names), "".join(term.folded for term in names))
        whole = min(_in_name(who.name, joined), key=_closeness, default=None)
        if whole is not None and whole.closeness <= Closeness.WHOLE_PINYIN:
            matches, rest = [whole], [term for term in terms if term.has_digits]
    for term in rest:
        best = min(_matches(file, who, term, e164), key=_closeness, default=None)
        if best is None:
            return []
        matches.append(best)
    return matches


def _closeness(match: Match) -> Closeness:
    return match.closeness


def _matches(file: File, who: Customer, term: Term, e164: str | None) -> Iterable[Match]:
    yield from _in_name(who.name, term)
    if term.begins_plate:
        yield from _in_plates(file.holdings, term)
    if not term.has_digits and len(term.folded) < TAIL:
        return  # too short for anything but a name
    for phone in file.phones:
        yield from _in_phone(phone.e164, term, e164)
    yield from _in_identity(who.id_number, who.birth_date, term)
    yield from _in_number("customer_no", who.customer_no, term)
    for holding in file.holdings:
        yield from _in_number("holding", holding.number, term)
        for matched in _ATTRIBUTES:
            if isinstance(number := holding.attributes.get(matched), str):
                yield from _in_number(matched, number, term)
    for number in file.tickets:
        yield from _in_number("ticket", number, term)


def _in_name(name: str, term: Term) -> Iterable[Match]:
    if at := _where(name, term.folded):
        yield Match(_of_name(name, term.folded), "name", name, *at)
    elif spelt := spelt_in(name, term.folded):
        if spelt.is_initials:
            closeness = Closeness.INITIALS if spelt.start == 0 else Closeness.IN_PINYIN
        elif spelt.is_whole:
            closeness = Closeness.WHOLE_PINYIN
        else:
            closeness = Closeness.PINYIN_BEGINS if spelt.start == 0 else Closeness.IN_PINYIN
        yield Match(closeness, "pinyin", name, spelt.start, spelt.length)


def _in_phone(number: str, term: Term, e164: str | None) -> Iterable[Match]:
    shown = mask_phone(number)
    digits = term.folded.removeprefix("+")
    if number and (number == e164 or digits in (number.removeprefix("+86"), number.removeprefix("+"))):
        yield Match(Closeness.KEY, "phone", shown, 0, len(shown))
    elif len(digits) == TAIL and term.is_number and number.endswith(digits):
        start = max(0, len(shown) - TAIL)
        yield Match(Closeness.TAIL, "phone", shown, start, len(shown) - start)
    elif "*" in number and e164 and mask_phone(e164) == number:  # this desk has only the masked form
        yield Match(Closeness.TAIL, "phone", shown, 0, len(shown))


def _in_identity(number: str, birth_date: str | None, term: Term) -> Iterable[Match]:
    """Whole, or its last digits; a number that was sent masked is met by a whole one that looks the same masked."""
    typed, known, tail = term.folded.upper(), number.upper(), number[-TAIL:]
    if len(typed) < TAIL or not number:
        return
    looks_so = "*" in known and masked_id(term) == known
    born_then = (birth_date or "").replace("-", "") in ("", typed[6:14])
    if typed == known:
        yield Match(Closeness.KEY, "id_number", tail, 0, len(tail))
    elif (looks_so and born_then) or (len(typed) in (TAIL, LONG_TAIL) and known.endswith(typed)):
        yield Match(Closeness.TAIL, "id_number", tail, 0, len(tail))


def _in_number(matched: Matched, number: str, term: Term) -> Iterable[Match]:
    at = _where(number, term.folded)
    if at is None:
        return
    if term.folded == fold(number):
        yield Match(Closeness.KEY, matched, number, *at)
    elif len(term.folded) >= TAIL:
        yield Match(Closeness.IN_NUMBER, matched, number, *at)


def _in_plates(holdings: Sequence[Holding], term: Term) -> Iterable[Match]:
    """Plates that begin so; written with a dot (浙A·12345) they do too."""
    for holding in holdings:
        plate = holding.attributes.get("plate")
        if isinstance(plate, str) and fold(plate).startswith(term.folded) and (at := _where(plate, term.folded)):
            yield Match(Closeness.IN_NUMBER, "plate", plate, *at)


def _of_name(name: str, folded: str) -> Closeness:
    whole = fold(name)
    if whole == folded:
        return Closeness.WHOLE_NAME
    return Closeness.NAME_BEGINS if whole.startswith(folded) else Closeness.IN_NAME


def _usual_phone(phones: Sequence[ContactPoint]) -> str:
    known = [phone for phone in phones if phone.e164]
    usual = next((phone for phone in known if phone.preferred), known[0] if known else None)
    return "" if usual is None else mask_phone(usual.e164)


def _where(text: str, folded: str) -> tuple[int, int] | None:
    """Start and length of what was typed inside ``text`` as it is written, or None."""
    pieces = [fold(sign) for sign in text]
    places = [at for at, piece in enumerate(pieces) for _ in piece]
    found = "".join(pieces).find(folded) if folded else -1
    if found < 0:
        return None
    first, last = places[found], places[found + len(folded) - 1]
    return first, last + 1 - first
