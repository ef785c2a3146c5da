"""A file's rows as text, whatever the format. Everything a reader of a format gives is in this form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

MAX_COLUMNS = 1_000
MAX_HEADER = 200
"""Characters of a column's name."""

MAX_LINE = 1_000_000
"""Characters of one line of a text file: a file without line breaks must not fill the memory."""

MAX_CELL = 100_000
"""Characters of one cell; what is longer is no field of a customer's file but a broken quote."""

DAMAGED = "\ue000"
"""Stands before a number that the spreadsheet has rounded: its last digits are not the ones that were typed."""

NOTES = ("_行号", "_列", "_原因")
"""The columns a rejects file adds. They are passed over when the mended file is read."""

RAW = "_原文"
"""The column under which a line is kept that could not even be taken apart."""


_LIVE = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""How a cell begins that Excel calculates, after as many apostrophes as it may have been given already."""
_HARMLESS = re.compile(r'="\d*"', re.ASCII)


def guarded(cell: str) -> str:
    """A cell of a rejects file so that no spreadsheet calculates it; :func:`unguarded` gives it back as it was."""
    return f"'{cell}" if _LIVE.match(cell) and not _HARMLESS.fullmatch(cell) else cell


def unguarded(cell: str) -> str:
    """The cell that was given to :func:`guarded`."""
    return cell[1:] if cell[:1] == "'" and _LIVE.match(cell) else cell


def is_rejects(names: Sequence[str]) -> bool:
    """Whether a table of these columns is a rejects file."""
    return set(NOTES) <= set(names)


class Row(NamedTuple):
    """One row. ``line`` is where it begins, as an editor or the spreadsheet counts; ``cells`` go with the names.

    ``fault`` says why the row could not be read at all; then the one cell is its text.
    """

    line: int
    cells: list[str]
    fault: str = ""


class Table(Protocol):
    """A file that has been opened and whose column names are known."""

    names: list[str]
    """The column names, trimmed; a nameless column is called by its number (``第3列``)."""

    def rows(self) -> Iterator[Row]:
        """The rows below the names, in order; empty ones are left out.

        Raises:
            FileError: the file ends, or breaks, in the middle.
        """
        ...


def tidy_names(cells: list[str]) -> list[str]:
    """Column names as they are shown and looked for."""
    trimmed = [" ".join(cell.lstrip("\ufeff").split()) for cell in cells]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return [name or f"第{place}列" for place, name in enumerate(trimmed, 1)]
