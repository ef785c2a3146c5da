"""What is forgiven in every number: full-width characters, spaces, dashes, dots, brackets, small letters."""

from __future__ import annotations

import unicodedata

from app.identity.document import Problem, label_of

LONGEST_TEXT = 128
"""Characters; what is longer is no number, and not worth looking at."""

_DROPPED_CATEGORIES = frozenset({"Pd", "Cf", "Cc", "Zs", "Zl", "Zp"})
_DROPPED = frozenset("·•‧∙⋅・.。,，、:：/()[]{}（）【】〔〕<>《》\"'“”‘’_")


def tidy(text: str) -> str:
    """The characters that count, in capitals and plain width."""
    if len(text) > LONGEST_TEXT:
        return ""
    kept = (
        char
        for char in unicodedata.normalize("NFKC", text)
        if unicodedata.category(char) not in _DROPPED_CATEGORIES and char not in _DROPPED
    )
    return "".join(kept).upper()


def is_digits(text: str) -> bool:
    """Whether these are ASCII digits and nothing else, at least one."""
    return text.isascii() and text.isdigit()


def empty(kind: str) -> Problem:
    """Nothing was typed, or nothing that counts."""
    return Problem(kind=kind, reason=f"请填写{label_of(kind)}")


def wrong_length(kind: str, found: int, wanted: int, also: str = "") -> Problem:
    """Characters are missing or too many: 手机号少 1 位. ``also`` says what else would do."""
    short_by = wanted - found
    words = f"少 {short_by} 位" if short_by > 0 else f"多 {-short_by} 位"
    return Problem(kind=kind, reason=f"{label_of(kind)}{words}，应为 {also or f'{wanted} 位'}", short_by=short_by)


def first_other_than_digits(kind: str, number: str) -> Problem | None:
    """The first character that is no digit, told by its place; None where all are digits."""
    for at, char in enumerate(number, 1):
        if not is_digits(char):
            mistaken = {"O": "，是否应为数字 0", "I": "，是否应为数字 1", "L": "，是否应为数字 1"}.get(char, "")
            return Problem(kind=kind, reason=f"第 {at} 位应当是数字{mistaken}", at=at)
    return None
