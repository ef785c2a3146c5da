"""Whom a file has named already: two rows about one customer (or holding) may complete each other, never contradict.

If they might, each would be written over the other in turn whenever the file is read in, and every desk would be told
each time. So the first row stands, and a later one that says something else is set aside.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from sync.server.importing.entry import Entry, Reject, encode_json

_CACHE_KIB = 65_536
_OPEN = (
    "PRAGMA journal_mode=OFF",
    f"PRAGMA cache_size=-{_CACHE_KIB}",
    "CREATE TABLE named (name INTEGER PRIMARY KEY, row INTEGER NOT NULL)",
    "CREATE TABLE said (row INTEGER PRIMARY KEY, line INTEGER NOT NULL, shape INTEGER NOT NULL, hashes BLOB NOT NULL)",
    "BEGIN",
)
_NAME = "INSERT OR IGNORE INTO named VALUES (?, ?)"
_SAY = "INSERT OR REPLACE INTO said VALUES (?, ?, ?, ?)"
_PAPER = ("id_kind", "id_number")
_OTHER = "本文件第 {line} 行已有同一{what}，值不同；请核对后只留一行"

_decode = msgspec.json.Decoder(dict[str, Any]).decode

Said = dict[str, int]
"""Hashes of values by field."""


class Seen:
    """The rows of one file so far. Nothing of them is kept but 64-bit hashes that mean nothing outside this process.

    They stand in a temporary database of SQLite's, which goes from memory to disk where they are many: a file of ten
    million rows needs no more memory than one of a hundred thousand. That two of ten million names have one hash, and
    a sound row is set aside for it, happens in one of some 100,000 such files.

    Args:
        column_of: the file's name of a field, for reasons.
        what: what its rows are, in Chinese.
    """

    def __init__(self, column_of: Callable[[str], str], what: str) -> None:
        self._column_of = column_of
        self._what = what
        self._store = sqlite3.connect("", isolation_level=None)
        self._shapes: dict[tuple[str, ...], int] = {}
        self._fields: list[tuple[str, ...]] = []
        for statement in _OPEN:
            self._store.execute(statement)

    def close(self) -> None:
        """Let go of all of it."""
        self._store.close()

    def contradicting(self, entries: list[Entry]) -> list[Reject]:
        """Note the next rows; those of them that contradict an earlier one, in the order of the file."""
        named = [(name, entry.row) for entry in entries for name in _names(entry)]
        new = self._store.executemany(_NAME, named).rowcount if named else 0
        if new == len(named):
            self._store.executemany(_SAY, [(entry.row, entry.line, *self._packed(_said(entry))) for entry in entries])
            return []
        return [reject for entry in entries if (reject := self._taken(entry)) is not None]

    def _taken(self, entry: Entry) -> Reject | None:
        said, names = _said(entry), _names(entry)
        # Again: a row that was set aside since has let go of those that were its own.
        self._store.executemany(_NAME, [(name, entry.row) for name in names])
        rows = {self._row(name) for name in names} - {entry.row}
        others = {row: self._read(row) for row in sorted(rows)}
        # Two papers with one customer number are no two rows of one customer: the plan says what they are.
        others = {row: one for row, one in others.items() if not _differ(said, one[1], _PAPER)}
        for line, before in others.values():
            differing = _differ(said, before, said)
            if differing:
                self._store.executemany("DELETE FROM named WHERE name = ? AND row = ?", [(n, entry.row) for n in names])
                reason = _OTHER.format(line=line, what=self._what)
                return Reject(entry.row, entry.line, self._column(differing), reason, encode_json(entry.cells))
        for row, (line, before) in others.items():
            self._store.execute(_SAY, (row, line, *self._packed({**before, **said})))
            moved = [(row, name, entry.row) for name in names]
            self._store.executemany("UPDATE named SET row = ? WHERE name = ? AND row = ?", moved)
        if not others:
            self._store.execute(_SAY, (entry.row, entry.line, *self._packed(said)))
        return None

    def _row(self, name: int) -> int:
        return int(self._store.execute("SELECT row FROM named WHERE name = ?", (name,)).fetchone()[0])

    def _read(self, row: int) -> tuple[int, Said]:
        found = self._store.execute("SELECT line, shape, hashes FROM said WHERE row = ?", (row,)).fetchone()
        return found[0], dict(zip(self._fields[found[1]], array("q", found[2]), strict=True))

    def _packed(self, said: Said) -> tuple[int, bytes]:
        fields = tuple(said)
        shape = self._shapes.get(fields)
        if shape is None:
            shape = self._shapes[fields] = len(self._fields)
            self._fields.append(fields)
        return shape, array("q", said.values()).tobytes()

    def _column(self, differing: list[str]) -> str:
        """Of the fields that differ one that the file has a column for: others follow from it."""
        named = ((field, self._column_of(field)) for field in differing)
        return next((column for field, column in named if column != field), "")


def _names(entry: Entry) -> list[int]:
    """Hashes of what this row's record is known by within its file."""
    return [*map(hash, entry.ids), *[hash(key) for key in entry.keys if key[0] == "customer_no"]]


def _said(entry: Entry) -> Said:
    fields = _decode(entry.rows[0].fields)
    if attributes := fields.pop("attributes", None):
        fields.update({f"attributes.{name}": value for name, value in attributes.items()})
    try:
        return dict(zip(fields, map(hash, fields.values()), strict=True))
    except TypeError:  # lists and objects
        return {name: hash(encode_json(one) if isinstance(one, (list, dict)) else one) for name, one in fields.items()}


def _differ(said: Said, before: Said, fields: Mapping[str, int] | tuple[str, ...]) -> list[str]:
    return [name for name in fields if name in said and name in before and said[name] != before[name]]
