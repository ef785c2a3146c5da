"""Customers of a file against those that are there: one paper, one customer (D13). Nothing less is ever a match."""

from __future__ import annotations

import msgspec

from sync.server.importing.entry import Entry, NewRow, encode_json
from sync.server.importing.plan import Cannot, Plan
from sync.server.lookups import Key

_SEVERAL = "库中有 {count} 份档案是这个号码，请先合并再导入"
_TWO = "证件号码和客户号在库中属于两位客户，请先核对"
_OTHER_PAPER = "这个客户号在库中的证件号码不同，请先核对"
_GONE = "这位客户的档案在库中已经删除，请先核对"


class CustomersPlan(Plan):
    """See :class:`~.plan.Plan`."""

    def prepare(self, entries: list[Entry]) -> None:
        """Who has these keys or ids, and which of their numbers are there."""
        self.found = self.books.find(key for entry in entries for key in entry.keys)
        ids: set[str] = set()
        for entry in entries:
            ids.update(entry.ids)
            for key in entry.keys:
                ids.update(one.row_id for one in self.found.get(key, ()))
        self.known = self.books.read(ids)
        self._prepare_phones(entries)

    def take_entry(self, entry: Entry) -> None:
        """Plan one row."""
        id_ = self._who(entry)
        if id_ is None:
            for row in entry.rows:
                self.create(row)
            self.count(created=True, changed=False)
            return
        if id_ in self.known and self.known[id_].deleted:
            raise Cannot("", _GONE)
        changed = self._merge_customer(id_, entry)
        added = [self._add_phone(id_, row) for row in entry.rows[1:]]
        self.count(created=False, changed=changed or any(added), only="" if any(added) else id_)

    def _prepare_phones(self, entries: list[Entry]) -> None:
        """The contact points of customers that are there: by number and owner, and by the ids we would give them."""
        wanted: list[tuple[str, NewRow]] = []
        for entry in entries:
            owners = {one.row_id for key in entry.keys for one in self.found.get(key, ())}
            owners.update(id_ for id_ in entry.ids if id_ in self.known)
            wanted += [(owner, row) for owner in owners for row in entry.rows[1:]]
        if not wanted:
            return
        self.found.update(self.books.find(row.keys[0] for _, row in wanted))
        missing = [self._contact_id(owner, row) for owner, row in wanted if not self._has(owner, row.keys[0])]
        self.known.update(self.books.read(missing))

    def _who(self, entry: Entry) -> str | None:
        """The one customer this is, None for a new one.

        Raises:
            Cannot: it might be several.
        """
        matches: dict[str, str] = {}
        for key in entry.keys:
            rows = self.found.get(key)
            if not rows:
                continue
            owners = {one.row_id for one in rows}
            if key[0] == "id_number":
                paper = msgspec.json.decode(entry.rows[0].fields)["id_kind"]
                owners = {one for one in owners if self._paper(one) in {paper, ""}}
            if len(owners) > 1:
                raise Cannot(self.columns.get(key[0], ""), _SEVERAL.format(count=len(owners)))
            matches.update(dict.fromkeys(owners, key[0]))
        if len(matches) > 1:
            raise Cannot(self.columns.get("customer_no", ""), _TWO)
        for id_, by in matches.items():
            if by == "customer_no":
                self._same_paper(id_, entry)
            return id_
        return next((id_ for id_ in entry.ids if self.is_there(id_)), None)

    def _paper(self, id_: str) -> str:
        return str(self.fields_of(id_).get("id_kind") or "") if self.is_there(id_) else ""

    def _same_paper(self, id_: str, entry: Entry) -> None:
        mine = next((key[1] for key in entry.keys if key[0] == "id_number"), "")
        theirs = self.fields_of(id_).get("id_number")
        if mine and theirs and mine != theirs:
            raise Cannot(self.columns.get("customer_no", ""), _OTHER_PAPER)

    def _merge_customer(self, id_: str, entry: Entry) -> bool:
        said = msgspec.json.decode(entry.rows[0].fields)
        there = self.fields_of(id_)
        if not entry.verified and all(name in there and there[name] == value for name, value in said.items()):
            return False
        return self.merge(id_, said, entry.verified)

    def _add_phone(self, owner: str, row: NewRow) -> bool:
        """A number the customer does not have yet. One that was deleted is not brought back by a file."""
        key = row.keys[0]
        id_ = self._contact_id(owner, row)
        if self._has(owner, key) or self.is_there(id_):
            return False
        said = msgspec.json.decode(row.fields)
        said.pop("preferred", None)
        meta = msgspec.json.decode(row.meta)
        meta.pop("preferred", None)
        self.create(NewRow(id_, row.entity, owner, encode_json(said), encode_json(meta), row.keys))
        return True

    def _has(self, owner: str, key: Key) -> bool:
        return any(one.owner_id == owner for one in self.found.get(key, ()))

    def _contact_id(self, owner: str, row: NewRow) -> str:
        return row.id if row.owner_id == owner else self.maker.id_of("contact_point", owner, row.keys[0][1])
