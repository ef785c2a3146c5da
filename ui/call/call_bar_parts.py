"""Small parts of the call bar: the live dot and a fact under its heading."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.theme import current
from ui.widgets.labels import ElidedLabel, label, set_property, tighten
from ui.widgets.painted import PaintedWidget


class LiveDot(PaintedWidget):
    """The dot that says: somebody is on the line."""

    def sizeHint(self) -> QSize:
        """8 px."""
        return QSize(8, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dot."""
        with self.painter() as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current().color("callbar.live"))
            painter.drawEllipse(QRectF(self.rect()))


class Fact(QWidget):
    """A small heading over a value: 队列 / 理赔专席. Gone while it has no value."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = ElidedLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch()
        column.addWidget(tighten(label(heading, "caption"), current().line_px("caption")))
        tighten(self.value, current().line_px("body") - 2)
        column.addWidget(self.value)
        column.addStretch()
        self._heading = heading

    def set_value(self, words: str, *, tone: str = "", room: bool = True) -> None:
        """Show ``words``; hide the fact when there are none or no ``room``."""
        self.value.setText(words)
        set_property(self.value, "tone", tone)
        set_property(self.value, "type", "strong" if tone else "body")
        self.setAccessibleName(f"{self._heading} {words}")
        self.setVisible(bool(words) and room)
