"""The soft shadow under a popup that is a child of the window (`tokens.json` elevation 2). Panels have none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.theme import current

DROP_PX, SPREAD_PX, STRENGTH = 8, 24, 0.2


class PopupShadow(QWidget):
    """Lies under ``popup``, follows it and lets the mouse through."""

    def __init__(self, popup: QWidget) -> None:
        super().__init__(popup.parentWidget())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._popup = popup
        popup.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come, go and move with the popup."""
        match event.type():
            case QEvent.Type.Move | QEvent.Type.Resize | QEvent.Type.Show | QEvent.Type.ZOrderChange:
                around = (-SPREAD_PX, DROP_PX - SPREAD_PX, SPREAD_PX, DROP_PX + SPREAD_PX)
                self.setGeometry(self._popup.geometry().adjusted(*around))
                self.setVisible(not self._popup.isHidden())
                self.stackUnder(self._popup)
            case QEvent.Type.Hide:
                self.hide()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from outside in, darker towards the middle."""
        with QPainter(self) as painter:
            paint_shadow(painter, QRectF(self.rect()))


def paint_shadow(painter: QPainter, rect: QRectF) -> None:
    """A shadow that fades out towards the edges of ``rect``."""
    steps = SPREAD_PX // 2
    shade = QColor(current().color("text.primary" if not current().is_dark else "bg.window"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for step in range(steps):
        shade.setAlphaF(STRENGTH * 2 * (step + 1) / (steps * steps))
        painter.setBrush(shade)
        inset = step * 2
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 8 + SPREAD_PX - inset, 32 - inset)
