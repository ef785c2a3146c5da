"""Reads ``quality.yaml``: what a good record is, and who looks after contradictions (D14, D15, D16, D19, E08)."""

from __future__ import annotations

from typing import Any

import msgspec

from app.pack.source import Item
from app.review.policy import DEFAULT_POLICY, ROLES, STEPS, FieldRule, QualityPolicy

MAX_POINTS = 100
MAX_MONTHS = 600
_PARTS = (
    "persons",
    "organisations",
    "ageing_percent",
    "contradiction",
    "reasons_shown",
    "sources",
    "hearsay",
    "guarded",
    "roles",
)


def read_quality(source: Item) -> QualityPolicy:
    """The rules in this file; what it leaves out is as :data:`app.review.policy.DEFAULT_POLICY` has it.

    Raises:
        PackError: an unknown key, a figure out of bounds, a source or step that does not exist.
    """
    found = source.mapping((), _PARTS)
    read: dict[str, Any] = {}
    for name in ("persons", "organisations"):
        if name in found:
            read[name] = tuple(_field(field, item) for field, item in found[name].entries().items())
    if "ageing_percent" in found:
        read["ageing_percent"] = found["ageing_percent"].whole(1, 100)
    if "contradiction" in found:
        read["contradiction_weight"] = found["contradiction"].whole(1, MAX_POINTS)
    if "reasons_shown" in found:
        read["reasons_shown"] = found["reasons_shown"].whole(1, 5)
    for name in ("sources", "hearsay"):
        if name in found:
            read[name] = _names(found[name])
    if "guarded" in found:
        read["guarded"] = {entity: _names(item) for entity, item in found["guarded"].entries().items()}
    if "roles" in found:
        roles = found["roles"].mapping(STEPS, ("merge",))
        read["roles"] = {**ROLES, **{duty: _names(item) for duty, item in roles.items()}}
    policy = msgspec.structs.replace(DEFAULT_POLICY, **read)
    _check_hearsay(policy, found.get("hearsay"))
    return policy


def merge_quality(_inherited: QualityPolicy, own: QualityPolicy) -> QualityPolicy:
    """A pack's own file stands for the whole of it: weights only mean something together."""
    return own


def _field(field: str, source: Item) -> FieldRule:
    found = source.mapping(("label", "missing"), ("fresh_months", "stale"))
    months = found["fresh_months"].whole(1, MAX_MONTHS) if "fresh_months" in found else 0
    stale = found["stale"].whole(1, MAX_POINTS) if "stale" in found else 0
    if bool(months) != bool(stale):
        source.fail("fresh_months 和 stale 要写就一起写")
    label = found["label"].text(max_length=12)
    missing = found["missing"].whole(0, MAX_POINTS)
    return FieldRule(field=field, label=label, weight=missing, fresh_months=months, stale_weight=stale)


def _names(source: Item) -> tuple[str, ...]:
    names = tuple(item.name() for item in source.items())
    if len(set(names)) != len(names):
        source.fail("同一个名称写了两次")
    return names


def _check_hearsay(policy: QualityPolicy, source: Item | None) -> None:
    for item in source.items() if source is not None else ():
        if item.name() not in policy.sources:
            item.fail(f"sources 里没有“{item.name()}”这种来源")
