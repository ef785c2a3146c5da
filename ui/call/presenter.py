"""Follows this agent's calls: bar, pop, script, the customer's story. Asks the desk, fills the page, and no more."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from app.call.event import CallEvent
from app.call.session import CallSession
from app.customer.view import Customer360
from app.errors import ShouwenError
from app.ticket.draft import Draft
from ui.background import Background
from ui.call.call_bar_view import CallBarView
from ui.call.page import CallPage
from ui.call.rehearsal import rehearse
from ui.call.words import call_bar_view, duration, number_words
from ui.script.presenter import ScriptPresenter
from ui.ticket.presenter import FormPresenter
from ui.widgets.message_bar import MessageBar
from ui.widgets.ticker import Ticker

if TYPE_CHECKING:
    from app.desk import Changes, Desk
    from app.desk.calls import Pop


OPENING_KINDS = ("inquiry", "complaint")
"""The kinds of ticket a call may open with (:mod:`app.ticket.opening`)."""


PRESENCE = {"talking": "incall", "held": "hold", "wrap_up": "wrapup"}
"""How the agent is shown during a call; the exchange is not told yet."""


class CallPresenter(QObject):
    """One per desk. A call on the line comes first; what is half written is never covered by it.

    Signals:
        bar_changed(CallBarView): what the call bar shows.
        running_changed(str): the running time of the call, every second (02:18).
        presence_changed(str, str): how the agent is shown (``incall``), and since when.
        title_changed(str): what the window is about (林婉清 · 通话中).
    """

    bar_changed = Signal(object)
    running_changed = Signal(str)
    presence_changed = Signal(str, str)
    title_changed = Signal(str)

    def __init__(
        self, desk: Desk, page: CallPage, background: Background, messages: MessageBar, ticker: Ticker
    ) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._background, self._messages = background, messages
        self._call: CallSession | None = None
        self._pop: Pop | None = None
        self._held_back: CallSession | None = None
        self.form = FormPresenter(desk, page.form, background, messages)
        self.form.kept.connect(self.on_draft_kept)
        self.form.kind_changed.connect(self.on_kind_changed)
        self.form.reason_changed.connect(self.on_reason_changed)
        self.form.finished.connect(self.on_finished)
        self.script = ScriptPresenter(desk, page.script, background, self._ticket_id)
        self.script.ticked.connect(self.on_ticked)
        page.customer.new_ticket_requested.connect(self.on_new_ticket)
        messages.action_requested.connect(self.on_message_action)
        page.customer.new_customer_requested.connect(self.on_new_customer)
        ticker.ticked.connect(self.on_tick)
        self._rehearse()
        self._clear()

    @Slot(object)
    def on_call_happened(self, event: CallEvent) -> None:
        """An event of a call of ours, or of one that waits in our queue."""
        call = self._desk.calls.take(event)
        mine = event.agent_id == self._desk.seat.agent_id
        if event.kind == "queued" and call.phase == "waiting":
            self._background.run(self._desk.calls.prepare, call)
        elif call.phase == "ringing" and mine:
            self._ring(call)
        elif self._call is not None and call.call_id == self._call.call_id:
            self._follow(call)

    @Slot(str)
    def on_text_received(self, text: str) -> None:
        """A soft-phone or dialler on this PC announces a call: same way as one from the exchange."""
        try:
            event = self._desk.calls.rang_here(text)
        except ShouwenError as error:
            self._messages.show_error(error)
        else:
            self.on_call_happened(event)

    @Slot(object)
    def on_changed(self, changes: Changes) -> None:
        """Something changed, here or at the centre: redraw what is concerned."""
        self._background.run(self._desk.calls.forget_prepared, changes)
        pop = self._pop
        if pop and pop.customer and pop.customer.identity.customer_id in changes.customers:
            self._read_story()

    @Slot()
    def on_tick(self) -> None:
        """A second has passed: the clocks go on."""
        now = self._now()
        if self._call is not None:
            running = duration(self._call, now)
            self.running_changed.emit(running)
            self.presence_changed.emit(PRESENCE.get(self._call.phase, "ready"), running)
        self._page.tick(now)
        self.form.tick(now)

    def show_pop(self, pop: Pop) -> None:
        """The caller's story, the script's first step and the form. The keyboard focus stays where it is."""
        self._pop = pop
        now = self._now()
        if pop.customer is not None:
            self._page.customer.show_customer(pop.customer, now)
        else:
            self._page.customer.show_unknown(number_words(pop.call))
        self.script.show(pop.script)
        self.form.open(pop.draft, pop.form, pop.customer)
        if self._call is not None and self._call.call_id == pop.call.call_id:
            self._show_bar(self._call)
            if self._call.answered_at is not None:
                self.form.keep()
        else:
            self._show_bar(pop.call)

    @property
    def call(self) -> CallSession | None:
        """The call on the bar."""
        return self._call

    @property
    def pop(self) -> Pop | None:
        """What is on the screen."""
        return self._pop

    def open_customer(self, customer_id: str) -> None:
        """Show a customer that was looked up. A caller nobody knew is this customer from now on."""
        pop = self._pop
        if pop is not None and pop.customer is None and self._call is not None:
            self.form.bind(customer_id)
            self._background.run(self._desk.customers.story, customer_id, self._call, self.form.draft, then=self._bind)
        else:
            self._background.run(self._desk.customers.story, customer_id, then=self._show_story)

    @Slot()
    def on_new_customer(self) -> None:
        """A customer with nothing but this number; the rest is learned during the talk."""
        if self._pop is not None and self._pop.customer is None:
            number = self._pop.number
            self._background.run(self._desk.customers.register, number.e164, then=self.open_customer)

    def resume(self, draft: Draft) -> None:
        """Go on with what was half written when the program ended."""
        self.form.open(draft, self._desk.tickets.form(draft.kind), None)
        self.script.open(draft, {})
        if draft.customer_id:
            self._background.run(self._desk.customers.story, draft.customer_id, None, draft, then=self._show_story)

    @Slot()
    def on_ticked(self) -> None:
        """A check may have proved who is calling: the header says so."""
        self._read_story()

    @Slot(object)
    def on_draft_kept(self, _draft: Draft) -> None:
        """The draft is in the store, with its number: it belongs in the customer's list."""
        self._read_story()

    @Slot(object)
    def on_kind_changed(self, draft: Draft) -> None:
        """Another kind of ticket has another script."""
        story = self._pop.customer if self._pop else None
        words = self._desk.calls.script_words(self._call, story, draft)
        self.script.open(draft, words)

    @Slot(object)
    def on_reason_changed(self, draft: Draft) -> None:
        """The matter is known: the script speaks of it."""
        story = self._pop.customer if self._pop else None
        self.script.refill(self._desk.calls.script_words(self._call, story, draft))

    @Slot()
    def on_finished(self) -> None:
        """The ticket is handed in: a call that was held back may come on the screen now."""
        self._read_story()
        if self._held_back is not None and self._call is not None:
            self._open_held_back()

    @Slot()
    def on_new_ticket(self) -> None:
        """One more ticket for the customer on the screen."""
        pop = self._pop
        customer_id = pop.customer.identity.customer_id if pop and pop.customer else None
        draft = self._desk.tickets.prepare(
            "inquiry", customer_id=customer_id, call=self._call, values={"kind": "inquiry"}
        )
        self.form.open(draft, self._desk.tickets.form(draft.kind), pop.customer if pop else None)
        self.on_kind_changed(draft)

    @Slot()
    def on_wrap_up_ended(self) -> None:
        """The agent has finished writing up."""
        self.on_dismissed()

    @Slot()
    def on_dismissed(self) -> None:
        """The call is over and has been seen."""
        self._call = None
        self.bar_changed.emit(CallBarView())
        self.title_changed.emit("")
        self.presence_changed.emit("ready", "")
        if not self.form.is_dirty and self._held_back is None:
            self._clear()

    @Slot(str)
    def on_message_action(self, action: str) -> None:
        """The agent wants the held-back call on the screen; what was being written is kept."""
        if action == "show_call":
            self._open_held_back()

    def _bind(self, story: Customer360 | None) -> None:
        if story is not None and self._pop is not None:
            self._pop = msgspec.structs.replace(self._pop, customer=story, match="one")
            self.form.show_holdings(story)
            self._show_story(story)
            if self._call is not None:
                self._show_bar(self._call)

    def _rehearse(self) -> None:
        desk = self._desk
        forms = [desk.tickets.form(kind) for kind in OPENING_KINDS if kind in desk.seat.pack.kinds]
        rehearse(self._page, forms, desk.talks.first_view(OPENING_KINDS[-1]), self._now())

    def _clear(self) -> None:
        """Nobody on the line, nothing being written."""
        self._pop = None
        self._page.customer.show_nobody()
        self._page.script.show_nothing()
        self.form.clear()

    def _ring(self, call: CallSession) -> None:
        busy = self._call is not None and self._call.call_id != call.call_id and not self._call.is_over
        self._call = self._call if busy else call
        if not busy:
            self._show_bar(call)
        if self._pop is not None and self._pop.call.call_id == call.call_id:
            return
        if self.form.is_dirty or busy:
            self._held_back = call
            self._messages.show(
                self.tr("{0} 来电，正在填写的内容已保存。").format(number_words(call)),
                action=("show_call", self.tr("打开来电")),
            )
            self.form.keep()
        else:
            self._background.run(self._desk.calls.pop, call, then=self.show_pop)

    def _open_held_back(self) -> None:
        call, self._held_back = self._held_back, None
        if call is not None:
            self._call = call
            self._background.run(self._desk.calls.pop, call, then=self.show_pop)

    def _follow(self, call: CallSession) -> None:
        was, self._call = self._call, call
        self._show_bar(call)
        self.presence_changed.emit(PRESENCE.get(call.phase, "ready"), "")
        begins = was is None or was.phase != call.phase
        if call.phase == "talking" and begins and self._pop is not None and self._pop.call.call_id == call.call_id:
            self.form.keep()
        elif call.phase == "wrap_up" and begins and self._pop is not None and self._pop.customer is not None:
            self._background.run(self._desk.calls.handled, call, self._pop.customer.identity.customer_id)

    def _ticket_id(self) -> str | None:
        return self.form.ticket_id

    def _read_story(self) -> None:
        pop, draft = self._pop, self.form.draft
        if pop is not None and draft is not None:
            self._background.run(self._desk.calls.story, self._call or pop.call, draft, then=self._show_story)

    def _show_story(self, story: Customer360 | None) -> None:
        if story is not None:
            self._page.customer.show_customer(story, self._now())

    def _now(self) -> datetime:
        """This moment in the desk's zone, as views paint it."""
        return self._desk.seat.clock.now().astimezone(self._desk.seat.zone)

    def _show_bar(self, call: CallSession) -> None:
        seat = self._desk.seat
        pop = self._pop if self._pop and self._pop.call.call_id == call.call_id else None
        view = call_bar_view(call, pop, seat.pack.label, seat.clock.now())
        self.bar_changed.emit(view)
        phase = {
            "ringing": self.tr("来电"),
            "talking": self.tr("通话中"),
            "held": self.tr("保持"),
            "wrapup": self.tr("话后处理"),
        }
        who = view.name or view.number
        self.title_changed.emit(" · ".join(part for part in (who, phase.get(view.phase, "")) if part))
