"""Event received → 360 painted, beside a bare indexed lookup and a bare repaint (`dev.py bench pop`)."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication

from app.call.event import CallEvent
from app.customer.record import Agent
from app.desk import Desk, Seat
from app.ids import AgentId, CallId, DeviceId
from app.pack.load import load_pack
from app.store.database import Store
from sync.hlc import DeskClock
from tests.bench.furnish import furnished
from tests.bench.lookup import bare_lookups, phones
from tests.bench.measure import percentile, report, size_mb, timed
from ui import memory
from ui.background import Background
from ui.call.page import CallPage
from ui.call.presenter import CallPresenter
from ui.shell.nav_rail import NavItem
from ui.shell.window import MainWindow
from ui.shell.wiring import join_calls
from ui.theme import theme
from ui.widgets.message_bar import MessageBar
from ui.widgets.ticker import Ticker

PACK = Path(__file__).resolve().parents[2] / "resources" / "packs" / "insurance"
SIZES = (5_000, 100_000)
WINDOW = (1440, 868)
NAP_S = 0.000_1


def run(options: argparse.Namespace) -> None:
    """Both sizes of store, one after the other."""
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(["bench"])
    assert isinstance(application, QApplication)
    theme.apply(application, "light")
    for customers in options.customers or SIZES:
        store = furnished(customers)
        try:
            _measure(store, customers, options.calls)
        finally:
            store.close()


def _measure(store: Store, customers: int, calls: int) -> None:
    numbers = phones(store, calls)
    lookups = bare_lookups(store.path, numbers)
    report("pop", "lookup", lookups, customers=customers, store_mb=size_mb(store.path))
    bench = Screen(store)
    try:
        bench.show()
        bench.pop(numbers[0], prepared=False)
        memory.settle()  # as the program does
        repaints = [timed(bench.window.repaint) for _ in range(calls)]
        report("pop", "repaint", repaints, customers=customers)
        limit = {
            "what": "bare lookup + bare repaint",
            "p50": round(percentile(lookups, 0.5) + percentile(repaints, 0.5), 3),
        }
        for case, prepared in (("pop", False), ("pop, read while queued", True)):
            bench.turns.take()
            times = [bench.pop(number, prepared=prepared) for number in numbers]
            stalls = bench.turns.take()
            stalled = {"stall_p99_ms": round(percentile(stalls, 0.99), 2), "longest_stall_ms": round(max(stalls), 2)}
            report("pop", case, times, limit=limit, customers=customers, **stalled)
    finally:
        memory.release()
        bench.close()


class Screen:
    """A real window over a real desk; the exchange's events are handed in where the live channel would."""

    def __init__(self, store: Store) -> None:
        agent = Agent(agent_id="A1027", name="周雨桐", team="客服一组", extension="8001", queues=["claims"])
        self.desk = Desk(
            Seat(
                store=store,
                clock=DeskClock(),
                pack=load_pack(PACK),
                agent=agent,
                device=DeviceId("bench"),
                slot=1,
            )
        )
        self.background = Background()
        self.window, self.page = MainWindow(), CallPage()
        self.window.add_page(NavItem("call", "来电", "home"), self.page)
        self.window.layout_changed.connect(self.page.arrange)
        self.window.resize(*WINDOW)
        messages = MessageBar(self.window)
        self.calls = CallPresenter(self.desk, self.page, self.background, messages, Ticker())
        join_calls(self.window, self.calls)
        self._painted = Painted(self.window)
        self.turns = Turns()
        self._count = 0

    def show(self) -> None:
        """Let the first paint happen."""
        self.window.show()
        self._run_until(lambda: self._painted.count > 0)

    def pop(self, number: str, *, prepared: bool) -> float:
        """One call: ms from the event's arrival to the painted story."""
        self._count += 1
        call_id = CallId(f"bench:{self._count}")
        if prepared:
            self.calls.on_call_happened(self._event("queued", call_id, number, 1, None))
            self._run_until(lambda: call_id in self.desk.calls._prepared)
        began = time.perf_counter()
        self.calls.on_call_happened(self._event("ringing", call_id, number, 2, AgentId("A1027")))
        self._run_until(lambda: self.calls.pop is not None and self.calls.pop.call.call_id == call_id)
        shown = self._painted.count
        self._run_until(lambda: self._painted.count > shown)
        took = (time.perf_counter() - began) * 1000
        self.calls.on_call_happened(self._event("ended", call_id, number, 3, None))
        self.calls.on_dismissed()
        tidied: list[bool] = []  # what the end of a call leaves to do is not part of the next one
        self.background.run(lambda: True, then=tidied.append)
        self._run_until(lambda: bool(tidied))
        return took

    def close(self) -> None:
        """Leave nothing behind."""
        self.background.close()
        self.window.close()

    def _event(self, kind: str, call_id: CallId, number: str, seq: int, agent: AgentId | None) -> CallEvent:
        return CallEvent(
            id=f"{call_id}:{seq}",
            seq=seq,
            source="bench",
            kind=kind,  # type: ignore[arg-type]
            call_id=call_id,
            at=datetime.now(UTC),
            ani_raw=number,
            ani=number,
            ani_kind="person",
            queue="claims",
            agent_id=agent,
        )

    def _run_until(self, met: Callable[[], bool]) -> None:
        end = time.monotonic() + 30
        while not met():
            self.turns.run_one()
            if time.monotonic() > end:
                raise TimeoutError("the pop did not come")


class Turns:
    """Runs the event loop, asleep while there is nothing to do, and notes how long each turn took.

    A turn is what a key or a click has to wait at most.
    """

    def __init__(self) -> None:
        self._loop = QEventLoop()
        self._times: list[float] = []

    def run_one(self) -> None:
        """Handle what has happened, or wait a moment: who spins here takes the store's thread its time."""
        began = time.perf_counter()
        if self._loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents):
            self._times.append((time.perf_counter() - began) * 1000)
        else:
            time.sleep(NAP_S)

    def take(self) -> list[float]:
        """The turns since the last question, ms."""
        times, self._times = self._times, []
        return times


class Painted(QObject):
    """Counts how often the window has been brought up to date on the screen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.count = 0
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt paints all that is dirty in one update request; it is counted when it has been handled."""
        if event.type() == QEvent.Type.UpdateRequest:
            watched.removeEventFilter(self)
            QCoreApplication.sendEvent(watched, event)
            watched.installEventFilter(self)
            self.count += 1
            return True
        return False
