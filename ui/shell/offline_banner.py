"""The amber band while the centre cannot be reached: offline is a mode, not an error (`design.md` §1.7, mock-up 07)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.widgets.buttons import Button
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import ElidedLabel, label

HEIGHT_PX = 44


class OfflineBanner(QFrame):
    """Since when the centre is away, what works all the same, how much waits, and when it is tried again.

    Signals:
        retry_requested: the agent wants to try at once.
    """

    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setFixedHeight(HEIGHT_PX)
        self._words = ElidedLabel()
        self._waiting = label("", "strong")
        self._waiting_before = label(self.tr("待上传"))
        self._waiting_after = label(self.tr("条"))
        self._retry_in = label("")
        self._retry = Button(self.tr("立即重试"), icon="arrow_sync")
        self._retry.clicked.connect(self.retry_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("cloud_off", 16, "warn.text", filled=True))
        row.addWidget(label(self.tr("离线工作中"), "strong"))
        row.addWidget(self._words, 1)
        counted = QHBoxLayout()
        counted.setSpacing(4)
        for part in (self._waiting_before, self._waiting, self._waiting_after):
            counted.addWidget(part)
        row.addLayout(counted)
        row.addSpacing(16)
        row.addWidget(self._retry_in)
        row.addWidget(self._retry)
        self.hide()

    def set_offline(self, since: str, waiting: int, retry_in: str = "") -> None:
        """Show that the centre is away since ``since`` (15:38); ``retry_in`` is worded (18 秒)."""
        words = self.tr("{0} 起连不上中心服务器。来电、话术、工单和时限照常可用，恢复后自动上传。").format(since)
        self._words.setText(words)
        self._waiting.setText(str(waiting))
        for part in (self._waiting_before, self._waiting, self._waiting_after):
            part.setVisible(waiting > 0)
        self._retry_in.setText(self.tr("{0}后重试").format(retry_in) if retry_in else "")
        self._retry_in.setVisible(bool(retry_in))
        self.setAccessibleName(words)
        self.show()

    def set_online(self) -> None:
        """The centre is back: the band goes."""
        self.hide()
