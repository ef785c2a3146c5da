"""Reads ``tiers.yaml``: schemes with their codes and rules, and what a tier gives (`mission-rows.md` D01–D12).

Every condition is read and tried here, so that a mistake is told with its file and line before a customer meets it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast, get_args

from app.pack.source import Item
from app.tier.expression import Condition, ConditionError, Inputs
from app.tier.inputs import samples
from app.tier.model import Entitlement, Grant, Period, Scheme, TierCode, TierRule, Tiers, Tone

MAX_QUOTA = 10_000
_TONES = get_args(Tone)
_PERIODS = get_args(Period)


def read_tiers(source: Item) -> Tiers:
    """The tiers and entitlements of one file.

    Raises:
        PackError: with file and line.
    """
    found = source.mapping((), ("schemes", "entitlements"))
    schemes = found["schemes"].named() if "schemes" in found else {}
    entitlements = found["entitlements"].named() if "entitlements" in found else {}
    return Tiers(
        schemes={name: _scheme(name, item) for name, item in schemes.items()},
        entitlements={name: _entitlement(name, item) for name, item in entitlements.items()},
    )


def merge_tiers(old: Tiers, new: Tiers) -> Tiers:
    """What a pack inherits: schemes and entitlements of the same name are replaced whole."""
    return Tiers(schemes=old.schemes | new.schemes, entitlements=old.entitlements | new.entitlements)


def check_tiers(tiers: Tiers, source: Item) -> None:
    """What this file grants, it grants to codes that exist, here or in what is inherited.

    Raises:
        PackError: with file and line.
    """
    found = source.entries().get("entitlements")
    for item in found.entries().values() if found else ():
        for grant in item.entries()["grants"].items():
            wanted = grant.entries()
            scheme = tiers.schemes.get(wanted["scheme"].value)
            if scheme is None:
                wanted["scheme"].fail(f"没有“{wanted['scheme'].value}”这套等级，可以写：{'、'.join(tiers.schemes)}")
            if wanted["code"].value not in scheme.codes:
                wanted["code"].fail(f"{scheme.label}里没有“{wanted['code'].value}”，可以写：{'、'.join(scheme.codes)}")


def _scheme(name: str, source: Item) -> Scheme:
    found = source.mapping(("label", "field", "codes", "rules"))
    codes = {code: _code(code, item) for code, item in found["codes"].named().items()}
    _check_values(codes, found["codes"])
    return Scheme(
        scheme=name,
        label=found["label"].text(max_length=12),
        field=found["field"].name(),
        codes=codes,
        rules=tuple(_rule(item, codes) for item in found["rules"].items()),
    )


def _check_values(codes: dict[str, TierCode], source: Item) -> None:
    seen: list[tuple[type, Any]] = []
    for code, item in source.entries().items():
        pair = (type(codes[code].value), codes[code].value)
        if pair in seen:
            item.fail(f"“{code}”和另一个等级存成同一个值，读回来就分不清了")
        seen.append(pair)


def _code(name: str, source: Item) -> TierCode:
    found = source.mapping(("label", "rank"), ("value", "tone", "hint", "organisation_label", "chip"))
    value = found["value"].value if "value" in found else name
    if not isinstance(value, str | int | bool):
        found["value"].fail("value 是客户档案里存的值：文字、整数或 true/false")
    return TierCode(
        code=name,
        label=found["label"].text(max_length=12),
        value=value,
        rank=found["rank"].whole(0, 100),
        tone=cast("Tone", found["tone"].one_of(_TONES)) if "tone" in found else "line",
        hint=found["hint"].text(max_length=40) if "hint" in found else "",
        organisation_label=found["organisation_label"].text(max_length=12) if "organisation_label" in found else "",
        chip=found["chip"].flag() if "chip" in found else False,
    )


def _rule(source: Item, codes: dict[str, TierCode]) -> TierRule:
    found = source.mapping(("code", "when", "words"))
    return TierRule(
        code=found["code"].one_of(tuple(codes)),
        when=read_condition(found["when"]),
        words=found["words"].text(max_length=60),
        place=f"{found['when'].file}:{found['when'].line}",
    )


def read_condition(source: Item) -> Condition:
    """A condition over the inputs of :mod:`app.tier.inputs`.

    Raises:
        PackError: it cannot be read, or names or compares what it cannot; with file, line and reason.
    """
    text = "true" if source.value is True else source.text()
    try:
        return Condition(text, _samples())
    except ConditionError as error:
        source.fail(str(error))


@cache
def _samples() -> tuple[Inputs, ...]:
    return samples()


def _entitlement(name: str, source: Item) -> Entitlement:
    found = source.mapping(("name", "how", "grants"), ("note", "period"))
    return Entitlement(
        code=name,
        name=found["name"].text(max_length=16),
        how=found["how"].text(max_length=60),
        note=found["note"].text(max_length=80) if "note" in found else "",
        period=cast("Period", found["period"].one_of(_PERIODS)) if "period" in found else "year",
        grants=tuple(_grant(item) for item in found["grants"].items()),
    )


def _grant(source: Item) -> Grant:
    found = source.mapping(("scheme", "code"), ("quota", "unlimited"))
    is_unlimited = "unlimited" in found and found["unlimited"].flag()
    if is_unlimited == ("quota" in found):
        source.fail("quota（一期几次）和 unlimited: true（不限次）写一个")
    quota = None if is_unlimited else found["quota"].whole(1, MAX_QUOTA)
    return Grant(scheme=found["scheme"].name(), code=found["code"].name(), quota=quota)
