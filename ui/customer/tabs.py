"""A panel whose header is tabs. On short windows other panels lend it their content as more tabs (mock-up 01b)."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.widgets.fit_panel import close_up
from ui.widgets.labels import set_property
from ui.widgets.panel import Panel
from ui.widgets.tab_strip import TabStrip


def embed(panel: Panel, *, embedded: bool) -> None:
    """Take a panel's frame and header away while it stands under a tab, and give them back afterwards."""
    panel.header.setVisible(not embedded)
    set_property(panel, "role", "embedded" if embedded else "panel")


class TabbedPanel(Panel):
    """Pages under a strip of tabs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        close_up(self)
        self.tabs = TabStrip()
        self._pages: dict[str, QWidget] = {}
        self._page_stack = QStackedWidget()
        self.header.layout().insertWidget(0, self.tabs, 100)
        self.body.addWidget(self._page_stack)
        self.tabs.chosen.connect(self.on_tab_chosen)

    def set_page(self, key: str, page: QWidget, words: str, count: str = "", *, at: int | None = None) -> None:
        """Show ``page`` under a tab; known keys are only worded again."""
        if key not in self._pages:
            self._pages[key] = page
            self._page_stack.addWidget(page)
        self.tabs.set_tab(key, words, count, at=at)

    def has_page(self, key: str) -> bool:
        """Whether there is a tab of this key."""
        return key in self._pages

    def place_of(self, key: str) -> int | None:
        """Where the tab of this key stands, from the left; None where there is none."""
        return self.tabs.place_of(key)

    def take_page(self, key: str) -> QWidget | None:
        """Give a page back to where it came from; its tab goes."""
        page = self._pages.pop(key, None)
        if page is not None:
            self.tabs.remove_tab(key)
            self._page_stack.removeWidget(page)
        return page

    @Slot(str)
    def on_tab_chosen(self, key: str) -> None:
        """Show the page of this tab."""
        if key in self._pages:
            self._page_stack.setCurrentWidget(self._pages[key])
