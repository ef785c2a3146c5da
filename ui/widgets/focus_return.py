"""Remembers where somebody was typing, so that an overlay can give the caret back (`design.md` §7.8)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

_REASON = Qt.FocusReason.OtherFocusReason
"""Neither Tab nor shortcut: those would select the whole text of a line."""


class FocusReturn:
    """One way back. Editors keep their caret by themselves; a line forgets what was selected, so that is kept here.

    Overlays that share it lead back to the same place, whichever was opened from the other.
    """

    def __init__(self) -> None:
        self._widget: QWidget | None = None
        self._overlays: list[QWidget] = []
        self._selection = (-1, 0)

    def never_to(self, overlay: QWidget) -> None:
        """This one and what is in it are no place to go back to."""
        self._overlays.append(overlay)

    def remember(self, widget: QWidget | None = None) -> None:
        """Note where the focus is, or that it was in ``widget``. Coming from an overlay, the place stays the same."""
        found = widget or QApplication.focusWidget()
        if found is None:
            self.forget()
        if found is None or found is self._widget or any(o is found or o.isAncestorOf(found) for o in self._overlays):
            return
        self._widget = found
        chosen = isinstance(found, QLineEdit) and found.hasSelectedText()
        self._selection = (found.selectionStart(), found.selectionLength()) if chosen else (-1, 0)

    def give_back(self) -> bool:
        """Put the focus where it was. Returns whether that place is still there."""
        widget, (start, length) = self._widget, self._selection
        self.forget()
        if widget is None or not isValid(widget) or not widget.isVisible() or not widget.isEnabled():
            return False
        widget.setFocus(_REASON)
        if start >= 0 and isinstance(widget, QLineEdit):
            widget.setSelection(start, length)
        return True

    def forget(self) -> None:
        """There is nothing to go back to."""
        self._widget, self._selection = None, (-1, 0)

    def place(self) -> str:
        """What the place is called (诉求描述), "" where it has no name or is none."""
        widget = self._widget
        return widget.accessibleName() if widget is not None and isValid(widget) else ""
