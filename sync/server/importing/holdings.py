"""A row of a holdings or claims file → an entry: its number, whose it is, the record it would make (D13)."""

from __future__ import annotations

from typing import Any

from app.identity.document import Problem
from app.identity.reading import read_document
from sync.server.importing.columns import RowFault, RowReader
from sync.server.importing.creating import Maker
from sync.server.importing.entry import Entry
from sync.server.importing.table import Row
from sync.server.lookups import Key

_ATTRIBUTE = "attributes."


class HoldingReader:
    """Makes entries of the rows of one file.

    Args:
        reader: knows the columns.
        maker: makes the records.
        claims: whether every row is a claim, whose parent is a policy.
    """

    def __init__(self, reader: RowReader, maker: Maker, *, claims: bool) -> None:
        self._reader = reader
        self._maker = maker
        self._claims = claims

    def entry(self, number: int, row: Row) -> Entry:
        """The entry of one row.

        Raises:
            RowFault: what is wrong with it.
        """
        fields = self._reader.read(row.cells)
        values = fields.values
        if not values.get("number"):
            raise RowFault(self._reader.column_of("number"), "编号不能空着")
        if self._claims:
            values["kind"] = "claim"
        kind = str(values.setdefault("kind", "policy"))
        owners, owner_ids = self._owners(values, fields.own_key)
        self._gather(values)
        id_ = self._maker.id_of("holding", kind, values["number"])
        made = self._maker.row(id_, "holding", "", values, fields.verified_on)
        verified = dict.fromkeys(values, fields.verified_on) if fields.verified_on else {}
        return Entry(
            row=number,
            line=row.line,
            keys=[("holding", values["number"])],
            ids=[id_],
            rows=[made],
            cells=row.cells,
            owners=owners,
            owner_ids=owner_ids,
            verified=verified,
        )

    def _owners(self, values: dict[str, Any], own_key: str) -> tuple[list[tuple[str, Key]], list[str]]:
        owners: list[tuple[str, Key]] = []
        id_number, paper = values.pop("owner_id_number", ""), values.pop("owner_id_kind", "resident_id")
        customer_no = values.pop("owner_customer_no", "")
        own_key = own_key or values.pop("owner_key", "")
        if id_number:
            column = self._reader.column_of("owner_id_number")
            read = read_document(paper, id_number)
            if isinstance(read, Problem):
                raise RowFault(column, read.reason)
            owners.append((column, ("id_number", read.number)))
        if customer_no:
            owners.append((self._reader.column_of("owner_customer_no"), ("customer_no", customer_no)))
        if parent := values.get("parent"):
            owners.append((self._reader.column_of("parent"), ("holding", parent)))
        ids = [self._maker.id_of("own_key", self._maker.source, own_key)] if own_key else []
        if not owners and not ids:
            wanted = "parent" if self._claims else "owner_customer_no"
            raise RowFault(self._reader.column_of(wanted), "没有写是哪位客户的")
        return owners, ids

    def _gather(self, values: dict[str, Any]) -> None:
        """``attributes.plate`` and its like go under ``attributes``, a plate in its one spelling."""
        names = [name for name in values if name.startswith(_ATTRIBUTE)]
        attributes = {name.removeprefix(_ATTRIBUTE): values.pop(name) for name in names}
        if plate := attributes.get("plate"):
            read = read_document("plate", str(plate))
            if isinstance(read, Problem):
                raise RowFault(self._reader.column_of("attributes.plate"), read.reason)
            attributes["plate"] = read.number
        if attributes:
            values["attributes"] = attributes
