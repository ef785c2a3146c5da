"""What a chunk comes to against what is there: records to create, to change, rows to set aside. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from app.record import Record
from app.review.policy import QualityPolicy
from sync.merge import is_same
from sync.server.importing.books import Books, Known
from sync.server.importing.creating import Maker
from sync.server.importing.entry import Entry, NewRow, Reject, encode_json
from sync.server.importing.merging import Difference, absorb
from sync.server.lookups import Found, Key, lookup_keys_of


class Cannot(Exception):  # noqa: N818 -- it says what it is
    """A sound row that does not fit what is there: the column it is about ("" for the row) and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


class Counts(msgspec.Struct):
    """Rows of the file by what became of them, and values that were left to people."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    differences: int = 0

    def add(self, other: Counts) -> None:
        """These and those."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def rows(self) -> int:
        """All rows."""
        return self.created + self.changed + self.unchanged + self.rejected


class Plan:
    """A chunk against the database; later rows see what earlier ones will have done.

    Args:
        books: reads what is there.
        maker: makes new records.
        columns: the file's names of fields, for reasons.
        quality: the pack's rules: whose word counts.
    """

    def __init__(self, books: Books, maker: Maker, columns: Mapping[str, str], quality: QualityPolicy) -> None:
        self.new: dict[str, NewRow] = {}
        self.before: dict[str, Record] = {}
        self.after: dict[str, Record] = {}
        self.rejects: list[Reject] = []
        self.differences: list[Difference] = []
        self.counts = Counts()
        self.books = books
        self.maker = maker
        self.columns = columns
        self.quality = quality
        self.found: dict[Key, list[Found]] = {}
        self.known: dict[str, Known] = {}
        self._changed_by: Counter[str] = Counter()

    def take(self, entries: list[Entry], rejects: list[Reject]) -> None:
        """Plan every row of a chunk; ``rejects`` were set aside before."""
        self.rejects += rejects
        self.prepare(entries)
        for entry in entries:
            try:
                self.take_entry(entry)
            except Cannot as fault:
                self.rejects.append(Reject(entry.row, entry.line, fault.column, fault.reason, encode_json(entry.cells)))
        self._forget_detours()
        self.rejects.sort(key=lambda one: one.row)
        self.counts.rejected = len(self.rejects)

    def prepare(self, entries: list[Entry]) -> None:
        """Ask the database what the entries will need to know."""
        raise NotImplementedError

    def take_entry(self, entry: Entry) -> None:
        """Plan one row.

        Raises:
            Cannot: it is set aside.
        """
        raise NotImplementedError

    def is_there(self, id_: str) -> bool:
        """Whether there is such a record, a deleted one too."""
        return id_ in self.new or id_ in self.known

    def current(self, id_: str) -> Record:
        """A record as it is after the rows so far."""
        if id_ in self.after:
            return self.after[id_]
        if id_ in self.new:
            return self.new[id_].record()
        return self.known[id_].record()

    def fields_of(self, id_: str) -> dict[str, Any]:
        """Its values alone."""
        if id_ in self.after or id_ in self.new:
            return self.current(id_).fields
        return self.known[id_].fields()

    def create(self, row: NewRow) -> None:
        """A record that is new; later rows find it by its keys."""
        self.new[row.id] = row
        for key in row.keys:
            found = self.found.get(key)
            mine = Found(row.id, row.owner_id)
            if found is None:
                self.found[key] = [mine]
            else:
                found.append(mine)

    def merge(self, id_: str, said: Mapping[str, Any], verified: Mapping[str, str]) -> bool:
        """Have a record that is there absorb a row; whether it changes."""
        before = self.current(id_)
        absorbed = absorb(before, said, verified, self.maker.field_meta(0), self.quality)
        self.differences += absorbed.differences
        self.counts.differences += len(absorbed.differences)
        after = absorbed.after
        if after is None:
            return False
        if id_ in self.new:
            self.new[id_] = _still_new(after)
        else:
            self.before.setdefault(id_, before)
            self.after[id_] = msgspec.structs.replace(after, rev=self.before[id_].rev + 1)
        for key in set(lookup_keys_of(after)) - set(lookup_keys_of(before)):
            self.found.setdefault(key, []).append(Found(id_, after.owner_id))
        return True

    def _forget_detours(self) -> None:
        """Rows that changed a record one after the other until it says what it said before: nothing is written."""
        for id_, after in list(self.after.items()):
            if _says_the_same(self.before[id_], after):
                del self.after[id_], self.before[id_]
                rows = self._changed_by[id_]
                self.counts.changed -= rows
                self.counts.unchanged += rows

    def count(self, *, created: bool, changed: bool, only: str = "") -> None:
        """What became of one row; ``only`` names the record that is all it changed."""
        if changed and only:
            self._changed_by[only] += 1
        if created:
            self.counts.created += 1
        elif changed:
            self.counts.changed += 1
        else:
            self.counts.unchanged += 1


def _says_the_same(before: Record, after: Record) -> bool:
    checked = {name: one.verified_on for name, one in before.meta.items() if one.verified_on}
    still = {name: one.verified_on for name, one in after.meta.items() if one.verified_on}
    return is_same(before.fields, after.fields) and checked == still


def _still_new(record: Record) -> NewRow:
    """A record of this chunk that a later row has added to: it is written once, at its first revision."""
    meta = {name: msgspec.structs.replace(one, rev=1) for name, one in record.meta.items()}
    return NewRow(
        record.id,
        record.entity,
        record.owner_id,
        encode_json(record.fields),
        encode_json(meta),
        lookup_keys_of(record),
    )
