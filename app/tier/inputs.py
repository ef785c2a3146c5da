"""What tier rules and risk chips may look at: a customer's file as a handful of named figures (`mission-rows.md` D12).

Pure. Money is yuan; years and counts are whole numbers; what is not known is None, never nought: nobody is put into a
lower tier because a figure is missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import msgspec

from app.days import age_on, iso_date, months_before
from app.tier.expression import Inputs

Fields = Mapping[str, Any]
"""The fields of a record as they are stored."""
PAID_CLAIMS = frozenset({"已赔付", "已结案"})
MOST = 1e15
"""No figure of a customer is as large; what is, is a mistake of the import."""
ENDED_POLICIES = frozenset({"失效", "退保", "已退保", "终止", "已终止"})


class Input(msgspec.Struct, frozen=True):
    """A figure a rule may name: what it is called on the screen, its unit, what sort of value it has."""

    label: str
    sort: Literal["number", "text", "flag"] = "number"
    unit: str = ""


INPUTS: dict[str, Input] = {
    "kind": Input("客户类型", "text"),
    "arpu": Input("ARPU", unit=" 元/月"),
    "annual_premium": Input("年缴保费", unit=" 元"),
    "points": Input("积分"),
    "age": Input("年龄", unit=" 岁"),
    "tenure_years": Input("在网或投保", unit=" 年"),
    "policies": Input("有效保单", unit=" 件"),
    "ended_policies": Input("失效或退保保单", unit=" 件"),
    "lines": Input("号码", unit=" 个"),
    "devices": Input("终端或设备", unit=" 台"),
    "orders": Input("订单", unit=" 个"),
    "claims": Input("索赔", unit=" 次"),
    "claims_year": Input("近 12 个月索赔", unit=" 次"),
    "claims_paid_year": Input("近 12 个月赔款", unit=" 元"),
    "claim_ratio": Input("近 12 个月赔付率", unit="%"),
    "household_policies": Input("家庭保单", unit=" 件"),
    "contacts": Input("近 30 天联系", unit=" 次"),
    "complaints": Input("未结投诉", unit=" 件"),
    "real_name": Input("实名", "text"),
    "key_contact": Input("集团关键人", "flag"),
    "reach": Input("服务层级", "text"),
    "cluster": Input("聚类", "text"),
}
"""Every input there is. ``reach`` is ``group``, ``province`` or ``local``; ``cluster`` ``pilot`` (商务领航),
``key_industry``, ``high_end`` or ``ordinary`` (D06); ``kind`` and ``real_name`` are those of the customer's record."""

_SAMPLES: dict[str, tuple[Any, ...]] = {
    "number": (0, 1_000_000, 7.5),
    "text": ("", "person", "x"),
    "flag": (False, True, False),
}


def samples() -> tuple[Inputs, ...]:
    """Inputs of the right sort, to try a condition on when its pack is loaded."""
    return tuple({name: _SAMPLES[one.sort][at] for name, one in INPUTS.items()} for at in range(3))


def inputs_of(customer: Fields, holdings: Sequence[Fields], counts: Mapping[str, int], today: date) -> Inputs:
    """A customer's figures on one day.

    Args:
        customer: the customer's fields; leave out what is masked.
        holdings: the fields of what they hold and have paid.
        counts: what facts say, ``contacts`` and ``complaints``; missing where nobody has counted.
        today: the day in the zone of the desk or centre.
    """
    claims = [one for one in holdings if one.get("kind") == "claim"]
    since, born = _since(customer, holdings), _day(customer.get("birth_date"))
    a_year_ago = months_before(today, 12)
    premium, paid = premium_year(customer, holdings, today), paid_claims(claims, a_year_ago)
    policies = [one for one in holdings if one.get("kind") == "policy"]
    return {
        "kind": _text(customer.get("kind")) or "person",
        "arpu": number(customer.get("arpu")),
        "annual_premium": premium,
        "points": number(customer.get("points")),
        "age": age_on(born, today) if born and born <= today else None,
        "tenure_years": age_on(since, today) if since and since <= today else None,
        "policies": sum(1 for one in policies if not _stands(one, ENDED_POLICIES)),
        "ended_policies": sum(1 for one in policies if _stands(one, ENDED_POLICIES)),
        "lines": _count(holdings, "line"),
        "devices": _count(holdings, "device"),
        "orders": _count(holdings, "order"),
        "claims": len(claims),
        "claims_year": count_claims(claims, a_year_ago),
        "claims_paid_year": paid,
        "claim_ratio": number(round(100 * paid / premium, 1)) if premium else None,
        "household_policies": number(customer.get("household_policies")),
        "contacts": counts.get("contacts"),
        "complaints": counts.get("complaints"),
        "real_name": _text(customer.get("real_name")),
        "key_contact": customer.get("key_contact") is True,
        "reach": _text(customer.get("reach")),
        "cluster": _text(customer.get("cluster")),
    }


def count_claims(holdings: Iterable[Fields], since: date) -> int:
    """How many claims were opened after that day (D21); a claim without a date is not counted."""
    return sum(1 for one in holdings if one.get("kind") == "claim" and _after(one, since))


def paid_claims(holdings: Iterable[Fields], since: date) -> float:
    """Yuan paid on the claims opened after that day (D21)."""
    recent = (
        one for one in holdings if one.get("kind") == "claim" and _stands(one, PAID_CLAIMS) and _after(one, since)
    )
    return sum(_money(one) or 0.0 for one in recent)


def premium_year(customer: Fields, holdings: Iterable[Fields], today: date) -> float | None:
    """Yuan of premium a year: as the policy system says, else what was paid in twelve months; None: nobody knows."""
    said = number(customer.get("annual_premium"))
    if said is not None:
        return said
    since = months_before(today, 12)
    paid = [_money(one) for one in holdings if one.get("kind") == "payment" and _after(one, since)]
    known = [one for one in paid if one is not None]
    return sum(known) if known else None


def number(value: object) -> float | int | None:
    """A stored value as a finite number; None for anything else (imports bring anything)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) < MOST else None  # neither is true of what is no number (NaN)


def _since(customer: Fields, holdings: Iterable[Fields]) -> date | None:
    said = _day(customer.get("insured_since"))
    return said or min((day for one in holdings if (day := _day(one.get("opened_on")))), default=None)


def _after(holding: Fields, since: date) -> bool:
    opened = _day(holding.get("opened_on"))
    return opened is not None and opened > since


def _money(holding: Fields) -> float | None:
    said = number(holding.get("amount"))
    if said is not None:
        return float(said)
    try:
        said = number(float((_text(holding.get("amount_text")) or "").replace(",", "")))
    except ValueError:
        return None  # 年缴 12,000: words, not a figure
    return None if said is None else float(said)


def _stands(holding: Fields, states: Collection[str]) -> bool:
    """Whether it is in one of these states; what is no text (an import brings anything) is in none."""
    return _text(holding.get("status")) in states


def _count(holdings: Iterable[Fields], kind: str) -> int:
    return sum(1 for one in holdings if one.get("kind") == kind)


def _day(value: object) -> date | None:
    return iso_date(value) if isinstance(value, str) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
