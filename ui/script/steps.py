"""The step bar of a script: done steps ticked, the current one filled, the rest numbered, lines between."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.script.view import StepHead
from ui.theme import icons
from ui.widgets.painted import PaintedWidget
from ui.widgets.row_paint import BODY, CAPTION, CENTER, color, metrics, write

DISC, GAP, LINE_ROOM = 18, 6, 8


class StepBar(PaintedWidget):
    """Where we are in the script, spread over the width.

    Signals:
        stepped: a step before (-1) or after (+1) the current one was clicked.
    """

    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._steps: tuple[StepHead, ...] = ()
        self._current_x = (0.0, 0.0)

    def show_steps(self, steps: tuple[StepHead, ...]) -> None:
        """Show these steps."""
        if steps == self._steps:
            return
        self._steps = steps
        current = next((f"{at}. {step.name}" for at, step in enumerate(steps, 1) if step.current), "")
        self.setAccessibleName(self.tr("第 {step} 步，共 {count} 步").format(step=current, count=len(steps)))
        self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(320, 39)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Left of the current step is back, right of it is on."""
        left, right = self._current_x
        if event.position().x() < left:
            self.stepped.emit(-1)
        elif event.position().x() > right:
            self.stepped.emit(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the steps at equal distances, the lines in what is left between."""
        with self.painter() as painter:
            widths = [self._width(step) for step in self._steps]
            free = (self.width() - sum(widths)) / max(1, len(widths) - 1)
            x, middle = 0.0, self.height() / 2
            for at, (step, width) in enumerate(zip(self._steps, widths, strict=True)):
                if at and free > 2 * LINE_ROOM + 4:
                    line = QRectF(x - free + LINE_ROOM, middle, free - 2 * LINE_ROOM, 1)
                    painter.fillRect(line, color("border.default"))
                if step.current:
                    self._current_x = (x, x + width)
                self._disc(painter, QRectF(x, middle - DISC / 2, DISC, DISC), at + 1, step)
                words = QRect(round(x) + DISC + GAP, 0, width - DISC - GAP + 2, self.height())
                tone = "text.primary" if step.current else "text.secondary" if step.done else "text.tertiary"
                write(painter, words, step.name, tone, self._role(step), bold=step.current)
                x += width + free

    def _disc(self, painter: QPainter, box: QRectF, number: int, step: StepHead) -> None:
        fill, border = "bg.panel", "border.control"
        if step.current:
            fill = border = "accent.solid"
        elif step.done:
            fill, border = "ok.bg", "ok.border"
        painter.setPen(color(border))
        painter.setBrush(color(fill))
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        if step.done and not step.current:
            tick = icons.pixmap("checkmark", 12, "ok.text", ratio=self.devicePixelRatioF())
            painter.drawPixmap(QPointF(box.left() + 3, box.top() + 3), tick)
            return
        tone = "accent.on" if step.current else "text.secondary"
        write(painter, box.toRect(), str(number), tone, CAPTION, bold=step.current, align=CENTER)

    def _role(self, step: StepHead) -> str:
        return BODY if step.current else CAPTION

    def _width(self, step: StepHead) -> int:
        return DISC + GAP + metrics(self._role(step), bold=step.current).horizontalAdvance(step.name) + 1


class StepDisc(PaintedWidget):
    """The number of the current step in a filled disc, for the compact header."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = 1

    def set_number(self, number: int) -> None:
        """Show another number."""
        self._number = number
        self.update()

    def sizeHint(self) -> QSize:
        """As big as in the step bar."""
        return QSize(DISC, DISC)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the disc."""
        with self.painter() as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent.solid"))
            painter.drawEllipse(QRectF(self.rect()))
            write(painter, self.rect(), str(self._number), "accent.on", CAPTION, bold=True, align=CENTER)
