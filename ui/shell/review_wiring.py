"""Joins the review screens with the frame: the quality ring, the rail's count, the way to the list and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.customer.file_sheet import Suspicion
from ui.call.page import CallPage
from ui.shell.panel_ring import Stop
from ui.shell.window import MainWindow
from ui.shell.wiring import REVIEW_PAGE, ShellWiring

if TYPE_CHECKING:
    from ui.review.page import ReviewPage
    from ui.review.presenter import ReviewPresenter


class ReviewWiring(QObject):
    """Connects wishes with what fulfils them; one per window."""

    def __init__(
        self,
        window: MainWindow,
        call_page: CallPage,
        review_page: ReviewPage,
        review: ReviewPresenter,
        shell: ShellWiring,
    ) -> None:
        super().__init__(window)
        self._window, self._call_page = window, call_page
        self._page, self._review, self._shell = review_page, review, shell
        review.counted.connect(self.on_counted)
        review.duplicate_opened.connect(self.on_duplicate_opened)
        call_page.customer.quality_requested.connect(self.on_quality_requested)
        call_page.customer.duplicates_requested.connect(self.on_duplicates_requested)
        window.page_changed.connect(self.on_page_changed)
        shell.ring.add(Stop(review_page.panel, self._list), Stop(review_page.preview))

    @Slot(int)
    def on_counted(self, count: int) -> None:
        """So many contradictions wait for this agent."""
        self._window.nav_rail.set_badge(REVIEW_PAGE, count)

    @Slot()
    def on_quality_requested(self) -> None:
        """The quality ring: the sheet of whoever is shown."""
        self._review.open_file(self._call_page.customer.customer_id())

    @Slot()
    def on_duplicates_requested(self) -> None:
        """The chip 疑似重复: to the list of them."""
        self._page.tabs.choose("duplicate")
        self._window.show_page(REVIEW_PAGE)

    @Slot(object)
    def on_duplicate_opened(self, suspicion: Suspicion) -> None:
        """Somebody who may be somebody else: their file on the call page, where it is decided."""
        self._review.close_sheet()
        self._shell.on_customer_opened(suspicion.customer_id)

    @Slot(str)
    def on_page_changed(self, key: str) -> None:
        """The list came to the front: as it is now, with the keyboard in it."""
        if key == REVIEW_PAGE:
            self._review.read()
            self._page.take_focus()

    def _list(self) -> QWidget:
        return self._page.list
