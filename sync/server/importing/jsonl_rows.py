"""JSON Lines: one object a line; its names are the columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from sync.server.importing.faults import FileError
from sync.server.importing.table import MAX_COLUMNS, MAX_LINE, Row

LOOKED_AT = 1_000
"""How many lines are read for the names of the columns; one that comes first later is passed over with a reason."""

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class JsonlTable:
    """A JSON Lines file; see :class:`~.table.Table`."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._path = path
        self._encoding = encoding
        self.names: list[str] = []
        names: dict[str, None] = {}
        for _, found in islice(self._objects(), LOOKED_AT):
            if isinstance(found, dict):
                names.update(dict.fromkeys(found))
            if len(names) > MAX_COLUMNS:
                break
        self.names = list(names)

    def rows(self) -> Iterator[Row]:
        """One row a line."""
        known = frozenset(self.names)
        for line, found in self._objects():
            if isinstance(found, str):
                yield Row(line, [found], "这一行不是一个 JSON 对象")
                continue
            late = [name for name in found if name not in known]
            try:
                cells = [_text(found.get(name)) for name in self.names]
            except TypeError:
                yield Row(
                    line, [msgspec.json.encode(found).decode()], "内容里有嵌套的对象，导入只认文字、数字、是否和列表"
                )
                continue
            if late:
                yield Row(
                    line, [msgspec.json.encode(found).decode()], f"前 {LOOKED_AT} 行里没有这个名称：{late[0][:40]}"
                )
            elif any(cells):
                yield Row(line, cells)

    def _objects(self) -> Iterator[tuple[int, dict[str, Any] | str]]:
        with self._path.open(encoding=self._encoding) as stream:
            number = 0
            while text := stream.readline(MAX_LINE):
                number += 1
                if len(text) >= MAX_LINE:
                    raise FileError(self._path.name, f"这一行超过 {MAX_LINE} 字", line=number)
                text = text.strip()
                if not text:
                    continue
                try:
                    yield number, _decode(text)
                except (msgspec.DecodeError, RecursionError):
                    yield number, text


def _text(value: Any) -> str:
    """A value as a table would have it.

    Raises:
        TypeError: an object, which no cell can hold.
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "是" if value else "否"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case int():
            return str(value)
        case list():
            return "；".join(_text(one) for one in value if not isinstance(one, list))
        case _:
            raise TypeError
