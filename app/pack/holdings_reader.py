"""Reads a pack's ``holdings.yaml``: the kinds of things customers have, in the order they are listed.

::

    device:
      label: 设备              # what one of them is called
      title: 设备              # heads the rows
      others: 其他设备         # heads them where some belong to this call
      number: 串号             # words for the common fields; all optional
      attributes:
        model: { label: 型号, in_row: true }
        bought_on: { label: 购买日期, measure: date }
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from app.pack.holding_kinds import HoldingAttribute, HoldingKind, Measure
from app.pack.source import Item

MOST_ATTRIBUTES = 40
_WORDS = ("number", "amount", "opened", "due")
_MEASURES: tuple[str, ...] = get_args(Measure)


def read_holdings(source: Item) -> dict[str, HoldingKind]:
    """The kinds by code, in the file's order.

    Raises:
        PackError: with file, line and reason.
    """
    return {code: _kind(code, item) for code, item in source.named("业务种类的编号").items()}


def merge_holdings(old: Mapping[str, HoldingKind], own: Mapping[str, HoldingKind]) -> dict[str, HoldingKind]:
    """This pack's kinds first, in its order; then what is inherited and not said anew."""
    return {**own, **{code: kind for code, kind in old.items() if code not in own}}


def _kind(code: str, source: Item) -> HoldingKind:
    found = source.mapping(("label", "title", "others"), ("listed", "attributes", *_WORDS))
    attributes = found["attributes"].named("属性的名称") if "attributes" in found else {}
    if len(attributes) > MOST_ATTRIBUTES:
        found["attributes"].fail(f"属性太多：最多 {MOST_ATTRIBUTES} 项")
    return HoldingKind(
        kind=code,
        label=found["label"].text(max_length=8),
        title=found["title"].text(max_length=12),
        others=found["others"].text(max_length=12),
        listed=found["listed"].flag() if "listed" in found else True,
        attributes=tuple(_attribute(name, item) for name, item in attributes.items()),
        **{word: found[word].text(max_length=12) for word in _WORDS if word in found},
    )


def _attribute(name: str, source: Item) -> HoldingAttribute:
    found = source.mapping(("label",), ("measure", "in_row"))
    return HoldingAttribute(
        name=name,
        label=found["label"].text(max_length=12),
        measure=cast("Measure", found["measure"].one_of(_MEASURES)) if "measure" in found else "text",
        in_row=found["in_row"].flag() if "in_row" in found else False,
    )
