"""Follows this agent's calls: what is on the bar, what comes on the screen, what has to wait."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from app.call.event import CallEvent
from app.call.session import CallSession
from app.errors import ShouwenError
from app.ids import CallId
from app.ticket.draft import Draft
from ui.background import Background
from ui.call.call_bar_view import CallBarView
from ui.call.page import CallPage
from ui.call.screen import CallScreen
from ui.call.words import LOCAL, call_bar_view, duration, number_words
from ui.widgets.message_bar import MessageBar
from ui.widgets.ticker import Ticker

if TYPE_CHECKING:
    from app.desk import Changes, Desk
    from app.desk.calls import Pop


PRESENCE = {"talking": "incall", "held": "hold", "wrap_up": "wrapup"}
"""How the agent is shown during a call; the exchange is not told yet."""

ON_THE_LINE = frozenset({"talking", "held"})
GONE = frozenset({"missed", "abandoned", "ended"})


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
        self._held_back: list[CallId] = []
        self.screen = CallScreen(desk, page, background, messages, ticker)
        self.form = self.screen.form
        self.screen.known_more.connect(self.on_known_more)
        self.form.finished.connect(self.on_finished)
        messages.action_requested.connect(self.on_message_action)
        ticker.ticked.connect(self.on_tick)

    @property
    def call(self) -> CallSession | None:
        """The call on the bar."""
        return self._call

    @property
    def pop(self) -> Pop | None:
        """What is on the screen."""
        return self.screen.pop

    def open_customer(self, customer_id: str) -> None:
        """Show a customer that was looked up."""
        self.screen.open_customer(customer_id)

    def back_to_call(self) -> None:
        """The caller again, after somebody else was looked up."""
        self.screen.back_to_call()

    def resume(self, draft: Draft) -> None:
        """Go on with what was half written when the program ended."""
        self.screen.resume(draft)

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
        elif call.call_id in self._held_back:
            self._follow_held_back(call)

    @Slot(str)
    def on_text_received(self, text: str) -> None:
        """A soft-phone or dialler on this PC announces a call: same way as one from the exchange."""
        try:
            event = self._desk.calls.rang_here(text)
        except ShouwenError as error:
            self._messages.show_error(error)
            return
        known = self._call
        if known is None or known.is_over or event.ani is None or known.ani != event.ani:
            self.on_call_happened(event)

    @Slot(object)
    def on_changed(self, changes: Changes) -> None:
        """Something changed, here or at the centre: redraw what is concerned."""
        self._background.run(self._desk.calls.forget_prepared, changes)
        draft = self.form.draft
        if draft is not None and draft.customer_id in changes.customers:
            self.screen.read_story()
        self.screen.read_looked_up(changes.customers)

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
        """The caller's story, the script's first step and the form. The keyboard focus stays where it is.

        A pop that finds a half written form when it comes waits; one whose call has gone meanwhile is left out.
        """
        call = self._desk.calls.session(pop.call.call_id) or pop.call
        if self.form.is_dirty and self.form.ticket_id != pop.draft.ticket_id:
            self._hold_back(call)
        elif call.phase not in GONE:
            self.screen.put(msgspec.structs.replace(pop, call=call))

    @Slot()
    def on_known_more(self) -> None:
        """The caller was recognised: the bar says who."""
        if self._call is not None:
            self._show_bar(self._call)

    @Slot()
    def on_finished(self) -> None:
        """A ticket was handed in: a call that was held back may come on the screen now."""
        self.screen.read_story()
        if self._held_back and not self.form.is_dirty:
            self._open_held_back()

    @Slot()
    def on_wrap_up_ended(self) -> None:
        """The agent has finished writing up."""
        self.on_dismissed()

    @Slot()
    def on_dismissed(self) -> None:
        """The call is over and has been seen."""
        self._on_bar(None)
        self.bar_changed.emit(CallBarView())
        self.title_changed.emit("")
        self.presence_changed.emit("ready", "")
        if not self.form.is_dirty:
            self.screen.clear()
            self._background.run(self._desk.tickets.discard_untouched)
            if self._held_back:
                self._open_held_back()

    @Slot(str)
    def on_message_action(self, action: str) -> None:
        """The agent wants the held-back call on the screen, or takes a binding back."""
        match action:
            case "show_call":
                self._open_held_back()
            case "back_to_call":
                self.screen.back_to_call()
            case "unbind":
                self.screen.unbind()
            case "follow_up_back":
                self.screen.wishes.take_back_follow_up()
            case "closing_back":
                self.screen.wishes.take_back_closing()
            case "new_ticket":
                self.screen.on_new_ticket()

    def _ring(self, call: CallSession) -> None:
        shown = self._call
        if shown is not None and _is_announced_here(shown) and shown.ani is not None and shown.ani == call.ani:
            self._adopt(call)
            return
        busy = shown is not None and shown.call_id != call.call_id and shown.phase in ON_THE_LINE
        if not busy:
            self._on_bar(call)
        self._bring(call, busy=busy)  # the store reads while the bar is filled
        if not busy:
            self._show_bar(call)

    def _bring(self, call: CallSession, *, busy: bool) -> None:
        if self._pop_of(call) is not None:
            return
        if busy or (self.form.is_dirty and not self._is_written_for(call)):
            self._hold_back(call)
        else:
            self._background.run(self._desk.calls.pop, call, then=self.show_pop)

    def _pop_of(self, call: CallSession) -> Pop | None:
        """What is on the screen, if it came with this call."""
        pop = self.screen.pop
        return pop if pop is not None and pop.call.call_id == call.call_id else None

    def _is_written_for(self, call: CallSession) -> bool:
        """What is on the screen was begun for this very call, before a restart."""
        return self.form.draft is not None and self.form.draft.call_id == call.call_id

    def _adopt(self, call: CallSession) -> None:
        """The exchange tells of the call that a soft-phone here announced before: one call, one pop."""
        self._on_bar(call)
        if self.screen.pop is not None:
            self.screen.pop = msgspec.structs.replace(self.screen.pop, call=call)
        self._show_bar(call)

    def _hold_back(self, call: CallSession) -> None:
        if call.call_id not in self._held_back:
            self._held_back.append(call.call_id)
        words = self.tr("{0} 来电，正在填写的内容已保存。").format(number_words(call))
        self._messages.show(words, action=("show_call", self.tr("打开来电")))
        self.form.keep()

    def _open_held_back(self) -> None:
        while self._held_back:
            call = self._desk.calls.session(self._held_back.pop())
            if call is not None and call.phase not in GONE:
                if self._call is None or self._call.phase not in ON_THE_LINE or call.phase in ON_THE_LINE:
                    self._on_bar(call)
                self._background.run(self._desk.calls.pop, call, then=self.screen.put)
                return
        self._messages.show(self.tr("那通来电已经结束。"))

    def _follow(self, call: CallSession) -> None:
        was = self._call
        self._on_bar(call)
        self._show_bar(call)
        self.presence_changed.emit(PRESENCE.get(call.phase, "ready"), "")
        begins = was is None or was.phase != call.phase
        pop = self._pop_of(call)
        if call.phase == "talking" and begins and pop is not None:
            self.form.begin()
        elif call.phase == "wrap_up" and begins:
            self.screen.withdraw_unbind()
            customer_id = pop.customer.identity.customer_id if pop and pop.customer else None
            self._background.run(self._desk.calls.handled, call, customer_id)
        elif call.phase in GONE and call.call_id in self._held_back:
            self._held_back.remove(call.call_id)

    def _follow_held_back(self, call: CallSession) -> None:
        """A call that waits behind another: it may be answered, missed or over before it is opened."""
        free = self._call is None or self._call.phase not in ON_THE_LINE
        if call.phase in ON_THE_LINE and free:
            self._follow(call)
        elif call.phase == "wrap_up":
            self._held_back.remove(call.call_id)
            self._background.run(self._desk.calls.handled, call, None)
        elif call.phase in GONE:
            self._held_back.remove(call.call_id)
            self._messages.show(self.tr("未接来电 {0}").format(number_words(call)))

    def _now(self) -> datetime:
        """This moment in the desk's zone, as views paint it."""
        return self._desk.seat.clock.now().astimezone(self._desk.seat.zone)

    def _on_bar(self, call: CallSession | None) -> None:
        self._call = self.screen.call = call

    def _show_bar(self, call: CallSession) -> None:
        seat = self._desk.seat
        view = call_bar_view(call, self._pop_of(call), seat.pack.label, seat.clock.now())
        self.bar_changed.emit(view)
        phase = {
            "ringing": self.tr("来电"),
            "talking": self.tr("通话中"),
            "held": self.tr("保持"),
            "wrapup": self.tr("话后处理"),
        }
        who = view.name or view.number
        self.title_changed.emit(" · ".join(part for part in (who, phase.get(view.phase, "")) if part))


def _is_announced_here(call: CallSession) -> bool:
    return call.source == LOCAL and not call.is_over
