"""The review screens over a real store: 周雨桐 in front of them, her colleagues at desks of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.store.database import Store
from resources.demo.story import CUSTOMER_ID
from sync.hlc import DeskClock
from tests.app.desk.reviewing import COMPARER, desk_of, story_store
from ui.background import Background
from ui.bridge import Bridge
from ui.review.file_sheet import FileSheetDialog
from ui.review.page import ReviewPage
from ui.review.presenter import ReviewPresenter
from ui.shell.nav_rail import NavItem
from ui.shell.window import MainWindow
from ui.widgets.message_bar import MessageBar

DeskOf = Callable[[str], Desk]


class Screen:
    """The window with the list in front, and what carries it out."""

    def __init__(self, desk: Desk, background: Background) -> None:
        self.desk = desk
        self.window, self.page = MainWindow(), ReviewPage()
        self.window.add_page(NavItem("review", "资料", "branch_compare"), self.page)
        self.messages = MessageBar(self.window)
        self.presenter = ReviewPresenter(desk, background, self.messages, self.page)
        self.bridge = Bridge()
        desk.seat.on_changes = self.bridge.changed.emit
        self.bridge.changed.connect(self.presenter.on_changed)

    @property
    def sheet(self) -> FileSheetDialog:
        """The sheet that is open."""
        assert self.presenter.sheet is not None
        return self.presenter.sheet

    def open_sheet(self, qtbot: QtBot) -> FileSheetDialog:
        """Hers, as from the quality ring."""
        self.presenter.open_file(CUSTOMER_ID)
        qtbot.waitUntil(lambda: self.presenter.sheet is not None)
        return self.sheet


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = story_store(tmp_path)
    yield made
    made.close()


@pytest.fixture
def desk(store: Store) -> DeskOf:
    clock = DeskClock()
    return lambda agent_id: desk_of(store, agent_id, clock)


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, desk: DeskOf, background: Background) -> Iterator[Screen]:
    made = Screen(desk(COMPARER), background)
    qtbot.addWidget(made.window)
    made.window.resize(1440, 868)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.desk.seat.on_changes = lambda _changes: None
    if made.presenter.sheet is not None:
        made.presenter.sheet.reject()
    made.window.close()


def heard(desk: Desk, name: str = "林婉青") -> str:
    """The customer says on the phone that she is called otherwise. Returns the case."""
    record = desk.customers.record(CUSTOMER_ID)
    assert record is not None
    case = desk.review.propose(record, "name", name, "customer_said", said_by="客户本人").case
    assert case is not None
    return case.case_id
