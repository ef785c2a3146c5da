"""The customer's stars, as many as there are."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import icons
from ui.widgets.painted import PaintedWidget

STAR, STEP = 14, 15


class Stars(PaintedWidget):
    """A row of small stars; it takes no room when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0

    def set_count(self, count: int) -> None:
        """Show so many stars."""
        self._count = count
        self.setVisible(count > 0)
        self.setAccessibleName(self.tr("{count} 星客户").format(count=count))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line of stars."""
        return QSize(max(0, self._count * STEP), STAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the stars side by side."""
        with self.painter() as painter:
            picture = icons.pixmap("star", STAR, "star", filled=True, ratio=self.devicePixelRatioF())
            for at in range(self._count):
                painter.drawPixmap(QPointF(at * STEP, 0), picture)
