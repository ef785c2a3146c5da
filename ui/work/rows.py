"""My work as rows of one list: headings, tickets, promised call-backs, messages."""

from __future__ import annotations

from datetime import datetime, tzinfo

import msgspec
from PySide6.QtCore import QCoreApplication

from app.work.view import CallBack, Message, MyWork, WorkItem
from ui.widgets.time_text import later_day_text, read_clock


class Section(msgspec.Struct, frozen=True):
    """A heading with a count and a note at its right end."""

    title: str
    count: str = ""
    note: str = ""


Row = Section | WorkItem | CallBack | Message


def rows_of(work: MyWork) -> list[Row]:
    """Everything in reading order; sections with nothing in them are left out."""
    rows: list[Row] = []
    if work.tickets:
        rows += [Section(_tr("待办工单"), str(len(work.tickets)), _tr("按剩余时间")), *work.tickets]
    if work.call_backs:
        rows += [Section(_tr("约定回拨"), str(len(work.call_backs))), *work.call_backs]
    if work.messages:
        unread = sum(message.unread for message in work.messages)
        count = _tr("{count} 条未读").format(count=unread) if unread else ""
        rows += [Section(_tr("消息"), count), *work.messages]
    return rows


def local(at: datetime, zone: tzinfo | None) -> datetime:
    """An instant as wall time of the desk; what carries no zone is wall time already."""
    return at.astimezone(zone) if at.tzinfo is not None and zone is not None else at


def spoken(row: Row, now: datetime) -> str:
    """A row in words, for screen readers and tool tips."""
    match row:
        case Section():
            return f"{row.title} {row.count}".strip()
        case WorkItem():
            reading = read_clock(row.started_at, row.due_at, now, paused=row.paused)
            first = _tr("首问") if row.is_mine_first else ""
            unsent = _tr("未上传") if row.unsent else ""
            parts = (f"{row.customer} · {row.subject}", reading.text if reading else "", first, row.note, unsent)
        case CallBack():
            at = local(row.at, now.tzinfo)
            parts = (later_day_text(at, local(now, at.tzinfo)), f"{at:%H:%M}", row.customer, row.subject)
        case Message():
            parts = (row.text, row.sender, _tr("未读") if row.unread else "")
    return " ".join(part for part in parts if part)


def _tr(text: str) -> str:
    return QCoreApplication.translate("my_work", text)
