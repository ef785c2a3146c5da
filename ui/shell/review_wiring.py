"""Joins the review screens with the frame: the quality ring, the rail's count, the way to the list and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

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
        call_page.customer.quality_requested.connect(self.on_quality_requested)
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

    @Slot(str)
    def on_page_changed(self, key: str) -> None:
        """The list came to the front: as it is now, with the keyboard in it."""
        if key == REVIEW_PAGE:
            self._review.read()
            self._page.take_focus()

    def _list(self) -> QWidget:
        return self._page.list
