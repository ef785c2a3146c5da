"""Joins the verification panel with the call's page: opened from the header's line, told there how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.customer.view import Customer360
from app.ids import new_id
from app.verification.view import Contact
from ui.call.page import CallPage
from ui.verification.presenter import VerificationPresenter
from ui.widgets.ticker import Ticker

if TYPE_CHECKING:
    from ui.call.presenter import CallPresenter


class VerificationWiring(QObject):
    """Connects wishes with what fulfils them; one per window."""

    def __init__(
        self, page: CallPage, calls: CallPresenter, verification: VerificationPresenter, ticker: Ticker
    ) -> None:
        super().__init__(page)
        self._page, self._screen, self._verification = page, calls.screen, verification
        self._visits: dict[str, str] = {}
        page.customer.verification_requested.connect(self.on_requested)
        verification.changed.connect(self.on_changed)
        calls.screen.script.ticked.connect(verification.read_again)
        calls.screen.shown_changed.connect(self.on_shown)
        ticker.ticked.connect(verification.on_tick)

    @Slot()
    def on_requested(self) -> None:
        """核验 was pressed."""
        shown, contact = self._screen.shown, self._contact()
        if shown is not None and contact is not None:
            self._verification.open(contact, shown.identity.name, on_the_phone=self._screen.call is not None)

    @Slot(object)
    def on_changed(self, _view: object) -> None:
        """The header's line, and the script, as they stand now."""
        self._screen.read_story()
        self._screen.script.read_again()

    @Slot()
    def on_shown(self) -> None:
        """Somebody else is on the screen, or the same one read again. A visit ends when its customer leaves it."""
        shown = self._screen.shown
        customer_id = shown.identity.customer_id if shown is not None else ""
        self._visits = {one: visit for one, visit in self._visits.items() if one == customer_id}
        contact = self._contact() if customer_id in self._visits or self._screen.call is not None else None
        self._verification.show_contact(contact)
        if shown is not None and contact is not None and contact.contact_id in self._visits.values():
            self._verification.mark(shown, contact, self._show_marked)

    def _show_marked(self, story: Customer360) -> None:
        shown = self._screen.shown
        if shown is not None and shown.identity.customer_id == story.identity.customer_id:
            self._page.customer.identity.show_identity(story.identity)

    def _contact(self) -> Contact | None:
        """The contact going on: the call, where its customer is on the screen; else a visit to the counter."""
        screen = self._screen
        shown, call = screen.shown, screen.call
        if shown is None:
            return None
        identity = shown.identity
        if call is not None and screen.shows_caller:
            return Contact(
                contact_id=call.call_id,
                customer_id=identity.customer_id,
                ticket_id=screen.form.ticket_id or "",
                step_up=identity.needs_step_up,
            )
        visit = self._visits.setdefault(identity.customer_id, f"visit:{new_id()}")
        return Contact(contact_id=visit, customer_id=identity.customer_id, step_up=identity.needs_step_up)
