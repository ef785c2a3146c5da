"""Makes a block of labels pressable, by mouse and keyboard, without looking like a button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget


class Cover(QAbstractButton):
    """Lies over its parent, as large as it, and lets everything be seen. The focus ring shows where the keyboard is."""

    def __init__(self, parent: QWidget, words: str) -> None:
        """``words`` say what pressing does, in tool tip and to screen readers."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the caret in the form
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_words(words)
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())

    def set_words(self, words: str) -> None:
        """Say what pressing does."""
        self.setToolTip(words)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        """It asks for nothing: its parent decides."""
        return QSize(0, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the parent, in front of whatever it shows."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self.setGeometry(self.parentWidget().rect())
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: the block underneath is what is seen."""
