"""Rings: time used of a limit, and the quality of a record. One painter for both (`design.md` §1.3)."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import icons
from ui.theme.theme import current
from ui.widgets.painted import PaintedWidget, metrics

ClockState = Literal["normal", "warning", "overdue", "paused", "done"]

_TONES: dict[ClockState, str] = {
    "normal": "ok",
    "warning": "warn",
    "overdue": "danger",
    "paused": "pause",
    "done": "ok",
}
RING = 16
_GAP = 6


def paint_ring(
    painter: QPainter, rect: QRectF, used_fraction: float, color: QColor, *, stroke: float | None = None
) -> None:
    """Paint a ring in ``rect``: a pale track and, from the top clockwise, ``used_fraction`` of it in ``color``."""
    width = stroke or max(2.5, rect.width() * 0.17)
    inner = QRectF(rect).adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(current().color("border.default"), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawEllipse(inner)
    pen.setColor(color)
    painter.setPen(pen)
    if used_fraction >= 1:
        painter.drawEllipse(inner)
    elif used_fraction > 0:
        painter.drawArc(inner, 90 * 16, -round(360 * 16 * used_fraction))
    painter.restore()


def paint_pause(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """Paint the two bars of a stopped clock in ``rect``."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    bar = QRectF(0, 0, rect.width() * 0.3, rect.height() * 0.75)
    for x in (0.3, 0.72):
        bar.moveCenter(QPointF(rect.left() + rect.width() * x, rect.center().y()))
        painter.drawRoundedRect(bar, 1.5, 1.5)
    painter.restore()


def paint_clock(painter: QPainter, rect: QRectF, text: str, used: float, state: ClockState) -> None:
    """Paint ring + text of a time limit, left-aligned in ``rect``. The same painter serves table delegates."""
    theme = current()
    tone = _TONES[state]
    ring = QRectF(rect.left(), rect.center().y() - RING / 2, RING, RING)
    if state == "paused":
        paint_pause(painter, ring, theme.color("pause.text"))
    elif state == "done":
        painter.drawPixmap(ring.topLeft(), icons.pixmap("checkmark", RING, "ok.text"))
    else:
        paint_ring(painter, ring, 1.0 if state == "overdue" else used, theme.color(f"{tone}.solid"), stroke=2.75)
    painter.setFont(theme.font("strong"))
    painter.setPen(theme.color(f"{tone}.text"))
    painter.drawText(
        rect.adjusted(RING + _GAP, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text
    )


def clock_width(text: str) -> int:
    """How wide :func:`paint_clock` paints ``text``."""
    return RING + _GAP + metrics("strong").horizontalAdvance(text) + 1


class SlaClock(PaintedWidget):
    """Time left of a limit as ring + text + colour, the same on every screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._used = 0.0
        self._state: ClockState = "normal"

    def set_clock(self, text: str, used: float, state: ClockState) -> None:
        """Show ``text`` (already worded: 8:10, 超 0:26, 暂停) with ``used`` of the limit gone (0 to 1)."""
        if (text, used, state) == (self._text, self._used, self._state):
            return
        self._text, self._used, self._state = text, used, state
        self.setAccessibleName(self.tr("剩余 {0}").format(text) if state in ("normal", "warning") else text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as ring and text."""
        return QSize(clock_width(self._text), max(20, metrics("strong").height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ring and text."""
        with self.painter() as painter:
            paint_clock(painter, QRectF(self.rect()), self._text, self._used, self._state)


class QualityRing(PaintedWidget):
    """The quality of a record, 0 to 100, as a 40 px ring round the number."""

    def __init__(self, score: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_score(score)

    def set_score(self, score: int) -> None:
        """Show ``score`` of 100."""
        self._score = score
        self.setAccessibleName(self.tr("资料质量 {0} 分").format(score))
        self.update()

    def sizeHint(self) -> QSize:
        """40 px square."""
        return QSize(40, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring, green from 85, amber from 60, red below, with the number inside."""
        theme = current()
        tone = "ok" if self._score >= 85 else "warn" if self._score >= 60 else "danger"
        with self.painter() as painter:
            paint_ring(painter, QRectF(1, 1, 38, 38), self._score / 100, theme.color(f"{tone}.solid"), stroke=3.5)
            painter.setFont(theme.font("strong"))
            painter.setPen(theme.color("text.primary"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), str(self._score))
