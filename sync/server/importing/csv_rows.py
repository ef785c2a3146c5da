"""CSV as it comes: comma, tab or semicolon, line breaks inside quotes, and every row with the line it begins on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from sync.server.importing.faults import FileError
from sync.server.importing.table import MAX_CELL, MAX_LINE, Row, tidy_names

DELIMITERS = ",\t;|"


class _Lines:
    """The file's lines, one by one, counted; the last ones are kept so that a row that makes no sense can be shown."""

    def __init__(self, stream: io.TextIOBase, file: str) -> None:
        self.read = 0
        self.since: list[str] = []
        self._stream = stream
        self._file = file

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(MAX_LINE)
        if not line:
            raise StopIteration
        if len(line) >= MAX_LINE:
            raise FileError(self._file, f"这一行超过 {MAX_LINE} 字，不像表格", line=self.read + 1)
        self.read += 1
        self.since.append(line)
        return line


class CsvTable:
    """A CSV file; see :class:`~.table.Table`.

    Args:
        path: where it is.
        encoding: in which all of it can be decoded.

    Raises:
        FileError: there is nothing in it.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self._path = path
        self._encoding = encoding
        self._delimiter = self._detect()
        self.names = tidy_names(next((row.cells for row in self._all()), []))

    def rows(self) -> Iterator[Row]:
        """The rows below the names."""
        rows = self._all()
        next(rows, None)
        return rows

    def _detect(self) -> str:
        with self._open() as stream:
            for line in _Lines(stream, self._path.name):
                outside = "".join(line.split('"')[::2])
                if outside.strip():
                    return max(DELIMITERS, key=outside.count)
        return ","

    def _open(self) -> io.TextIOWrapper:
        return self._path.open(encoding=self._encoding, newline="")

    def _all(self) -> Iterator[Row]:
        with self._open() as stream:
            lines = _Lines(stream, self._path.name)
            reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
            while True:
                begins = lines.read + 1
                lines.since.clear()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield self._broken(begins, lines, error)
                    continue
                if any(cells):
                    yield Row(begins, cells)

    def _broken(self, begins: int, lines: _Lines, error: csv.Error) -> Row:
        """A row whose quotes are wrong is set aside as it stands. One that swallows the rest of the file ends it."""
        text = "".join(lines.since)
        if "end of data" in str(error) or "field limit" in str(error) or len(text) > MAX_CELL:
            raise FileError(self._path.name, "这一行有一个引号没有结束，后面的行都被当成了它的内容", line=begins)
        return Row(begins, [text.rstrip("\r\n")], "引号用得不对：引号内的引号要写两个")
