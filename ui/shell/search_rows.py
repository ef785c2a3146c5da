"""How a found customer reads and is painted: name, number, and at the right by what; the typed part bold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.customer.hit import Mark, SearchHit
from ui.theme import icons
from ui.widgets.row_list import ROW, Index
from ui.widgets.row_paint import CAPTION, color, line_size, metrics, write

ROW_PX, HEADING_PX, EDGE = 36, 28, 8
_FACTS = ("name", "phone", "customer_no")
_BY_STARS = ("name", "pinyin", "phone")
_STAR, _STAR_STEP, _MOST_STARS = 14, 15, 6
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
    stars = QCoreApplication.translate("search", "{0} 星").format(hit.stars) if hit.stars else ""
    return " · ".join(part for part in (hit.name, hit.phone_masked, hit.customer_no, reason, stars) if part)


def reason_runs(hit: SearchHit) -> list[Run]:
    """By what it was found, where that is not on the row anyway: 「保单 P-2025-7714-0382」."""
    if hit.matched in _FACTS:
        return []
    tr = QCoreApplication.translate
    if hit.matched == "pinyin":
        return [(tr("search", "拼音"), False)]
    what = {
        "holding": tr("search", "保单与理赔"),
        "plate": tr("search", "车牌"),
        "serial": tr("search", "设备序列号"),
        "ticket": tr("search", "工单"),
        "id_number": tr("search", "证件尾号"),
    }[hit.matched]
    return [(f"{what} ", False), *_runs(hit.matched_text, [Mark(hit.matched, hit.start, hit.length)])]


def name_runs(hit: SearchHit) -> list[Run]:
    """The name, the typed part marked; of pinyin the signs that it spells."""
    return _runs(hit.name, _marks(hit, "name", "pinyin"))


def fact_runs(hit: SearchHit) -> list[Run]:
    """Masked number and customer number, the typed part marked."""
    runs: list[Run] = []
    for what, text in (("phone", hit.phone_masked), ("customer_no", hit.customer_no)):
        if not text:
            continue
        runs += [(" · ", False)] if runs else []
        runs += _runs(text, _marks(hit, what))
    return runs


def _marks(hit: SearchHit, *things: str) -> list[Mark]:
    """What was typed of these things, from left to right."""
    marks = hit.marks or (Mark(hit.matched, hit.start, hit.length),)
    return sorted((mark for mark in marks if mark.matched in things), key=lambda mark: mark.start)


def _runs(text: str, marks: Sequence[Mark]) -> list[Run]:
    runs: list[Run] = []
    at = 0
    for mark in marks:
        start, end = max(at, mark.start), max(at, mark.start + mark.length)
        runs += [(text[at:start], False), (text[start:end], True)]
        at = end
    runs.append((text[at:], False))
    return [run for run in runs if run[0]]


def _paint_hit(painter: QPainter, rect: QRect, hit: SearchHit) -> None:
    reason = reason_runs(hit)
    room = _width(reason, CAPTION)
    if hit.matched in _BY_STARS:  # many are equally close: their stars say why they stand where they do
        _paint_stars(painter, rect, hit.stars)
        stars = _MOST_STARS if reason else hit.stars
        rect = rect.adjusted(0, 0, -stars * _STAR_STEP - 12 if stars else 0, 0)
    right = rect.right() + 1 - room
    _write_runs(painter, QRect(right, rect.top(), room, rect.height()), reason, "text.secondary", CAPTION)
    left = QRect(rect.left(), rect.top(), max(0, right - rect.left() - (16 if room else 0)), rect.height())
    used = _write_runs(painter, left, name_runs(hit), "text.primary")
    _write_runs(painter, left.adjusted(used + 12, 0, 0, 0), fact_runs(hit), "text.tertiary", CAPTION)


def _paint_stars(painter: QPainter, rect: QRect, count: int) -> None:
    """At the right end."""
    left = rect.right() + 1 - count * _STAR_STEP
    picture = icons.pixmap("star", _STAR, "star", filled=True)
    for at in range(count):
        painter.drawPixmap(left + at * _STAR_STEP, rect.center().y() - _STAR // 2 + 1, picture)


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
