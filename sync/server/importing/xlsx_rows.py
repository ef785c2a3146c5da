"""XLSX: one sheet, every cell as the text a person sees; numbers that Excel has rounded are marked as damaged.

A workbook is a ZIP of XML and read as a whole, so what it would unfold to is measured before it is unfolded: the bytes
of its parts, and the corner that its cells span (one cell at XFD1048576 makes a table of seventeen thousand million).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import python_calamine

from sync.server.importing.faults import FileError
from sync.server.importing.table import DAMAGED, MAX_COLUMNS, Row, tidy_names

MAX_UNPACKED = 1_500_000_000
"""Bytes of XML: about two million rows of ten columns."""

MAX_CELLS = 25_000_000
"""Rows by columns, held in memory at some 32 bytes each."""

MAX_PARTS = 10_000
_EXACT = 10**15
"""From here on Excel keeps fifteen digits and makes the others zero."""

_CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})?([0-9]{1,7})["']""")
_BLOCK = 1 << 20
_OVERLAP = 64


class XlsxTable:
    """One sheet of a workbook; see :class:`~.table.Table`.

    Args:
        path: where it is.
        sheet: its name; None: the first.

    Raises:
        FileError: not a workbook, too large when unpacked, or no such sheet.
    """

    def __init__(self, path: Path, sheet: str | None = None) -> None:
        self._path = path
        _measure(path)
        try:
            with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
                names = book.sheet_names
                if not names or (sheet is not None and sheet not in names):
                    raise FileError(path.name, f"没有工作表“{sheet or ''}”，这里有：{'、'.join(names)}")
                self._sheet = book.get_sheet_by_name(sheet or names[0])
        except python_calamine.PasswordError as error:
            raise FileError(path.name, "工作簿有密码，请去掉密码后另存") from error
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            raise FileError(path.name, "不是能读的 Excel 工作簿，请在 Excel 中另存为 .xlsx") from error
        first = next((row.cells for row in self._all()), [])
        self._width = len(first)
        self.names = tidy_names(first)

    @property
    def height(self) -> int:
        """How many rows the sheet has, empty ones too."""
        return int(self._sheet.total_height)

    def rows(self) -> Iterator[Row]:
        """The rows below the names."""
        rows = self._all()
        next(rows, None)
        return rows

    def _all(self) -> Iterator[Row]:
        for line, values in enumerate(self._sheet.iter_rows(), 1):
            cells = [value if isinstance(value, str) else _text(value) for value in values]
            if any(cells):
                yield Row(line, cells)


def _text(value: Any) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case int() | float():
            return _number(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _number(value: float) -> str:
    """Without ``.0`` and without an exponent: a phone number in a numeric cell is still a phone number."""
    if abs(value) >= _EXACT:
        return f"{DAMAGED}{value:.0f}"
    return str(int(value)) if value == int(value) else format(value, ".15g")


def _measure(path: Path) -> None:
    """Unpack the workbook into nothing, counting."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                raise FileError(path.name, f"压缩包里有 {len(parts)} 个文件，不像工作簿")
            unpacked = 0
            for part in parts:
                # What the directory says of the size is the sender's word: read to the end instead.
                part.file_size = MAX_UNPACKED + 2 * _BLOCK
                unpacked = _unpack(archive, part, path.name, unpacked)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise FileError(path.name, "工作簿已损坏，打不开") from error


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str, unpacked: int) -> int:
    is_sheet = part.filename.startswith("xl/worksheets/")
    last_row = last_column = 0
    tail = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            unpacked += len(block)
            if unpacked > MAX_UNPACKED:
                raise FileError(file, f"解压后超过 {MAX_UNPACKED // 10**6} MB，请拆成几个文件，或另存为 CSV")
            if is_sheet:
                row, column = _corner(tail + block)
                last_row, last_column = max(last_row, row), max(last_column, column)
                tail = block[-_OVERLAP:]
    if last_column > MAX_COLUMNS:
        raise FileError(file, f"列太多：最多 {MAX_COLUMNS} 列", column=last_column)
    if last_row * last_column > MAX_CELLS:
        raise FileError(
            file, f"表格有 {last_row} 行、{last_column} 列，太大；请拆成几个文件，或另存为 CSV", line=last_row
        )
    return unpacked


def _corner(xml: bytes) -> tuple[int, int]:
    places = set(_CELL.findall(xml))
    row = max((int(number) for _, number in places), default=0)
    return row, max((_column(letters) for letters in {letters for letters, _ in places}), default=0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
