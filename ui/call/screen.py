"""What is on the screen of a call page: one caller's story, one script, one form. Asks the desk, fills the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from app.call.session import CallSession
from app.customer.view import Customer360
from app.ticket.draft import Draft
from app.ticket.fold import Ticket
from ui.background import Background, Turns
from ui.call.customer_wishes import CustomerWishes
from ui.call.identify import CallerPresenter
from ui.call.page import CallPage
from ui.call.rehearsal import rehearse
from ui.call.words import number_words
from ui.privacy.presenter import RevealPresenter
from ui.privacy.why import WhyPresenter
from ui.script.presenter import ScriptPresenter
from ui.ticket.presenter import FormPresenter
from ui.widgets.message_bar import MessageBar
from ui.widgets.ticker import Ticker

if TYPE_CHECKING:
    from app.desk import Desk
    from app.desk.calls import Match, Pop

OPENING_KINDS = ("inquiry", "complaint")
"""The kinds of ticket a call may open with (:mod:`app.ticket.opening`)."""
NO_CUSTOMER = frozenset({"internal", "service"})
"""Matches that are no customer's call: a colleague and a service number are greeted, and no ticket is begun."""


class CallScreen(QObject):
    """Whatever is put on it replaces what was there; answers that come too late for what they were about are dropped.

    Attributes:
        call: the call on the bar, or None; set by whoever follows the calls.
        pop: the call and caller on the screen, or None.
        caller: says who is calling, together with the agent.
        wishes: what is pressed on the customer's page.
        reveal: shows whole numbers of whoever is on the screen.
        why: asks why somebody who was not in touch is looked up.

    Signals:
        known_more: the caller was recognised: the bar can say who.
        shown_changed: somebody else may be on the screen, or nobody.
    """

    known_more = Signal()
    shown_changed = Signal()

    def __init__(
        self, desk: Desk, page: CallPage, background: Background, messages: MessageBar, ticker: Ticker
    ) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._background, self._messages = background, messages
        self.call: CallSession | None = None
        self.pop: Pop | None = None
        self._turns = Turns()
        self._is_looking = False
        self._shown: Customer360 | None = None
        self.form = FormPresenter(desk, page.form, background, messages)
        self.script = ScriptPresenter(desk, page.script, background, self._ticket_id)
        self.form.kept.connect(self.on_draft_kept)
        self.form.kind_changed.connect(self.on_kind_changed)
        self.form.reason_changed.connect(self.on_reason_changed)
        self.script.ticked.connect(self.on_ticked)
        self.caller = CallerPresenter(desk, self, page.customer, background, messages)
        self.wishes = CustomerWishes(desk, self, page, background, messages)
        self.reveal = RevealPresenter(desk, page.customer.identity, background, messages, ticker)
        self.why = WhyPresenter(desk, page.customer.identity, background)
        page.customer.reveal_requested.connect(self.reveal.open)
        page.customer.set_revealable(revealable=True)
        page.keys.reveal_requested.connect(self.reveal.open_phone)
        page.customer.new_ticket_requested.connect(self.on_new_ticket)
        page.customer.ticket_chosen.connect(self.on_ticket_chosen)
        page.form.action_requested.connect(self.on_new_ticket)
        page.work.ticket_chosen.connect(self.on_ticket_chosen)
        self._rehearse()
        self.clear()

    def put(self, pop: Pop) -> None:
        """A pop: the caller's story, the script's first step and the form. The keyboard focus stays where it is."""
        self._begin_turn()
        self.withdraw_unbind()
        self.pop = pop
        self._shown = self.caller.linked = None
        if pop.customer is not None:
            self._show_story(pop.customer)
        else:
            self._page.customer.show_caller(pop.caller, self._now())
            self._leave_customer()
        if pop.match in NO_CUSTOMER:
            self._put_no_ticket(pop)
        else:
            self.script.show(pop.script)
            self.form.open(pop.draft, pop.form, pop.customer)
        if self.call is not None and self.call.call_id == pop.call.call_id:
            self.known_more.emit()
            if self.call.answered_at is not None:
                self.form.begin()

    def _put_no_ticket(self, pop: Pop) -> None:
        """The greeting alone: without a ticket there is no talk in which a check could be ticked."""
        greeting = pop.script and msgspec.structs.replace(pop.script, checks=(), phrases=())
        self.script.show(greeting)
        inside = pop.match == "internal"
        self.form.clear(self.tr("内部来电，不建工单") if inside else self.tr("服务号码来电，不建工单"))

    @property
    def shown(self) -> Customer360 | None:
        """Whose story is on the screen."""
        return self._shown

    @Slot(str)
    def open_customer(self, customer_id: str) -> None:
        """Show a customer that was looked up. A caller nobody knew is this customer from now on, until taken back."""
        if self.caller.may_ask():
            self.caller.found(customer_id)
        elif self._is_caller(customer_id):
            self.back_to_call()
        else:
            self.why.pass_by(customer_id, self._look_up)

    @property
    def shows_caller(self) -> bool:
        """Whether it is the caller's own story that is on the screen, not somebody's who is only looked up."""
        return self._shown is not None and self._is_caller(self._shown.identity.customer_id)

    def _is_caller(self, customer_id: str) -> bool:
        """Whether this is who called, also under the file that theirs was merged into meanwhile."""
        if self.pop is None or self.pop.customer is None:
            return False
        on_page = None if self._is_looking or self._shown is None else self._shown.identity.customer_id
        return customer_id in (self.pop.customer.identity.customer_id, on_page)

    def back_to_call(self) -> None:
        """Enough looked at: the caller, and what is being written for them, again."""
        if self.pop is not None:
            self._begin_turn()
            self.read_story()

    def resume(self, draft: Draft) -> None:
        """Go on with what was half written: after a restart, or picked from my work."""
        self._begin_turn()
        self.pop = None
        self.form.open(draft, self._desk.tickets.form(draft.kind), None)
        self.script.open(draft, {})
        if draft.customer_id:
            self._tell(self._desk.customers.story, draft.customer_id, None, draft, then=self._show_resumed)
        else:
            self._page.customer.show_nobody()
            self._leave_customer()

    def clear(self) -> None:
        """Nobody on the line, nothing being written."""
        self._begin_turn()
        self.withdraw_unbind()
        self.pop = self._shown = None
        self._page.customer.show_nobody()
        self._leave_customer()
        self._page.script.show_nothing()
        self.form.clear()

    def read_story(self) -> None:
        """What is shown of the caller may have changed: read it again."""
        pop, draft = self.pop, self.form.draft
        if pop is not None and draft is not None and not self._is_looking:
            self._tell(self._desk.calls.story, self.call or pop.call, draft, then=self._show_story)

    def read_looked_up(self, customers: frozenset[str]) -> None:
        """Who is only looked at, without a call, may have changed: read them again."""
        shown = self._shown
        if shown is None or (self.pop is not None and not self._is_looking):
            return
        if shown.identity.customer_id in customers:
            self._tell(self._desk.customers.story, shown.identity.customer_id, then=self._show_story)

    def unbind(self) -> None:
        """The caller was not that customer after all. Who was known by the number stays who they are."""
        if self.caller.linked is None:
            return
        if self.pop is not None and self.call is not None and self.call.phase != "wrap_up":
            self._begin_turn()
            self.pop = msgspec.structs.replace(self.pop, customer=None, match=_unsure(self.pop))
            self._shown = None
            self.form.bind(None)
            self.caller.take_back()
            self._page.customer.show_caller(self.pop.caller, self._now())
            self._page.customer.ask_again(take_focus=not self.form.is_dirty)
            self._leave_customer()
            self.known_more.emit()

    def withdraw_unbind(self) -> None:
        """撤回 was of the call before, or comes too late: it must not be pressed any more."""
        self._messages.withdraw("unbind")

    @Slot(str)
    def on_ticket_chosen(self, ticket_id: str) -> None:
        """A row of my work or of the customer's file: a draft goes on, a ticket shows whose it is."""
        self._background.run(self._desk.tickets.whose, ticket_id, then=self._show_chosen)

    @Slot()
    def on_new_ticket(self) -> None:
        """One more ticket for the customer on the screen."""
        shown, before = self._shown, self.form.ticket_id
        values = {"kind": OPENING_KINDS[0]}
        customer_id = shown.identity.customer_id if shown else None
        self._begin_turn()
        draft = self._desk.tickets.prepare(values["kind"], customer_id=customer_id, call=self.call, values=values)
        self.form.open(draft, self._desk.tickets.form(draft.kind), shown)
        self.script.open(draft, self._script_words(draft), before)

    @Slot()
    def on_ticked(self) -> None:
        """A check may have proved who is calling: the header says so."""
        self.read_story()

    @Slot(object)
    def on_draft_kept(self, _draft: Draft) -> None:
        """The draft has its number: it belongs in the customer's list."""
        self.read_story()

    @Slot(object)
    def on_kind_changed(self, draft: Draft) -> None:
        """Another kind of ticket has another script; the talk goes on."""
        self.script.open(draft, self._script_words(draft), draft.ticket_id)

    @Slot(object)
    def on_reason_changed(self, draft: Draft) -> None:
        """The matter is known: the script speaks of it."""
        self.script.refill(self._script_words(draft))

    def show_ticket(self, ticket: Ticket) -> None:
        """续办: the ticket this call goes on with, read-only; its script speaks of it."""
        before = self.form.ticket_id
        self._begin_turn()
        draft = self.form.show_ticket(ticket)
        self.script.open(draft, self._script_words(draft), before)
        self.read_story()

    def bind(self, customer_id: str) -> None:
        """The caller has been recognised: the call, its draft and its script are this customer's, at once."""
        self._begin_turn()
        self.form.bind(customer_id)
        draft, call = self.form.draft, self.call
        if draft is not None and call is not None:
            self._background.run(self._desk.talks.bind, draft.ticket_id, customer_id)
            self._tell(self._desk.customers.story, customer_id, call, draft, then=self._show_bound)

    def _show_bound(self, story: Customer360 | None) -> None:
        if story is None or self.pop is None or self.call is None:
            return
        self.pop = msgspec.structs.replace(self.pop, customer=story, match="one")
        self.form.show_holdings(story)
        self._show_story(story)
        self.known_more.emit()
        if self.call.phase == "wrap_up":
            self._background.run(self._desk.calls.handled, self.call, story.identity.customer_id)
        kept = self.caller.linked is not None and self.caller.linked.point_id
        words = self.tr("号码已关联到 {0}，这通来电记在其名下。") if kept else self.tr("这通来电记在 {0} 名下。")
        # Once the talk is over it stands in the file: only a colleague who may correct files can move it.
        undo = None if self.call.phase == "wrap_up" else ("unbind", self.tr("撤回"))
        self._messages.show(words.format(story.identity.name), action=undo)

    def _look_up(self, customer_id: str) -> None:
        self._begin_turn(looking=True)
        self._tell(self._desk.customers.story, customer_id, then=self._show_looked_up)

    def _show_looked_up(self, story: Customer360 | None) -> None:
        self._show_story(story)
        if story is not None and self.pop is not None and self.call is not None:
            words = self.tr("正在看 {0}，电话那头是 {1}。").format(story.identity.name, number_words(self.call))
            self._messages.show(words, action=("back_to_call", self.tr("回到来电")))

    def _show_chosen(self, chosen: Draft | str | None) -> None:
        if isinstance(chosen, str):
            self.open_customer(chosen)
        elif chosen is not None and chosen.ticket_id != self.form.ticket_id:
            self.resume(chosen)

    def _show_resumed(self, story: Customer360 | None) -> None:
        self._show_story(story)
        if story is not None:
            self.form.show_holdings(story)

    def _show_story(self, story: Customer360 | None) -> None:
        if story is not None:
            self._shown = story
            self._page.customer.show_customer(story, self._now())
            self.wishes.show(story.identity.customer_id)
            self.reveal.show_customer(story.identity.customer_id)
            self.shown_changed.emit()

    def _leave_customer(self) -> None:
        """The page shows nobody's file: whatever went with one goes too."""
        self.reveal.show_customer(None)
        self.wishes.show("")
        self.shown_changed.emit()

    def _rehearse(self) -> None:
        desk = self._desk
        forms = [desk.tickets.form(kind) for kind in OPENING_KINDS if kind in desk.seat.pack.kinds]
        rehearse(self._page, forms, desk.talks.first_view(OPENING_KINDS[-1]), self._now())

    def _ticket_id(self) -> str | None:
        return self.form.ticket_id

    def _script_words(self, draft: Draft) -> dict[str, str]:
        return self._desk.calls.script_words(self.call, self.pop.customer if self.pop else None, draft)

    def _begin_turn(self, *, looking: bool = False) -> None:
        """Something else comes on the screen; while somebody is only looked up, the caller stays in the back."""
        self._turns.begin()
        self._is_looking = looking
        self.reveal.close()
        self.why.close()

    def _tell(self, ask: Callable[..., Any], *args: Any, then: Callable[[Any], None]) -> None:
        """Ask the desk; the answer is heard only if nothing else came on the screen meanwhile."""
        self._background.run(ask, *args, then=self._turns.heard(then))

    def _now(self) -> datetime:
        """This moment in the desk's zone, as views paint it."""
        return self._desk.seat.clock.now().astimezone(self._desk.seat.zone)


def _unsure(pop: Pop) -> Match:
    """What the number alone says, once more."""
    return "many" if pop.caller.kind == "many" else "withheld" if pop.caller.kind == "withheld" else "none"
