"""How the rows of the customer page are painted: trail, holdings and open tickets."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.customer.view import HoldingRow, TicketRow, Touch
from ui.theme import icons
from ui.widgets.row_list import ROW, Index
from ui.widgets.row_paint import (
    CAPTION,
    PADDING,
    RIGHT,
    badge,
    clock,
    color,
    divider,
    fill_row,
    line_size,
    metrics,
    write,
    write_with_seal,
)
from ui.widgets.time_text import read_clock

CHANNEL_ICONS = {
    "phone": "call",
    "ivr": "number_symbol",
    "app": "phone",
    "push": "alert",
    "chat": "chat",
    "counter": "building_shop",
    "sms": "chat",
    "mail": "mail",
    "visit": "person",
}
NODE = 20
TIME_RIGHT, NODE_MIDDLE, TEXT_LEFT = 56, 72, 88
"""Columns of the trail, counted from the left edge of the list."""


class TrailDelegate(QStyledItemDelegate):
    """Time, channel node on the line, title and note; the current contact is filled with the accent."""

    def __init__(self) -> None:
        super().__init__()
        self.is_tight = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """How high this row is."""
        return line_size(26 if isinstance(index.data(ROW), str) else 43 if self.is_tight else 46)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row, rect = index.data(ROW), option.rect
        if isinstance(row, str):
            heading = QRect(rect.left() + PADDING, rect.top() + 4, rect.width() - 2 * PADDING, 20)
            write(painter, heading, row, "text.tertiary", CAPTION)
            return
        _wash(painter, option)
        self._line(painter, rect, is_last=_is_last(index))
        self._node(painter, rect, row)
        self._words(painter, rect, row)

    def _line(self, painter: QPainter, rect: QRect, *, is_last: bool) -> None:
        top, height = rect.top() - 2, NODE // 2 if is_last else rect.height() + 2
        painter.fillRect(rect.left() + NODE_MIDDLE, top, 1, height, color("border.default"))

    def _node(self, painter: QPainter, rect: QRect, touch: Touch) -> None:
        box = QRectF(rect.left() + NODE_MIDDLE - NODE / 2 + 0.5, rect.top() + 4, NODE, NODE)
        tone = "danger" if touch.failed else ""
        fill = "accent.solid" if touch.current else f"{tone}.bg" if tone else "bg.inset"
        border = "accent.solid" if touch.current else f"{tone}.border" if tone else "border.default"
        ink = "accent.on" if touch.current else f"{tone}.text" if tone else "text.secondary"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(color(border))
        painter.setBrush(color(fill))
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.restore()
        icon = icons.icon(CHANNEL_ICONS.get(touch.channel, "circle"), 12, ink)
        icon.paint(painter, QRect(round(box.left()) + 4, round(box.top()) + 4, 12, 12))

    def _words(self, painter: QPainter, rect: QRect, touch: Touch) -> None:
        left, top = rect.left(), rect.top() + 4
        write(painter, QRect(left, top, TIME_RIGHT, 20), f"{touch.at:%H:%M}", "text.secondary", align=RIGHT)
        width = rect.width() - TEXT_LEFT - PADDING
        took = metrics(CAPTION).horizontalAdvance(touch.duration) + 8 if touch.duration else 0
        write(painter, QRect(left + TEXT_LEFT, top, width - took, 20), touch.title, bold=touch.current)
        place = QRect(left + TEXT_LEFT, top, width, 20)
        write(painter, place, touch.duration, "text.tertiary", CAPTION, align=RIGHT)
        tone = "danger.text" if touch.failed else "text.tertiary"
        write(painter, QRect(left + TEXT_LEFT, top + 20, width, 16), touch.note, tone, CAPTION)


class HoldingDelegate(QStyledItemDelegate):
    """Two lines: title and number, amount and its note aligned right, then the state as a badge."""

    def __init__(self, badge_column: int = 72) -> None:
        """``badge_column``: how much of the right edge the badges take; 0 for lists without a state."""
        super().__init__()
        self._badge_column = badge_column

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """How high this row is."""
        return line_size(20 if isinstance(index.data(ROW), str) else 40)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row, rect = index.data(ROW), option.rect
        if isinstance(row, str):
            _group(painter, rect, row)
            return
        _wash(painter, option, is_last=_is_at_foot(option))
        self._amounts(painter, rect, row)
        if row.status:
            badge(painter, rect.right() - PADDING + 1, rect.center().y(), row.status, row.tone)
        if not _is_last(index):
            divider(painter, rect)

    def _amounts(self, painter: QPainter, rect: QRect, row: HoldingRow) -> None:
        column = self._badge_column
        amount_width = max(metrics().horizontalAdvance(row.amount), metrics(CAPTION).horizontalAdvance(row.note))
        right = rect.right() - PADDING + 1 - column
        left = rect.left() + PADDING
        top = rect.top() + 1
        write(painter, QRect(right - amount_width, top, amount_width, 20), row.amount, align=RIGHT)
        note = QRect(right - amount_width, top + 20, amount_width, 16)
        write(painter, note, row.note, "text.tertiary", CAPTION, align=RIGHT)
        width = right - amount_width - 8 - left
        write(painter, QRect(left, top, width, 20), row.title)
        write(painter, QRect(left, top + 20, width, 16), row.second or row.number, "text.tertiary", CAPTION)


class TicketDelegate(QStyledItemDelegate):
    """Number and title with badge or clock; under it the seal with the first responder, and a note."""

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """How high this row is."""
        if isinstance(index.data(ROW), str):
            return line_size(20)
        return line_size(50 if _is_last(index) else 51)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row, rect, is_last = index.data(ROW), option.rect, _is_last(index)
        if isinstance(row, str):
            _group(painter, rect, row)
            return
        if row.is_current:
            fill_row(painter, rect, "bg.selected", is_last=is_last)
        else:
            _wash(painter, option, is_last=is_last)
        right = self._state(painter, rect, row)
        self._words(painter, rect, row, right)
        if not is_last:
            divider(painter, rect)

    def _state(self, painter: QPainter, rect: QRect, row: TicketRow) -> int:
        right, middle = rect.right() + 1 - PADDING, rect.top() + 16
        reading = self.now and read_clock(row.started_at, row.due_at, self.now, paused=row.paused)
        if reading and not row.status:
            return clock(painter, right, middle, reading)
        return badge(painter, right, middle, row.status, row.tone) if row.status else right

    def _words(self, painter: QPainter, rect: QRect, row: TicketRow, right: int) -> None:
        left, top = rect.left() + PADDING, rect.top() + 6
        number = write(painter, QRect(left, top, right - 8 - left, 20), row.number)
        title = QRect(left + number + 8, top, right - left - number - 16, 20)
        write(painter, title, row.title, "text.secondary")
        line = QRect(left, top + 21, rect.right() - PADDING - left, 18)
        words = " · ".join(part for part in (row.first_responder, row.note) if part)
        write_with_seal(painter, line, words, sealed=bool(row.first_responder))


def _group(painter: QPainter, rect: QRect, text: str) -> None:
    painter.fillRect(rect, color("bg.subtle"))
    write(painter, rect.adjusted(PADDING, 0, -PADDING, -1), text, "text.tertiary", CAPTION)
    divider(painter, rect)


def _is_last(index: Index) -> bool:
    return index.row() == index.model().rowCount() - 1


def _is_at_foot(option: QStyleOptionViewItem) -> bool:
    return bool(option.widget) and option.rect.bottom() >= option.widget.height() - 2


def _wash(painter: QPainter, option: QStyleOptionViewItem, *, is_last: bool = False) -> None:
    has_focus = option.state & QStyle.StateFlag.State_HasFocus
    if option.state & QStyle.StateFlag.State_MouseOver or has_focus:
        fill_row(painter, option.rect, "bg.hover", is_last=is_last)
