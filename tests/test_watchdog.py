"""The watchdog sees a UI thread that works too long or waits for something, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.watchdog import Watchdog


def work(seconds: float) -> None:
    """Keep the processor busy."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def watched(qtbot: QtBot, turn: Callable[[], None]) -> None:
    """One turn of the UI thread under the watchdog's eyes."""
    with Watchdog():
        qtbot.wait(20)
        turn()
        qtbot.wait(20)


def test_a_thread_that_works_too_long_is_caught(qtbot: QtBot) -> None:
    with pytest.raises(AssertionError, match="stalled"):
        watched(qtbot, lambda: work(0.08))


def test_a_thread_that_waits_for_something_is_caught(qtbot: QtBot) -> None:
    with pytest.raises(AssertionError, match="stalled"):
        watched(qtbot, lambda: time.sleep(0.3))  # as a query on the UI thread would


def test_short_turns_are_no_stall(qtbot: QtBot) -> None:
    with Watchdog():
        for _ in range(10):
            work(0.01)
            qtbot.wait(5)
