"""What goes from the process that reads a file to the one that writes: some thousand rows at a time."""

from __future__ import annotations

from typing import Literal

import msgspec

from sync.server.importing.entry import Entry, Reject
from sync.server.importing.fresh import Fresh
from sync.server.importing.same import Same

Mode = Literal["entries", "fresh", "same"]
"""What chunks are expected to be: anything, all new, or nearly all in already."""


class Chunk(msgspec.Struct, array_like=True):
    """Rows that are taken in one transaction: ``last`` is the number of the last one.

    Either ``entries``, or a quick way (``fresh``, ``same``) and the rows themselves, packed, to fall back on.
    """

    last: int
    entries: list[Entry]
    rejects: list[Reject]
    fresh: Fresh | None = None
    same: Same | None = None
    raws: bytes = b""
