"""The entitlement card: what the customer's tiers give, what of it is used, what is left (`mission-rows.md` D03).

A pure fold: the same facts give the same card on every desk. Two desks that both handed out the last one while they
could not hear each other are both kept, and the card says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo
from typing import Any

import msgspec

from app.fact import Fact, in_order
from app.ids import FactId
from app.tier.facts import EntitlementReturned, EntitlementUsed
from app.tier.model import Entitlement, Grade, Period, Tiers


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """One use that counts: when (local day), by whom, and what was noted."""

    use_id: FactId
    on: date
    by: str
    note: str = ""


class CardItem(msgspec.Struct, frozen=True, kw_only=True):
    """One entitlement in the period that runs now. ``quota`` and ``left`` are None where there is no limit.

    ``over`` is how many were used beyond the quota; ``uses`` those of this period, the newest first.
    """

    code: str
    name: str
    how: str
    note: str
    period: Period
    quota: int | None
    used: int
    left: int | None
    over: int
    resets_on: date
    uses: tuple[Use, ...] = ()


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the customer may have by their tiers; ``titles`` are the tiers it comes from (六星, 钻石卡)."""

    titles: tuple[str, ...] = ()
    items: tuple[CardItem, ...] = ()

    def item(self, code: str) -> CardItem | None:
        """One entitlement of the card; None where the customer's tiers do not give it."""
        return next((one for one in self.items if one.code == code), None)


def entitlement_card(
    tiers: Tiers, grades: Sequence[Grade], facts: Iterable[Fact[Any]], today: date, zone: tzinfo
) -> Card:
    """The customer's card as it stands.

    Args:
        grades: what the customer holds (:func:`app.tier.grade.held_grades`).
        facts: facts whose subject is the customer; others are passed over.
        zone: the calendar zone in which periods begin.
    """
    held = {(one.scheme, one.code): one for one in grades}
    counted = _counted(facts, zone)
    items: list[CardItem] = []
    titles: dict[str, None] = {}
    for entitlement in tiers.entitlements.values():
        grants = [one for one in entitlement.grants if (one.scheme, one.code) in held]
        if not grants:
            continue
        quotas = [one.quota for one in grants if one.quota is not None]
        quota = max(quotas) if len(quotas) == len(grants) else None
        items.append(_item(entitlement, quota, counted.get(entitlement.code, []), today))
        titles |= dict.fromkeys(held[one.scheme, one.code].label for one in grants)
    return Card(titles=tuple(titles), items=tuple(items))


def _item(entitlement: Entitlement, quota: int | None, uses: list[Use], today: date) -> CardItem:
    begins, ends = _period(entitlement.period, today)
    now = tuple(one for one in reversed(uses) if begins <= one.on < ends)
    return CardItem(
        code=entitlement.code,
        name=entitlement.name,
        how=entitlement.how,
        note=entitlement.note,
        period=entitlement.period,
        quota=quota,
        used=len(now),
        left=None if quota is None else max(0, quota - len(now)),
        over=0 if quota is None else max(0, len(now) - quota),
        resets_on=ends,
        uses=now,
    )


def _counted(facts: Iterable[Fact[Any]], zone: tzinfo) -> dict[str, list[Use]]:
    """The uses that were not returned, by entitlement, in the order they happened."""
    found = in_order(facts)
    returned = {fact.body.use for fact in found if isinstance(fact.body, EntitlementReturned)}
    uses: dict[str, list[Use]] = {}
    for fact in found:
        if isinstance(fact.body, EntitlementUsed) and fact.id not in returned:
            use = Use(use_id=fact.id, on=fact.at.astimezone(zone).date(), by=fact.by, note=fact.body.note)
            uses.setdefault(fact.body.entitlement, []).append(use)
    return uses


def _period(period: Period, today: date) -> tuple[date, date]:
    """The first day of the period of today, and the first of the next one."""
    if period == "year":
        return date(today.year, 1, 1), date(today.year + 1, 1, 1)
    begins = today.replace(day=1)
    return begins, date(today.year + today.month // 12, today.month % 12 + 1, 1)
