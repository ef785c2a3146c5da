"""The work list of 资料核对 as painted rows: columns that fit the width, the same for the heading and the rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.customer.file_sheet import Suspicion
from app.review.view import CaseView
from ui.review.words import age
from ui.widgets.row_list import ROW, Index
from ui.widgets.row_paint import CAPTION, badge, badge_width, color, divider, fill_row, line_size, write

ROW_PX, HEAD_PX, PADDING, GAP = 36, 28, 12, 12
_NARROW_PX = 640


class Columns(NamedTuple):
    """Where each column is in a row: left edge and width. A column that finds no room has width 0."""

    who: tuple[int, int]
    field: tuple[int, int]
    change: tuple[int, int]
    source: tuple[int, int]
    age: tuple[int, int]
    state: tuple[int, int]


def columns(rect: QRect) -> Columns:
    """The columns of a row; the change from old to new takes what is left."""
    narrow = rect.width() < _NARROW_PX
    source = 0 if narrow else 96
    widths = {"who": 88, "field": 80, "source": source, "age": 60, "state": 76}
    fixed = sum(width + GAP for width in widths.values() if width)
    change = max(80, rect.width() - 2 * PADDING - fixed)
    left, found = rect.left() + PADDING, {}
    for name in ("who", "field", "change", "source", "age", "state"):
        width = change if name == "change" else widths[name]
        found[name] = (left, width)
        left += width + GAP if width else 0
    return Columns(**found)


def spoken(row: CaseView | Suspicion, now: datetime) -> str:
    """A row in words, for screen readers and tool tips."""
    if isinstance(row, Suspicion):
        both = f"{row.customer or _tr('未实名客户')} / {row.other or _tr('未实名客户')}"
        return " ".join((both, "、".join(row.reasons), waited(row, now)))
    parts = (row.customer, row.label, f"{row.old} → {row.new}", row.new_source, waited(row, now), row.state_words)
    return " ".join(part for part in parts if part)


def waited(row: CaseView | Suspicion, now: datetime) -> str:
    """How long it has waited since somebody last touched it."""
    since = row.updated_at if isinstance(row, CaseView) else datetime.fromtimestamp(row.updated_at, tz=UTC)
    return age(since, now)


class ReviewDelegate(QStyledItemDelegate):
    """Rows of 36 px; the current one is tinted, one whose next step is mine has it in bold."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime.min.replace(tzinfo=UTC)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """How high a row is."""
        return line_size(ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row, rect = index.data(ROW), option.rect
        view = option.widget
        is_current = view is not None and view.currentIndex() == index
        if is_current:
            fill_row(painter, rect, "bg.selected")
        elif option.state & QStyle.StateFlag.State_MouseOver:
            fill_row(painter, rect, "bg.hover")
        place = columns(rect)
        if isinstance(row, Suspicion):
            _paint_suspicion(painter, rect, place, row)
        else:
            _paint_case(painter, rect, place, row)
        write(painter, _cell(rect, place.age), waited(row, self.now), "text.tertiary", CAPTION)
        divider(painter, rect)
        if is_current and option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), color("accent.solid"))


class ReviewHead(QWidget):
    """The names of the columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEAD_PX)
        self.set_kind("contradiction")

    def set_kind(self, kind: str) -> None:
        """Name the columns for contradictions or for duplicates."""
        if kind == "contradiction":
            names = (_tr("客户"), _tr("字段"), _tr("旧值 → 新值"), _tr("新值来源"), _tr("等了"), _tr("状态"))
        else:
            names = (_tr("客户"), _tr("疑似同一人"), _tr("为什么"), "", _tr("等了"), _tr("状态"))
        self._names = names
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the names over their columns."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), color("bg.subtle"))
            divider(painter, self.rect())
            for name, place in zip(self._names, columns(self.rect()), strict=True):
                write(painter, _cell(self.rect(), place), name, "text.secondary", CAPTION)


def _paint_case(painter: QPainter, rect: QRect, place: Columns, row: CaseView) -> None:
    write(painter, _cell(rect, place.who), row.customer or _tr("未实名客户"))
    write(painter, _cell(rect, place.field), row.label, "text.secondary")
    cell = _cell(rect, place.change)
    half = (cell.width() - 24) // 2
    old = write(painter, QRect(cell.left(), cell.top(), half, cell.height()), row.old, "text.secondary")
    left = cell.left() + old + 6
    write(painter, QRect(left, cell.top(), 18, cell.height()), "→", "text.tertiary")
    left += 18
    write(painter, QRect(left, cell.top(), cell.right() - left, cell.height()), row.new, bold=row.is_mine)
    if place.source[1]:
        write(painter, _cell(rect, place.source), row.new_source, "text.secondary", CAPTION)
    _state(painter, rect, place, row.state_words, row.tone)


def _paint_suspicion(painter: QPainter, rect: QRect, place: Columns, row: Suspicion) -> None:
    write(painter, _cell(rect, place.who), row.customer or _tr("未实名客户"))
    write(painter, _cell(rect, place.field), row.other or _tr("未实名客户"))
    write(painter, _cell(rect, place.change), "、".join(row.reasons), "text.secondary")
    _state(painter, rect, place, _tr("待确认"), "warn")


def _state(painter: QPainter, rect: QRect, place: Columns, words: str, tone: str) -> None:
    badge(painter, place.state[0] + badge_width(words), rect.center().y(), words, tone)


def _cell(rect: QRect, place: tuple[int, int]) -> QRect:
    return QRect(place[0], rect.top(), place[1], rect.height())


def _tr(text: str) -> str:
    return QCoreApplication.translate("review", text)
