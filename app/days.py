"""Days as people count them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime


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
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    _, last = monthrange(year, month + 1)
    return date(year, month + 1, min(day.day, last))


def iso_date(text: str | None) -> date | None:
    """A date of a record; None where it is missing or not a date (imports bring anything)."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def iso_instant(text: str) -> datetime | None:
    """An instant of a record; None where it is missing, cannot be read or names no zone (imports bring anything)."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
