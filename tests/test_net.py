"""The net holds: what it is there to catch, it catches."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests import net

log = logging.getLogger("shouwen.test")


def test_a_warning_nobody_announced_is_caught_and_an_announced_one_is_not(logs: net.Logs) -> None:
    logs.announce("the centre is")
    with net.caught_logs() as caught:
        caught.announce("the centre is away")
        log.warning("the centre is away")
        log.info("nobody minds")
        log.error("the centre is on fire")
    assert caught.unannounced() == ["ERROR shouwen.test: the centre is on fire"]


def test_a_thread_left_running_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {thread.ident for thread in threading.enumerate() if thread.ident}
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="forgotten")
    thread.start()
    monkeypatch.setattr(net, "PATIENCE_S", 0.05)
    assert net.left_threads(before) == ["forgotten"]
    stop.set()
    thread.join()
    assert net.left_threads(before) == []


def test_a_process_left_running_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    monkeypatch.setattr(net, "PATIENCE_S", 0.05)
    assert [found.split()[0] for found in net.left_processes(set())] == [str(process.pid)]
    process.communicate()
    assert net.left_processes(set()) == []


def test_a_window_and_a_timer_left_behind_are_caught(qtbot: QtBot) -> None:
    window, timer = QWidget(), QTimer()
    window.setObjectName("forgotten")
    window.show()
    timer.setObjectName("forgotten timer")
    timer.start(10_000)
    assert net.left_windows() == ["QWidget forgotten", "QTimer forgotten timer"]
    timer.stop()
    window.close()
    assert net.left_windows() == []
