"""Reading a mapping file (YAML): ``docs/import.md`` shows one. Every complaint names file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from app.customer.record import Customer, Holding
from app.pack.source import Item, read_source
from sync.server.importing.converters import How
from sync.server.importing.fields import KINDS, TYPES, Field, field_of
from sync.server.importing.mapping import Column, Mapping, how_by_default
from sync.server.importing.table import MAX_COLUMNS

_OTHERWISE = ("refuse", "keep", "leave_out")
_TOP = ("kind", "constants", "key", "verified_on", "ignore", "required")
_COLUMN = ("type", "label", "words", "otherwise", "format", "unit")
_FREE = ("key", "phone", "owner_customer_no", "owner_id_number", "owner_id_kind", "owner_key")


def read_mapping(path: Path, kind: str, today: str) -> Mapping:
    """The mapping in a file, for this kind of import, on an ISO date: nothing was checked later.

    Raises:
        PackError: it cannot be used; with file, line and reason.
    """
    top = read_source(path, path.name)
    parts = top.mapping(("source", "columns"), _TOP)
    if "kind" in parts and parts["kind"].one_of(KINDS) != kind:
        parts["kind"].fail(f"这份对应表是给 {parts['kind'].text()} 用的，不能用来导入 {kind}")
    verified_on, verified_column = _verified(parts.get("verified_on"), today)
    return Mapping(
        source=parts["source"].name(),
        columns=_columns(parts["columns"], kind),
        constants=_constants(parts.get("constants"), kind),
        key=_names(parts.get("key")),
        verified_on=verified_on,
        verified_column=verified_column,
        ignored=_names(parts.get("ignore")),
        required=tuple(_known_field(item, kind).name for item in _list(parts.get("required"))),
    )


def _columns(item: Item, kind: str) -> tuple[Column, ...]:
    found: dict[str, Item] = item.entries()
    if not found or len(found) > MAX_COLUMNS:
        item.fail(f"这里应当有 1 到 {MAX_COLUMNS} 列")
    columns, taken = [], set()
    for name, one in found.items():
        column = _column(" ".join(name.split()), one, kind)
        if column.field in taken and column.field != "phone":
            one.fail(f"两列都对应到“{column.field}”")
        taken.add(column.field)
        columns.append(column)
    return tuple(columns)


def _column(name: str, item: Item, kind: str) -> Column:
    if not isinstance(item.value, dict):
        field = _known_field(item, kind)
        return Column(name, field.name, field.type, how_by_default(field))
    parts = item.mapping(("field",), _COLUMN)
    field = _known_field(parts["field"], kind)
    type_ = field.type
    if "type" in parts:
        type_ = parts["type"].one_of(TYPES)
        if type_ != field.type and not field.name.startswith("attributes."):
            parts["type"].fail(f"“{field.name}”只能是 {field.type}")
    how = how_by_default(field)
    how = How(
        words=_words(parts["words"], field) if "words" in parts else how.words,
        otherwise=parts["otherwise"].one_of(_OTHERWISE) if "otherwise" in parts else "refuse",
        formats=tuple(_format(one) for one in _list(parts.get("format"))),
        wan="unit" in parts and parts["unit"].one_of(("元", "万元", "yuan", "wan")) in {"万元", "wan"},
    )
    for given, only in (("words", ("code", "text")), ("format", ("date",)), ("unit", ("yuan",)), ("label", ("phone",))):
        if given in parts and type_ not in only:
            parts[given].fail(f"“{given}”只用于 {'、'.join(only)} 类型的列，“{field.name}”是 {type_}")
    return Column(name, field.name, type_, how, parts["label"].text(max_length=20) if "label" in parts else "")


def _known_field(item: Item, kind: str) -> Field:
    name = item.text(max_length=64)
    field = field_of(kind, name)
    if field is None:
        item.fail(f"{kind} 里没有“{name}”这一项，可以写的见 docs/import.md")
    return field


def _words(item: Item, field: Field) -> dict[str, Any]:
    words = {}
    for word, code in item.entries().items():
        value = code.text(empty=True)
        allowed = set(how_by_default(field).words.values())
        if field.type == "code" and allowed and value not in allowed:
            code.fail(f"“{value}”不在可选范围内：{'、'.join(sorted(allowed))}")
        words[word] = value
    return words


def _format(item: Item) -> str:
    shape = item.text(max_length=40)
    if "%" in shape or not ("YY" in shape and "M" in shape and "D" in shape):
        item.fail("日期的写法用 YYYY、MM、DD 组成，例如 DD/MM/YYYY")
    return shape


def _constants(item: Item | None, kind: str) -> dict[str, Any]:
    given = {} if item is None else item.entries()
    typed = Customer if kind == "customers" else Holding
    constants = {}
    for name, one in given.items():
        if name in _FREE or field_of(kind, name) is None:
            one.fail(f"“{name}”不能是固定值")
        value = one.plain()
        try:
            msgspec.convert({"attributes": {name: value}} if "." in name else {name: value}, typed)
        except msgspec.ValidationError:
            one.fail(f"“{name}”的值类型不对")
        constants[name] = value
    return constants


def _verified(item: Item | None, today: str) -> tuple[str, str]:
    if item is None:
        return "", ""
    if isinstance(item.value, dict):
        return "", item.mapping(("column",))["column"].text(max_length=200)
    day = item.text()
    try:
        checked = date.fromisoformat(day).isoformat()
    except ValueError:
        item.fail("这里应当是日期，例如 2026-03-18，或 column: 列名")
    if checked > today:
        item.fail(f"核实日期不能晚于今天（{today}）")
    return checked, ""


def _names(item: Item | None) -> tuple[str, ...]:
    return tuple(" ".join(one.text(max_length=200).split()) for one in _list(item))


def _list(item: Item | None) -> list[Item]:
    if item is None:
        return []
    return item.items() if isinstance(item.value, list) else [item]
