"""A person as one character on a tint: square for customers, round for colleagues."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.theme import current
from ui.widgets.painted import PaintedWidget


class Monogram(PaintedWidget):
    """The first character of a customer's name on a tinted square of ``px`` (48 in the identity header)."""

    _shape: Literal["square", "round"] = "square"

    def __init__(self, name: str = "", px: int = 48, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._px = px
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Show the first character of ``name``."""
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._px, self._px)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint and the character."""
        theme = current()
        with self.painter() as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent.tint"))
            radius = self._px / 2 if self._shape == "round" else theme.px("radius.md")
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
            font = theme.font("strong")
            font.setPixelSize(round(self._px * (0.42 if self._px >= 40 else 0.41)))
            painter.setFont(font)
            painter.setPen(theme.color("accent.text"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._name[:1])


class Avatar(Monogram):
    """The first character of a colleague's name on a tinted disc of ``px``."""

    _shape = "round"

    def __init__(self, name: str = "", px: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(name, px, parent)
