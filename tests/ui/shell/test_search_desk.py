"""Search in a window over a real store: what is typed finds the customer, and the customer comes on the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.customer.record import Agent
from app.desk import Desk, Seat
from app.ids import DeviceId
from app.pack.load import load_pack
from app.store import records
from app.store.database import open_store
from resources.demo.world import build_world
from sync.hlc import DeskClock
from ui.background import Background
from ui.call.page import CallPage
from ui.call.presenter import CallPresenter
from ui.privacy.popup import RevealPopup
from ui.shell.nav_rail import NavItem
from ui.shell.search_results import SearchResults
from ui.shell.window import MainWindow
from ui.shell.wiring import ShellWiring, join_calls
from ui.widgets.message_bar import MessageBar
from ui.widgets.ticker import Ticker

PACK = Path(__file__).parents[3] / "resources" / "packs" / "insurance"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The people of the story in an encrypted store."""
    store = open_store(tmp_path / "desk.db", "c3" * 32)
    with store.write() as db:
        records.apply(db, list(build_world(datetime.now(UTC), customers=0).records), device=DeviceId("pc-1"))
    agent = Agent(agent_id="A1027", name="周雨桐", team="客服一组")
    yield Desk(Seat(store=store, clock=DeskClock(), pack=load_pack(PACK), agent=agent, device=DeviceId("pc-1"), slot=1))
    store.close()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, background: Background) -> Iterator[MainWindow]:
    """The window as the program puts it together, nobody on the line."""
    made, page, ticker = MainWindow(), CallPage(), Ticker()
    qtbot.addWidget(made)
    made.add_page(NavItem("call", "来电", "home"), page)
    made.layout_changed.connect(page.arrange)
    messages = MessageBar(made)
    calls = CallPresenter(desk, page, background, messages, ticker)
    join_calls(made, calls)
    ShellWiring(desk, made, page, background, messages, calls)
    made.resize(1440, 868)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


@pytest.mark.parametrize("words", ["林婉清", "婉", "8000", "138 0013 8000", "C-20810457", "P-2025-7714-0382", "0028"])
def test_she_is_found_and_comes_on_the_page(window: MainWindow, qtbot: QtBot, words: str) -> None:
    results, box = window.findChild(SearchResults), window.top_bar.search.line
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    window.top_bar.search.set_words(words)
    qtbot.waitUntil(lambda: any(hit.name == "林婉清" for hit in results.hits()))
    while results.choice().name != "林婉清":
        qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    page = window.findChild(CallPage)
    qtbot.waitUntil(lambda: any(popup.isVisible() for popup in window.findChildren(RevealPopup)))
    assert page.customer.identity._name.text() != "林婉清"  # she was not in touch: a reason first (F06)
    qtbot.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_2)
    qtbot.waitUntil(lambda: page.customer.identity._name.text() == "林婉清")
    assert results.isHidden()
