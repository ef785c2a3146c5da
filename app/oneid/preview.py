"""Two files side by side, before they are shown as one: where they differ, what comes along, what to mind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

import msgspec

from app.days import iso_date
from app.record import EMPTY, Record, Value

FIELDS: Mapping[str, str] = {
    "name": "姓名",
    "kind": "客户类型",
    "sex": "性别",
    "birth_date": "生日",
    "id_kind": "证件种类",
    "id_number": "证件号码",
    "real_name": "实名",
    "customer_no": "客户号",
    "address": "地址",
    "email": "邮箱",
    "branch": "服务网点",
    "service_agent": "服务人员",
    "team": "服务团队",
    "protected_until": "保护期至",
    "stars": "星级",
    "vip": "贵宾",
    "card": "卡级",
    "org_grade": "集团等级",
    "lifecycle": "生命周期",
    "arpu": "月均消费",
    "annual_premium": "年缴保费",
    "points": "积分",
    "insured_since": "首次投保",
    "household_policies": "家庭保单",
    "occupation": "职业",
    "contact_preference": "联系偏好",
    "language": "语言",
    "behaviour": "沟通类型",
    "need": "可能需要",
    "needs": "特殊需要",
    "tags": "标签",
    "address_verified_on": "地址核实",
}
"""The fields a person chooses between, in reading order; a field of a newer program goes by its own name."""


class Words(Protocol):
    """How what stands in a file is said on the screen."""

    def label(self, field: str, usual: str) -> str:
        """What the field is called."""

    def value(self, field: str, value: Value, is_masked: bool) -> str:
        """The value; ``is_masked`` says that it came masked."""

    def source(self, source: str) -> str:
        """Where it comes from."""

    def who(self, agent_id: str) -> str:
        """Who wrote it down."""

    def day(self, hlc: int) -> str:
        """The ISO date on which that was."""


class SideValue(msgspec.Struct, frozen=True, kw_only=True):
    """One of two values as it may be shown, where it came from, who wrote it down and when, when it was last verified.

    Both days are ISO dates; anything unknown is "".
    """

    text: str
    source: str = ""
    by: str = ""
    collected_on: str = ""
    verified_on: str = ""


class FieldRow(msgspec.Struct, frozen=True, kw_only=True):
    """A field in which two files differ. ``values`` are the first file's and the second's.

    ``preferred`` is 0 or 1 where one of them has been verified later, or is the only one; None: the survivor's stands
    unless the person says otherwise. ``is_open`` says that both have a value, so that there is a choice.
    """

    field: str
    label: str
    values: tuple[SideValue, SideValue]
    preferred: int | None
    is_open: bool

    def chosen(self, survivor: int) -> int:
        """Which of the two is shown at first, where the file 0 or 1 survives."""
        return survivor if self.preferred is None else self.preferred


def field_rows(first: Record, second: Record, words: Words) -> tuple[FieldRow, ...]:
    """The fields in which they differ, in reading order.

    Preferred is the value that was verified last (`mission-rows.md` D14, D15).
    """
    fields = [name for name in FIELDS if name in first.fields or name in second.fields]
    fields += sorted({*first.fields, *second.fields} - {*FIELDS})
    both = (first, second)
    return tuple(_row(field, both, words) for field in fields if _value(first, field) != _value(second, field))


def warnings(first: Record, second: Record) -> tuple[str, ...]:
    """What speaks against it, and has to be read before it is done."""
    found = []
    for field, words in (
        ("id_number", "两份档案的证件号码不同，请先确认是同一人"),
        ("birth_date", "两份档案的生日不同"),
        ("sex", "两份档案的性别不同"),
    ):
        one, two = _value(first, field), _value(second, field)
        is_seen = not first.is_masked(field) and not second.is_masked(field)
        if is_seen and one is not None and two is not None and one != two:
            found.append(words)
    return tuple(found)


def _row(field: str, sides: tuple[Record, Record], words: Words) -> FieldRow:
    has = [_value(side, field) is not None for side in sides]
    verified = [_verified(side, field) or date.min for side in sides]
    preferred = None
    if not all(has):
        preferred = has.index(True)
    elif verified[0] != verified[1]:
        preferred = int(verified[1] > verified[0])
    return FieldRow(
        field=field,
        label=words.label(field, FIELDS.get(field, field)),
        values=(_side(sides[0], field, words), _side(sides[1], field, words)),
        preferred=preferred,
        is_open=all(has),
    )


def _side(record: Record, field: str, words: Words) -> SideValue:
    value, meta = _value(record, field), record.meta.get(field)
    if value is None:
        return SideValue(text="")
    text = words.value(field, value, record.is_masked(field))
    if meta is None:
        return SideValue(text=text)
    return SideValue(
        text=text,
        source=words.source(meta.source),
        by=words.who(meta.by),
        collected_on=words.day(meta.hlc),
        verified_on=meta.verified_on,
    )


def _value(record: Record, field: str) -> Value:
    """The value, None where there is none."""
    value = record.fields.get(field)
    return None if value in EMPTY else value


def _verified(record: Record, field: str) -> date | None:
    meta = record.meta.get(field)
    return iso_date(meta.verified_on) if meta else None
