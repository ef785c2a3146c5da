"""How the rows of my work are painted."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.work.view import CallBack, Message, WorkItem
from ui.theme import icons
from ui.widgets.row_list import ROW, Index
from ui.widgets.row_paint import (
    CAPTION,
    PADDING,
    RIGHT,
    clock,
    color,
    divider,
    fill_row,
    line_size,
    metrics,
    write,
    write_with_seal,
)
from ui.widgets.time_text import later_day_text, read_clock, soon_text
from ui.work.rows import Section, local

TIME_COLUMN, DOT_COLUMN = 46, 12


class WorkDelegate(QStyledItemDelegate):
    """Headings 34, rows 51; a stronger line where a section ends."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime.min.replace(tzinfo=UTC)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """How high this row is."""
        return line_size(34 if isinstance(index.data(ROW), Section) else 51)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row, rect = index.data(ROW), option.rect
        if isinstance(row, Section):
            _paint_section(painter, rect, row)
            return
        if option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
            fill_row(painter, rect, "bg.hover")
        inside = rect.adjusted(PADDING, 6, -PADDING, 0)
        match row:
            case WorkItem():
                self._paint_ticket(painter, inside, row)
            case CallBack():
                self._paint_call_back(painter, inside, row)
            case Message():
                self._paint_message(painter, inside, row)
        _paint_end(painter, rect, index)

    def _paint_ticket(self, painter: QPainter, rect: QRect, row: WorkItem) -> None:
        right, middle = rect.right() + 1, rect.top() + 10
        reading = read_clock(row.started_at, row.due_at, self.now, paused=row.paused)
        if reading:
            right = clock(painter, right, middle, reading) - 5
        if row.unsent:
            right -= 20
            cloud = icons.pixmap("cloud_arrow_up", 16, "warn.text")
            painter.drawPixmap(right, middle - 8, cloud)
        title = QRect(rect.left(), rect.top(), right - rect.left(), 20)
        write(painter, title, f"{row.customer} · {row.subject}")
        line = QRect(rect.left(), rect.top() + 21, rect.width(), 18)
        write_with_seal(painter, line, row.note, sealed=row.is_mine_first)

    def _paint_call_back(self, painter: QPainter, rect: QRect, row: CallBack) -> None:
        at = local(row.at, self.now.tzinfo)
        write(painter, _line(rect), f"{at:%H:%M}", bold=True)
        soon, right = soon_text(at, local(self.now, at.tzinfo)), rect.right() + 1
        day = later_day_text(at, local(self.now, at.tzinfo))
        if soon or day:
            tone = "warn.text" if soon else "text.tertiary"
            write(painter, _line(rect), soon or day, tone, CAPTION, align=RIGHT)
            right -= metrics(CAPTION).horizontalAdvance(soon or day) + 8
        left = rect.left() + TIME_COLUMN
        write(painter, QRect(left, rect.top(), right - left, 20), row.customer)
        note = QRect(left, rect.top() + 21, rect.right() + 1 - left, 18)
        write(painter, note, row.subject, "text.tertiary", CAPTION)

    def _paint_message(self, painter: QPainter, rect: QRect, row: Message) -> None:
        if row.unread:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent.solid"))
            painter.drawEllipse(QRectF(rect.left(), rect.top() + 7, 6, 6))
            painter.restore()
        words = rect.adjusted(DOT_COLUMN, 0, 0, 0)
        write(painter, _line(words), row.text)
        note = f"{row.sender} · {local(row.at, self.now.tzinfo):%H:%M}"
        write(painter, _line(words, 21, 18), note, "text.tertiary", CAPTION)


def _line(rect: QRect, offset: int = 0, height: int = 20) -> QRect:
    return QRect(rect.left(), rect.top() + offset, rect.width(), height)


def _paint_section(painter: QPainter, rect: QRect, section: Section) -> None:
    line = rect.adjusted(PADDING, 2, -PADDING, 0)
    title = write(painter, line, section.title, "text.secondary", CAPTION, bold=True)
    write(painter, line.adjusted(title + 8, 0, 0, 0), section.count, "text.tertiary", CAPTION)
    write(painter, line, section.note, "text.tertiary", CAPTION, align=RIGHT)


def _paint_end(painter: QPainter, rect: QRect, index: Index) -> None:
    following = index.siblingAtRow(index.row() + 1)
    if not following.isValid():
        return
    if isinstance(following.data(ROW), Section):
        painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, color("border.default"))
    else:
        divider(painter, rect)
