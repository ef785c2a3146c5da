"""Event received → 360 painted, beside a bare indexed lookup and a bare repaint (`dev.py bench pop`)."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication
from sqlcipher3 import dbapi2 as sqlcipher

from app.call.event import CallEvent
from app.customer.record import Agent
from app.desk import Desk, Seat
from app.ids import AgentId, CallId, DeviceId
from app.pack.load import load_pack
from app.store.database import Store
from sync.hlc import DeskClock
from tests.bench.furnish import KEY, furnished
from tests.bench.measure import percentile, report, say, timed
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


def run(options: argparse.Namespace) -> None:
    """Both sizes of store, one after the other."""
    application = QApplication.instance() or QApplication(["bench"])
    assert isinstance(application, QApplication)
    theme.apply(application, "light")
    for customers in options.customers or SIZES:
        with tempfile.TemporaryDirectory(prefix="shouwen-bench-") as folder:
            say(f"filling a store with {customers:,} customers")
            store = furnished(Path(folder) / "desk.db", customers, datetime.now(UTC))
            try:
                _measure(store, customers, options.calls)
            finally:
                store.close()


def _measure(store: Store, customers: int, calls: int) -> None:
    numbers = _numbers(store, calls)
    lookups = _bare_lookups(store.path, numbers)
    report("pop", "lookup", lookups, customers=customers)
    bench = Screen(store)
    try:
        bench.show()
        bench.pop(numbers[0], prepared=False)
        repaints = [timed(bench.window.repaint) for _ in range(calls)]
        report("pop", "repaint", repaints, customers=customers)
        limit = {
            "what": "bare lookup + bare repaint",
            "p50": round(percentile(lookups, 0.5) + percentile(repaints, 0.5), 3),
        }
        cold = [bench.pop(number, prepared=False) for number in numbers]
        report("pop", "pop", cold, limit=limit, customers=customers, longest_stall_ms=bench.longest_stall())
        warm = [bench.pop(number, prepared=True) for number in numbers]
        report(
            "pop",
            "pop, read while queued",
            warm,
            limit=limit,
            customers=customers,
            longest_stall_ms=bench.longest_stall(),
        )
    finally:
        bench.close()


def _numbers(store: Store, calls: int) -> list[str]:
    with store.read() as db:
        found = list(db.exec_driver_sql("SELECT key FROM lookup WHERE kind = 'phone'").scalars())
    return random.Random(1).sample(found, calls) if len(found) >= calls else random.Random(1).choices(found, k=calls)


def _bare_lookups(path: Path, numbers: list[str]) -> list[float]:
    """One connection, one statement, nothing decoded: what the disk format allows."""
    connection = sqlcipher.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{KEY}'\"")
    query = (
        "SELECT record.fields FROM lookup JOIN record ON record.owner_id = lookup.owner_id"
        " WHERE lookup.kind = 'phone' AND lookup.key = ?"
    )
    times = [timed(lambda number=number: connection.execute(query, (number,)).fetchall()) for number in numbers]
    connection.close()
    return times


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
        self._count = 0
        self._longest_ms = 0.0

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

    def longest_stall(self) -> float:
        """The longest turn of the event loop since the last question, ms."""
        longest, self._longest_ms = self._longest_ms, 0.0
        return round(longest, 2)

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
            began = time.perf_counter()
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            self._longest_ms = max(self._longest_ms, (time.perf_counter() - began) * 1000)
            if time.monotonic() > end:
                raise TimeoutError("the pop did not come")


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
