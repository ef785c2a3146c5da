"""Policies, claims, lines, devices and orders as the desk lists them: what this call is about first (D05, D12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast, get_args

import msgspec

from app.customer.record import Holding, view
from app.customer.trail import Matter
from app.customer.view import Detail, Entry, HoldingGroup, HoldingRow, Tone
from app.days import iso_date
from app.pack.holding_kinds import HoldingAttribute, HoldingKind
from app.record import Record

CLOSED_CLAIMS = frozenset({"已结案", "已赔付", "已拒赔", "已撤案"})
FAR_DAYS = 365
RELATED = "本次相关"
OTHER_KINDS = HoldingKind(kind="", label="业务", title="业务", others="其他业务")
"""How a holding reads whose kind the pack does not know: shown all the same."""
_TONES: tuple[str, ...] = get_args(Tone)
_NOT_LISTED = "payment"

Kinds = Mapping[str, HoldingKind]


class Held(msgspec.Struct, frozen=True):
    """A holding with the fields beyond the typed ones that the file knows (``line``, ``short_title``)."""

    record_id: str
    holding: Holding
    extra: dict[str, Any]

    @property
    def is_open_claim(self) -> bool:
        """Whether it is a claim that still waits for us."""
        return self.holding.kind == "claim" and self.holding.status not in CLOSED_CLAIMS

    @property
    def line(self) -> str:
        """The product line (``medical``, ``critical_illness``), empty where it is not known."""
        return _word(self.extra.get("line"))

    @property
    def short_title(self) -> str:
        """The name people say (住院医疗), else the full one."""
        return _word(self.extra.get("short_title")) or self.holding.title


def read_holdings(records: Sequence[Record]) -> list[Held]:
    """The holdings that still exist: claims first, then the newest."""
    held = [Held(one.id, view(one, Holding), one.fields) for one in records if not one.deleted]
    held.sort(key=lambda one: (one.holding.opened_on or "", one.holding.number), reverse=True)
    return sorted(held, key=lambda one: one.holding.kind != "claim")


def group_holdings(
    held: Sequence[Held], matter: Matter | None, today: date, kinds: Kinds | None = None
) -> tuple[HoldingGroup, ...]:
    """What this call is about, then the rest by kind in the pack's order. A group without rows is left out."""
    known = kinds or {}
    listed = [one for one in held if _is_listed(one, known)]
    numbers = related(listed, matter)
    about = [one for one in listed if one.holding.number in numbers]
    rest = [one for one in listed if one.holding.number not in numbers]
    codes = dict.fromkeys([*known, *(one.holding.kind for one in rest)])
    groups = [(RELATED, about)]
    for code in codes:
        kind = known.get(code, OTHER_KINDS)
        groups.append((kind.others if about else kind.title, [one for one in rest if one.holding.kind == code]))
    return tuple(HoldingGroup(title, tuple(_row(one, today, known) for one in rows)) for title, rows in groups if rows)


def related(held: Sequence[Held], matter: Matter | None) -> frozenset[str]:
    """The numbers this call is about: the matter's own, else every open claim; each with the policy it belongs to."""
    named = [one for one in held if matter and one.holding.number == matter.key]
    about = named or [one for one in held if one.is_open_claim]
    return frozenset(number for one in about for number in (one.holding.number, one.holding.parent) if number)


def payments(held: Sequence[Held]) -> tuple[Entry, ...]:
    """The latest premium payments, newest first: for what, how much in yuan, when and how."""
    paid = [one.holding for one in held if one.holding.kind == _NOT_LISTED]
    paid.sort(key=lambda one: one.opened_on or "", reverse=True)
    return tuple(Entry(one.title, _amount(one), f"{one.opened_on or ''} {one.note}".strip()) for one in paid)


def _is_listed(one: Held, kinds: Kinds) -> bool:
    kind = kinds.get(one.holding.kind)
    return kind.listed if kind else one.holding.kind != _NOT_LISTED


def _row(one: Held, today: date, kinds: Kinds) -> HoldingRow:
    holding, kind = one.holding, kinds.get(one.holding.kind, OTHER_KINDS)
    shown = [text for part in kind.attributes if part.in_row and (text := _attribute(one, part))]
    return HoldingRow(
        holding_id=one.record_id,
        title=holding.title or kind.label,
        number=holding.number,
        amount=_amount(holding),
        note=_note(one, today),
        status=holding.status,
        tone=cast("Tone", holding.tone) if holding.tone in _TONES else "line",
        kind=kind.label,
        second=" · ".join(part for part in (holding.number, *shown) if part) if shown else "",
        details=_details(one, kind),
    )


def _details(one: Held, kind: HoldingKind) -> tuple[Detail, ...]:
    holding = one.holding
    common = (
        (kind.amount, _amount(holding)),
        (kind.opened, holding.opened_on or ""),
        (holding.note if holding.due_on and holding.note else kind.due, holding.due_on or ""),
        ("所属", holding.parent),
    )
    own = ((part.label, _attribute(one, part)) for part in kind.attributes)
    named = {part.name for part in kind.attributes}
    more = ((name, _plain(value)) for name, value in holding.attributes.items() if name not in named)
    return tuple(Detail(label, value) for label, value in (*common, *own, *more) if value)


def _attribute(one: Held, part: HoldingAttribute) -> str:
    value = one.holding.attributes.get(part.name, one.extra.get(part.name))
    if value is None or value == "":
        return ""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if part.measure == "money" and is_number:
        return f"{value:,.2f} 元"
    if part.measure == "number" and is_number:
        return f"{value:,}"
    return _plain(value)


def _word(value: object) -> str:
    """A field that is only read where it is text: imports bring anything."""
    return value if isinstance(value, str) else ""


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    return "" if value is None or isinstance(value, dict) else str(value)


def _amount(holding: Holding) -> str:
    return holding.amount_text or ("" if holding.amount is None else f"{holding.amount:,.2f}")


def _note(one: Held, today: date) -> str:
    opened, due = iso_date(one.holding.opened_on), iso_date(one.holding.due_on)
    if one.is_open_claim and opened is not None:
        return f"第 {(today - opened).days} 天"
    if due is None:
        return one.holding.note
    day = f"{due:%m-%d}" if abs((due - today).days) < FAR_DAYS else f"{due:%Y-%m-%d}"
    return f"{day} {one.holding.note or '到期'}"
