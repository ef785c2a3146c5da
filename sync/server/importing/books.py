"""What the database knows of the rows of a chunk: a few questions a chunk, never one a row.

A rehearsal (``--dry-run``) writes into a database of its own and reads both: what it has written hides what is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from app.record import Record
from sync.server.importing.entry import decode_meta
from sync.server.lookups import Found, Key, find_keys

_AT_ONCE = 5_000
_COLUMNS = "id, entity, owner_id, rev, CAST(fields AS text), CAST(meta AS text), deleted"
_READ = {
    "postgresql": text(f"SELECT {_COLUMNS} FROM record WHERE id = ANY(:ids)"),  # noqa: S608 -- ours
    "sqlite": text(f"SELECT {_COLUMNS} FROM record WHERE id IN (SELECT value FROM json_each(:ids))"),  # noqa: S608
}


class Known(msgspec.Struct):
    """A record that is there, its JSON not taken apart before somebody asks."""

    id: str
    entity: str
    owner_id: str
    rev: int
    raw_fields: str
    raw_meta: str
    deleted: bool

    def fields(self) -> dict[str, Any]:
        """The values alone."""
        found: dict[str, Any] = msgspec.json.decode(self.raw_fields)
        return found

    def record(self) -> Record:
        """The whole record."""
        return Record(
            id=self.id,
            entity=self.entity,
            owner_id=self.owner_id,
            rev=self.rev,
            fields=self.fields(),
            meta=decode_meta(self.raw_meta),
            deleted=self.deleted,
        )


class Books:
    """Reads records and keys.

    Args:
        connections: the database; for a rehearsal its own one behind it.
    """

    def __init__(self, *connections: Connection) -> None:
        self._connections: Sequence[Connection] = connections

    def find(self, keys: Iterable[Key]) -> dict[Key, list[Found]]:
        """Who has these keys; see :func:`sync.server.lookups.find_keys`."""
        wanted = set(keys)
        found: dict[Key, list[Found]] = {}
        for connection in self._connections:
            for key, rows in find_keys(connection, wanted).items():
                before = found.get(key)
                found[key] = sorted({*before, *rows}) if before else rows
        return found

    def read(self, ids: Collection[str]) -> dict[str, Known]:
        """Those of these records that are there, without a lock."""
        found: dict[str, Known] = {}
        ordered = list(ids)
        for connection in self._connections:
            name = connection.dialect.name
            for start in range(0, len(ordered), _AT_ONCE):
                part = ordered[start : start + _AT_ONCE]
                given: Any = part if name == "postgresql" else msgspec.json.encode(part).decode()
                for row in connection.execute(_READ[name], {"ids": given}).all():
                    found[row[0]] = Known(*row)
        return found
