"""From a row's cells to its fields: the mapping, bound to the columns of one file."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Table
from typing import Any

import msgspec

from app.privacy.masking import MaskKind
from sync.server.importing.converters import BadCell, How, converter, number, plain, several
from sync.server.importing.mapping import Mapping
from sync.server.importing.masked import has_star, is_masked
from sync.server.importing.phones import Phone, read_phone

_FUTURE = "核实日期晚于今天，请核对"


class RowFault(Exception):  # noqa: N818 -- it says what it is
    """A row that cannot be taken: the column (its name in the file) and the reason."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


class Fields(msgspec.Struct):
    """What a row says: ``own_key`` is the source's own key, ``verified_on`` an ISO date or empty."""

    values: dict[str, Any]
    phones: list[Phone]
    own_key: str
    verified_on: str


class RowReader:
    """Reads rows of one file.

    Args:
        mapping: what the columns mean; all of them are in ``names``.
        names: the file's columns.
        today: the ISO date of the run, in Asia/Shanghai: nothing was checked after it.
        masks: the ways of masking of fields; what is only a masked form of a value is not taken as one.
    """

    def __init__(
        self, mapping: Mapping, names: list[str], *, today: str, masks: Table[str, tuple[MaskKind, ...]] | None = None
    ) -> None:
        self._today = today
        masks = masks or {}
        places = {name: place for place, name in enumerate(names)}
        self._width = len(names)
        self._columns: list[tuple[int, str, str, Callable[[str], Any], tuple[MaskKind, ...]]] = []
        self._phones: list[tuple[int, str, str]] = []
        self._keys = [(places[name], name) for name in mapping.key]
        for column in mapping.columns:
            if column.field == "phone":
                self._phones.append((places[column.name], column.name, column.label))
            else:
                convert = converter(column.type, column.how)
                self._columns.append(
                    (places[column.name], column.name, column.field, convert, _masks_for(masks, column.field))
                )
        self._phone_masks = masks.get("phone", ())
        self._constants = mapping.constants
        self._required = [(field, self.column_of(field)) for field in mapping.required]
        self._verified_on = mapping.verified_on
        verified = mapping.verified_column
        self._verified = (places[verified], verified, converter("date", How())) if verified else None

    def column_of(self, field: str) -> str:
        """The name of the column a field comes from; the field itself where it comes from none."""
        if field == "phone" and self._phones:
            return self._phones[0][1]
        return next((name for _, name, own, _, _ in self._columns if own == field), field)

    def read(self, cells: list[str]) -> Fields:
        """The fields of a row: empty cells say nothing.

        Raises:
            RowFault: a cell is not what its column should hold, or there are more cells than columns.
        """
        cells = self._fit(cells)
        values = dict(self._constants)
        asked = ""
        try:
            for place, asked, field, convert, masked in self._columns:  # noqa: B007 -- for the reason
                cell = cells[place]
                if cell and not cell.isspace():
                    if masked and has_star(cell):
                        _refuse_masked(masked, cell)
                    value = convert(cell)
                    if value is not None and value != "":
                        values[field] = value
            phones = []
            for place, asked, label in self._phones:  # noqa: B007
                cell = cells[place]
                if cell and not cell.isspace():
                    if has_star(cell):
                        _refuse_masked(self._phone_masks, cell)
                    phones += [read_phone(one, label) for one in several(cell)]
            keys = []
            for place, asked in self._keys:  # noqa: B007
                keys.append(number(cells[place]))
        except BadCell as fault:
            raise RowFault(asked, str(fault)) from None
        own_key = "\x1f".join(keys) if all(keys) else ""
        for field, column in self._required:
            if field not in values and not (field == "phone" and phones):
                raise RowFault(column, "这一列不能空着")
        if values.get("address_verified_on", "") > self._today:
            raise RowFault(self.column_of("address_verified_on"), _FUTURE)
        return Fields(values, phones, own_key or values.pop("key", ""), self._verified_day(cells))

    def _fit(self, cells: list[str]) -> list[str]:
        if len(cells) == self._width:
            return cells
        if len(cells) < self._width:
            return cells + [""] * (self._width - len(cells))
        if any(cells[self._width :]):
            extra = len(cells) - self._width
            raise RowFault("", f"比列名多出 {extra} 格，可能是内容里有没加引号的分隔符")
        return cells[: self._width]

    def _verified_day(self, cells: list[str]) -> str:
        if self._verified is None:
            return self._verified_on
        place, name, convert = self._verified
        try:
            day = str(convert(cells[place])) if cells[place].strip() else ""
        except (BadCell, IndexError) as fault:
            raise RowFault(name, str(fault)) from None
        if day > self._today:
            raise RowFault(name, _FUTURE)
        return day


def _masks_for(masks: Table[str, tuple[MaskKind, ...]], field: str) -> tuple[MaskKind, ...]:
    outer, inner, _ = field.partition(".")
    return masks.get(field) or (masks.get(f"{outer}.*", ()) if inner else ())


def _refuse_masked(masks: tuple[MaskKind, ...], cell: str) -> None:
    if any(is_masked(masks, one) for one in (plain(cell), *several(cell))):
        raise BadCell("这是打码后的值，不能导入")
