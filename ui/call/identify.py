"""Says who is calling, together with the agent: find, choose, link, make new, take back (`semantics.md` §3.9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.call.session import CallSession
from app.customer.hit import SearchHit
from app.errors import ShouwenError
from ui.background import Background
from ui.call.stage import Stage
from ui.customer.view import CustomerView
from ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from app.desk import Desk
    from app.desk.callers import Linked

ASKS_WHO = frozenset({"none", "many", "withheld"})
"""Matches in which the caller may turn out to be a customer; a colleague or a service number does not."""


class CallerPresenter(QObject):
    """One per screen. Whatever the agent says about the caller is kept at once, and the live call bound with it.

    Attributes:
        linked: what was written for the call on the screen, so that it can be taken back; None where nothing was.
    """

    def __init__(
        self, desk: Desk, screen: Stage, view: CustomerView, background: Background, messages: MessageBar
    ) -> None:
        super().__init__(view)
        self._desk, self._screen, self._view = desk, screen, view
        self._background, self._messages = background, messages
        self._is_writing = False
        self.linked: Linked | None = None
        view.find_requested.connect(self.on_find)
        view.candidate_chosen.connect(self.on_candidate)
        view.link_requested.connect(self.on_link)
        view.new_customer_requested.connect(self.on_new_customer)

    def may_ask(self) -> bool:
        """Whether there is a caller on the screen of whom it is not known who they are."""
        pop = self._screen.pop
        if pop is None or pop.customer is not None or self._screen.call is None:
            return False
        return pop.match in ASKS_WHO and self.linked is None and not self._is_writing

    def found(self, customer_id: str) -> None:
        """Somebody was looked up elsewhere while the caller was unknown: this call is theirs, the number is not."""
        self._link(customer_id, how="found")

    def take_back(self) -> None:
        """It was not that customer: number and call are nobody's again."""
        call, linked, self.linked = self._screen.call, self.linked, None
        if call is not None and linked is not None:
            self._background.run(self._desk.callers.take_back, linked, call)

    @Slot(str)
    def on_find(self, text: str) -> None:
        """Words in the box of an unknown caller."""
        self._background.run(self._desk.customers.search, text, then=lambda hits: self._show_found(text, hits))

    @Slot(str)
    def on_candidate(self, customer_id: str) -> None:
        """One of those who share the number."""
        pop = self._screen.pop
        among = [one.customer_id for one in pop.caller.candidates] if pop is not None else []
        self._link(customer_id, how="picked", among=among)

    @Slot(str, bool)
    def on_link(self, customer_id: str, keep: bool) -> None:
        """One who was found; ``keep``: the number goes into their file."""
        pop = self._screen.pop
        e164 = pop.caller.e164 if keep and pop is not None else ""
        self._link(customer_id, how="linked" if e164 else "found", e164=e164)

    @Slot(str)
    def on_new_customer(self, name: str) -> None:
        """A customer with nothing but this number and perhaps a name; the rest is learned during the talk."""
        pop, call = self._screen.pop, self._screen.call
        if not self.may_ask() or pop is None or call is None:
            return
        e164 = pop.caller.e164 if pop.caller.can_keep else ""

        def register() -> Linked:
            return self._desk.callers.register(call, e164=e164, name=name)

        self._write(register, call)

    def _link(self, customer_id: str, *, how: str, e164: str = "", among: list[str] | None = None) -> None:
        call = self._screen.call
        if not self.may_ask() or call is None:
            return

        def link() -> Linked:
            return self._desk.callers.link(customer_id, call, how=how, e164=e164, among=among or [])

        self._write(link, call)

    def _write(self, work: Callable[[], Linked], call: CallSession) -> None:
        self._is_writing = True  # an impatient second press makes nobody twice
        self._background.run(work, then=lambda linked: self._bound(linked, call), failed=self._on_not_written)

    def _on_not_written(self, error: ShouwenError) -> None:
        self._is_writing = False
        self._messages.show_error(error)

    def _bound(self, linked: Linked, call: CallSession) -> None:
        """Bind the call it was said about, if that is still the one on the screen and still nobody's."""
        self._is_writing = False
        now = self._screen.call
        if now is not None and now.call_id == call.call_id and self.may_ask():
            self.linked = linked
            self._screen.bind(linked.customer_id)

    def _show_found(self, text: str, hits: tuple[SearchHit, ...]) -> None:
        self._view.show_found(text, hits)
