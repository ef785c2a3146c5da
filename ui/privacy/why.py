"""A file whose customer was not in touch is opened for a reason, which is on record before it is seen (F06)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.errors import ShouwenError
from ui.background import Background, Turns
from ui.privacy.popup import RevealPopup

if TYPE_CHECKING:
    from app.desk import Desk


class WhyPresenter(QObject):
    """Stands before a customer's page: lets through at once, or after a reason; Esc stays where one was.

    Args:
        anchor: what the question stands under.
    """

    def __init__(self, desk: Desk, anchor: QWidget, background: Background) -> None:
        super().__init__(anchor)
        self._desk, self._anchor, self._background = desk, anchor, background
        self._turns = Turns()
        self._wanted = ""
        self._go: Callable[[str], None] | None = None
        self._popup: RevealPopup | None = None

    @property
    def popup(self) -> RevealPopup:
        """The frame, made when it is first needed: by then the page is in its window."""
        if self._popup is None:
            self._popup = RevealPopup(self._anchor.window())
            self._popup.reason_chosen.connect(self.on_reason_chosen)
            self._popup.closed.connect(self.on_closed)
        return self._popup

    def pass_by(self, customer_id: str, go: Callable[[str], None]) -> None:
        """Go to this customer's page if that needs no reason; else ask, and go once there is one on record."""
        self.close()

        def answered(name: str | None) -> None:
            self._answered(customer_id, name, go)

        self._background.run(self._needs_why, customer_id, then=self._turns.heard(answered))

    def close(self) -> None:
        """Whatever was wanted is wanted no more."""
        self._turns.begin()
        self._go = None
        if self._popup is not None:
            self._popup.close_popup()

    @Slot(str, str)
    def on_reason_chosen(self, reason: str, note: str) -> None:
        """Onto the record, then to the page."""
        go, wanted = self._go, self._wanted
        if go is None:
            return

        def recorded(_done: object) -> None:
            self.close()
            go(wanted)

        def refused(error: ShouwenError) -> None:
            self.popup.show_refused(str(error))

        work, heard = self._desk.privacy.opened, self._turns.heard
        self._background.run(work, wanted, reason, note, then=heard(recorded), failed=heard(refused))

    @Slot()
    def on_closed(self) -> None:
        """Put away without a reason: nothing is opened."""
        self._turns.begin()
        self._go = None

    def _needs_why(self, customer_id: str) -> str | None:
        """On the store's thread: the name to ask about, None where nothing has to be asked."""
        if not self._desk.privacy.needs_why(customer_id):
            return None
        return self._desk.customers.name(customer_id) or self.tr("未实名客户")

    def _answered(self, customer_id: str, name: str | None, go: Callable[[str], None]) -> None:
        if name is None:
            go(customer_id)
            return
        self._wanted, self._go = customer_id, go
        self.popup.ask(self.tr("为什么查看 {0}").format(name), "", self._desk.privacy.reasons, self._anchor)
