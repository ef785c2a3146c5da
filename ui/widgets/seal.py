"""The seal 「首」: it marks the first responder everywhere and is used for nothing else (`design.md` §1.2)."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ui.theme.theme import current
from ui.widgets.painted import PaintedWidget

_GLYPH = "首"


def paint_seal(painter: QPainter, rect: QRectF | QRect) -> None:
    """Paint the seal in ``rect``: white 首 on the accent, corners 3 px at 16."""
    theme = current()
    box = QRectF(rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent.solid"))
    radius = 3 if box.width() <= 20 else box.width() / 5.5
    painter.drawRoundedRect(box, radius, radius)
    font = theme.font("strong")
    font.setPixelSize(max(8, round(box.width() * (0.7 if box.width() <= 20 else 0.62))))
    painter.setFont(font)
    painter.setPen(theme.color("accent.on"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), _GLYPH)
    painter.restore()


def seal_icon() -> QIcon:
    """The seal as the program's icon."""
    made = QIcon()
    for px in (16, 24, 32, 48, 64, 128, 256):
        picture = QPixmap(px, px)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            paint_seal(painter, QRectF(0, 0, px, px))
        made.addPixmap(picture)
    return made


class Seal(PaintedWidget):
    """The seal as a widget, 16 px square unless told otherwise."""

    def __init__(self, px: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._px = px
        self.setAccessibleName(self.tr("首问责任人"))

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._px, self._px)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the seal."""
        with self.painter() as painter:
            paint_seal(painter, self.rect())
