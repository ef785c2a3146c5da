"""Holdings and claims of a file: found by kind and number, put into the file of the customer they belong to (D13)."""

from __future__ import annotations

import msgspec

from sync.server.importing.entry import Entry
from sync.server.importing.plan import Cannot, Plan
from sync.server.lookups import Key

_NOBODY = {
    "customer_no": "库中没有这个客户号的客户",
    "id_number": "库中没有这个证件号码的客户",
    "holding": "库中没有这个编号的业务（保单）",
    "own_key": "库中没有来自这个来源主键的客户",
}
_TWO = "这一行的客户号、证件号码、保单号在库中属于不同的客户，请先核对"
_SEVERAL = "库中有几位客户是这个号码，请先合并再导入"
_OTHER_OWNER = "这个编号的业务在库中属于另一位客户，请先核对"
_TWICE = "库中有几笔业务是这个编号，请先核对"
_GONE = "这笔业务在库中已经删除，请先核对"


class HoldingsPlan(Plan):
    """See :class:`~.plan.Plan`."""

    def prepare(self, entries: list[Entry]) -> None:
        """Who has these numbers, and whose are the owners'."""
        self.found = self.books.find(
            key for entry in entries for key in (*entry.keys, *(owner for _, owner in entry.owners))
        )
        ids: set[str] = set()
        for entry in entries:
            ids.update(entry.ids, entry.owner_ids)
            ids.update(one.row_id for one in self.found.get(entry.keys[0], ()))
        self.known = self.books.read(ids)

    def take_entry(self, entry: Entry) -> None:
        """Plan one row."""
        owner = self._owner(entry)
        id_ = self._which(entry)
        row = entry.rows[0]
        if id_ is None:
            self.create(msgspec.structs.replace(row, owner_id=owner))
            self.count(created=True, changed=False)
            return
        there = self.new.get(id_) or self.known[id_]
        if there.owner_id != owner:
            raise Cannot(self.columns.get("number", ""), _OTHER_OWNER)
        if id_ in self.known and self.known[id_].deleted:
            raise Cannot(self.columns.get("number", ""), _GONE)
        said = msgspec.json.decode(row.fields)
        values = self.fields_of(id_)
        same = not entry.verified and all(name in values and values[name] == value for name, value in said.items())
        if not same and "attributes" in said:
            said["attributes"] = {**(values.get("attributes") or {}), **said["attributes"]}
        changed = not same and self.merge(id_, said, entry.verified)
        self.count(created=False, changed=changed, only=id_)

    def _owner(self, entry: Entry) -> str:
        owners: set[str] = set()
        for column, key in entry.owners:
            mine = self._owners_by(key)
            if len(mine) > 1:
                raise Cannot(column, _SEVERAL)
            if not mine and (key[0] != "holding" or len(entry.owners) == 1 or self._is_claim(entry)):
                raise Cannot(column, _NOBODY[key[0]])
            owners |= mine
        for id_ in entry.owner_ids:
            if not self.is_there(id_):
                raise Cannot(self.columns.get("owner_key", ""), _NOBODY["own_key"])
            owners.add(id_)
        if len(owners) > 1:
            raise Cannot(entry.owners[0][0], _TWO)
        return owners.pop()

    def _owners_by(self, key: Key) -> set[str]:
        return {one.owner_id for one in self.found.get(key, ())}

    def _is_claim(self, entry: Entry) -> bool:
        return '"kind":"claim"' in entry.rows[0].fields

    def _which(self, entry: Entry) -> str | None:
        """The one holding of this kind and number, None for a new one."""
        rows = self.found.get(entry.keys[0])
        if rows:
            kind = msgspec.json.decode(entry.rows[0].fields)["kind"]
            same = {
                one.row_id
                for one in rows
                if self.is_there(one.row_id) and self.fields_of(one.row_id).get("kind", "policy") == kind
            }
            if len(same) > 1:
                raise Cannot(self.columns.get("number", ""), _TWICE)
            if same:
                return same.pop()
        return next((id_ for id_ in entry.ids if self.is_there(id_)), None)
