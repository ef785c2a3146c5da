"""Days as people count them."""

from __future__ import annotations

from datetime import date


def age_on(birth_date: date, day: date) -> int:
    """Full years on that day; who is born on 29 February has their birthday on 1 March of common years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def months_since(day: str | None, today: date) -> int | None:
    """Full months from an ISO date to today; None where there is no date that can be read."""
    then = iso_date(day)
    if then is None:
        return None
    return max(0, (today.year - then.year) * 12 + today.month - then.month - (today.day < then.day))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of its month where that one is shorter."""
    count = day.year * 12 + day.month - 1 - months
    first = date(count // 12, count % 12 + 1, 1)
    last = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - first).days
    return first.replace(day=min(day.day, last))


def iso_date(text: str | None) -> date | None:
    """A date of a record; None where it is missing or not a date (imports bring anything)."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
