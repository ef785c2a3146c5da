"""Whether two names may be one person's: the same, heard the same, or one slip apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

Agreement = Literal["same", "sound", "similar", "different", "unknown"]

SIMILAR_RATIO = 85.0
"""Out of 100: from here on two long names (companies, transcribed names) count as one slip apart."""

_LONG = 5
_SPACES = re.compile(r"[\s·•・.,，'’()（）-]+")


def agreement(one: str, other: str) -> Agreement:
    """How well two names agree. ``unknown`` where one is missing: it neither speaks for nor against.

    A single character of three that differs is a slip (林婉清, 林婉晴); of two it is another person (王伟, 王芳).
    """
    first, second = plain(one), plain(other)
    if not first or not second:
        return "unknown"
    if first == second:
        return "same"
    if sound(first) == sound(second):
        return "sound"
    return "similar" if _is_near(first, second) else "different"


def plain(name: str) -> str:
    """The name without spaces, dots and widths: what is compared."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", name)).casefold()


@lru_cache(maxsize=4096)
def sound(name: str) -> str:
    """The name in pinyin without tones, as one word: 林婉清, 林婉青 and Lin Wanqing sound alike."""
    if name.isascii():
        return name
    from pypinyin import lazy_pinyin  # its dictionaries take a while: not before somebody asks

    return "".join(lazy_pinyin(name)).casefold()


def _is_near(first: str, second: str) -> bool:
    shorter = min(len(first), len(second))
    if shorter >= _LONG:
        return ratio(first, second) >= SIMILAR_RATIO
    return shorter >= 3 and len(first) == len(second) and OSA.distance(first, second, score_cutoff=1) <= 1
