"""What a pack calls the things a customer has, and what it shows of each (`mission-rows.md` D05, D12)."""

from __future__ import annotations

from typing import Literal

import msgspec

Measure = Literal["text", "money", "date", "number"]
"""How an attribute reads: as it is; in yuan, 18,642.50; as a day; as a plain number."""


class HoldingAttribute(msgspec.Struct, frozen=True, kw_only=True):
    """One attribute of a kind: the name it has in the record, and how it is called and written."""

    name: str
    label: str
    measure: Measure = "text"
    in_row: bool = False
    """Whether the second line of a row shows it, after the number."""


class HoldingKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of holding: policy, claim, line, device, order, payment.

    ``title`` heads its rows where nothing of them is what the call is about, ``others`` where some are. ``listed`` is
    False for kinds that have a tab of their own (payments). ``number``, ``amount``, ``opened`` and ``due`` are the
    words for the common fields.
    """

    kind: str
    label: str
    title: str
    others: str
    listed: bool = True
    number: str = "编号"
    amount: str = "金额"
    opened: str = "起始"
    due: str = "到期"
    attributes: tuple[HoldingAttribute, ...] = ()
