"""The one helper that runs work off the UI thread; no other file in `ui/` makes a thread.

Store work goes through :meth:`Background.run`: one thread, one job after the other, always the same thread, because
an SQLite connection belongs to the thread that opened it. Network work goes through :meth:`Background.run_parallel`,
a few threads side by side. Both hand results and errors back on the UI thread, through a queued signal, so a worker
never waits for the window and the window never waits for a worker, except in :meth:`Background.close`.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from shiboken6 import isValid

from app.errors import ShouwenError

Then = Callable[[Any], object]
Failed = Callable[[ShouwenError], object]

PARALLEL_JOBS = 4


class Job:
    """One piece of work under way. Cancelling is not an error and shows nothing."""

    def __init__(self, work: Callable[[], Any], then: Then | None, failed: Failed | None) -> None:
        self._work = work
        self.then = then
        self.failed = failed
        self._cancelled = threading.Event()
        self.result: Any = None
        self.error: Exception | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody wants the result any more. Long work may ask and stop early."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Never start it, or let it run to its end unheard."""
        self._cancelled.set()

    def do(self) -> None:
        """Do the work and keep its result or its error. Runs on a worker thread and never raises."""
        if self.is_cancelled:
            return
        try:
            self.result = self._work()
        except Exception as error:  # noqa: BLE001 - it is carried to the UI thread and raised or shown there
            self.error = error


class Turns:
    """Tells answers in time from those that come too late: what was asked in one turn is not heard in the next."""

    def __init__(self) -> None:
        self._now = 0

    def begin(self) -> None:
        """Something else is wanted from here on: whatever is under way is heard no more."""
        self._now += 1

    def heard(self, call: Callable[..., object]) -> Callable[..., object]:
        """``call`` for as long as the turn lasts in which this is asked for; afterwards nothing."""
        asked = self._now
        return lambda *answer: call(*answer) if asked == self._now else None


class Background(QObject):
    """Runs functions on worker threads and hands what they return back on the UI thread.

    Errors: a :class:`ShouwenError` goes to ``failed`` of the job, or to ``error_raised`` if it has none; it is a
    message and work goes on. Anything else is our own fault: it goes to ``sys.excepthook`` (the crash report), and
    ``failed`` is told that something unforeseen happened, so that a waiting view stops waiting.

    Signals:
        error_raised: a job without ``failed`` has failed; carries the :class:`ShouwenError`.
    """

    error_raised = Signal(object)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._serial = ThreadPoolExecutor(1, thread_name_prefix="shouwen-store")
        self._parallel = ThreadPoolExecutor(PARALLEL_JOBS, thread_name_prefix="shouwen-net")
        self._closed = False
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    def run(self, fn: Callable[..., Any], *args: Any, then: Then | None = None, failed: Failed | None = None) -> Job:
        """Run ``fn(*args)`` on the store's thread, after everything asked for before.

        ``then`` is called with the result, ``failed`` with the error, both on the UI thread.
        """
        return self._start(self._serial, Job(lambda: fn(*args), then, failed))

    def run_parallel(
        self, fn: Callable[..., Any], *args: Any, then: Then | None = None, failed: Failed | None = None
    ) -> Job:
        """Run ``fn(*args)`` beside other network work. Like :meth:`run` otherwise; order is not kept."""
        return self._start(self._parallel, Job(lambda: fn(*args), then, failed))

    def close(self) -> None:
        """Finish what the store was asked to write, wait for what is running, end all threads.

        Network work that has not begun is dropped. Nothing is delivered afterwards. Calling it again does nothing.
        """
        if self._closed:
            return
        self._closed = True
        self._parallel.shutdown(wait=True, cancel_futures=True)
        self._serial.shutdown(wait=True)

    def _start(self, lane: ThreadPoolExecutor, job: Job) -> Job:
        if self._closed:
            job.cancel()
            return job
        future: Future[None] = lane.submit(job.do)
        future.add_done_callback(lambda _done: self._hand_over(job))
        return job

    def _hand_over(self, job: Job) -> None:
        # Runs on the worker; during close() the window no longer listens.
        if not self._closed:
            self._finished.emit(job)

    @Slot(object)
    def _on_finished(self, job: Job) -> None:
        if job.is_cancelled or self._closed:
            return
        if job.error is not None:
            self._tell(job.error, job.failed)
        elif job.then is not None and _has_listener(job.then):
            job.then(job.result)

    def _tell(self, error: Exception, failed: Failed | None) -> None:
        if not isinstance(error, ShouwenError):
            sys.excepthook(type(error), error, error.__traceback__)
            error = ShouwenError(QCoreApplication.translate("Background", "出了意外，已经记录下来。请再试一次。"))
            if failed is None:
                return
        if failed is None:
            self.error_raised.emit(error)
        elif _has_listener(failed):
            failed(error)


def _has_listener(call: Callable[..., object]) -> bool:
    # A view may have been closed and deleted while its question was under way.
    owner = getattr(call, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
