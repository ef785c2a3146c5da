"""What one row of a file becomes before the database is asked, and what is written down of it where it cannot be."""

from __future__ import annotations

from typing import Any

import msgspec

from app.record import FieldMeta, Record
from sync.server.lookups import Key


class NewRow(msgspec.Struct, array_like=True):
    """A record at its first revision, as it goes into the table: ``fields`` and ``meta`` are JSON already.

    ``keys`` are those it is found by (:func:`app.customer.record.lookup_keys`).
    """

    id: str
    entity: str
    owner_id: str
    fields: str
    meta: str
    keys: list[Key]

    def record(self) -> Record:
        """The same as a record."""
        return Record(
            id=self.id,
            entity=self.entity,
            owner_id=self.owner_id,
            rev=1,
            fields=msgspec.json.decode(self.fields),
            meta=decode_meta(self.meta),
        )


class Entry(msgspec.Struct, array_like=True):
    """A sound row.

    ``row`` counts from 1 within the file, ``line`` is the line it begins on. ``keys`` are exact keys of the row's own
    record, the strongest first, ``ids`` the ids it may have been given by an earlier import, the one to create it
    under first. ``rows`` are the record and what hangs on it, as they would be created. ``owners`` (holdings) are
    columns and keys of the customer, any of which must lead to the same; ``owner_ids`` ids that the customer may have.
    ``verified`` are fields with the ISO date on which their source was checked. ``cells`` are the row as read.
    """

    row: int
    line: int
    keys: list[Key]
    ids: list[str]
    rows: list[NewRow]
    cells: list[str]
    owners: list[tuple[str, Key]] = []
    owner_ids: list[str] = []
    verified: dict[str, str] = {}


class Reject(msgspec.Struct, array_like=True):
    """A row set aside: where it is, which column, why, and the row itself (``cells``, JSON)."""

    row: int
    line: int
    column: str
    reason: str
    cells: str


class Raw(msgspec.Struct, array_like=True):
    """A sound row as it was read, for whoever has to make its entry again."""

    row: int
    line: int
    cells: list[str]


_meta_decoder = msgspec.json.Decoder(dict[str, FieldMeta])


def decode_meta(text: str) -> dict[str, FieldMeta]:
    """A record's meta from its JSON."""
    return _meta_decoder.decode(text)


def encode_json(value: Any) -> str:
    """JSON as the tables hold it."""
    return msgspec.json.encode(value).decode()
