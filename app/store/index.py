"""Keeps the search index in step with the records: one entry a customer, written only where its words have changed.

``search`` is contentless: it cannot tell what it holds, so what a file was found by is worked out before the file
changes (:func:`entries`) and compared afterwards (:func:`renew`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, text

from app.record import Record
from app.store.schema import record, search_part
from app.store.words import Entry, entry

BATCH = 2_000
"""Customers whose entries are written in one go by :func:`rebuild`."""

GATHERED = 32_000_000
"""Bytes that the full-text index gathers before it writes them, while very much is written."""

_USUALLY_GATHERED = 1_000_000
_fields = msgspec.json.Decoder(dict[str, Any]).decode
_SEARCHED = ("customer", "contact_point", "holding")
_GATHER = text("INSERT INTO search (search, rank) VALUES ('hashsize', :bytes)")
_FORGET = text("DELETE FROM search WHERE rowid = :rowid")
_KEEP = text("INSERT INTO search (rowid, words) VALUES (:rowid, :words)")
_FORGET_PART = text("DELETE FROM search_part WHERE word = :word AND n = :n")
_FILES = (record.c.n, record.c.id, record.c.entity, record.c.owner_id, record.c.fields)
_MOST_OWNERS = 500


def entries(db: Connection, owner_ids: Iterable[str]) -> dict[str, Entry]:
    """What these customers are found by, as their files stand now."""
    owners = list(dict.fromkeys(owner_ids))
    found: dict[str, Entry] = {}
    for start in range(0, len(owners), _MOST_OWNERS):
        part = owners[start : start + _MOST_OWNERS]
        query = select(*_FILES).where(record.c.owner_id.in_(part), record.c.entity.in_(_SEARCHED), ~record.c.deleted)
        found.update(_grouped(db.execute(query.order_by(record.c.owner_id))))
    return found


def renew(db: Connection, owner_ids: Iterable[str], before: Mapping[str, Entry]) -> None:
    """After the files of these customers have changed: write what they are found by now.

    Args:
        before: their :func:`entries` before the change; who is missing there was not in the index.
    """
    owners = list(owner_ids)
    now = entries(db, owners)
    changed = [owner for owner in dict.fromkeys(owners) if before.get(owner) != now.get(owner)]
    gone = [before[owner] for owner in changed if owner in before]
    if gone:
        db.execute(_FORGET, [{"rowid": one.rowid} for one in gone])
        if parts := [one for old in gone for one in part_rows(old)]:
            db.execute(_FORGET_PART, parts)
    write(db, [now[owner] for owner in changed if owner in now])


def rebuild(db: Connection) -> None:
    """Fill an empty index from all records there are, in the order in which they lie in the file."""
    db.execute(_GATHER, {"bytes": GATHERED})
    last = 0
    while customers := _customers_after(db, last):
        last = customers[-1].n
        write(db, list(entries(db, [row.id for row in customers]).values()))
    db.execute(_GATHER, {"bytes": _USUALLY_GATHERED})


def _customers_after(db: Connection, n: int) -> Sequence[Any]:
    query = select(record.c.n, record.c.id).where(record.c.n > n, record.c.entity == "customer", ~record.c.deleted)
    return db.execute(query.order_by(record.c.n).limit(BATCH)).all()


def write(db: Connection, found: list[Entry]) -> None:
    """Add entries that are not there."""
    if not found:
        return
    ordered = sorted(found, key=_rowid)
    db.execute(_KEEP, [word_row(one) for one in ordered])
    if parts := sorted((row for one in found for row in part_rows(one)), key=_word):
        db.execute(insert(search_part).prefix_with("OR IGNORE"), parts)


def word_row(one: Entry) -> dict[str, Any]:
    """An entry as ``search`` takes it."""
    return {"rowid": one.rowid, "words": " ".join(one.words)}


def part_rows(one: Entry) -> list[dict[str, Any]]:
    """An entry as ``search_part`` takes it."""
    return [{"word": word, "n": one.rowid} for word in one.parts]


def _grouped(rows: Iterable[Any]) -> Iterator[tuple[str, Entry]]:
    for owner, group in groupby(rows, key=_owner):
        file, n = [], 0
        for row in group:
            n = row.n if row.entity == "customer" else n
            file.append(Record(id=row.id, entity=row.entity, owner_id=owner, fields=_fields(row.fields)))
        if (one := entry(n, file)) is not None:
            yield owner, one


_owner: Callable[[Any], str] = lambda row: row.owner_id  # noqa: E731 -- keys for sorting
_rowid: Callable[[Entry], int] = lambda one: one.rowid  # noqa: E731
_word: Callable[[dict[str, Any]], str] = lambda row: row["word"]  # noqa: E731
