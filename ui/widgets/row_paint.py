"""How a delegate writes one row of a list: fonts, elided text, badge, dividers, the same in every list."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from ui.theme.theme import current
from ui.widgets.ring import clock_width, paint_clock
from ui.widgets.seal import paint_seal
from ui.widgets.time_text import Reading

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
BODY, CAPTION = "body", "caption"
PADDING = 12
BADGE_HEIGHT = 20


def color(name: str) -> QColor:
    """A colour of the look in force by its token name."""
    return current().color(name)


def font(role: str = BODY, *, bold: bool = False) -> QFont:
    """The interface font in one of its sizes."""
    return _font(role, bold, current().large_text)


def metrics(role: str = BODY, *, bold: bool = False) -> QFontMetrics:
    """The measures of :func:`font`."""
    return _metrics(role, bold, current().large_text)


@lru_cache(maxsize=32)
def _font(role: str, bold: bool, _large: bool) -> QFont:
    made = current().font(role)
    made.setBold(bold)
    return made


@lru_cache(maxsize=32)
def _metrics(role: str, bold: bool, large: bool) -> QFontMetrics:
    return QFontMetrics(_font(role, bold, large))


def write(
    painter: QPainter,
    rect: QRect,
    text: str,
    tone: str = "text.primary",
    role: str = BODY,
    *,
    bold: bool = False,
    align: Qt.AlignmentFlag = LEFT,
) -> int:
    """Write one line, elided to the rectangle. Returns how wide it came out."""
    measure = metrics(role, bold=bold)
    width = measure.horizontalAdvance(text)
    if width > rect.width():
        text = measure.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        width = rect.width()
    painter.setFont(font(role, bold=bold))
    painter.setPen(color(tone))
    painter.drawText(rect, int(align | Qt.TextFlag.TextSingleLine), text)
    return width


def badge_width(text: str) -> int:
    """How much room :func:`badge` takes."""
    return metrics(CAPTION).horizontalAdvance(text) + 12


def badge(painter: QPainter, right: int, middle: int, text: str, kind: str) -> int:
    """Paint a state badge ending at ``right`` around the height ``middle``. Returns its left edge."""
    width = badge_width(text)
    rect = QRect(right - width, middle - BADGE_HEIGHT // 2, width, BADGE_HEIGHT)
    fill, border, ink = _badge_tones(kind)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(color(border) if border else Qt.PenStyle.NoPen)
    painter.setBrush(color(fill))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5) if border else QRectF(rect), 4, 4)
    painter.restore()
    write(painter, rect, text, ink, CAPTION, align=CENTER)
    return rect.left()


def _badge_tones(kind: str) -> tuple[str, str, str]:
    match kind:
        case "line":
            return "bg.panel", "border.default", "text.secondary"
        case "accent":
            return "accent.tint", "", "accent.text"
        case _:
            return f"{kind}.bg", "", f"{kind}.text"


def clock(painter: QPainter, right: int, middle: int, reading: Reading) -> int:
    """Paint a clock ending at ``right`` around the height ``middle``. Returns its left edge."""
    width = clock_width(reading.text)
    paint_clock(painter, QRectF(right - width, middle - 10, width, 20), reading.text, reading.used, reading.state)
    return right - width


def write_with_seal(painter: QPainter, rect: QRect, words: str, *, sealed: bool) -> None:
    """The second line of a ticket row: the seal where somebody here was asked first, then the words."""
    if sealed:
        paint_seal(painter, QRect(rect.left(), rect.center().y() - 7, 16, 16))
        rect = rect.adjusted(22, 0, 0, 0)
    write(painter, rect, words, "text.tertiary", CAPTION)


def fill_row(painter: QPainter, rect: QRect, tone: str, *, is_last: bool = False) -> None:
    """Tint a row; the last one of a panel keeps the panel's round corners."""
    if not is_last:
        painter.fillRect(rect, color(tone))
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(tone))
    painter.setClipRect(rect)
    painter.drawRoundedRect(QRectF(rect).adjusted(0, -8, 0, 0), 7, 7)
    painter.restore()


def divider(painter: QPainter, rect: QRect, tone: str = "border.subtle") -> None:
    """A 1 px line along the bottom of the row."""
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color(tone))


def line_size(height: int) -> QSize:
    """A size hint that fixes the height and leaves the width to the list."""
    return QSize(0, height)
