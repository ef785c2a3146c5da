"""Instants and ages as the review screens say them, in the desk's zone."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication


def moment(at: datetime, now: datetime) -> str:
    """An instant as local wall time: today ``16:30``, else ``03-20 12:08`` (`design.md` §5). ``now`` has the zone."""
    local = at.astimezone(now.tzinfo)
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%m-%d %H:%M}"


def age(since: datetime, now: datetime) -> str:
    """How long something has waited: 刚刚, 12 分, 5 小时, 3 天."""
    minutes = int((now - since).total_seconds() // 60)
    if minutes < 1:
        return _tr("刚刚")
    if minutes < 60:
        return _tr("{0} 分").format(minutes)
    if minutes < 24 * 60:
        return _tr("{0} 小时").format(minutes // 60)
    return _tr("{0} 天").format(minutes // (24 * 60))


def _tr(text: str) -> str:
    return QCoreApplication.translate("review", text)
