"""The net under every test: what a test may not leave behind or let slip.

A test fails on any unannounced log record of WARNING or above, and on any thread, process, window or running timer
that it leaves behind. Qt's warnings are caught by pytest-qt (``qt_log_level_fail``), Python's by ``filterwarnings``.
"""

from __future__ import annotations

import gc
import logging
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil

PATIENCE_S = 2.0


class Logs(logging.Handler):
    """Collects what was logged and knows what the test announced."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._announced: list[re.Pattern[str]] = []

    def announce(self, pattern: str) -> None:
        """This test provokes log records whose message matches: they are expected."""
        self._announced.append(re.compile(pattern))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.records.append(record)

    def unannounced(self) -> list[str]:
        """What nobody expected, as text."""
        texts = [f"{one.levelname} {one.name}: {one.getMessage()}" for one in self.records]
        return [text for text in texts if not any(pattern.search(text) for pattern in self._announced)]


@contextmanager
def caught_logs() -> Iterator[Logs]:
    """Watch the root logger while the test runs."""
    logs = Logs()
    root = logging.getLogger()
    root.addHandler(logs)
    try:
        yield logs
    finally:
        root.removeHandler(logs)


def left_threads(before: set[int]) -> list[str]:
    """Threads that started during the test and do not end."""
    return _settled(lambda: [t.name for t in threading.enumerate() if t.ident not in before and t.is_alive()])


def left_processes(before: set[int]) -> list[str]:
    """Child processes that started during the test and do not end. The session's PostgreSQL is not the test's."""

    def there() -> list[str]:
        found = []
        for child in psutil.Process().children(recursive=True):
            try:
                alive = child.pid not in before and child.status() != psutil.STATUS_ZOMBIE
                if alive and "postgres" not in child.name():
                    found.append(f"{child.pid} {child.name()}")
            except psutil.NoSuchProcess:
                continue
        return found

    return _settled(there)


def left_windows() -> list[str]:
    """Top-level windows still open, and running timers whose window has gone."""
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return []
    app.sendPostedEvents(None, 52)  # QEvent.DeferredDelete: what was told to go, goes
    gc.collect()
    return [f"{type(w).__name__} {w.objectName()}" for w in app.topLevelWidgets() if w.isVisible()] + _timers()


def _timers() -> list[str]:
    import shiboken6
    from PySide6.QtCore import QTimer

    timers = [one for one in gc.get_objects() if type(one) is QTimer and shiboken6.isValid(one)]
    return [f"QTimer {one.objectName() or one.parent()}" for one in timers if one.isActive() and not _is_ticker(one)]


def _is_ticker(timer: object) -> bool:
    """The one application-wide clock tick is not a leak: it belongs to the application."""
    from PySide6.QtCore import QTimer

    return isinstance(timer, QTimer) and timer.objectName() == "ticker"


def _settled(there: Callable[[], list[str]]) -> list[str]:
    """Ask until the answer is nothing or the patience is over: threads and processes need a moment to end."""
    end = time.monotonic() + PATIENCE_S
    while (found := there()) and time.monotonic() < end:
        time.sleep(0.01)
    return found
