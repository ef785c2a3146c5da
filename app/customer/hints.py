"""What is worth saying next: renewals, birthdays, gaps in cover (`mission-rows.md` C05).

Selling waits for a calm moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.customer.holdings import Held
from app.customer.record import Customer
from app.customer.view import Hint
from app.days import age_on, iso_date

RENEWAL_DAYS = 30
BIRTHDAY_DAYS = 7
GAP_AGES = range(18, 61)
"""Ages at which a missing critical-illness cover is worth a word."""


def build_hints(customer: Customer, held: Sequence[Held], today: date) -> tuple[Hint, ...]:
    """Renewals due soon, then a birthday."""
    renewals = sorted(
        ((due, one) for one in held if (due := _renewal(one, today)) is not None), key=lambda pair: pair[0]
    )
    birthday = _birthday_hint(customer, today)
    return (*(_renewal_hint(one, due, held, today) for due, one in renewals), *((birthday,) if birthday else ()))


def selling_hints(customer: Customer, held: Sequence[Held], today: date) -> tuple[Hint, ...]:
    """Gaps in the cover, for a later moment."""
    born = iso_date(customer.birth_date)
    policies = [one for one in held if one.holding.kind == "policy"]
    known = [one.line for one in policies if one.line]
    if not known or "critical_illness" in known or born is None or age_on(born, today) not in GAP_AGES:
        return ()
    return (Hint(icon="tag", title="重疾保障缺口", note="家庭保障建议", action="稍后跟进", selling=True),)


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
    return due if is_soon and one.holding.kind == "policy" and one.holding.note in {"", "到期"} else None


def _renewal_hint(one: Held, due: date, held: Sequence[Held], today: date) -> Hint:
    waits = any(other.is_open_claim and other.holding.parent == one.holding.number for other in held)
    left = (due - today).days
    note = "理赔结案后再提醒" if waits else "今天到期" if left == 0 else f"还有 {left} 天到期"
    title = f"{one.short_title} {due.month} 月 {due.day} 日续保"
    return Hint(icon="calendar_clock", title=title, note=note, action="稍后跟进")


def _birthday_hint(customer: Customer, today: date) -> Hint | None:
    born = iso_date(customer.birth_date)
    if born is None or (days := days_to_birthday(born, today)) > BIRTHDAY_DAYS:
        return None
    day = _in_year(born, today.year if _in_year(born, today.year) >= today else today.year + 1)
    when = "今天生日" if days == 0 else f"{days} 天后生日"
    title = f"{when}（{day.month} 月 {day.day} 日）"
    return Hint(icon="food_cake", title=title, note="结束语可致意", action="加入结束语")
