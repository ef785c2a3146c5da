"""What an agent presses on a customer's page beside the call: hints, kind of customer, holdings, 续办."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.customer.view import Hint
from app.ticket.fold import Ticket
from ui.background import Background
from ui.call.page import CallPage
from ui.call.stage import Stage
from ui.customer.entitlement_presenter import EntitlementsPresenter
from ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from app.desk import Desk
    from app.desk.follow_ups import FollowUp


class CustomerWishes(QObject):
    """One per screen: passes wishes to the desk and says what became of them."""

    def __init__(self, desk: Desk, screen: Stage, page: CallPage, background: Background, messages: MessageBar) -> None:
        super().__init__(page)
        self._desk, self._screen, self._page = desk, screen, page
        self._background, self._messages = background, messages
        self._follow_up: tuple[Hint, FollowUp] | None = None
        view = page.customer
        view.hint_accepted.connect(self.on_hint)
        view.behaviour_chosen.connect(self.on_behaviour)
        view.holding_linked.connect(screen.form.use_holding)
        view.person_opened.connect(screen.open_customer)
        view.resume_requested.connect(self.on_resume)
        view.ask_can_link(screen.form.has_holding)
        self.entitlements = EntitlementsPresenter(view.holdings.entitlements, desk.grading, background)
        self.entitlements.counted.connect(view.holdings.show_entitlements)
        self.entitlements.refused.connect(messages.show)

    def show(self, customer_id: str) -> None:
        """Somebody is on the screen, or nobody (""): what they may use is read beside their story."""
        self.entitlements.show(customer_id)

    @Slot(object)
    def on_hint(self, hint: Hint) -> None:
        """A call-back tomorrow, or a word for the end of the talk."""
        shown = self._screen.shown
        if shown is None:
            return
        if hint.does == "closing":
            self._screen.script.add_closing(hint.say or hint.title)
            self._page.customer.hints.set_done(hint, self.tr("已加入结束语"))
        elif hint.does == "follow_up":
            who = shown.identity
            self._background.run(
                self._desk.follow_ups.add,
                who.customer_id,
                who.name,
                hint.title,
                then=lambda made: self._show_follow_up(hint, made),
            )

    @Slot(str)
    def on_behaviour(self, code: str) -> None:
        """The agent knows what kind of customer this is."""
        if self._screen.shown is not None:
            customer_id = self._screen.shown.identity.customer_id
            self._background.run(self._desk.customers.set_behaviour, customer_id, code)

    @Slot(str)
    def on_resume(self, ticket_id: str) -> None:
        """续办: a draft of this desk goes on as it is; a ticket learns of this call (`semantics.md` complaint 7)."""
        call = self._screen.call
        if call is not None:
            self._background.run(self._desk.tickets.take_up, ticket_id, call, then=self._show_taken_up)
            return
        self._screen.on_ticket_chosen(ticket_id)

    def take_back_follow_up(self) -> None:
        """The call-back is not wanted after all."""
        made, self._follow_up = self._follow_up, None
        if made is not None:
            self._background.run(self._desk.follow_ups.take_back, made[1])
            self._page.customer.hints.set_done(made[0], "")

    def _show_follow_up(self, hint: Hint, made: FollowUp) -> None:
        self._follow_up = (hint, made)
        self._page.customer.hints.set_done(hint, self.tr("已约回拨"))
        words = self.tr("已约明天 {0} 回拨 {1}：{2}。").format(f"{made.at:%H:%M}", made.customer, made.subject)
        self._messages.show(words, action=("follow_up_back", self.tr("撤回")))

    def _show_taken_up(self, taken: Ticket | str) -> None:
        if isinstance(taken, str):
            self._screen.on_ticket_chosen(taken)  # a draft of this desk
            return
        self._screen.show_ticket(taken)
        words = self.tr("续办 {0}，这通来电记在这张工单上。").format(taken.number)
        self._messages.show(words, action=("new_ticket", self.tr("改为新建")))
