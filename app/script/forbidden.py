"""Words that must not be said or written to a customer, found as they are typed (`mission-rows.md` G04, B04)."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec


class ForbiddenWord(msgspec.Struct, frozen=True):
    """A phrase, and what to say instead."""

    words: str
    instead: str


class Finding(msgspec.Struct, frozen=True):
    """Where a forbidden phrase stands in a text (character positions) and what to put there."""

    start: int
    end: int
    words: str
    instead: str


def find_forbidden(text: str, lexicon: tuple[ForbiddenWord, ...]) -> list[Finding]:
    """Every forbidden phrase in the text, left to right, the longest phrase winning where several begin."""
    if not lexicon or not text:
        return []
    pattern, instead = _compiled(lexicon)
    return [
        Finding(found.start(), found.end(), found.group(), instead[found.group()]) for found in pattern.finditer(text)
    ]


@lru_cache(maxsize=8)
def _compiled(lexicon: tuple[ForbiddenWord, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    longest_first = sorted(lexicon, key=lambda entry: -len(entry.words))
    pattern = re.compile("|".join(re.escape(entry.words) for entry in longest_first))
    return pattern, {entry.words: entry.instead for entry in lexicon}
