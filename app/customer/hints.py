"""What is worth saying next: renewals, birthdays, gaps in cover (`mission-rows.md` C05).

Selling waits for a calm moment, and for the customer's consent (F02).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from app.customer.holdings import Held
from app.customer.record import Customer
from app.customer.spoken import surname_title
from app.customer.view import Hint
from app.days import age_on, iso_date
from app.tier.entitlement import Card

RENEWAL_DAYS = 30
BIRTHDAY_DAYS = 7
LAPSES_DAYS = 30
"""An entitlement of the year is worth a word this long before the year of its counting ends (试行)."""
GAP_AGES = range(18, 61)
"""Ages at which a missing critical-illness cover is worth a word."""
NOT_ALLOWED = "未同意营销，不主动推荐"


def build_hints(customer: Customer, held: Sequence[Held], today: date) -> tuple[Hint, ...]:
    """Renewals due soon, then a birthday."""
    renewals = sorted(
        ((due, one) for one in held if (due := _renewal(one, today)) is not None), key=lambda pair: pair[0]
    )
    birthday = _birthday_hint(customer, today)
    return (*(_renewal_hint(one, due, held, today) for due, one in renewals), *((birthday,) if birthday else ()))


def selling_hints(customer: Customer, held: Sequence[Held], today: date, *, may_sell: bool) -> tuple[Hint, ...]:
    """Gaps in the cover, for a later moment.

    Args:
        may_sell: whether the customer's consent to marketing stands; without it the hint says so and offers nothing.
    """
    born = iso_date(customer.birth_date)
    policies = [one for one in held if one.holding.kind == "policy"]
    known = [one.line for one in policies if one.line]
    if not known or "critical_illness" in known or born is None or age_on(born, today) not in GAP_AGES:
        return ()
    if not may_sell:
        return (Hint(icon="tag", title="重疾保障缺口", note=NOT_ALLOWED, action="", selling=True, does="nothing"),)
    return (Hint(icon="tag", title="重疾保障缺口", note="家庭保障建议", action="稍后跟进", selling=True),)


def entitlement_hints(card: Card, today: date) -> tuple[Hint, ...]:
    """Yearly entitlements that lapse soon with something left: worth offering before they are gone (C05, D03).

    Monthly ones are left to the 权益 tab: they would be here every month.
    """
    return tuple(
        Hint(
            icon="star",
            title=f"{item.name}还剩 {item.left} 次",
            note=f"{item.resets_on:%m-%d} 起重新计算",
            action="稍后跟进",
        )
        for item in card.items
        if item.period == "year" and item.left and 0 < (item.resets_on - today).days <= LAPSES_DAYS
    )


def mark_booked(hints: Sequence[Hint], booked: Mapping[str, datetime], now: datetime) -> tuple[Hint, ...]:
    """The same hints; those about which a call back is put down already say when and are not offered again.

    Args:
        booked: instants of open call-backs to this customer, by subject.
        now: this moment in the desk's zone.
    """
    return tuple(
        msgspec.structs.replace(one, done=f"已约 {_when(booked[one.title], now)}")
        if one.does == "follow_up" and one.title in booked
        else one
        for one in hints
    )


def _when(at: datetime, now: datetime) -> str:
    """10:00 today, 明天 10:00, 11-28 10:00."""
    there = at.astimezone(now.tzinfo)
    days = (there.date() - now.date()).days
    return f"{'' if days == 0 else '明天 ' if days == 1 else f'{there:%m-%d} '}{there:%H:%M}"


def days_to_birthday(born: date, today: date) -> int:
    """Days until the next birthday, 0 on the day; 29 February counts as 1 March in common years."""
    return min((day - today).days for year in (today.year, today.year + 1) if (day := _in_year(born, year)) >= today)


def _in_year(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _renewal(one: Held, today: date) -> date | None:
    due = iso_date(one.holding.due_on)
    is_soon = due is not None and 0 <= (due - today).days <= RENEWAL_DAYS
    return due if is_soon and one.holding.kind in {"policy", "line"} and one.holding.note in {"", "到期"} else None


def _renewal_hint(one: Held, due: date, held: Sequence[Held], today: date) -> Hint:
    waits = any(other.is_open_claim and other.holding.parent == one.holding.number for other in held)
    left = (due - today).days
    note = "理赔结案后再提醒" if waits else "今天到期" if left == 0 else f"还有 {left} 天到期"
    title = f"{one.short_title} {due.month} 月 {due.day} 日续保"
    if one.holding.kind == "line":
        title = f"{one.short_title} {due.month} 月 {due.day} 日合约到期"
    return Hint(icon="calendar_clock", title=title, note=note, action="稍后跟进")


def _birthday_hint(customer: Customer, today: date) -> Hint | None:
    born = iso_date(customer.birth_date)
    if born is None or (days := days_to_birthday(born, today)) > BIRTHDAY_DAYS:
        return None
    day = _in_year(born, today.year if _in_year(born, today.year) >= today else today.year + 1)
    when = "今天生日" if days == 0 else f"{days} 天后生日"
    title = f"{when}（{day.month} 月 {day.day} 日）"
    whom = surname_title(customer.name, customer.sex)
    say = f"{whom}，今天是您的生日，祝您生日快乐" if days == 0 else f"{whom}，先祝您生日快乐"
    return Hint(
        icon="food_cake", title=title, note="结束语可致意", action="加入结束语", does="closing", say=say.strip("，")
    )
