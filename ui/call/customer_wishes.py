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
        self._closing: tuple[Hint, str, str] | None = None
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
            self._add_closing(hint, shown.identity.customer_id)
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
            self._set_done(made[0], made[1].customer_id, "")

    def take_back_closing(self) -> None:
        """The sentence is not wanted in this talk after all."""
        said, self._closing = self._closing, None
        if said is not None:
            hint, customer_id, ticket_id = said
            self._screen.script.drop_closing(hint.say or hint.title, ticket_id)
            self._set_done(hint, customer_id, "")

    def _add_closing(self, hint: Hint, customer_id: str) -> None:
        ticket_id = self._screen.form.ticket_id
        if ticket_id is None:
            self._messages.show(self.tr("还没有开始的工单，结束语没有地方放。先新建工单。"))
            return
        self._screen.script.add_closing(hint.say or hint.title)
        self._closing = (hint, customer_id, ticket_id)
        self._set_done(hint, customer_id, self.tr("已加入结束语"))
        words = self.tr("已加入结束语：{0}。").format(hint.say or hint.title)
        self._messages.show(words, action=("closing_back", self.tr("撤回")))

    def _show_follow_up(self, hint: Hint, made: FollowUp) -> None:
        self._set_done(hint, made.customer_id, self.tr("已约 {0}").format(self._day(made)))
        if not made.is_new:
            words = self.tr("{0} 回拨 {1} 已经约好：{2}。").format(self._day(made), made.customer, made.subject)
            self._messages.show(words)
            return
        self._follow_up = (hint, made)
        words = self.tr("已约{0} 回拨 {1}：{2}。").format(self._day(made), made.customer, made.subject)
        self._messages.show(words, action=("follow_up_back", self.tr("撤回")))

    def _day(self, made: FollowUp) -> str:
        today = self._desk.seat.clock.now().astimezone(made.at.tzinfo).date()
        is_tomorrow = (made.at.date() - today).days == 1
        return self.tr("明天 {0}").format(f"{made.at:%H:%M}") if is_tomorrow else f"{made.at:%m-%d %H:%M}"

    def _set_done(self, hint: Hint, customer_id: str, words: str) -> None:
        """Say on the hint what came of it, if that customer is still the one on the page."""
        shown = self._screen.shown
        if shown is not None and shown.identity.customer_id == customer_id:
            self._page.customer.hints.set_done(hint, words)

    def _show_taken_up(self, taken: Ticket | str) -> None:
        if isinstance(taken, str):
            self._screen.on_ticket_chosen(taken)  # a draft of this desk
            return
        self._screen.show_ticket(taken)
        words = self.tr("续办 {0}，这通来电记在这张工单上。").format(taken.number)
        self._messages.show(words, action=("new_ticket", self.tr("改为新建")))
