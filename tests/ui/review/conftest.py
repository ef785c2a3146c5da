"""The review screens over a real store: 周雨桐 in front of them, her colleagues at desks of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.store.database import Store
from resources.demo.story import CUSTOMER_ID
from tests.app.desk.conftest import store
from tests.app.desk.reviewing import COMPARER, DeskOf, desks_of
from ui.background import Background
from ui.bridge import Bridge
from ui.review.file_sheet import FileSheetDialog
from ui.review.page import ReviewPage
from ui.review.presenter import ReviewPresenter
from ui.shell.nav_rail import NavItem
from ui.shell.window import MainWindow
from ui.widgets.message_bar import MessageBar

__all__ = ["store"]


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
def desk(store: Store) -> DeskOf:
    return desks_of(store)


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
