"""Fails a test of the call path when the UI thread stalls (`architecture.md` §4: never wait on disk or network there).

A precise timer ticks on the UI thread. A gap between two ticks is a stall of ours when the thread worked longer than
the limit (its CPU time says so), or when it stood still although the machine had time for us (a second thread that
only sleeps woke up in time). A gap in which both were late is the machine's, not ours.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer

LIMIT_MS = 50.0
TICK_MS = 4


class Watchdog(QObject):
    """Watches while the block runs: ``with Watchdog(): …``. Raises AssertionError at its end where it saw a stall."""

    def __init__(self, limit_ms: float = LIMIT_MS) -> None:
        super().__init__()
        self._limit_s = limit_ms / 1000
        self._ui_thread = threading.get_ident()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._stop = threading.Event()
        self._sampler = threading.Thread(target=self._sample, name="watchdog")
        self._last = self._busy = self._overslept = 0.0
        self._where = ""
        self.stalls: list[str] = []
        self.longest_ms = 0.0

    def __enter__(self) -> Watchdog:
        self._start_gap()
        self._timer.start()
        self._sampler.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        self._stop.set()
        self._sampler.join()
        if kind is None:
            assert not self.stalls, "the UI thread stalled:\n" + "\n".join(self.stalls)

    def _on_tick(self) -> None:
        gap = time.perf_counter() - self._last
        busy = time.thread_time() - self._busy
        self.longest_ms = max(self.longest_ms, gap * 1000)
        waited = gap - busy
        worked_too_long = busy > self._limit_s
        stood_still = gap > self._limit_s and waited > busy and self._overslept < 0.4 * waited
        if worked_too_long or stood_still:
            self.stalls.append(f"{gap * 1000:.0f} ms ({busy * 1000:.0f} ms of work)\n{self._where}")
        self._start_gap()

    def _start_gap(self) -> None:
        self._last, self._busy, self._overslept = time.perf_counter(), time.thread_time(), 0.0

    def _sample(self) -> None:
        while not self._stop.is_set():
            began = time.perf_counter()
            self._stop.wait(TICK_MS / 1000)
            now = time.perf_counter()
            self._overslept = max(self._overslept, now - began - TICK_MS / 1000)
            if now - self._last > self._limit_s / 2:
                frame = sys._current_frames().get(self._ui_thread)
                self._where = "".join(traceback.format_stack(frame, limit=12)) if frame else ""
