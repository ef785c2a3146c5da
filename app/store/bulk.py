"""Filling a fresh store with very many rows at once: a first load, a bench.

Everything that is slow row by row comes once at the end, in order: the indexes, the exact keys, the words. The file is
made under another name and gets its own only when it is whole: a run that is broken off leaves nothing behind that
looks like a store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Index, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex
from sqlcipher3 import dbapi2 as sqlcipher

from app.customer.record import lookup_keys
from app.errors import StoreError
from app.ids import DeviceId
from app.record import Record
from app.store import aliases, facts, metas, outbox, records, reviews, tickets
from app.store.database import open_store
from app.store.facts import StoredFact
from app.store.schema import fact, lookup, record
from app.store.words import Entry, entry

T = TypeVar("T")
PAGE = 5_000
TOLD_EVERY = 100_000
BATCH = 10_000
"""Customers whose words are written in one go."""

KEYS_IN_HAND = 200_000
"""Keys are written in sorted runs of so many: fewer jumps about in their table."""

_FOLDED = tickets.KINDS | reviews.KINDS | aliases.KINDS
_encode = msgspec.json.Encoder().encode
_RECORD = "INSERT INTO record (n, id, entity, owner_id, rev, fields, meta, deleted) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_FACT = "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_LOOKUP = "INSERT OR IGNORE INTO lookup VALUES (?, ?, ?, ?)"
_SEARCH = "INSERT INTO search (rowid, words) VALUES (?, ?)"
_PART = "INSERT OR IGNORE INTO search_part VALUES (?, ?)"
_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "temp_store = MEMORY")
_WORDS_AT_ONCE = 16_000_000  # bytes the index gathers before it writes; fewer runs to merge afterwards
_WORDS_USUALLY = 1_000_000


class Filled(msgspec.Struct, frozen=True):
    """How many rows a store was filled with."""

    records: int
    facts: int


def fill(
    path: Path,
    key: str,
    rows: Iterable[Record],
    happened: Iterable[StoredFact] = (),
    *,
    cache_mb: int = 64,
    say: Callable[[str], None] = lambda _text: None,
) -> Filled:
    """Make a store at ``path`` with these rows in it, as if each had been pulled.

    Args:
        path: where it will be; there must be nothing yet.
        key: 64 hex digits from the vault.
        rows: every id once, the rows of one customer together, the customer's own among them.
        happened: every id once; folded into tickets at the end.
        cache_mb: memory for pages; more is faster where ids come in no order.
        say: told about progress.

    Raises:
        StoreError: there is a store already.
    """
    if path.exists():
        raise StoreError(f"{path.name} 已经存在，不能再整体装载。")
    half = path.with_suffix(".filling")
    for left in (half, half.with_suffix(".mark")):
        left.unlink(missing_ok=True)
    open_store(half, key).close()
    connection = _connect(half, key, cache_mb)
    try:
        filling = _Filling(connection, say)
        filled = filling.run(rows, happened)
    finally:
        connection.close()
    store = open_store(half, key)
    try:
        with store.write() as db:
            filling.project(db)
    finally:
        store.close()
    half.with_suffix(".mark").unlink(missing_ok=True)
    half.replace(path)
    return filled


def _connect(path: Path, key: str, cache_mb: int) -> Any:
    connection = sqlcipher.connect(str(path), isolation_level=None)
    for setting in (f"key = \"x'{key}'\"", "cipher_log_level = NONE", f"cache_size = -{cache_mb * 1_000}", *_SETTINGS):
        connection.execute(f"PRAGMA {setting}").fetchall()
    return connection


class _Filling:
    """One load, in one transaction."""

    def __init__(self, connection: Any, say: Callable[[str], None]) -> None:
        self._db, self._say = connection, say
        self._keys: list[tuple[str, str, str, str]] = []
        self._entries: list[Entry] = []
        self._parts: list[tuple[str, int]] = []
        self._file: list[Record] = []
        self._n = self._customer_n = 0
        self._conflicts: list[Record] = []
        self._told: set[tuple[str, str]] = set()
        self._stamp = 0

    def run(self, rows: Iterable[Record], happened: Iterable[StoredFact]) -> Filled:
        """Rows first, then what they are found by."""
        db = self._db
        db.execute("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", (_WORDS_AT_ONCE,))
        db.execute("BEGIN")
        indexes = [index for table in (record, lookup, fact) for index in _indexes(table)]
        for index in indexes:
            db.execute(f"DROP INDEX {index.name}")
        for page in _pages(self._without_conflicts(rows), PAGE):
            db.executemany(_RECORD, [self._row(one) for one in page])
            self._tell(self._n, "records")
        self._end_file()
        self._write_keys()
        self._write_words()
        self._write_parts()
        count = 0
        for batch in _pages(happened, PAGE):
            db.executemany(_FACT, [_fact_row(one) for one in batch])
            self._told.update((one.subject_id, one.kind) for one in batch if one.kind in _FOLDED)
            self._stamp = max(self._stamp, *(one.hlc for one in batch), 0)
            count += len(batch)
            self._tell(count, "facts")
        for index in indexes:
            db.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
            self._say(f"index {index.name}")
        db.execute("COMMIT")
        db.execute("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", (_WORDS_USUALLY,))
        db.execute("INSERT INTO search (search) VALUES ('optimize')")
        return Filled(self._n, count)

    def _tell(self, count: int, what: str) -> None:
        if count % TOLD_EVERY < PAGE:
            self._say(f"{count:,} {what}")

    def project(self, db: Connection) -> None:
        """Fold what came with the facts, in the store that is filled."""
        records.apply(db, self._conflicts, device=DeviceId(""))
        outbox.note_stamp(db, self._stamp)
        facts.project(db, sorted(self._told))

    def _without_conflicts(self, rows: Iterable[Record]) -> Iterator[Record]:
        for row in rows:
            if row.entity == records.CONFLICT:
                self._conflicts.append(row)
            else:
                yield row

    def _row(self, one: Record) -> tuple[Any, ...]:
        self._n += 1
        if self._file and self._file[-1].owner_id != one.owner_id:
            self._end_file()
        if not one.deleted:
            self._file.append(one)
            self._keys += [(kind, key, one.id, one.owner_id) for kind, key in lookup_keys(one)]
            if one.entity == "customer":
                self._customer_n = self._n
        if len(self._keys) > KEYS_IN_HAND:
            self._write_keys()
        return (
            self._n, one.id, one.entity, one.owner_id, one.rev, _encode(one.fields),
            metas.encode(one.meta, one.fields), one.deleted,
        )  # fmt: skip

    def _end_file(self) -> None:
        found = entry(self._customer_n, self._file)
        self._file = []
        if found is not None:
            self._entries.append(found)
            self._parts += [(word, found.rowid) for word in found.parts]
            if len(self._entries) >= BATCH:
                self._write_words()
            if len(self._parts) >= KEYS_IN_HAND:
                self._write_parts()

    def _write_keys(self) -> None:
        self._keys.sort()
        self._db.executemany(_LOOKUP, self._keys)
        self._keys = []

    def _write_parts(self) -> None:
        self._parts.sort()
        self._db.executemany(_PART, self._parts)
        self._parts = []

    def _write_words(self) -> None:
        self._entries.sort(key=_rowid)
        self._db.executemany(_SEARCH, [(one.rowid, " ".join(one.words)) for one in self._entries])
        self._entries = []


def _rowid(one: Entry) -> int:
    return one.rowid


def _fact_row(one: StoredFact) -> tuple[Any, ...]:
    return (
        one.id, one.subject_id, one.customer_id, one.kind, one.hlc, one.at.timestamp(), one.by, one.device, one.body,
        one.order,
    )  # fmt: skip


def _indexes(table: Table) -> list[Index]:
    return sorted(table.indexes, key=lambda index: str(index.name))


def _pages(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(rows)
    while page := list(islice(source, size)):
        yield page
