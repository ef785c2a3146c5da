"""The one place that tells the agent something: a quiet bar at the bottom that goes away by itself (`design.md` §4)."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.errors import ShouwenError

SHOWN_MS = 8_000
ABOVE_BOTTOM_PX = 40

Tone = Literal["plain", "danger"]


class MessageBar(QFrame):
    """Shows one message over the bottom edge of its parent. Never takes the focus; hovering keeps it.

    Signals:
        action_requested(str): the message's button was pressed.
    """

    action_requested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "message-bar")
        self.setObjectName("message_bar")
        self._words = QLabel()
        self._button = QPushButton()
        self._button.setProperty("kind", "on-dark")
        self._action = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(16)
        row.addWidget(self._words)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self._button.clicked.connect(self.on_action)
        parent.installEventFilter(self)
        self.hide()

    def show(self, words: str = "", *, action: tuple[str, str] | None = None, tone: Tone = "plain") -> None:
        """Say something. ``action`` is a code and the words on its button; such a message stays until it is used."""
        self._words.setText(words)
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self._action = action[0] if action else ""
        self._button.setText(action[1] if action else "")
        self._button.setVisible(action is not None)
        self.setAccessibleName(words)
        self.adjustSize()
        self._place()
        super().show()
        self.raise_()
        if action is None:
            self._timer.start()
        else:
            self._timer.stop()

    @property
    def words(self) -> str:
        """What is being said, "" when nothing is."""
        return self._words.text() if self.isVisible() else ""

    @Slot(object)
    def show_error(self, error: ShouwenError) -> None:
        """Something went wrong that is nobody's fault here: what, what is safe, what next, and a code to read out."""
        self.show(self.tr("{0}（{1}）").format(error, error.code), tone="danger")

    @Slot()
    def on_action(self) -> None:
        """The button was pressed."""
        self.hide()
        self.action_requested.emit(self._action)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom centre of the window."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEvent) -> None:
        """Somebody is reading."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Read."""
        if not self._action:
            self._timer.start()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - ABOVE_BOTTOM_PX)
