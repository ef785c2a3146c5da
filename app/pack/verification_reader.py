"""Reads ``verification.yaml``: ways, levels and what each business needs (rows E01–E05, D23, F03).

A pack's own file changes what it names and inherits the rest: an industry adds its businesses.
"""

from __future__ import annotations

from typing import Any

import msgspec

from app.pack.source import Item
from app.verification.policy import COMPARED, HIGHEST, WAYS, BusinessRule, VerificationPolicy, WayRule

_PARTS = ("levels", "checks", "ways", "limits", "read_out", "businesses")
_LIMITS = {"code_minutes": 60, "answers": 20, "tries": 20, "agent_tries": 1_000, "lock_minutes": 24 * 60}
MOST_CHECKS = 9


def read_verification(source: Item) -> VerificationPolicy:
    """The rules in a pack's file.

    Raises:
        PackError: with file and line; an unknown way, a level beyond 3, a rule that names nothing.
    """
    found = source.mapping((), _PARTS)
    given: dict[str, Any] = {}
    if "levels" in found:
        given["levels"] = _words(found["levels"])
    if "checks" in found:
        given |= _checks(found["checks"])
    if "ways" in found:
        given["ways"] = {way: _way(way, item) for way, item in found["ways"].entries().items()}
    if "limits" in found:
        limits = found["limits"].mapping((), tuple(_LIMITS))
        given |= {name: item.whole(1, _LIMITS[name]) for name, item in limits.items()}
    if "read_out" in found:
        given["read_out"] = found["read_out"].text(max_length=200)
    if "businesses" in found:
        given["businesses"] = {code: _business(item) for code, item in found["businesses"].named("业务的编号").items()}
    return VerificationPolicy(**given)


def merge_verification(old: VerificationPolicy, own: VerificationPolicy) -> VerificationPolicy:
    """What is inherited, with everything changed that this pack says."""
    usual = VerificationPolicy()
    changed: dict[str, Any] = {}
    for name in VerificationPolicy.__struct_fields__:
        before, now = getattr(old, name), getattr(own, name)
        if now != getattr(usual, name):
            changed[name] = before | now if isinstance(now, dict) else now
    return msgspec.structs.replace(old, **changed)


def _words(source: Item) -> tuple[str, ...]:
    words = tuple(item.text(max_length=12) for item in source.items())
    if len(words) != HIGHEST + 1:
        source.fail(f"要写 0 到 {HIGHEST} 共 {HIGHEST + 1} 级的名称")
    return words


def _checks(source: Item) -> dict[str, Any]:
    found = source.mapping(("levels", "compares"))
    levels = tuple(item.whole(0, HIGHEST) for item in found["levels"].items())
    if not levels or len(levels) > MOST_CHECKS or list(levels) != sorted(levels):
        found["levels"].fail("答对 1 项、2 项……各算几级，逐项不减")
    compares = found["compares"].entries()
    return {
        "check_levels": levels,
        "compares": {
            check: tuple(item.one_of(COMPARED) for item in parts.items()) for check, parts in compares.items()
        },
    }


def _way(way: str, source: Item) -> WayRule:
    if way not in WAYS or way == "checks":
        source.fail(f"没有“{way}”这种核验方式，可以写：{'、'.join(one for one in WAYS if one != 'checks')}")
    found = source.mapping(("label", "level"))
    return WayRule(label=found["label"].text(max_length=12), level=found["level"].whole(1, HIGHEST))


def _business(source: Item) -> BusinessRule:
    found = source.mapping(("label", "level"), ("without",))
    without = found["without"].items() if "without" in found else []
    return BusinessRule(
        label=found["label"].text(max_length=12),
        level=found["level"].whole(1, HIGHEST),
        without=frozenset(item.one_of(WAYS) for item in without),
    )
