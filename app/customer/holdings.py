"""Policies, claims and payments as the desk lists them: what this call is about first (`mission-rows.md` D12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast, get_args

import msgspec

from app.customer.record import Holding, view
from app.customer.trail import Matter
from app.customer.view import Entry, HoldingGroup, HoldingRow, Tone
from app.days import iso_date
from app.record import Record

CLOSED_CLAIMS = frozenset({"已结案", "已赔付", "已拒赔", "已撤案"})
FAR_DAYS = 365
_TONES: tuple[str, ...] = get_args(Tone)


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
        return str(self.extra.get("line", ""))

    @property
    def short_title(self) -> str:
        """The name people say (住院医疗), else the full one."""
        return str(self.extra.get("short_title") or self.holding.title)


def read_holdings(records: Sequence[Record]) -> list[Held]:
    """The holdings that still exist: claims first, then the newest."""
    held = [Held(one.id, view(one, Holding), one.fields) for one in records if not one.deleted]
    held.sort(key=lambda one: (one.holding.opened_on or "", one.holding.number), reverse=True)
    return sorted(held, key=lambda one: one.holding.kind != "claim")


def group_holdings(held: Sequence[Held], matter: Matter | None, today: date) -> tuple[HoldingGroup, ...]:
    """Two groups: what this call is about, and the rest. A group without rows is left out."""
    listed = [one for one in held if one.holding.kind != "payment"]
    about = related(listed, matter)
    groups = (
        ("本次相关", [one for one in listed if one.holding.number in about]),
        ("其他保单", [one for one in listed if one.holding.number not in about]),
    )
    return tuple(HoldingGroup(title, tuple(_row(one, today) for one in rows)) for title, rows in groups if rows)


def related(held: Sequence[Held], matter: Matter | None) -> frozenset[str]:
    """The numbers this call is about: the matter's own, else every open claim; each with the policy it belongs to."""
    named = [one for one in held if matter and one.holding.number == matter.key]
    about = named or [one for one in held if one.is_open_claim]
    return frozenset(number for one in about for number in (one.holding.number, one.holding.parent) if number)


def payments(held: Sequence[Held]) -> tuple[Entry, ...]:
    """The latest premium payments, newest first: for what, how much in yuan, when and how."""
    paid = [one.holding for one in held if one.holding.kind == "payment"]
    paid.sort(key=lambda one: one.opened_on or "", reverse=True)
    return tuple(Entry(one.title, _amount(one), f"{one.opened_on or ''} {one.note}".strip()) for one in paid)


def _row(one: Held, today: date) -> HoldingRow:
    holding = one.holding
    return HoldingRow(
        holding_id=one.record_id,
        title=holding.title,
        number=holding.number,
        amount=_amount(holding),
        note=_note(one, today),
        status=holding.status,
        tone=cast("Tone", holding.tone) if holding.tone in _TONES else "line",
    )


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
