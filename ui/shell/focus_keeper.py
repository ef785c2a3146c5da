"""Takes the keyboard back when Qt gives it away because what had it was hidden (`design.md` §7.8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget
from shiboken6 import isValid

from ui.widgets.focus_return import FocusReturn


class FocusKeeper(QObject):
    """One per window. A button that goes away with its own press leaves the keyboard with whatever Qt finds next.

    Here it goes where somebody was typing; where nobody was, to the next thing of the call. Whoever gives the focus
    on by themselves, as an overlay does that closes, is left alone.
    """

    def __init__(self, window: QWidget, typing: Sequence[QWidget], otherwise: Callable[[], object]) -> None:
        """``typing``: the panels one comes back to. ``otherwise``: goes on where one was in none of them."""
        super().__init__(window)
        self._typing, self._otherwise = typing, otherwise
        self._place = FocusReturn()
        self._gone: QWidget | None = None
        self._stray: QWidget | None = None
        QApplication.instance().focusChanged.connect(self.on_focus_changed)

    @Slot(QWidget, QWidget)
    def on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """Tell a jump of Qt's from a step of somebody's."""
        if new is None:
            return
        if old is not None and isValid(old) and old.window() is new.window() is self.parent() and _is_gone(old):
            self._gone, self._stray = old, new
            QTimer.singleShot(0, self.on_settled)
        elif self._gone is not None and isValid(self._gone) and _turns_page(self._gone, new):
            self._stray = new  # a stack brings its next page to the front: still nobody's wish
        else:
            self._gone = self._stray = None
            if new.focusPolicy() & Qt.FocusPolicy.TabFocus and any(panel.isAncestorOf(new) for panel in self._typing):
                self._place.remember(new)

    @Slot()
    def on_settled(self) -> None:
        """Everything of this moment has happened: if nobody wanted the focus there, put it back."""
        stray, self._stray, self._gone = self._stray, None, None
        if stray is None or not isValid(stray) or QApplication.focusWidget() is not stray:
            return
        if not self._place.give_back():
            self._otherwise()


def _is_gone(widget: QWidget) -> bool:
    return not widget.isVisible() or not widget.isEnabled()


def _turns_page(gone: QWidget, new: QWidget) -> bool:
    """Whether both are in one stack, on different pages."""
    page, around = gone, gone.parentWidget()
    while around is not None and not around.isAncestorOf(new):
        page, around = around, around.parentWidget()
    return around is not None and any(stack.indexOf(page) >= 0 for stack in around.findChildren(QStackedLayout))
