"""What a clock says and how much of it is used, everywhere in the same words (`design.md` §5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication

HOUR_S = 3600
DAY_S = 24 * HOUR_S
WARNING_AT = 0.6
"""From here on a clock is amber (`tokens.json` state.sla)."""


class Reading(NamedTuple):
    """What a clock shows: the words, how much is used (0 to 1), and which colour and shape that means."""

    text: str
    used: float
    state: Literal["normal", "warning", "overdue", "paused", "done"]


def read_clock(
    started_at: datetime | None, due_at: datetime | None, now: datetime, *, paused: bool = False
) -> Reading | None:
    """The reading of a running or stopped clock at this moment; None where nothing is due."""
    if paused:
        return Reading(_tr("暂停"), 0.0, "paused")
    if due_at is None:
        return None
    used = used_fraction(started_at, due_at, now)
    state = "overdue" if used >= 1 else "warning" if used >= WARNING_AT else "normal"
    return Reading(left_text(due_at, now), used, state)


def left_text(due_at: datetime, now: datetime, *, in_table: bool = False) -> str:
    """What is left until ``due_at``: ``8:10``, ``9 小时``, ``1 天 21 时``, or by how much it is over: ``超 0:26``.

    Args:
        due_at, now: instants of the same zone.
        in_table: between one hour and a day, ``2:18:00`` instead of whole hours.
    """
    left_s = int((due_at - now) // timedelta(seconds=1))
    if left_s >= 0:
        return _span_text(left_s, in_table=in_table)
    return _tr("超 {span}").format(span=_span_text(int((now - due_at).total_seconds()), in_table=in_table))


def used_fraction(started_at: datetime | None, due_at: datetime, now: datetime) -> float:
    """How much of the time between start and due is gone: 0 at the start, 1 or more when it is overdue.

    A clock whose start nobody knows counts as unused until it is due.
    """
    if now >= due_at:
        return 1.0
    if started_at is None or started_at >= due_at:
        return 0.0
    return max(0.0, (now - started_at) / (due_at - started_at))


def due_text(due_at: datetime, today: date) -> str:
    """When it is due, in local wall time: today ``16:30``, any other day ``20 日 12:08``."""
    if due_at.date() == today:
        return f"{due_at:%H:%M}"
    return _tr("{day} 日 {time}").format(day=due_at.day, time=f"{due_at:%H:%M}")


def soon_text(at: datetime, now: datetime) -> str:
    """How soon an appointment is, once it is within half an hour: ``20 分后``, ``已到``; otherwise nothing."""
    left_s = (at - now).total_seconds()
    if left_s <= 0:
        return _tr("已到")
    return _tr("{minutes} 分后").format(minutes=max(1, int(left_s // 60))) if left_s < HOUR_S / 2 else ""


def later_day_text(at: datetime, now: datetime) -> str:
    """The day of an appointment that is not today: ``明天``, ``12-03``; nothing for today and before."""
    days = (at.date() - now.date()).days
    return "" if days <= 0 else _tr("明天") if days == 1 else f"{at:%m-%d}"


def day_text(day: date, today: date) -> str:
    """A day as a heading: ``今天 3 月 18 日``, ``昨天 3 月 17 日``, ``3 月 16 日 周一``."""
    text = _tr("{month} 月 {day} 日").format(month=day.month, day=day.day)
    match (today - day).days:
        case 0:
            return _tr("今天 {day}").format(day=text)
        case 1:
            return _tr("昨天 {day}").format(day=text)
    return _tr("{day} 周{weekday}").format(day=text, weekday=_tr("一二三四五六日")[day.weekday()])


def _span_text(seconds: int, *, in_table: bool) -> str:
    if seconds < HOUR_S:
        return f"{seconds // 60}:{seconds % 60:02}"
    if seconds >= DAY_S:
        days, rest = divmod(seconds, DAY_S)
        return _tr("{days} 天 {hours} 时").format(days=days, hours=rest // HOUR_S)
    if in_table:
        return f"{seconds // HOUR_S}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return _tr("{hours} 小时").format(hours=seconds // HOUR_S)


def _tr(text: str) -> str:
    return QCoreApplication.translate("time_text", text)
