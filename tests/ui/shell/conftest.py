"""A whole desk window without a desk behind it: real page, real presenters of the frame, answers on hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.customer.hit import SearchHit
from app.ids import CustomerId
from ui.background import Background
from ui.call.call_bar_view import CallBarView
from ui.call.page import CallPage
from ui.gallery_pop import filled_page
from ui.shell.nav_rail import NavItem
from ui.shell.search_results import SearchResults
from ui.shell.window import MainWindow
from ui.shell.wiring import ShellWiring
from ui.widgets.message_bar import MessageBar

TALKING = CallBarView(phase="talking", number="138****8000", name="林婉清")


def a_hit(name: str, customer_id: str = "") -> SearchHit:
    """Somebody found by name."""
    return SearchHit(
        customer_id=CustomerId(customer_id or name), name=name, matched_text=name, length=1, phone_masked="138****8000"
    )


@dataclass
class Frame:
    """The window, and what was asked of the business."""

    window: MainWindow
    page: CallPage
    messages: MessageBar
    wiring: ShellWiring
    answers: dict[str, tuple[SearchHit, ...]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    @property
    def box(self) -> QWidget:
        """Where words are typed."""
        return self.window.top_bar.search.line

    @property
    def results(self) -> SearchResults:
        """What was found."""
        return self.window.findChild(SearchResults)

    @property
    def description(self) -> QWidget:
        """The field of the form in which the caret stands at first."""
        return self.page.form.field("description").control


@pytest.fixture
def frame(qtbot: QtBot, background: Background) -> Iterator[Frame]:
    """Mock-up 01 with the caret in the description."""
    window, page = MainWindow(), filled_page()
    qtbot.addWidget(window)
    window.add_page(NavItem("call", "来电", "home"), page)
    window.nav_rail.add_item(NavItem("mine", "我的", "clipboard_task", is_built=False))
    window.layout_changed.connect(page.arrange)
    messages = MessageBar(window)
    answers: dict[str, tuple[SearchHit, ...]] = {}
    asked: list[str] = []
    opened: list[str] = []

    def search(words: str) -> tuple[SearchHit, ...]:
        asked.append(words)
        return answers.get(words, ())

    desk = SimpleNamespace(customers=SimpleNamespace(search=search))
    calls = SimpleNamespace(open_customer=opened.append, back_to_call=lambda: None)
    wiring = ShellWiring(desk, window, page, background, messages, calls)
    window.resize(1440, 868)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made = Frame(window, page, messages, wiring, answers, asked, opened)
    made.description.setFocus()
    yield made
    window.close()
