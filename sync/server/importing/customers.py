"""A row of a customers file → an entry: checked, typed, with its keys, the records it would make (D13, E06)."""

from __future__ import annotations

from typing import Any

from app.identity.document import DOCUMENT_KINDS, Document, Problem
from app.identity.reading import read_document
from app.identity.resident_id import ResidentId, read_id_number
from sync.server.importing.columns import Fields, RowFault, RowReader
from sync.server.importing.creating import Maker
from sync.server.importing.entry import Entry, NewRow
from sync.server.importing.table import Row
from sync.server.lookups import Key

_DEFAULT_PAPER = {"person": "resident_id", "organisation": "credit_code"}
_STARS = range(7)


class CustomerReader:
    """Makes entries of the rows of one file.

    Args:
        reader: knows the columns.
        maker: makes the records.
    """

    def __init__(self, reader: RowReader, maker: Maker) -> None:
        self._reader = reader
        self._maker = maker

    def entry(self, number: int, row: Row) -> Entry:
        """The entry of one row.

        Raises:
            RowFault: what is wrong with it.
        """
        fields = self._reader.read(row.cells)
        values = fields.values
        if not values.get("name"):
            raise RowFault(self._reader.column_of("name"), "姓名不能空着")
        self._read_paper(values)
        if values.get("stars", 0) not in _STARS:
            raise RowFault(self._reader.column_of("stars"), "星级是 0 到 6")
        keys, ids = self._identity(fields)
        if not ids:
            raise RowFault(self._reader.column_of("id_number"), "没有证件号码、客户号或来源主键，认不出是哪位客户")
        rows = [self._maker.row(ids[0], "customer", ids[0], values, fields.verified_on), *self._phones(ids[0], fields)]
        verified = dict.fromkeys(values, fields.verified_on) if fields.verified_on else {}
        return Entry(number, row.line, keys, ids, rows, row.cells, verified=verified)

    def _identity(self, fields: Fields) -> tuple[list[Key], list[str]]:
        """One customer is one paper, else one customer number, else one key of the source."""
        values, make = fields.values, self._maker.id_of
        keys: list[Key] = []
        ids: list[str] = []
        if "id_number" in values:
            keys.append(("id_number", values["id_number"]))
            ids.append(make("customer", values["id_kind"], values["id_number"]))
        if "customer_no" in values:
            keys.append(("customer_no", values["customer_no"]))
            if not ids:
                ids.append(make("customer_no", values["customer_no"]))
        if fields.own_key:
            ids.append(make("own_key", self._maker.source, fields.own_key))
        return keys, ids

    def _read_paper(self, values: dict[str, Any]) -> None:
        kind = values.setdefault("kind", _holder(values.get("id_kind")))
        if "id_number" not in values:
            values.pop("id_kind", None)
            return
        paper = values.setdefault("id_kind", _DEFAULT_PAPER[kind])
        read: ResidentId | Document | Problem | None = None
        if paper == "resident_id":
            read = read_id_number(values["id_number"])  # nearly every row; the other reader is for reasons
        read = read or read_document(paper, values["id_number"])
        if isinstance(read, Problem):
            raise RowFault(self._reader.column_of("id_number"), read.reason)
        values["id_number"] = read.number
        for name, said in (("birth_date", read.birth_date and read.birth_date.isoformat()), ("sex", read.sex)):
            if said and values.setdefault(name, said) != said:
                raise RowFault(self._reader.column_of(name), "与证件号码里的不一致")

    def _phones(self, owner: str, fields: Fields) -> list[NewRow]:
        found: dict[str, NewRow] = {}
        for phone in fields.phones:
            if phone.e164 in found:
                continue
            said: dict[str, Any] = {"kind": "phone", "e164": phone.e164}
            if phone.extension:
                said["extension"] = phone.extension
            if phone.label:
                said["label"] = phone.label
            if not found:
                said["preferred"] = True
            id_ = self._maker.id_of("contact_point", owner, phone.e164)
            found[phone.e164] = self._maker.row(id_, "contact_point", owner, said, fields.verified_on)
        return list(found.values())


def _holder(paper: str | None) -> str:
    known = DOCUMENT_KINDS.get(paper or "")
    return "organisation" if known is not None and known.holder == "organisation" else "person"
