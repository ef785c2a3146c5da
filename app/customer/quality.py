"""How good a customer's record is: 100 less what is missing, stale or in doubt, each with its reason (D14, D15, D16).

A record is good when the customer can be recognised, reached and advised with it. The costs are the pack's
(``quality.yaml``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from app.customer.real_name import RealName, real_name
from app.customer.record import ContactPoint, Customer
from app.customer.view import Quality
from app.days import iso_date, months_since
from app.record import FieldMeta
from app.review.policy import DEFAULT_POLICY, PHONE, REAL_NAME, FieldRule, QualityPolicy

Freshness = Literal["fresh", "ageing", "stale", "never"]
_NO_META: Mapping[str, FieldMeta] = {}


def quality(
    customer: Customer,
    contacts: Sequence[ContactPoint],
    today: date,
    *,
    policy: QualityPolicy = DEFAULT_POLICY,
    meta: Mapping[str, FieldMeta] = _NO_META,
    open_fields: Collection[str] = (),
) -> Quality:
    """The score from 0 to 100 and the reasons that cost most.

    Args:
        contacts: the customer's ways to be reached.
        today: the day in the desk's zone.
        meta: of the customer's record: when its fields were verified.
        open_fields: fields with a contradiction nobody has settled, ``phone`` for any number of the file.
    """
    costs = [
        *_costs(customer, contacts, today, policy, meta, open_fields),
        *_contradictions(open_fields, policy),
    ]
    worst = sorted(costs, key=lambda cost: -cost[0])
    reasons = tuple(reason for _, reason in worst[: policy.reasons_shown])
    return Quality(max(0, 100 - sum(cost for cost, _ in costs)), reasons)


def freshness(verified_on: str, today: date, rule: FieldRule, policy: QualityPolicy) -> Freshness:
    """How old the last verification is: beyond its limit stale, near it ageing; a field without a limit stays fresh."""
    months = months_since(verified_on, today)
    if months is None:
        return "never"
    if not rule.fresh_months:
        return "fresh"
    if months >= rule.fresh_months:
        return "stale"
    return "ageing" if months * 100 >= rule.fresh_months * policy.ageing_percent else "fresh"


def verified_day(customer: Customer, meta: Mapping[str, FieldMeta], field: str) -> str:
    """The ISO date on which a field was last verified, "" for never.

    The address has a date of its own from before every field had one; the later of the two holds.
    """
    known = meta.get(field)
    days = [known.verified_on if known else "", (customer.address_verified_on or "") if field == "address" else ""]
    return max((day for day in days if iso_date(day)), default="")


def _costs(
    customer: Customer,
    contacts: Sequence[ContactPoint],
    today: date,
    policy: QualityPolicy,
    meta: Mapping[str, FieldMeta],
    open_fields: Collection[str],
) -> Iterator[tuple[int, str]]:
    for rule in policy.fields(customer.kind):
        if rule.field == REAL_NAME:
            found = real_name(customer, meta, open_fields, policy)
            missing, reason = found.state != "yes", _real_name_words(found)
        elif rule.field == PHONE:
            missing, reason = not any(contact.e164 for contact in contacts), f"没有{rule.label}"
        else:
            missing, reason = not getattr(customer, rule.field, None), f"{rule.label}缺失"
            if not missing and rule.fresh_months:
                yield from _age(rule, verified_day(customer, meta, rule.field), today, policy)
        if missing and rule.weight:
            yield rule.weight, reason


def _age(rule: FieldRule, day: str, today: date, policy: QualityPolicy) -> Iterator[tuple[int, str]]:
    match freshness(day, today, rule, policy):
        case "never":
            yield rule.stale_weight, f"{rule.label}没有核实过"
        case "stale":
            yield rule.stale_weight, f"{rule.label} {months_since(day, today)} 个月未核实"
        case _:
            return


def _real_name_words(found: RealName) -> str:
    return f"{found.words}：{found.reason}" if found.state == "doubtful" else found.words


def _contradictions(open_fields: Collection[str], policy: QualityPolicy) -> Iterator[tuple[int, str]]:
    for field in sorted(set(open_fields)):
        yield policy.contradiction_weight, f"{policy.label(field)}有矛盾未核对"
