"""A chunk of customers none of whom is there yet, as PostgreSQL takes it: the quick way of a first import.

The process that reads the file writes the whole stream; what is left to do is to ask whether somebody has one of the
keys, and to send it. Where somebody has, the chunk goes the slow way (:mod:`.plan`), row by row.
"""

from __future__ import annotations

import re

import msgspec
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from sync.server.bulk import copied, copy_stream
from sync.server.changelog import join_many
from sync.server.importing.entry import Entry, NewRow, Reject
from sync.server.scope import feeds_of_row
from sync.server.tables import lookup, record

# Counted, not looked for with LIMIT: that would have PostgreSQL read the table from its beginning.
_HAVE = text("SELECT count(*) FROM lookup WHERE kind = :kind AND key = ANY(CAST(:keys AS text[]))")
_ODD = re.compile(r'[\\"]')


class Fresh(msgspec.Struct, array_like=True):
    """What is written if all of it is new.

    ``keys`` are those nobody may have, per kind, as PostgreSQL arrays; ``rows`` id, entity and owner of each record;
    ``records`` and ``lookups`` the streams for the two tables.
    """

    keys: dict[str, str]
    rows: list[tuple[str, str, str]]
    records: str
    lookups: str


class Chunk(msgspec.Struct, array_like=True):
    """Rows that are taken in one transaction: ``last`` is the number of the last one.

    Either ``entries``, or where all of them may be new, one stream and the rows themselves, packed, to fall back on.
    """

    last: int
    entries: list[Entry]
    rejects: list[Reject]
    fresh: Fresh | None = None
    raws: bytes = b""


RECORD = ("id", "entity", "owner_id", "rev", "fields", "meta", "deleted")
LOOKUP = ("kind", "key", "row_id", "owner_id")


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
    return Fresh(
        keys={kind: _array([key for own, key in keys if own == kind]) for kind in dict.fromkeys(k for k, _ in keys)},
        rows=[(row.id, row.entity, row.owner_id) for row in rows],
        records=record_stream(rows),
        lookups=lookup_stream(rows),
    )


def write_fresh(connection: Connection, fresh: Fresh) -> None:
    """Write a chunk of which nothing is there.

    Raises:
        NotFresh: something is.
    """
    if any(connection.execute(_HAVE, {"kind": kind, "keys": keys}).scalar_one() for kind, keys in fresh.keys.items()):
        raise NotFresh
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


def _array(values: list[str]) -> str:
    """An array as PostgreSQL writes it: made here, the process that waits for the database need not."""
    escaped = [value.replace("\\", "\\\\").replace('"', '\\"') if _ODD.search(value) else value for value in values]
    return '{"' + '","'.join(escaped) + '"}'


def _by_id(row: NewRow) -> str:
    return row.id


def record_stream(rows: list[NewRow]) -> str:
    """New records as COPY reads them, in the order of their ids: two imports never wait for each other in a ring."""
    lines = [
        f"{row.id}\t{row.entity}\t{copied(row.owner_id)}\t1\t{copied(row.fields)}\t{copied(row.meta)}\tf\n"
        for row in sorted(rows, key=_by_id)
    ]
    return "".join(lines)


def lookup_stream(rows: list[NewRow]) -> str:
    """Their look-ups, in the order of the table."""
    keys = sorted([(kind, key, row.id, row.owner_id) for row in rows for kind, key in set(row.keys)])
    return "".join([f"{kind}\t{copied(key)}\t{id_}\t{copied(owner)}\n" for kind, key, id_, owner in keys])
