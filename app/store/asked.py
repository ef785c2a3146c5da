"""What to ask the full-text index for the words somebody typed, from sure to vague. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import pairwise

from app.customer.pinyin import is_han
from app.customer.query import LONG_TAIL, TAIL, Term
from app.store.words import plain

SHORTEST_BEGINNING = 2
"""Letters: with fewer, the beginning of a word means nearly everybody; one letter is a first letter."""


class Level(IntEnum):
    """How much a word of the question may stand for."""

    JOINED = 0  # 「zhang wei」 and 「John Smith」 as one name
    WHOLE = 1  # whole names, the ends of numbers
    EXACT = 2  # parts of names and of numbers, first letters
    BEGUN = 3  # Latin letters that a word begins with


def question(terms: Sequence[Term], level: Level) -> str:
    """All words of the query in the index's language, "" where this level adds nothing to the one before."""
    if level is Level.JOINED:
        names = [term for term in terms if not term.has_digits]
        if len(names) < 2:
            return ""
        rest = [_any(_words(term, Level.EXACT)) for term in terms if term.has_digits]
        whole = "".join(term.folded for term in names)
        return _all([_any(_whole_name(whole)), *rest])
    asked = [_words(term, level) for term in terms]
    if level > Level.WHOLE and asked == [_words(term, Level(level - 1)) for term in terms]:
        return ""
    return _all(map(_any, asked))


def _words(term: Term, level: Level) -> list[str]:
    """What this word of the query may be in the index."""
    typed = term.folded
    found = _tails(typed) if term.has_digits else []
    found += [] if term.is_number else _whole_name(typed)
    if level >= Level.EXACT:
        found += [_quoted(plain(typed))] if term.has_digits else []
        found += [] if term.is_number else _in_names(typed)
    if level >= Level.BEGUN and not term.has_digits and typed.isascii() and len(typed) >= SHORTEST_BEGINNING:
        found += [f"{_quoted(plain(typed))} *"]
    return [word for word in found if word.strip('" *=~@#()')]


def _tails(typed: str) -> list[str]:
    kinds = {TAIL: "@#", LONG_TAIL: "#"}.get(len(typed), "")
    return [_quoted(kind + plain(typed)) for kind in kinds]


def _whole_name(typed: str) -> list[str]:
    return [_quoted("=" + plain(typed)), *([_quoted(plain(typed))] if typed.isascii() and len(typed) > 1 else ())]


def _in_names(typed: str) -> list[str]:
    if typed.isascii():
        return [_quoted("~" + plain(typed))]
    signs = plain(typed)
    if len(signs) > 1 and any(map(is_han, signs)):
        return ["(" + _all(_quoted("".join(pair)) for pair in pairwise(signs)) + ")"]
    return [_quoted(signs)]


def _all(parts: Iterable[str]) -> str:
    found = list(parts)
    return " AND ".join(found) if all(found) else ""


def _any(words: Sequence[str]) -> str:
    return "(" + " OR ".join(dict.fromkeys(words)) + ")" if words else ""


def _quoted(word: str) -> str:
    """One word of the index's language, whatever it is; :func:`plain` words have no quotes in them."""
    return f'"{word}"'
