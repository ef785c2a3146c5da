"""Finding records by a whole key: number of a paper, customer, phone, policy, plate (`semantics.md` §3.9).

Whoever writes records keeps this table (:func:`sync.server.rows.save_records` does); it is never guessed from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, delete, text, tuple_

from app.customer.record import lookup_keys
from app.record import Record
from sync.server.bulk import insert_many
from sync.server.tables import lookup

Key = tuple[str, str]
"""Kind and value, as :func:`app.customer.record.lookup_keys` gives them."""

LONGEST_KEY = 256
"""Longer texts are nobody's number: they are cut, as they are in the table."""

_DELETE_AT_ONCE = 500

_FIND = {
    "postgresql": text("SELECT kind, key, row_id, owner_id FROM lookup WHERE kind = :kind AND key = ANY(:keys)"),
    "sqlite": text(
        "SELECT kind, key, row_id, owner_id FROM lookup WHERE kind = :kind"
        " AND key IN (SELECT value FROM json_each(:keys))"
    ),
}


class Found(NamedTuple):
    """A record that has a key, and whose file it is in."""

    row_id: str
    owner_id: str


def find_keys(connection: Connection, keys: Iterable[Key]) -> dict[Key, list[Found]]:
    """The records that have these keys, in the order of their ids; a key that nobody has is not in the answer."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, key in keys:
        wanted[kind].add(key[:LONGEST_KEY])
    found: dict[Key, list[Found]] = {}
    name = connection.dialect.name
    for kind, values in wanted.items():
        given: Any = list(values) if name == "postgresql" else msgspec.json.encode(list(values)).decode()
        # All at once: one by one costs twice the time.
        for own, key, row_id, owner_id in connection.execute(_FIND[name], {"kind": kind, "keys": given}).all():
            found.setdefault((own, key), []).append(Found(row_id, owner_id))
    for several in found.values():
        if len(several) > 1:
            several.sort()
    return found


def lookup_keys_of(record: Record) -> list[Key]:
    """The keys of a record as the table can hold them: a desk may send anything."""
    return [(kind, key[:LONGEST_KEY]) for kind, key in lookup_keys(record) if "\x00" not in key]


def keep_lookups(connection: Connection, before: Mapping[str, Record], after: Iterable[Record]) -> None:
    """Bring the table to what these records say now.

    Args:
        connection: inside the transaction that writes them.
        before: those of them that were there, as they were, locked.
        after: all of them as they are now.
    """
    gone: list[tuple[str, str, str]] = []
    new: list[dict[str, str]] = []
    for record in after:
        known = before.get(record.id)
        had = set() if known is None else set(lookup_keys_of(known))
        has = set(lookup_keys_of(record))
        gone += [(kind, key, record.id) for kind, key in sorted(had - has)]
        new += [
            {"kind": kind, "key": key, "row_id": record.id, "owner_id": record.owner_id}
            for kind, key in sorted(has - had)
        ]
    for start in range(0, len(gone), _DELETE_AT_ONCE):
        chunk = gone[start : start + _DELETE_AT_ONCE]
        connection.execute(delete(lookup).where(tuple_(lookup.c.kind, lookup.c.key, lookup.c.row_id).in_(chunk)))
    insert_many(connection, lookup, new)
