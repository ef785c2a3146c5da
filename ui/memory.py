"""When garbage is collected: never in the middle of a pop.

A full collection walks every object of the program, 13 to 22 ms during which the window does not answer and the store's
thread stands still. What the start has made stays for as long as the program runs: it is taken out of all later
collections. What is left of full collections comes when no call is on.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot

LOOKS_EVERY_MS = 60_000
USUAL = gc.get_threshold()
RARELY = 1_000
"""Middle collections until Python makes a full one by itself (10 is usual): for a day on which no minute is quiet."""


def settle() -> None:
    """The program stands: what it consists of is not looked at again. Called once, when the desk is on the screen."""
    gc.collect()
    gc.freeze()
    young, middle, _old = gc.get_threshold()
    gc.set_threshold(young, middle, RARELY)


def release() -> None:
    """As before :func:`settle`, for a program that goes on without the desk: a bench among tests."""
    gc.unfreeze()
    gc.set_threshold(*USUAL)


class QuietMoments(QObject):
    """Collects once a minute, unless somebody is being served just then."""

    def __init__(self, is_busy: Callable[[], bool], parent: QObject) -> None:
        """``is_busy`` says whether a call is on the bar."""
        super().__init__(parent)
        self._is_busy = is_busy
        self._timer = QTimer(self)
        self._timer.setInterval(LOOKS_EVERY_MS)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.on_look)
        self._timer.start()

    @Slot()
    def on_look(self) -> None:
        """Now, if nobody would notice."""
        if not self._is_busy():
            gc.collect()
