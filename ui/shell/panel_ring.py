"""F6 goes round the panels of the window; each remembers where the keyboard was in it (`design.md` §7.8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


@dataclass
class Stop:
    """One panel on the way round. ``first`` says where to begin in it; left out, at its first control."""

    panel: QWidget
    first: Callable[[], QWidget | None] = field(default=lambda: None)
    last: QWidget | None = None


class PanelRing(QObject):
    """Follows the focus and moves it from panel to panel. Panels with nothing to focus at the moment are passed by."""

    def __init__(self, window: QWidget, stops: Sequence[Stop]) -> None:
        super().__init__(window)
        self._stops = tuple(stops)
        self._here = -1
        QApplication.instance().focusChanged.connect(self.on_focus_changed)

    def add(self, *stops: Stop) -> None:
        """More panels, of another page, at the end of the way."""
        self._stops += stops

    @Slot(QWidget, QWidget)
    def on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Note in which panel the keyboard is, and where in it."""
        for at, stop in enumerate(self._stops):
            if new is not None and stop.panel.isAncestorOf(new):
                self._here, stop.last = at, new

    @Slot()
    def go_on(self) -> None:
        """F6."""
        self._go(1)

    @Slot()
    def go_back(self) -> None:
        """Shift+F6."""
        self._go(-1)

    def go_to(self, panel: QWidget) -> bool:
        """Straight to one panel. Returns whether there was something to focus in it."""
        return any(stop.panel is panel and self._enter(stop) for stop in self._stops)

    def _go(self, step: int) -> None:
        count = len(self._stops)
        start = self._here if self._here >= 0 else (-1 if step > 0 else 0)
        for away in range(1, count + 1):
            if self._enter(self._stops[(start + step * away) % count]):
                return

    def _enter(self, stop: Stop) -> bool:
        if not stop.panel.isVisible():
            return False
        for target in (stop.last, stop.first(), _first_control(stop.panel)):
            if target is not None and isValid(target) and _takes_focus(target) and stop.panel.isAncestorOf(target):
                target.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False


def _first_control(panel: QWidget) -> QWidget | None:
    """The first one in Tab's order."""
    here = panel.nextInFocusChain()
    inside: QWidget | None = None
    while here is not None and here is not panel:
        if panel.isAncestorOf(here) and _takes_focus(here):
            inside = here
            break
        here = here.nextInFocusChain()
    return inside


def _takes_focus(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
