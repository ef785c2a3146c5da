"""The 2 px ring round the button that has the keyboard (`design.md` §4). Fields show their own border instead."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from ui.theme.theme import current

_OUTSIDE = 3
_FOLLOWED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show)


class FocusRing(QWidget):
    """Follows the keyboard focus over the buttons of one window; the mouse passes through it.

    Every window that has buttons makes one of its own, dialogs too.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        QApplication.instance().focusChanged.connect(self.on_focus_changed)

    @Slot(QWidget, QWidget)
    def on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Move to the button that the keyboard has just reached, or go away. A click needs no ring."""
        by_mouse = bool(QApplication.mouseButtons())
        wanted = isinstance(new, QAbstractButton) and not by_mouse and self.window().isAncestorOf(new)
        self.show_on(new if wanted else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay with the target when it moves or is scrolled, and go when it goes."""
        if event.type() in _FOLLOWED:
            self._follow()
        return False

    def show_on(self, target: QWidget | None) -> None:
        """Stand round ``target``; None hides the ring."""
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._target, self._watched = target, []
        while target is not None and target is not self.parentWidget():
            target.installEventFilter(self)
            self._watched.append(target)
            target = target.parentWidget()
        self._follow()

    def _follow(self) -> None:
        target = self._target
        if target is None or not isValid(target) or target.visibleRegion().isEmpty():
            self.hide()
            return
        corner = target.mapTo(self.parentWidget(), QPoint(0, 0))
        self.setGeometry(QRect(corner, target.size()).adjusted(-_OUTSIDE, -_OUTSIDE, _OUTSIDE, _OUTSIDE))
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring with a gap of 1 px to its target."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(current().color("border.focus"), current().px("focusRing")))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
