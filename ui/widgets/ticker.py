"""The one second timer that drives every clock on the screen (`design.md` §4)."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal


class Ticker(QObject):
    """Beats once a second while anybody listens; views repaint only the clocks they show.

    ``ticked`` carries nothing: a listener asks the time it was given to paint, so that a test or a replay can
    tell it another time than the machine's.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.ticked)

    def start(self) -> None:
        """Begin to beat. Beating already is fine."""
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Hold still: the window is minimised, or a picture is being taken."""
        self._timer.stop()
