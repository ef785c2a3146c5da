"""A chunk whose rows may all be in already, word for word: the quick way of a file that comes again, on PostgreSQL.

The database itself compares what the file says with what it has, and names only the rows that differ. Those go the
slow way (:mod:`.plan`); of the others there is nothing to do. A row is the same if the record that an import made of
it is there with every value, nobody else has one of its keys, and its numbers were once written, its owner is theirs.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, text

from sync.server.importing.entry import Entry
from sync.server.importing.fresh import pg_array

_DOUBLED = text(
    "SELECT key FROM lookup WHERE kind = :kind AND key = ANY(CAST(:keys AS text[])) GROUP BY key HAVING count(*) > 1"
)
_DOUBLED_OWNERS = text(
    "SELECT key FROM lookup WHERE kind = :kind AND key = ANY(CAST(:keys AS text[]))"
    " GROUP BY key HAVING count(DISTINCT owner_id) > 1"
)
_DIFFERENT = text(
    "SELECT said.n FROM unnest(CAST(:ids AS text[]), CAST(:fields AS text[])) WITH ORDINALITY AS said (id, fields, n)"
    " LEFT JOIN record ON record.id = said.id AND NOT record.deleted AND record.fields @> CAST(said.fields AS jsonb)"
    " WHERE record.id IS NULL"
)
_DIFFERENT_HELD = text(
    "SELECT said.n FROM unnest(CAST(:ids AS text[]), CAST(:fields AS text[]), CAST(:kinds AS text[]),"
    " CAST(:owners AS text[])) WITH ORDINALITY AS said (id, fields, kind, owner, n)"
    " LEFT JOIN record ON record.id = said.id AND NOT record.deleted AND record.fields @> CAST(said.fields AS jsonb)"
    " AND EXISTS (SELECT 1 FROM lookup WHERE lookup.kind = said.kind AND lookup.key = said.owner"
    " AND lookup.owner_id = record.owner_id) WHERE record.id IS NULL"
)
_MISSING = text(
    "SELECT said.n FROM unnest(CAST(:ids AS text[]), CAST(:rows AS bigint[])) AS said (id, n)"
    " WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.id = said.id)"
)


class Same(msgspec.Struct, array_like=True):
    """What is asked, some of it as PostgreSQL arrays; rows are numbered from 1 within ``rows``.

    ``rows`` are the numbers of the file's rows, ``others`` of those that cannot be asked for so. ``keys`` are their
    keys in the order of ``rows``; ``ids`` and ``fields`` the records; ``contacts`` what hangs on them, each with its
    row; ``owners`` kind and key of whose they are (holdings).
    """

    rows: list[int]
    others: list[int]
    keys: list[list[tuple[str, str]]]
    ids: list[str]
    fields: str
    contacts: tuple[str, str] | None
    owners: list[tuple[str, str]]


def same_of(entries: list[Entry]) -> Same | None:
    """The question for a chunk; None where most of it cannot be asked so, or two rows mean the same record."""
    asked = [one for one in entries if _can_be_asked(one)]
    ids = {id_ for entry in entries for id_ in entry.ids}
    keys = [key for entry in entries for key in entry.keys]
    if 2 * len(asked) < len(entries) or len(ids) < sum(len(one.ids) for one in entries) or len(set(keys)) < len(keys):
        return None
    rows = {one.row for one in asked}
    numbers = [(row.id, number) for number, one in enumerate(asked, 1) for row in one.rows[1:]]
    contacts = (pg_array([id_ for id_, _ in numbers]), "{" + ",".join([str(n) for _, n in numbers]) + "}")
    return Same(
        rows=[one.row for one in asked],
        others=[one.row for one in entries if one.row not in rows],
        keys=[one.keys for one in asked],
        ids=[one.rows[0].id for one in asked],
        fields=pg_array([one.rows[0].fields for one in asked]),
        contacts=contacts if numbers else None,
        owners=[one.owners[0][1] for one in asked if one.owners],
    )


def _can_be_asked(entry: Entry) -> bool:
    """Lists are compared as sets by the database, a verification is not a value, several owners have to agree."""
    plain = len(entry.ids) == 1 and not entry.verified and "[" not in entry.rows[0].fields
    held = entry.rows[0].entity == "holding"
    return plain and not entry.owner_ids and len(entry.owners) == held


def different_rows(connection: Connection, same: Same) -> set[int]:
    """The numbers of the file's rows that have to go the slow way."""
    asked: dict[str, Any] = {"ids": pg_array(same.ids), "fields": same.fields}
    if same.owners:
        kinds, owners = (pg_array([one[part] for one in same.owners]) for part in (0, 1))
        found = set(connection.scalars(_DIFFERENT_HELD, {**asked, "kinds": kinds, "owners": owners}))
    else:
        found = set(connection.scalars(_DIFFERENT, asked))
    if same.contacts is not None:
        found.update(connection.scalars(_MISSING, {"ids": same.contacts[0], "rows": same.contacts[1]}))
    if 2 * len(found) < len(same.rows):
        doubled = _doubled(connection, _DOUBLED, {key for keys in same.keys for key in keys})
        doubled_owners = _doubled(connection, _DOUBLED_OWNERS, set(same.owners))
        if doubled or doubled_owners:
            owners_of = same.owners or [("", "")] * len(same.rows)
            for number, (keys, owner) in enumerate(zip(same.keys, owners_of, strict=True), 1):
                if owner in doubled_owners or not doubled.isdisjoint(keys):
                    found.add(number)
    return {same.rows[number - 1] for number in found} | set(same.others)


def _doubled(connection: Connection, statement: Any, keys: set[tuple[str, str]]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for kind in {kind for kind, _ in keys}:
        wanted = pg_array([key for own, key in keys if own == kind])
        found.update((kind, key) for key in connection.scalars(statement, {"kind": kind, "keys": wanted}))
    return found
