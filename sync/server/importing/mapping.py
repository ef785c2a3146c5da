"""Which column of a file means which field: as the source's mapping says, or by the names that columns usually have."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

import msgspec

from app.identity.document import DOCUMENT_KINDS
from sync.server.checking import ZONE
from sync.server.importing.converters import How
from sync.server.importing.faults import FileError
from sync.server.importing.fields import FIELDS, REQUIRED, Field, field_of
from sync.server.importing.table import NOTES, RAW

DEFAULT_SOURCE = "file"


def today_of(now: datetime) -> str:
    """The ISO date of a UTC time where the centre is."""
    return now.astimezone(ZONE).date().isoformat()


class Column(msgspec.Struct, frozen=True):
    """A column and the field it means. ``label`` is what a phone number in it is (手机, 单位)."""

    name: str
    field: str
    type: str
    how: How = How()
    label: str = ""


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    """What a source's files mean.

    ``source`` names the source in every field that comes from it and in the ids derived from its own keys; ``key`` are
    the columns that together are its own key of a customer; ``constants`` fields that every row has;
    ``verified_on`` the ISO date on which the source last checked these values, ``verified_column`` the column that
    says so row by row; ``ignored`` columns that nobody wants to hear of; ``required`` fields no row may lack.
    """

    source: str = DEFAULT_SOURCE
    columns: tuple[Column, ...] = ()
    constants: dict[str, Any] = {}
    key: tuple[str, ...] = ()
    verified_on: str = ""
    verified_column: str = ""
    ignored: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


def usual_columns(kind: str, names: list[str]) -> tuple[Column, ...]:
    """The columns that are called what such columns are usually called, in Chinese or English."""
    meant = {spelled(header): field for field in FIELDS[kind] for header in (field.name, *field.headers)}
    found: list[Column] = []
    for name in names:
        field = meant.get(spelled(name))
        if field is not None and (field.name == "phone" or all(one.field != field.name for one in found)):
            label = name if field.name == "phone" and not name.isascii() else ""
            found.append(Column(name, field.name, field.type, how_by_default(field), label))
    return tuple(found)


def how_by_default(field: Field) -> How:
    """The words of a field with a list of its own."""
    if field.name in {"id_kind", "owner_id_kind"}:
        return How(words=ID_KINDS)
    return How(words=field.words) if field.words else How()


def spelled(name: str) -> str:
    """A column's name without what differs between people: width, case, spaces, underscores, brackets, stars."""
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())


def check_columns(file: str, kind: str, mapping: Mapping, names: list[str]) -> list[str]:
    """Whether the file has what is needed, before anything is written.

    Returns:
        The columns that mean nothing: they are left out, and told.

    Raises:
        FileError: a column that the mapping names, or that every such file needs, is missing.
    """
    here = set(names)
    named = (
        [column.name for column in mapping.columns] + list(mapping.key) + list(filter(None, [mapping.verified_column]))
    )
    missing = [name for name in dict.fromkeys(named) if name not in here]
    if missing:
        raise FileError(file, f"缺少对应表里写的列：{'、'.join(missing)}；文件里有：{_short(names)}", line=1)
    present = {column.field for column in mapping.columns} | mapping.constants.keys()
    if mapping.key:
        present.add("key" if kind == "customers" else "owner_key")
    for group in REQUIRED[kind]:
        if not present & set(group):
            wanted = "、".join(header_of(kind, name) for name in group)
            words = f"缺少必需的列（{'其一：' if len(group) > 1 else ''}{wanted}）；文件里有：{_short(names)}"
            raise FileError(file, words, line=1)
    passed_over = {*named, *mapping.ignored, *NOTES, RAW}
    return [name for name in names if name not in passed_over]


def header_of(kind: str, field: str) -> str:
    """What a field's column is usually called."""
    known = field_of(kind, field)
    return known.headers[0] if known and known.headers else field


def _short(names: list[str]) -> str:
    shown = "、".join(names[:12])
    return shown if len(names) <= 12 else f"{shown} 等 {len(names)} 列"


def _id_kinds() -> dict[str, str]:
    words = {"身份证": "resident_id", "居民身份证": "resident_id", "二代身份证": "resident_id", "护照": "passport"}
    words |= {"港澳通行证": "hk_macao_permit", "港澳居民通行证": "hk_macao_permit", "台胞证": "taiwan_permit"}
    words |= {"户口本": "household_register", "统一信用代码": "credit_code", "组织机构代码证": "org_code"}
    for kind in DOCUMENT_KINDS.values():
        if kind.holder != "thing":
            words[kind.label] = kind.code
            words[kind.code] = kind.code
    return words


ID_KINDS = _id_kinds()
"""Words for kinds of papers."""
