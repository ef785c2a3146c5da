"""The one place that tells the agent something: a quiet bar at the bottom that goes away by itself (`design.md` §4)."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.errors import ShouwenError
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import label, restyle

SHOWN_MS = 8_000
BESIDE_PX, GAP_PX = 40, 8
ABOVE_BOTTOM_PX = 1
"""One line lies over the status bar and the gap above it, which say nothing in their middle: it hides no row."""
WIDEST_PX = 640
_LOOKS = {"plain": ("info", "text.onTooltip"), "danger": ("error_circle", "danger.on")}

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
        self._icon = IconLabel("info", 16, "text.onTooltip", filled=False)
        self._words = label(wrap=True)
        self._button = QPushButton()
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the caret in the form
        self._button.setProperty("kind", "on-dark")
        self._action = ""
        self._left_of: QWidget | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 12, 1)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
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
        icon, color = _LOOKS[tone]
        self._icon.set_icon(icon, color, filled=tone == "danger")
        for part in (self, self._words, self._button):
            restyle(part)
        self._action = action[0] if action else ""
        self._button.setText(action[1] if action else "")
        self._button.setVisible(action is not None)
        self.setAccessibleName(words)
        self._place()
        super().show()
        self.raise_()
        if action is None:
            self._timer.start()
        else:
            self._timer.stop()

    def withdraw(self, *actions: str) -> None:
        """What one of these buttons would do is past: take the message away that offers it."""
        if self._action in actions and not self.isHidden():
            self.hide()

    def stay_left_of(self, widget: QWidget) -> None:
        """Never lie over this one (the form with its buttons) while it is in sight."""
        self._left_of = widget
        for moving in (widget, widget.parentWidget()):
            if moving is not None:
                moving.installEventFilter(self)

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
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and not self.isHidden():
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
        if parent is None:
            return
        right = parent.width() - BESIDE_PX
        if self._left_of is not None and self._left_of.isVisible():
            right = self._left_of.mapTo(parent, QPoint(0, 0)).x() - GAP_PX
        self._fit(min(WIDEST_PX, right - BESIDE_PX))
        left = min((parent.width() - self.width()) // 2, right - self.width())
        self.move(left, parent.height() - self.height() - ABOVE_BOTTOM_PX)

    def _fit(self, widest: int) -> None:
        """As wide as its words on one line; what is longer than ``widest`` breaks."""
        rest = self.layout().contentsMargins().left() + self.layout().contentsMargins().right()
        parts = [part for part in (self._icon, self._button) if not part.isHidden()]
        rest += sum(part.sizeHint().width() + self.layout().spacing() for part in parts)
        words = self._words.fontMetrics().horizontalAdvance(self._words.text()) + 2
        self._words.setFixedWidth(min(words, widest - rest))
        self._words.setMinimumHeight(self._words.heightForWidth(self._words.width()))
        self.layout().activate()
        self.resize(self.sizeHint())
