"""My work on 48 px, for narrow windows: three counts, red or amber where something presses (mock-up 01b)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.work.view import MyWork
from ui.theme import icons
from ui.widgets.buttons import IconButton
from ui.widgets.row_paint import CENTER, write
from ui.widgets.time_text import read_clock, soon_text
from ui.work.rows import local

STRIP_PX = 48


class CountButton(QAbstractButton):
    """An icon over a number."""

    def __init__(self, icon: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._words = icon, words
        self._count, self._tone = 0, ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int, tone: str = "") -> None:
        """Show a number; ``tone`` danger or warn where it presses."""
        self._count, self._tone = count, tone
        self.setToolTip(f"{self._words} {count}")
        self.setAccessibleName(f"{self._words} {count}")
        self.update()

    def count(self) -> int:
        """The number."""
        return self._count

    def tone(self) -> str:
        """How much it presses: danger, warn or nothing."""
        return self._tone

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(STRIP_PX - 2, 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon and number, in the colour of what presses."""
        with QPainter(self) as painter:
            tone = f"{self._tone}.text" if self._tone else "text.secondary"
            picture = icons.pixmap(self._icon, 16, tone, ratio=self.devicePixelRatioF())
            painter.drawPixmap((self.width() - 16) // 2, 4, picture)
            write(painter, self.rect().adjusted(0, 20, 0, 0), str(self._count), tone, bold=True, align=CENTER)


class WorkStrip(QFrame):
    """Tickets, call-backs and messages as counts.

    Signals:
        unfold_requested: the whole panel is wanted.
    """

    unfold_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setFixedWidth(STRIP_PX)
        self.tickets = CountButton("clipboard_task", self.tr("待办工单"))
        self.call_backs = CountButton("call", self.tr("约定回拨"))
        self.messages = CountButton("mail", self.tr("未读消息"))
        unfold = IconButton("panel_left_expand", self.tr("展开我的工作 Ctrl+B"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 4, 1, 4)
        column.setSpacing(4)
        column.addWidget(unfold, 0, Qt.AlignmentFlag.AlignHCenter)
        for button in (self.tickets, self.call_backs, self.messages):
            column.addWidget(button)
            button.clicked.connect(self.unfold_requested)
        column.addStretch(1)
        unfold.clicked.connect(self.unfold_requested)

    def show_work(self, work: MyWork, now: datetime) -> None:
        """Count what waits."""
        self.tickets.set_count(len(work.tickets), _ticket_tone(work, now))
        soon = any(soon_text(local(item.at, now.tzinfo), now) for item in work.call_backs)
        self.call_backs.set_count(len(work.call_backs), "warn" if soon else "")
        self.messages.set_count(sum(message.unread for message in work.messages))


def _ticket_tone(work: MyWork, now: datetime) -> str:
    readings = [read_clock(item.started_at, item.due_at, now, paused=item.paused) for item in work.tickets]
    states = {reading.state for reading in readings if reading}
    return "danger" if "overdue" in states else "warn" if "warning" in states else ""
