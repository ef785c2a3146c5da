"""What the helpers of a call screen need of it: who is on it, and the few things that can be put on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.call.session import CallSession
from app.customer.view import Customer360
from app.ticket.fold import Ticket
from ui.script.presenter import ScriptPresenter
from ui.ticket.presenter import FormPresenter

if TYPE_CHECKING:
    from app.desk.calls import Pop


class Stage(Protocol):
    """The call screen, seen from behind (:class:`ui.call.screen.CallScreen`)."""

    call: CallSession | None
    pop: Pop | None
    form: FormPresenter
    script: ScriptPresenter

    @property
    def shown(self) -> Customer360 | None:
        """Whose story is on the screen."""

    def bind(self, customer_id: str) -> None:
        """The caller is this customer."""

    def open_customer(self, customer_id: str) -> None:
        """Show a customer that was looked up."""

    def on_ticket_chosen(self, ticket_id: str) -> None:
        """Open a draft, or show whose ticket it is."""

    def show_ticket(self, ticket: Ticket) -> None:
        """Show a ticket this call goes on with."""
