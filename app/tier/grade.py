"""Puts one customer into every scheme of a pack: the first rule that holds decides. Pure."""

from __future__ import annotations

from typing import Any

from app.tier.expression import Inputs
from app.tier.inputs import INPUTS, Fields
from app.tier.model import Grade, Scheme, TierCode, TierRule, Tiers


def grade_all(tiers: Tiers, inputs: Inputs) -> tuple[Grade, ...]:
    """The customer's grades by rule, in the pack's order of schemes.

    A scheme none of whose rules holds has no grade: too little is known, and what the record says stays as it is.
    """
    found = (grade(scheme, inputs) for scheme in tiers.schemes.values())
    return tuple(one for one in found if one is not None)


def grade(scheme: Scheme, inputs: Inputs) -> Grade | None:
    """The customer's grade in one scheme; None where no rule holds."""
    for rule in scheme.rules:
        if rule.when.holds(inputs):
            return _grade(scheme, scheme.codes[rule.code], inputs.get("kind"), _why(rule, inputs), rule.place)
    return None


def held_grades(tiers: Tiers, customer: Fields) -> tuple[Grade, ...]:
    """The grades that the customer's record holds, as agents see and entitlements count them."""
    found = []
    for scheme in tiers.schemes.values():
        code = scheme.held(customer.get(scheme.field))
        if code is not None:
            found.append(_grade(scheme, code, customer.get("kind"), ""))
    return tuple(found)


def _grade(scheme: Scheme, code: TierCode, kind: object, why: str, rule: str = "") -> Grade:
    is_organisation = kind == "organisation" and code.organisation_label
    return Grade(
        scheme=scheme.scheme,
        code=code.code,
        label=code.organisation_label if is_organisation else code.label,
        why=why,
        rank=code.rank,
        tone=code.tone,
        hint=code.hint,
        chip=code.chip,
        rule=rule,
    )


def _why(rule: TierRule, inputs: Inputs) -> str:
    named = [name for name in rule.when.reads if INPUTS[name].sort == "number"]
    # Noughts say nothing beside a figure: 有效保单 1 件, without 号码 0 个.
    figures = [_figure(name, inputs[name]) for name in [one for one in named if inputs[one]] or named]
    return f"{rule.words}（{'，'.join(figures)}）" if figures else rule.words


def _figure(name: str, value: Any) -> str:
    one = INPUTS[name]
    return f"{one.label} {value:,.2f}".removesuffix(".00") + one.unit
