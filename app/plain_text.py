"""Text that an import or another program wrote, as it may stand on a screen.

A name may hold signs that nobody sees but that turn the letters behind them round (U+202E) or break the line.
"""

from __future__ import annotations

import unicodedata

_UNSEEN = frozenset({"Cf", "Cc", "Cs"})
_LINES = frozenset("\n\t")


def plain(text: str) -> str:
    """The text without control and format characters and halves of characters; lines and tabs stay."""
    if text.isprintable():  # nearly every one
        return text
    return "".join(char for char in text if char in _LINES or unicodedata.category(char) not in _UNSEEN)
