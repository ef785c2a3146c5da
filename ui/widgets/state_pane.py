"""What a panel shows when it has no content to show: nothing there, reading, failed, not allowed (`design.md` §8)."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import label


class PaneState(StrEnum):
    """How much a panel knows."""

    READY = "ready"
    LOADING = "loading"
    EMPTY = "empty"
    CACHED = "cached"
    ERROR = "error"
    NO_PERMISSION = "no_permission"


DEFAULT_ICONS = {
    PaneState.EMPTY: "checkmark_circle",
    PaneState.ERROR: "error_circle",
    PaneState.NO_PERMISSION: "lock_closed",
}


class StatePane(QWidget):
    """An icon, one bold line, one reason, at most one action, in the middle.

    Signals:
        action_requested: the user has pressed the one action.
    """

    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("checkmark_circle", 24, "text.tertiary")
        self._title = label("", "strong", wrap=True)
        self._reason = label("", "caption-tertiary", wrap=True)
        self._action = Button("", small=True)
        self._action.clicked.connect(self.action_requested)
        for part in (self._title, self._reason):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        icon_row = QHBoxLayout()
        icon_row.addStretch()
        icon_row.addWidget(self._icon)
        icon_row.addStretch()
        action_row = QHBoxLayout()
        action_row.setContentsMargins(0, 6, 0, 0)
        action_row.addStretch()
        action_row.addWidget(self._action)
        action_row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(4)
        column.addStretch()
        column.addLayout(icon_row)
        column.addSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._reason)
        column.addLayout(action_row)
        column.addStretch()

    def show_words(self, title: str, reason: str, action: str, icon: str, *, action_icon: str | None = None) -> None:
        """Say what is the matter, why, and what can be done."""
        self._icon.set_icon(icon, "text.tertiary")
        self._title.setText(title)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self._action.setText(action)
        self._action.set_icon_name(action_icon)
        self._action.setVisible(bool(action))
        self.setAccessibleName(" · ".join(part for part in (title, reason) if part))


class LoadingLines(QWidget):
    """Grey lines where the content will be. They stand still; a moving thing draws the eye from the caller."""

    _ROWS = ((0.6, 0.2), (0.72, 0.16), (0.54, 0.24), (0.66, 0.18))

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("正在读取"))

    def sizeHint(self) -> QSize:
        """Four lines."""
        return QSize(200, 112)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, title left and figure right."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current().color("bg.inset"))
            width = self.width() - 24
            for row, (left, right) in enumerate(self._ROWS):
                top = 14 + row * 24
                painter.drawRoundedRect(QRectF(12, top, width * left, 12), 3, 3)
                painter.drawRoundedRect(QRectF(12 + width * (1 - right), top, width * right, 12), 3, 3)
