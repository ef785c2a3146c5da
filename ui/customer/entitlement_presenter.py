"""Reads and uses entitlements off the UI thread: between the page 权益 and the desk (`mission-rows.md` D03)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from app.errors import ShouwenError
from app.tier.entitlement import Card
from ui.background import Background
from ui.customer.entitlements import EntitlementsPane

if TYPE_CHECKING:
    from app.desk.grading import Grading


class EntitlementsPresenter(QObject):
    """One per page.

    Signals:
        counted: how many entitlements the shown customer has, for the words of the tab.
        refused: the desk said no; carries the words.
    """

    counted = Signal(int)
    refused = Signal(str)

    def __init__(self, pane: EntitlementsPane, grading: Grading, background: Background) -> None:
        super().__init__(pane)
        self._pane, self._grading, self._background = pane, grading, background
        self._customer_id = ""
        pane.use_requested.connect(self.on_use)
        pane.return_requested.connect(self.on_return)
        pane.retry_requested.connect(self.on_retry)

    def show(self, customer_id: str) -> None:
        """Show this customer's card; "" for nobody. The same customer again is read anew without a flicker."""
        is_other = customer_id != self._customer_id
        self._customer_id = customer_id
        if not customer_id:
            self._show(Card())
            return
        if is_other:
            self._pane.show_loading()
        self._ask(self._grading.entitlements, customer_id, failed=self._not_read)

    @Slot(str)
    def on_use(self, code: str) -> None:
        """使用 was pressed."""
        self._ask(self._grading.use, self._customer_id, code, failed=self._not_done)

    @Slot(str)
    def on_return(self, use_id: str) -> None:
        """撤回 was pressed."""
        self._ask(self._grading.give_back, self._customer_id, use_id, failed=self._not_done)

    @Slot()
    def on_retry(self) -> None:
        """重试 was pressed."""
        self._pane.show_loading()
        self._ask(self._grading.entitlements, self._customer_id, failed=self._not_read)

    def _ask(self, work: Any, customer_id: str, *more: str, failed: Any) -> None:
        def then(card: Card) -> None:
            if customer_id == self._customer_id:  # somebody else may be on the screen by now
                self._show(card)

        def fails(error: ShouwenError) -> None:
            if customer_id == self._customer_id:
                failed(error)

        self._background.run(work, customer_id, *more, then=then, failed=fails)

    def _show(self, card: Card) -> None:
        self._pane.show_card(card)
        self.counted.emit(len(card.items))

    def _not_read(self, error: ShouwenError) -> None:
        self._pane.show_failed(str(error))

    def _not_done(self, error: ShouwenError) -> None:
        self._pane.release()
        self.refused.emit(str(error))
