"""Keyboard keys as little caps: 「Ctrl + E」."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.theme import current
from ui.widgets.painted import PaintedWidget, metrics

_PAD = 5
_JOIN = 12
_HEIGHT = 20


class Key(PaintedWidget):
    """A key or a chord; the keys are written with ``+`` between them."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caps = [cap.strip() for cap in keys.split("+")]
        self.setAccessibleName("+".join(self._caps))

    def _widths(self) -> list[int]:
        measure = metrics("caption")
        return [max(18, measure.horizontalAdvance(cap) + 2 * _PAD + 2) for cap in self._caps]

    def sizeHint(self) -> QSize:
        """All caps and the signs between them."""
        return QSize(sum(self._widths()) + _JOIN * (len(self._caps) - 1), _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each cap and a plus between."""
        theme = current()
        with self.painter() as painter:
            painter.setFont(theme.font("caption"))
            center = int(Qt.AlignmentFlag.AlignCenter)
            x = 0.0
            for place, (cap, width) in enumerate(zip(self._caps, self._widths(), strict=True)):
                if place:
                    painter.setPen(theme.color("text.tertiary"))
                    painter.drawText(QRectF(x, 0, _JOIN, self.height()), center, "+")
                    x += _JOIN
                box = QRectF(x + 0.5, (self.height() - _HEIGHT) / 2 + 0.5, width - 1, _HEIGHT - 1)
                painter.setPen(theme.color("border.default"))
                painter.setBrush(theme.color("bg.panel"))
                painter.drawRoundedRect(box, 4, 4)
                painter.setPen(theme.color("text.secondary"))
                painter.drawText(box, center, cap)
                x += width
