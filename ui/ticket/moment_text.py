"""A moment as agents write it: ``16:30``, ``今天 16:30``, ``明天 9:00``, ``20 日 12:08``, ``03-20 12:08``."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication

_TIME = re.compile(r"(\d{1,2})[:：](\d{2})\s*$")
_FULL = re.compile(r"(?:(\d{4})\s*[-年/]\s*)?(\d{1,2})\s*[-月/]\s*(\d{1,2})\s*日?")
_DAY = re.compile(r"(\d{1,2})\s*日")
_NEAR = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2}


def moment_text(at: datetime, today: date) -> str:
    """How the moment is shown (`design.md` §5): 今天 16:30, 明天 09:00, 20 日 12:08, else 04-02 09:00."""
    time = f"{at:%H:%M}"
    days = (at.date() - today).days
    if days in (0, 1, 2):
        return f"{(_tr('今天'), _tr('明天'), _tr('后天'))[days]} {time}"
    if (at.year, at.month) == (today.year, today.month):
        return _tr("{day} 日 {time}").format(day=at.day, time=time)
    return f"{at:%m-%d} {time}" if at.year == today.year else f"{at:%Y-%m-%d} {time}"


def read_moment(text: str, today: date) -> datetime | None:
    """The moment somebody typed, or None while it cannot be read. A bare time means today."""
    time = _TIME.search(text.strip())
    if time is None or int(time[1]) > 23 or int(time[2]) > 59:
        return None
    day = _read_day(text.strip()[: time.start()].strip(), today)
    return datetime(day.year, day.month, day.day, int(time[1]), int(time[2])) if day else None  # noqa: DTZ001


def _read_day(text: str, today: date) -> date | None:
    if not text:
        return today
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if full := _FULL.fullmatch(text):
        return _valid(int(full[1] or today.year), int(full[2]), int(full[3]))
    if day := _DAY.fullmatch(text):
        return _valid(today.year, today.month, int(day[1]))
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _tr(text: str) -> str:
    return QCoreApplication.translate("moment_text", text)
