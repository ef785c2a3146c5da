"""Drives the form: keeps what is typed within a second, hands in, shows what the desk says. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.customer.view import Customer360
from app.errors import ShouwenError
from app.ids import CustomerId, TicketId
from app.ticket.draft import Draft
from app.ticket.fold import Ticket
from app.ticket.form import Choice, Form
from ui.background import Background
from ui.ticket.form import SchemaForm
from ui.widgets.message_bar import MessageBar
from ui.widgets.time_text import read_clock

if TYPE_CHECKING:
    from app.desk import Desk
    from app.desk.tickets import HandedIn

KEEP_AFTER_MS = 250
"""A draft is in the store this long after the last key; the promise is one second (`architecture.md` §4)."""

TRY_AGAIN_MS = 1_000
"""A draft that could not be stored (full disk) is tried again this often."""


class FormPresenter(QObject):
    """One form on the screen, and whatever was typed into any form and is not in the store yet.

    Signals:
        kept(Draft): the draft has its number now.
        kind_changed(Draft): the agent chose another kind of ticket.
        reason_changed(Draft): the agent chose what it is about.
        finished: the ticket was handed in.
        left: something half written went off the screen: it is in my work now.
    """

    kept = Signal(object)
    kind_changed = Signal(object)
    reason_changed = Signal(object)
    finished = Signal()
    left = Signal()

    def __init__(self, desk: Desk, view: SchemaForm, background: Background, messages: MessageBar) -> None:
        super().__init__(view)
        self._desk, self._view, self._background, self._messages = desk, view, background, messages
        self.draft: Draft | None = None
        self._unsaved: dict[TicketId, Draft] = {}
        self._handing_in: set[TicketId] = set()
        self._handed_in: set[TicketId] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.keep)
        view.edited.connect(self.on_edited)
        view.save_requested.connect(self.on_save_requested)
        view.submit_requested.connect(self.on_submit_requested)
        view.set_lexicon(desk.seat.pack.forbidden)
        view.set_first_responder(f"{desk.seat.agent.name} {desk.seat.agent_id}")

    @property
    def ticket_id(self) -> str | None:
        """The ticket on the screen, or None."""
        return None if self.draft is None else self.draft.ticket_id

    @property
    def is_dirty(self) -> bool:
        """Whether a person has typed into what is on the screen and it is not handed in: nothing may cover it."""
        draft = self.draft
        return draft is not None and draft.touched and draft.ticket_id not in self._handed_in

    @property
    def is_unsaved(self) -> bool:
        """Whether something typed, here or in a form left before, is not in the store yet."""
        return bool(self._unsaved)

    def open(self, draft: Draft, form: Form, customer: Customer360 | None) -> None:
        """Show a form. What was being written before goes into the store."""
        self._leave()
        self.draft = draft
        seat = self._desk.seat
        self._view.set_today(seat.clock.now().astimezone(seat.zone).date())
        self._view.set_holdings(_holding_choices(customer))
        self._view.show_form(form, draft.values)
        self.tick(seat.clock.now())

    def show_ticket(self, ticket: Ticket) -> Draft:
        """Show a ticket that was handed in before, read-only. Returns it as the draft it once was."""
        self._leave()
        self.draft = Draft(
            ticket_id=ticket.id,
            number=ticket.number,
            kind=ticket.kind,
            opened_at=ticket.opened_at,
            updated_at=ticket.updated_at,
            first_responder=ticket.first_responder,
            customer_id=ticket.customer_id,
            call_id=ticket.call_id,
            channel=ticket.channel,
            values=ticket.fields(),
        )
        self._handed_in.add(ticket.id)
        self._view.show_form(self._desk.tickets.form(ticket.kind), self.draft.values)
        self._view.show_submitted(ticket.number)
        self.tick(self._desk.seat.clock.now())
        return self.draft

    def has_holding(self) -> bool:
        """Whether the form on the screen is being written and can name a holding."""
        draft = self.draft
        return draft is not None and draft.ticket_id not in self._handed_in and bool(self._holding_field(draft))

    @Slot(str)
    def use_holding(self, number: str) -> None:
        """用于工单: the ticket is about this policy, claim or device."""
        draft = self.draft
        name = self._holding_field(draft) if draft is not None and self.has_holding() else ""
        if name:
            self._view.field(name).show_value(number)
            self.on_edited(name, number)

    def _holding_field(self, draft: Draft) -> str:
        fields = self._desk.tickets.form(draft.kind).fields()
        return next((field.name for field in fields if field.control == "holding"), "")

    def clear(self, why: str = "") -> None:
        """Nothing is being written. What was goes into the store. ``why``: this call is none that makes a ticket."""
        self._leave()
        self.draft = None
        if why:
            self._view.show_no_ticket(why)
        else:
            self._view.show_nothing()

    def begin(self) -> None:
        """The call is answered: the ticket gets its number, even before anything is typed."""
        if self.draft is not None and not self.draft.number:
            self._unsaved.setdefault(self.draft.ticket_id, self.draft)
            self.keep()

    def bind(self, customer_id: str | None) -> None:
        """The caller has been recognised, or was not that customer after all."""
        if self.draft is not None:
            known = None if customer_id is None else CustomerId(customer_id)
            self._change(msgspec.structs.replace(self.draft, customer_id=known))
            self.keep()

    def show_holdings(self, customer: Customer360) -> None:
        """What this customer holds can be linked now."""
        self._view.set_holdings(_holding_choices(customer))

    def tick(self, now: datetime) -> None:
        """The form's clock goes on."""
        draft = self.draft
        rules = () if draft is None else self._desk.seat.pack.clocks_for(draft.kind)
        if draft is None or not rules or not draft.number:
            self._view.set_clock("", None)
            return
        rule = rules[0]
        reading = read_clock(draft.opened_at, draft.opened_at + rule.limit, now)
        self._view.set_clock(self.tr("{0}剩余").format(rule.name), reading)

    @Slot(str, object)
    def on_edited(self, name: str, value: Any) -> None:
        """A key was pressed in a field."""
        if self.draft is None or self.draft.values.get(name) == value:
            return
        self._change(msgspec.structs.replace(self.draft, values={**self.draft.values, name: value}, touched=True))
        self._later.start(KEEP_AFTER_MS)
        if name == "kind" and value and value != self.draft.kind:
            self._change_kind(value)
        elif name == "reason":
            self.reason_changed.emit(self.draft)

    @Slot()
    def on_save_requested(self) -> None:
        """存草稿: kept even if nothing has been typed."""
        if self.draft is not None:
            self._change(msgspec.structs.replace(self.draft, touched=True))
            self.keep()

    @Slot()
    def keep(self) -> None:
        """Everything typed and not stored yet goes into the store, now."""
        self._later.stop()
        for draft in list(self._unsaved.values()):
            if draft.ticket_id not in self._handing_in:
                self._background.run(
                    self._desk.tickets.save, draft, then=_with(self._on_kept, draft), failed=self._on_not_kept
                )

    @Slot()
    def on_submit_requested(self) -> None:
        """Hand it in, once, however often the button is pressed; what is typed meanwhile follows."""
        draft = self.draft
        if draft is None or draft.ticket_id in self._handing_in | self._handed_in:
            return
        self._handing_in.add(draft.ticket_id)
        self._background.run(
            self._desk.tickets.hand_in,
            draft,
            then=_with(self._on_handed_in, draft),
            failed=_with(self._on_not_handed_in, draft),
        )

    def _on_handed_in(self, sent: Draft, result: HandedIn) -> None:
        self._handing_in.discard(sent.ticket_id)
        self._stored(sent, result.draft)
        on_screen = self.draft is not None and self.draft.ticket_id == sent.ticket_id
        if result.ticket is not None:
            self._handed_in.add(sent.ticket_id)
            self._messages.show(self.tr("{0} 已提交。").format(result.ticket.number))
            if on_screen:
                self._view.show_submitted(result.ticket.number)
            self.finished.emit()
        elif on_screen:
            self._view.show_problems(list(result.problems))
        self.keep()

    def _on_not_handed_in(self, sent: Draft, error: ShouwenError) -> None:
        self._handing_in.discard(sent.ticket_id)
        self._unsaved.setdefault(sent.ticket_id, sent)
        self._later.start(TRY_AGAIN_MS)
        self._messages.show(self.tr("没交上去，填写的内容还在。{0}").format(error), tone="danger")

    def _on_kept(self, sent: Draft, stored: Draft) -> None:
        self._stored(sent, stored)
        if self.draft is not None and self.draft.ticket_id == stored.ticket_id:
            self._view.show_saved(stored.updated_at.astimezone(self._desk.seat.zone))

    def _on_not_kept(self, error: ShouwenError) -> None:
        self._messages.show(str(error), tone="danger")
        self._later.start(TRY_AGAIN_MS)

    def _stored(self, sent: Draft, stored: Draft) -> None:
        """What was sent is in the store; what was typed since is not, but the number is known now."""
        if self._unsaved.get(sent.ticket_id) is sent:
            del self._unsaved[sent.ticket_id]
        newer = self._unsaved.get(sent.ticket_id)
        if newer is not None and not newer.number:
            self._unsaved[sent.ticket_id] = msgspec.structs.replace(newer, number=stored.number)
        if self.draft is not None and self.draft.ticket_id == sent.ticket_id and not self.draft.number:
            self.draft = self._unsaved.get(sent.ticket_id) or msgspec.structs.replace(self.draft, number=stored.number)
            self.kept.emit(self.draft)

    def _leave(self) -> None:
        was_dirty = self.is_dirty
        self.keep()
        if was_dirty:
            self.left.emit()

    def _change(self, draft: Draft) -> None:
        self.draft = self._unsaved[draft.ticket_id] = draft

    def _change_kind(self, kind: str) -> None:
        if self.draft is None or kind not in self._desk.seat.pack.kinds:
            return
        self._change(msgspec.structs.replace(self.draft, kind=kind))
        self._view.show_form(self._desk.tickets.form(kind), self.draft.values)
        self.kind_changed.emit(self.draft)


def _with(then: Callable[[Draft, Any], None], draft: Draft) -> Callable[[Any], None]:
    """The answer together with what it answers: the screen may show another ticket by then."""
    return lambda answer: then(draft, answer)


def _holding_choices(customer: Customer360 | None) -> tuple[Choice, ...]:
    if customer is None:
        return ()
    return tuple(Choice(row.number, f"{row.number} · {row.title}") for group in customer.holdings for row in group.rows)
