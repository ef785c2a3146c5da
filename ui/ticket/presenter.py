"""Drives the form: keeps what is typed within a second, hands in, shows what the desk says. Decides nothing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.customer.view import Customer360
from app.errors import InvalidFieldError, ShouwenError
from app.ids import CustomerId
from app.ticket.draft import Draft
from app.ticket.form import Choice, Form
from ui.background import Background
from ui.ticket.form import SchemaForm
from ui.widgets.message_bar import MessageBar
from ui.widgets.time_text import read_clock

if TYPE_CHECKING:
    from app.desk import Desk
    from app.ticket.fold import Ticket

KEEP_AFTER_MS = 400
"""A draft is in the store this long after the last key; the promise is one second (`architecture.md` §4)."""


class FormPresenter(QObject):
    """One form at a time.

    Signals:
        kept(Draft): what was typed is in the store; the draft has its number.
        kind_changed(Draft): the agent chose another kind of ticket.
        reason_changed(Draft): the agent chose what it is about.
        finished: the ticket was handed in.
    """

    kept = Signal(object)
    kind_changed = Signal(object)
    reason_changed = Signal(object)
    finished = Signal()

    def __init__(self, desk: Desk, view: SchemaForm, background: Background, messages: MessageBar) -> None:
        super().__init__(view)
        self._desk, self._view, self._background, self._messages = desk, view, background, messages
        self.draft: Draft | None = None
        self.is_dirty = False
        self._submitting = False
        self._saving = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(KEEP_AFTER_MS)
        self._later.timeout.connect(self.keep)
        view.edited.connect(self.on_edited)
        view.save_requested.connect(self.keep)
        view.submit_requested.connect(self.on_submit_requested)
        view.set_lexicon(desk.seat.pack.forbidden)
        view.set_first_responder(f"{desk.seat.agent.name} {desk.seat.agent_id}")

    @property
    def ticket_id(self) -> str | None:
        """The ticket being written, or None."""
        return None if self.draft is None else self.draft.ticket_id

    @property
    def is_unsaved(self) -> bool:
        """Whether something typed is not in the store yet."""
        return self._later.isActive() or self._saving > 0

    def open(self, draft: Draft, form: Form, customer: Customer360 | None) -> None:
        """Show a form. What was being written before is in the store already or goes there now."""
        self._keep_unsaved()
        self.draft, self.is_dirty, self._submitting = draft, False, False
        seat = self._desk.seat
        self._view.set_today(seat.clock.now().astimezone(seat.zone).date())
        self._view.set_holdings(_holding_choices(customer))
        self._view.show_form(form, draft.values)
        self.tick(seat.clock.now())

    def clear(self) -> None:
        """Nothing is being written. What was, is in the store."""
        self._keep_unsaved()
        self.draft, self.is_dirty, self._submitting = None, False, False
        self._view.show_nothing()

    def bind(self, customer_id: str) -> None:
        """The caller has been recognised: the ticket is theirs."""
        if self.draft is not None:
            self.draft = msgspec.structs.replace(self.draft, customer_id=CustomerId(customer_id))
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
        self.draft = msgspec.structs.replace(self.draft, values={**self.draft.values, name: value})
        self.is_dirty = True
        self._later.start()
        if name == "kind" and value and value != self.draft.kind:
            self._change_kind(value)
        elif name == "reason":
            self.reason_changed.emit(self.draft)

    @Slot()
    def keep(self) -> None:
        """Into the store, now. The first time the ticket gets its number."""
        self._later.stop()
        if self.draft is not None and not self._submitting:
            self._saving += 1
            self._background.run(self._desk.tickets.save, self.draft, then=self._on_kept, failed=self._on_not_kept)

    @Slot()
    def on_submit_requested(self) -> None:
        """Hand it in, once, however often the button is pressed."""
        if self.draft is None or self._submitting:
            return
        self._later.stop()
        self._submitting = True
        self._background.run(self._desk.tickets.problems, self.draft, then=self._on_checked, failed=self._on_refused)

    def _on_checked(self, problems: list[InvalidFieldError]) -> None:
        if problems or self.draft is None:
            self._submitting = False
            self._view.show_problems(problems)
            self.keep()
            return
        self._background.run(self._desk.tickets.submit, self.draft, then=self._on_submitted, failed=self._on_refused)

    def _on_submitted(self, ticket: Ticket) -> None:
        if self.draft is None or self.draft.ticket_id != ticket.id:
            return
        self.draft = msgspec.structs.replace(self.draft, number=ticket.number)
        self.is_dirty = False
        self._view.show_submitted(ticket.number)
        self._messages.show(self.tr("{0} 已提交，已存在本机，自动上传。").format(ticket.number))
        self.finished.emit()

    def _on_refused(self, error: ShouwenError) -> None:
        self._submitting = False
        if isinstance(error, InvalidFieldError):
            self._view.show_problems([error])
        else:
            self._messages.show(self.tr("没交上去，草稿已保存。{0}").format(error), tone="danger")

    def _on_kept(self, draft: Draft) -> None:
        self._saving -= 1
        if self.draft is None or draft.ticket_id != self.draft.ticket_id:
            return
        is_new = not self.draft.number
        self.draft = msgspec.structs.replace(self.draft, number=draft.number)
        self._view.show_saved(draft.updated_at.astimezone(self._desk.seat.zone))
        if is_new:
            self.kept.emit(self.draft)

    def _on_not_kept(self, error: ShouwenError) -> None:
        self._saving -= 1
        self._messages.show(str(error), tone="danger")

    def _keep_unsaved(self) -> None:
        if self.is_dirty and self.draft is not None and not self._submitting:
            self._later.stop()
            self._background.run(self._desk.tickets.save, self.draft)

    def _change_kind(self, kind: str) -> None:
        if self.draft is None or kind not in self._desk.seat.pack.kinds:
            return
        self.draft = msgspec.structs.replace(self.draft, kind=kind)
        self._view.show_form(self._desk.tickets.form(kind), self.draft.values)
        self.kind_changed.emit(self.draft)


def _holding_choices(customer: Customer360 | None) -> tuple[Choice, ...]:
    if customer is None:
        return ()
    return tuple(Choice(row.number, f"{row.number} · {row.title}") for group in customer.holdings for row in group.rows)
