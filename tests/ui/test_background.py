"""Work off the UI thread: results arrive on it, errors are shown once, closing leaves nothing behind."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.errors import ShouwenError, StoreFullError
from ui.background import Background, Turns


def test_a_result_arrives_on_the_ui_thread(background: Background, qtbot: QtBot) -> None:
    ui, seen = threading.get_ident(), []
    background.run(threading.get_ident, then=lambda worker: seen.append((worker, threading.get_ident())))
    qtbot.waitUntil(lambda: len(seen) == 1)
    worker, receiver = seen[0]
    assert worker != ui
    assert receiver == ui


def test_store_work_stays_on_one_thread_and_in_order(background: Background, qtbot: QtBot) -> None:
    order: list[int] = []
    threads: set[int] = set()

    def step(number: int) -> int:
        threads.add(threading.get_ident())
        return number

    for number in range(20):
        background.run(step, number, then=order.append)
    qtbot.waitUntil(lambda: len(order) == 20)
    assert order == list(range(20))
    assert len(threads) == 1


def test_network_work_runs_side_by_side(background: Background, qtbot: QtBot) -> None:
    meeting, met = threading.Barrier(2, timeout=10), []
    for _ in range(2):
        background.run_parallel(meeting.wait, then=met.append)
    qtbot.waitUntil(lambda: len(met) == 2)


def test_what_was_asked_before_something_else_was_wanted_is_not_heard(background: Background, qtbot: QtBot) -> None:
    turns, heard = Turns(), list[str]()
    background.run(str, "before", then=turns.heard(heard.append))
    turns.begin()
    background.run(str, "after", then=turns.heard(heard.append))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["after"]


def test_an_error_goes_to_whoever_asked(background: Background, qtbot: QtBot) -> None:
    told: list[ShouwenError] = []

    def fail() -> None:
        raise StoreFullError("磁盘满了")

    background.run(fail, failed=told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].code == "E-2004"


def test_an_error_nobody_asked_for_goes_to_the_one_place_that_shows_errors(
    background: Background, qtbot: QtBot
) -> None:
    def fail() -> None:
        raise StoreFullError("磁盘满了")

    with qtbot.waitSignal(background.error_raised) as shown:
        background.run(fail)
    assert str(shown.args[0]) == "磁盘满了"


def test_a_bug_goes_to_the_crash_report_and_the_view_stops_waiting(
    background: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashes, told = [], []
    monkeypatch.setattr(sys, "excepthook", lambda *crash: crashes.append(crash))
    background.run(lambda: 1 // 0, failed=told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert [crash[0] for crash in crashes] == [ZeroDivisionError]
    assert crashes[0][2] is not None
    assert isinstance(told[0], ShouwenError)


def test_a_cancelled_job_is_not_heard_of_again(background: Background, qtbot: QtBot) -> None:
    gate, heard, after = threading.Event(), [], []
    running = background.run(gate.wait, 10, then=heard.append)
    waiting = background.run(heard.append, "ran", then=heard.append)
    running.cancel()
    waiting.cancel()
    gate.set()
    background.run(lambda: "after", then=after.append)
    qtbot.waitUntil(lambda: after == ["after"])
    assert heard == []


def test_a_result_for_a_view_that_has_gone_is_dropped(background: Background, qtbot: QtBot) -> None:
    import shiboken6

    class View(QObject):
        def show(self, _result: object) -> None:
            raise AssertionError("shown on a dead view")

    view, after = View(), []
    background.run(lambda: 1, then=view.show)
    background.run(lambda: 2, then=after.append)
    shiboken6.delete(view)
    qtbot.waitUntil(lambda: after == [2])


def test_closing_finishes_what_the_store_was_asked_to_write(qtbot: QtBot) -> None:
    background, written = Background(), []
    for number in range(5):
        background.run(written.append, number)
    background.close()
    assert written == [0, 1, 2, 3, 4]
    assert [t.name for t in threading.enumerate() if t.name.startswith("shouwen")] == []


def test_after_closing_nothing_starts_and_nothing_is_delivered(qtbot: QtBot) -> None:
    background, heard = Background(), []
    background.run(lambda: 1, then=heard.append)
    background.close()
    background.close()
    job = background.run(heard.append, 2)
    qtbot.wait(1)
    assert job.is_cancelled
    assert heard == []
