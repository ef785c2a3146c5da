"""What a customer is found by: the words of the full-text index and the beginnings of numbers. Pure.

Words are whole: the index keeps neither their order nor their text, so every way of typing is a word of its own. The
first sign tells the kinds apart, so that 2025 at the end of a phone is not 2025 in a policy number:

======  ====================================================================
``=``   a whole name: ``=张伟``, ``=johnsmith``
none    a sign or two neighbours of a name; a syllable, a name or a name's end spelt out (``zhang``, ``zhangwei``,
        ``weiguo``); a syllable begun (``zha``); a part of a number (``7714``)
``~``   first letters: ``~z``, ``~zw``, ``~zwg``
``@``   the last four digits of a phone
``#``   the last four or six of an identity number
======  ====================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

import msgspec

from app.customer.pinyin import is_han, spellings
from app.customer.query import LONG_TAIL, TAIL, fold
from app.customer.record import Customer, view
from app.record import Record

TOP_STARS = 9
SPAN = 1 << 40
"""Row numbers in search: ``(TOP_STARS - stars) * SPAN + record.n``. The index gives rows in this order, best first."""

LONGEST_NAME = 40
"""So many signs of a name are searched by."""

_PART = re.compile(r"[^\W_]+")
_NO_WORD = re.compile(r"[^0-9A-Za-z\u0080-\U0010ffff]+")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Entry(msgspec.Struct, frozen=True):
    """One customer in the index: their row number there, the words, and the numbers that may be typed from the left."""

    rowid: int
    words: frozenset[str]
    parts: frozenset[str]


def entry(n: int, file: Iterable[Record]) -> Entry | None:
    """What a file is found by; None where there is no customer in it.

    Args:
        n: ``record.n`` of the customer.
        file: the customer's records that are not deleted.
    """
    words: set[str] = set()
    parts: set[str] = set()
    stars = -1
    for record in file:
        fields = record.fields
        match record.entity:
            case "customer":
                stars = min(max(view(record, Customer).stars, 0), TOP_STARS)
                words.update(name_words(_text(fields.get("name"))), identity_words(_text(fields.get("id_number"))))
                parts.update(number_parts(_text(fields.get("customer_no"))))
            case "contact_point":
                phone = _text(fields.get("e164"))
                words.update({f"@{plain(phone[-TAIL:])}"} if len(phone) > TAIL else ())
            case "holding":
                attributes = fields.get("attributes")
                more = [attributes.get(name) for name in ("plate", "serial")] if isinstance(attributes, dict) else []
                for number in map(_text, (fields.get("number"), *more)):
                    parts.update(number_parts(number))
                    words.update(number_words(number))
    return Entry((TOP_STARS - stars) * SPAN + n, frozenset(words), frozenset(parts)) if stars >= 0 else None


@lru_cache(maxsize=4_096)
def name_words(name: str) -> frozenset[str]:
    """Every way to begin with a name; there are far fewer names than people."""
    return frozenset(_name_words(name))


def _name_words(name: str) -> Iterator[str]:
    name = name[:LONGEST_NAME]
    whole = plain(fold(name))
    if not whole:
        return
    yield f"={whole}"
    for word in (*_PART.findall(name), *name.split()):
        run = plain(fold(word))
        yield from (sign for sign in run if is_han(sign))
        if run and not any(map(is_han, run)):
            yield run
    if len(whole) > 2 and any(map(is_han, whole)):
        yield from map("".join, pairwise(whole))
    for spelling in spellings(name):
        yield from spelling
        yield from ("".join(spelling[at:]) for at in range(len(spelling)))
        yield from (syllable[:letters] for syllable in spelling for letters in range(2, len(syllable)))
        initials = "".join(syllable[0] for syllable in spelling)
        yield from (f"~{initials[:letters]}" for letters in range(1, len(initials) + 1))


def identity_words(number: str) -> Iterator[str]:
    """The last digits of an identity number, whole or masked in its middle."""
    known = plain(fold(number.rpartition("*")[2]))
    yield from (f"#{known[-tail:]}" for tail in (TAIL, LONG_TAIL) if len(known) >= tail)


def number_words(number: str) -> Iterator[str]:
    """The parts of a number that somebody may read out alone: 「7714」 of P-2025-7714-0382; a year is none."""
    runs = _PART.findall(number)
    yield from (plain(fold(run)) for run in runs if len(run) >= TAIL and not is_year(run))


def number_parts(number: str) -> Iterator[str]:
    """A number without its dashes, and what remains of it from each of its parts, and from a plate's letter, on."""
    whole = fold(number)
    if len(whole) >= TAIL:
        yield whole
    starts = [found.start() for found in _PART.finditer(number)][1:]
    if number[:1] and is_han(number[0]):
        starts += [1, 2]
    for start in starts:
        rest = fold(number[start:])
        if len(rest) >= TAIL:
            yield rest


def plain(folded: str) -> str:
    """Without the signs that the index takes for the end of a word (``o'brien``)."""
    return _NO_WORD.sub("", folded)


def is_year(digits: str) -> bool:
    """Whether this reads as a year: far too many numbers have one in them."""
    return _YEAR.fullmatch(digits) is not None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
