"""Joins 疑似重复 with the frame: from the chip and the list to the two files side by side, and back to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.customer.file_sheet import Suspicion
from ui.bridge import Bridge
from ui.call.page import CallPage
from ui.oneid.presenter import MergingPresenter
from ui.shell.window import MainWindow

if TYPE_CHECKING:
    from ui.call.presenter import CallPresenter
    from ui.review.presenter import ReviewPresenter


class MergingWiring(QObject):
    """Connects wishes with what fulfils them; one per window.

    Files that were merged or taken apart are told like any other change, so whoever shows one of them reads it again:
    the call's page beside what is being typed, the lists, the sheet. The call, its draft and its ticket stay with the
    file they were begun for, which is why taking a merge back puts them back too.
    """

    def __init__(
        self,
        window: MainWindow,
        page: CallPage,
        calls: CallPresenter,
        review: ReviewPresenter,
        merging: MergingPresenter,
        bridge: Bridge,
    ) -> None:
        super().__init__(window)
        self._page, self._calls, self._review, self._merging = page, calls, review, merging
        page.customer.duplicates_requested.connect(self.on_duplicates_requested)
        review.duplicate_opened.connect(self.on_duplicate_opened)
        merging.merged.connect(self.on_merged)
        bridge.changed.connect(merging.on_changed)

    @Slot()
    def on_duplicates_requested(self) -> None:
        """The chip 疑似重复: whoever is shown, beside the one they are suspected of; beside a list of several."""
        self._merging.open(self._page.customer.customer_id())

    @Slot(object)
    def on_duplicate_opened(self, suspicion: Suspicion) -> None:
        """A row of the review list, or of somebody's sheet."""
        self._review.close_sheet()
        self._merging.open_pair(suspicion.customer_id, suspicion.other_id)

    @Slot(str)
    def on_merged(self, _survivor: str) -> None:
        """What the call's page shows may be another file's now."""
        self._calls.screen.read_story()
