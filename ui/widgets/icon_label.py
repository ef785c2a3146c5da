"""An icon that stands by itself, in the colours of the look."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import icons
from ui.widgets.painted import PaintedWidget


class IconLabel(PaintedWidget):
    """One icon of ``px`` pixels in the token colour ``color``; it follows the look."""

    def __init__(
        self,
        name: str,
        px: int = 16,
        color: str = "text.secondary",
        *,
        filled: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._px = px
        self.set_icon(name, color, filled=filled)

    def set_icon(self, name: str, color: str = "text.secondary", *, filled: bool = False) -> None:
        """Show another icon of the same size."""
        self._name, self._color, self._filled = name, color, filled
        self.update()

    def sizeHint(self) -> QSize:
        """A square of the icon's size."""
        return QSize(self._px, self._px)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon in the middle."""
        picture = icons.pixmap(self._name, self._px, self._color, filled=self._filled, ratio=self.devicePixelRatioF())
        corner = QPointF((self.width() - self._px) / 2, (self.height() - self._px) / 2)
        with self.painter() as painter:
            painter.drawPixmap(corner, picture)
