"""What painted widgets share: an antialiased painter, and the look's fonts and colours."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import current


class PaintedWidget(QWidget):
    """A widget that paints itself from the look in force and says the same in words for screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def changeEvent(self, event: QEvent) -> None:
        """Measure and paint again when the look changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()

    def painter(self) -> QPainter:
        """A painter for this widget with smooth edges: ``with self.painter() as painter``.

        The block ends it in time: whoever looks at a running frame (a debugger, a watchdog) keeps its names alive.
        """
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        return painter


def metrics(role: str) -> QFontMetrics:
    """The measures of the look's font for ``role``."""
    return QFontMetrics(current().font(role))
