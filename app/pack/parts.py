"""The files of a pack that each become one field of :class:`app.pack.model.Pack`: who reads them, how they inherit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from app.pack.source import Item


class Part(NamedTuple):
    """One file: the field it fills, how it is read, and what it gives where the pack extends another.

    ``read`` raises :class:`app.errors.PackError` with file and line. ``merge`` takes what is inherited and what this
    pack says itself; it is not called where one of the two is missing.
    """

    field: str
    read: Callable[[Item], Any]
    merge: Callable[[Any, Any], Any]


PARTS: dict[str, Part] = {}
"""By file name. A new kind of rule is a reader beside this file, a field of the pack, and one line here."""
