"""How a found customer reads and is painted: name, number, and at the right by what; the typed part bold."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.customer.hit import SearchHit
from ui.theme import icons
from ui.widgets.row_list import ROW, Index
from ui.widgets.row_paint import CAPTION, color, line_size, metrics, write

ROW_PX, HEADING_PX, EDGE = 36, 28, 8
_FACTS = ("name", "phone", "customer_no")
Run = tuple[str, bool]
"""A piece of text and whether it was typed."""


class SearchDelegate(QStyledItemDelegate):
    """Rows of 36; the current one is tinted whether or not the list has the keyboard, which stays in the box."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """How high this row is."""
        return line_size(HEADING_PX if isinstance(index.data(ROW), str) else ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row, rect = index.data(ROW), option.rect
        inside = rect.adjusted(EDGE + 8, 0, -EDGE - 8, 0)
        if isinstance(row, str):
            write(painter, inside.adjusted(0, 4, 0, 0), row, "text.secondary", CAPTION)
            return
        view = self.parent()
        is_current = isinstance(view, QAbstractItemView) and view.currentIndex() == index
        if is_current or option.state & QStyle.StateFlag.State_MouseOver:
            _tint(painter, rect.adjusted(EDGE, 0, -EDGE, 0), "bg.selected" if is_current else "bg.hover")
        picture = icons.pixmap("person", 16, "text.secondary")
        painter.drawPixmap(inside.left(), inside.center().y() - 7, picture)
        _paint_hit(painter, inside.adjusted(28, 0, 0, 0), row)


def spoken(hit: SearchHit) -> str:
    """A row in words, for screen readers and tool tips."""
    reason = "".join(piece for piece, _typed in reason_runs(hit))
    return " · ".join(part for part in (hit.name, hit.phone_masked, hit.customer_no, reason) if part)


def reason_runs(hit: SearchHit) -> list[Run]:
    """By what it was found, where that is not on the row anyway: 「保单 P-2025-7714-0382」."""
    if hit.matched in _FACTS:
        return []
    tr = QCoreApplication.translate
    what = {
        "holding": tr("search", "保单与理赔"),
        "ticket": tr("search", "工单"),
        "id_number": tr("search", "证件尾号"),
    }[hit.matched]
    return [(f"{what} ", False), *_runs(hit, hit.matched_text)]


def name_runs(hit: SearchHit) -> list[Run]:
    """The name, the typed part marked."""
    return _runs(hit, hit.name) if hit.matched == "name" else [(hit.name, False)]


def fact_runs(hit: SearchHit) -> list[Run]:
    """Masked number and customer number, the typed part marked."""
    runs: list[Run] = []
    for what, text in (("phone", hit.phone_masked), ("customer_no", hit.customer_no)):
        if not text:
            continue
        runs += [(" · ", False)] if runs else []
        runs += _runs(hit, text) if hit.matched == what else [(text, False)]
    return runs


def _runs(hit: SearchHit, text: str) -> list[Run]:
    end = hit.start + hit.length
    pieces = ((text[: hit.start], False), (text[hit.start : end], True), (text[end:], False))
    return [piece for piece in pieces if piece[0]]


def _paint_hit(painter: QPainter, rect: QRect, hit: SearchHit) -> None:
    reason = reason_runs(hit)
    room = _width(reason, CAPTION)
    right = rect.right() + 1 - room
    _write_runs(painter, QRect(right, rect.top(), room, rect.height()), reason, "text.secondary", CAPTION)
    left = QRect(rect.left(), rect.top(), max(0, right - rect.left() - (16 if room else 0)), rect.height())
    used = _write_runs(painter, left, name_runs(hit), "text.primary")
    _write_runs(painter, left.adjusted(used + 12, 0, 0, 0), fact_runs(hit), "text.tertiary", CAPTION)


def _write_runs(painter: QPainter, rect: QRect, runs: list[Run], tone: str, role: str = "body") -> int:
    x = rect.left()
    for words, typed in runs:
        if x >= rect.right():
            break
        place = QRect(x, rect.top(), rect.right() + 1 - x, rect.height())
        x += write(painter, place, words, "accent.text" if typed else tone, role, bold=typed)
    return x - rect.left()


def _width(runs: list[Run], role: str) -> int:
    return sum(metrics(role, bold=typed).horizontalAdvance(words) for words, typed in runs)


def _tint(painter: QPainter, rect: QRect, tone: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(tone))
    painter.drawRoundedRect(QRectF(rect), 4, 4)
    painter.restore()
