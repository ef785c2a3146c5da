"""A chunk of rows none of which is there yet, as PostgreSQL takes it: the quick way of a first import.

The process that reads the file writes the whole stream; what is left to do is to ask whether somebody has one of the
keys, and to send it. Where somebody has, the chunk goes the slow way (:mod:`.plan`), row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from sync.server.bulk import copied, copy_stream
from sync.server.changelog import join_many
from sync.server.importing.entry import Entry, NewRow
from sync.server.lookups import Key, find_keys
from sync.server.scope import feeds_of_row
from sync.server.tables import lookup, record

# Counted, not looked for with LIMIT: that would have PostgreSQL read the table from its beginning.
_HAVE = text("SELECT count(*) FROM lookup WHERE kind = :kind AND key = ANY(CAST(:keys AS text[]))")
_BACKSLASH, _DOUBLED = "\\", "\\\\"
_ODD = re.compile(r'[\\"]')


class Fresh(msgspec.Struct, array_like=True):
    """What is written if all of it is new.

    ``keys`` are those nobody may have, per kind, as PostgreSQL arrays; ``rows`` id, entity and owner of each record;
    ``records`` and ``lookups`` the streams for the two tables. Where the owner has to be looked up (holdings), the
    streams have :data:`HOLE` instead, and ``owners`` the key of whose each hole is, first of the records', then of the
    look-ups'.
    """

    keys: dict[str, str]
    rows: list[tuple[str, str, str]]
    records: str
    lookups: str
    owners: tuple[list[Key], list[Key]] | None = None


RECORD = ("id", "entity", "owner_id", "rev", "fields", "meta", "deleted")
LOOKUP = ("kind", "key", "row_id", "owner_id")
HOLE = "\x00"
"""Stands where an owner has to be filled in: the one character that no text in PostgreSQL has."""


class NotFresh(Exception):  # noqa: N818 -- it says what it is
    """Somebody is there already: nothing is written; roll back and go the slow way."""


def fresh_of(entries: list[Entry]) -> Fresh | None:
    """The chunk as one stream; None where two of its rows mean the same customer."""
    rows = [row for entry in entries for row in entry.rows]
    keys = [key for entry in entries for key in entry.keys]
    ids = {id_ for entry in entries for id_ in entry.ids} | {row.id for row in rows}
    expected = sum(len(entry.ids) + len(entry.rows) - 1 for entry in entries)
    if len(set(keys)) < len(keys) or len(ids) < expected or any(len(entry.ids) > 1 for entry in entries):
        return None
    owner_of = _owners_by_row(entries)
    if owner_of is None:
        return None
    ordered, keyed = sorted(rows, key=_by_id), lookups_of(rows)
    return Fresh(
        keys={kind: pg_array([key for own, key in keys if own == kind]) for kind in dict.fromkeys(k for k, _ in keys)},
        rows=[(row.id, row.entity, row.owner_id) for row in ordered],
        records=record_lines(ordered),
        lookups=lookup_lines(keyed),
        owners=([owner_of[row.id] for row in ordered], [owner_of[one[2]] for one in keyed]) if owner_of else None,
    )


def write_fresh(connection: Connection, fresh: Fresh) -> None:
    """Write a chunk of which nothing is there.

    Raises:
        NotFresh: something is.
    """
    if any(connection.execute(_HAVE, {"kind": kind, "keys": keys}).scalar_one() for kind, keys in fresh.keys.items()):
        raise NotFresh
    fresh = _filled(connection, fresh)
    try:
        copy_stream(connection, record, RECORD, fresh.records)
        copy_stream(connection, lookup, LOOKUP, fresh.lookups)
    except IntegrityError as error:
        raise NotFresh from error
    feeds: dict[str, list[tuple[str, str]]] = {}
    for id_, entity, owner in fresh.rows:
        for feed in feeds_of_row(entity, owner):
            feeds.setdefault(feed, []).append((id_, entity))
    join_many(connection, feeds)


def _owners_by_row(entries: list[Entry]) -> dict[str, Key] | None:
    """Whose each holding is, by its id; nothing for customers, None where several columns have to agree on it."""
    if all(entry.rows[0].owner_id for entry in entries):
        return {}
    if any(len(entry.owners) != 1 or entry.owner_ids for entry in entries):
        return None
    return {entry.rows[0].id: entry.owners[0][1] for entry in entries}


def _filled(connection: Connection, fresh: Fresh) -> Fresh:
    """The same with the owners in their holes.

    Raises:
        NotFresh: a key leads to nobody, or to several.
    """
    if fresh.owners is None:
        return fresh
    owners: dict[Key, str] = {}
    for key, several in find_keys(connection, fresh.owners[0]).items():
        if any(one.owner_id != several[0].owner_id for one in several):
            raise NotFresh
        owners[key] = several[0].owner_id
    try:
        of_records, of_lookups = ([owners[key] for key in keys] for keys in fresh.owners)
    except KeyError:
        raise NotFresh from None
    return Fresh(
        keys=fresh.keys,
        rows=[(id_, entity, owner) for (id_, entity, _), owner in zip(fresh.rows, of_records, strict=True)],
        records=_fill(fresh.records, of_records),
        lookups=_fill(fresh.lookups, of_lookups),
    )


def _fill(stream: str, owners: list[str]) -> str:
    pieces = [""] * (2 * len(owners) + 1)
    pieces[::2], pieces[1::2] = stream.split(HOLE), [copied(owner) for owner in owners]
    return "".join(pieces)


def pg_array(values: list[str]) -> str:
    """An array as PostgreSQL writes it: made here, the process that waits for the database need not."""
    escaped = [value.replace("\\", "\\\\").replace('"', '\\"') if _ODD.search(value) else value for value in values]
    return '{"' + '","'.join(escaped) + '"}' if escaped else "{}"


def _by_id(row: NewRow) -> str:
    return row.id


def record_lines(rows: list[NewRow]) -> str:
    """New records as COPY reads them, given by their ids: two imports never wait for each other in a ring."""
    # JSON has no tabs or line breaks of its own: a backslash is all there can be to double.
    lines = [
        f"{row.id}\t{row.entity}\t{copied(row.owner_id) or HOLE}\t1\t"
        f"{row.fields.replace(_BACKSLASH, _DOUBLED)}\t{row.meta.replace(_BACKSLASH, _DOUBLED)}\tf\n"
        for row in rows
    ]
    return "".join(lines)


def lookups_of(rows: Iterable[NewRow]) -> list[tuple[str, str, str, str]]:
    """The look-ups of records, in the order of the table."""
    return sorted([(kind, key, row.id, row.owner_id) for row in rows for kind, key in set(row.keys)])


def lookup_lines(keys: list[tuple[str, str, str, str]]) -> str:
    """Look-ups as COPY reads them."""
    return "".join([f"{kind}\t{copied(key)}\t{id_}\t{copied(owner) or HOLE}\n" for kind, key, id_, owner in keys])
