"""Where a dialog stands: over the page, never over the bars, so that a live call stays in sight (`design.md` §1.6)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect
from PySide6.QtWidgets import QDialog, QStyle, QWidget

PAGE_AREA = "page_area"
"""The object name of the part of a window that dialogs may lie over."""


def keep_under_bars(dialog: QDialog) -> None:
    """Open over the page of the dialog's window and inside it; when a bar comes meanwhile, make way for it.

    Where the agent has moved it to, it stays, unless a bar appears there. A window without such a part is left alone.
    """
    parent = dialog.parentWidget()
    area = parent.window().findChild(QWidget, PAGE_AREA) if parent is not None else None
    if area is not None:
        _Placer(dialog, area).place()


class _Placer(QObject):
    """Follows the page area for as long as the dialog lives."""

    def __init__(self, dialog: QDialog, area: QWidget) -> None:
        super().__init__(dialog)
        self._dialog, self._area = dialog, area
        for watched in (dialog, area):
            watched.installEventFilter(self)

    def place(self) -> None:
        """In the middle of the page, its frame included, made smaller where there is no room for it."""
        room, around = self._room(), self._around()
        self._dialog.resize(self._dialog.size().boundedTo(room.size().shrunkBy(around)))
        whole = self._dialog.size().grownBy(around)
        left = room.left() + max(0, (room.width() - whole.width()) // 2)
        top = room.top() + max(0, (room.height() - whole.height()) // 2)
        self._dialog.move(left, top)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Shown for the first time, or the page has another place."""
        moved = event.type() in (QEvent.Type.Resize, QEvent.Type.Move)
        shown = watched is self._dialog and event.type() is QEvent.Type.Show
        if shown or (watched is self._area and moved and self._dialog.isVisible() and self._covers()):
            self.place()
        return False

    def _covers(self) -> bool:
        return self._dialog.frameGeometry().top() < self._room().top()

    def _room(self) -> QRect:
        return QRect(self._area.mapToGlobal(QPoint(0, 0)), self._area.size())

    def _around(self) -> QMargins:
        """What the desktop draws round it; a guess at the title until it is there."""
        frame, inner = self._dialog.frameGeometry(), self._dialog.geometry()
        top = inner.top() - frame.top()
        if not self._dialog.isVisible() or top == 0:
            top = self._dialog.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        right, bottom = frame.right() - inner.right(), frame.bottom() - inner.bottom()
        return QMargins(inner.left() - frame.left(), top, right, bottom)
