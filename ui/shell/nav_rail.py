"""The rail at the left: one button a module, the current one filled and marked (`design.md` §4 NavRail)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from ui.shell.top_bar_parts import paint_count
from ui.theme import icons
from ui.theme.theme import current


@dataclass(frozen=True)
class NavItem:
    """A module: its key, its words, its icon (which must exist filled, too, for the current one).

    One that is not built yet is shown in its place, disabled, and says so.
    """

    key: str
    words: str
    icon: str
    is_built: bool = True


class NavButton(QToolButton):
    """Icon 20 over words 12; the current one is filled, tinted and has a bar of 3 px at the window's edge."""

    def __init__(self, item: NavItem, *, checkable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self._badge = 0
        self.setCheckable(checkable)
        self.setFixedSize(63, 52)
        self.setEnabled(item.is_built)
        if not item.is_built:
            self.setToolTip(self.tr("“{0}”在后续版本提供").format(item.words))
        self.set_badge(0)

    def badge(self) -> int:
        """The number on the button."""
        return self._badge

    def set_badge(self, count: int) -> None:
        """Show ``count`` on the button; 0 shows nothing."""
        self._badge = count
        self.setAccessibleName(f"{self.item.words} {count}" if count else self.item.words)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the rail."""
        return QSize(63, 52)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint tint, bar, icon, words and number."""
        theme = current()
        is_current = self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_back(painter, is_current=is_current)
            color = "accent.text" if is_current else "text.secondary" if self.isEnabled() else "text.disabled"
            ratio = self.devicePixelRatioF()
            picture = icons.pixmap(self.item.icon, 20, color, filled=is_current, ratio=ratio)
            painter.drawPixmap(QRect(22, 6, 20, 20), picture)
            font = theme.font("caption")
            font.setBold(is_current)
            painter.setFont(font)
            painter.setPen(theme.color(color))
            painter.drawText(QRect(0, 28, 64, 20), int(Qt.AlignmentFlag.AlignCenter), self.item.words)
            if self._badge:
                paint_count(painter, QPoint(57, 2), self._badge, "accent.solid", "accent.on")

    def _paint_back(self, painter: QPainter, *, is_current: bool) -> None:
        theme = current()
        painter.setPen(Qt.PenStyle.NoPen)
        if is_current or self.isDown() or (self.underMouse() and self.isEnabled()):
            painter.setBrush(theme.color("accent.tint" if is_current else "bg.hover"))
            painter.drawRoundedRect(QRectF(6, 0, 51, 52), 6, 6)
        if is_current:
            painter.setBrush(theme.color("accent.solid"))
            painter.drawRoundedRect(QRectF(-2, 14, 5, 24), 2, 2)


class NavRail(QFrame):
    """The modules, top down, and the key sheet at the bottom.

    Signals:
        page_requested: the user wants another module; carries its key.
        keys_requested: the user wants the sheet of keys.
    """

    page_requested = Signal(str)
    keys_requested = Signal()

    def __init__(self, items: Sequence[NavItem] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "nav-rail")
        self.setFixedWidth(current().px("navRail"))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, NavButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 1, 8)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        keys = NavButton(NavItem("keys", self.tr("快捷键"), "keyboard"), checkable=False)
        keys.clicked.connect(self.keys_requested)
        self._column.addWidget(keys)
        self._group.buttonClicked.connect(self._on_clicked)
        for item in items:
            self.add_item(item)

    def add_item(self, item: NavItem) -> None:
        """Add a module below those there are; the first one becomes current."""
        button = NavButton(item)
        self._group.addButton(button)
        self._column.insertWidget(len(self._buttons), button)
        self._buttons[item.key] = button
        button.setChecked(len(self._buttons) == 1)

    def button(self, key: str) -> NavButton:
        """The button of the module ``key``."""
        return self._buttons[key]

    def set_current(self, key: str) -> None:
        """Mark ``key`` as current without a signal."""
        self._buttons[key].setChecked(True)

    def set_badge(self, key: str, count: int) -> None:
        """Show ``count`` on the module ``key``."""
        self._buttons[key].set_badge(count)

    @Slot(QToolButton)
    def _on_clicked(self, button: NavButton) -> None:
        self.page_requested.emit(button.item.key)
