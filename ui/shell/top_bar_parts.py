"""The right end of the top bar: sync chip, bell and user."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from ui.shell.states import SYNC_LOOKS, SyncView
from ui.theme.icons import bind_icon
from ui.theme.theme import current
from ui.widgets.avatar import Avatar
from ui.widgets.labels import label, set_property, tighten
from ui.widgets.painted import metrics

_CHIP_KINDS = {"synced": "", "syncing": "", "offline": "warn", "conflict": "danger"}


def paint_count(painter: QPainter, right_top: QPoint, count: int, color: str, on: str) -> None:
    """Paint a count in a 16 px pill whose right upper corner is ``right_top``."""
    theme = current()
    font = theme.font("caption")
    words = str(count) if count < 100 else "99+"
    width = max(16, metrics("caption").horizontalAdvance(words) + 7)
    pill = QRectF(right_top.x() - width, right_top.y(), width, 16)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(color))
    painter.drawRoundedRect(pill, 8, 8)
    painter.setFont(font)
    painter.setPen(theme.color(on))
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), words)
    painter.restore()


class SyncChip(QPushButton):
    """How the desk stands to the centre, in words: 已同步 10:24, 离线 24 分 · 待传 7, 冲突 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sync-chip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_sync(SyncView())

    def set_sync(self, view: SyncView) -> None:
        """Show ``view``."""
        look = SYNC_LOOKS[view.state]
        self.setText("  " + view.chip_words())
        self.setAccessibleName(self.tr("同步状态 {0}").format(view.chip_words()))
        bind_icon(self, look.icon, 16, look.color, filled=look.filled)
        set_property(self, "kind", _CHIP_KINDS[view.state])


class BellButton(QToolButton):
    """Messages, with the number of unread ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(36, 36)
        bind_icon(self, "alert", 20, "text.secondary")
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show how many are unread; none shows no number."""
        self._count = count
        words = self.tr("消息，{0} 条未读").format(count) if count else self.tr("消息")
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bell and its number."""
        super().paintEvent(event)
        if self._count:
            with QPainter(self) as painter:
                paint_count(painter, QPoint(35, 2), self._count, "danger.solid", "danger.on")


class UserButton(QToolButton):
    """Who has signed in; a click opens the menu to leave.

    Signals:
        quit_requested: the user wants to leave.
    """

    quit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._avatar = Avatar()
        self._name = label("", "strong")
        self._place = label("", "caption-tertiary")
        tighten(self._name, current().line_px("strong") - 2)
        tighten(self._place, current().line_px("caption"))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch()
        column.addWidget(self._name)
        column.addWidget(self._place)
        column.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self._avatar)
        row.addLayout(column)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        leave = menu.addAction(self.tr("退出"))
        leave.setToolTip(self.tr("关闭工作台，写了一半的内容都留着"))
        leave.triggered.connect(self.quit_requested)
        self.setMenu(menu)

    def set_user(self, name: str, team: str, agent_no: str) -> None:
        """Show name, team and number."""
        self._avatar.set_name(name)
        self._name.setText(name)
        self._place.setText(" · ".join(part for part in (team, agent_no) if part))
        self.setAccessibleName(f"{name} {self._place.text()}")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as its contents, 40 px high."""
        return QSize(self.layout().sizeHint().width(), 40)
