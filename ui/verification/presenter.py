"""Joins the verification panel with the desk: compares, asks the centre, keeps what was seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.customer.view import Customer360
from app.errors import ShouwenError
from app.verification.view import Compared, Contact, VerificationView
from ui.background import Background, Turns
from ui.papers.checklist import PapersDone
from ui.verification.dialog import VerificationDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.under_bars import keep_under_bars

if TYPE_CHECKING:
    from app.desk import Desk


class VerificationPresenter(QObject):
    """One per desk. A password is in an argument on its way to the centre and nowhere else.

    Signals:
        changed(object): how the caller stands has changed; carries the :class:`VerificationView`.
    """

    changed = Signal(object)

    def __init__(self, desk: Desk, background: Background, messages: MessageBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages, self._window = desk, background, messages, parent
        self.dialog: VerificationDialog | None = None
        self.contact: Contact | None = None
        self._name = ""
        self._turns = Turns()

    def open(self, contact: Contact, name: str, *, on_the_phone: bool = True) -> None:
        """Verify this caller; a panel of another one is closed."""
        if self.dialog is not None and self.contact == contact:
            self.dialog.raise_()
            self.dialog.activateWindow()
            return
        self.close()
        self.contact, self._name = contact, name
        room, seat = self._desk.verification, self._desk.seat
        today = seat.clock.now().astimezone(seat.zone).date()
        where = "phone" if on_the_phone else "counter"
        self.dialog = VerificationDialog(room.policy, seat.pack.papers, today, where=where, parent=self._window)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._connect(self.dialog)
        self._store(room.state, contact, then=self._show_first)

    def show_contact(self, contact: Contact | None) -> None:
        """Who is on the screen now: a panel about anybody else goes, and what it was asking with it."""
        now = self.contact
        if now is not None and (contact is None or contact.customer_id != now.customer_id):
            self.close()

    def mark(self, story: Customer360, contact: Contact, then: Callable[[Customer360], None]) -> None:
        """The story with the header's line as this contact stands."""
        self._background.run(self._desk.verification.mark, story, contact, then=then)

    def read_again(self) -> None:
        """Something was ticked elsewhere: show how the caller stands."""
        if self.contact is not None and self.dialog is not None:
            self._store(self._desk.verification.state, self.contact, then=self._show_only)

    @Slot()
    def close(self) -> None:
        """Put the panel away."""
        if self.dialog is not None:
            self.dialog.reject()

    @Slot()
    def on_closed(self) -> None:
        """It has gone."""
        self._turns.begin()
        self.dialog = self.contact = None

    @Slot()
    def on_tick(self) -> None:
        """A second has passed."""
        if self.dialog is not None:
            self.dialog.tick(self._desk.seat.clock.now())

    @Slot(str, str)
    def on_answered(self, check: str, answer: str) -> None:
        """Compare an answer with the file."""

        def show(compared: Compared) -> None:
            self._show(compared.view)
            if not compared.passed and self.dialog is not None:
                left = next((row.left for row in compared.view.checks if row.code == check), 0)
                self.dialog.checks[check].show_wrong(left)

        self._store(self._desk.verification.compare, self.contact, check, answer, then=show)

    @Slot(str, bool)
    def on_spoken(self, check: str, passed: bool) -> None:
        """The agent heard it, or takes it back."""
        self._store(self._desk.verification.check, self.contact, check, passed, then=self._show)

    @Slot(str, str)
    def on_password_given(self, kind: str, secret: str) -> None:
        """Have the centre compare six digits."""

        def show(view: VerificationView, told: Any) -> None:
            self._show(view)
            if not told.passed and self.dialog is not None:
                self.dialog.say(kind, self.tr("不对，还可以试 {0} 次").format(told.left), "danger")

        self._centre(self._desk.verification.ask_verify, kind, secret, then=show, failed=self._say_failed(kind))

    @Slot(str)
    def on_code_wanted(self, contact_point: str) -> None:
        """Have a code sent."""
        self._centre(
            self._desk.verification.ask_code,
            contact_point,
            then=lambda view, _told: self._show(view),
            failed=self._say_failed("dynamic"),
        )

    @Slot(str, str, str, str)
    def on_keep_wished(self, kind: str, act: str, secret: str, old: str) -> None:
        """Set, change or reset."""

        def show(view: VerificationView, _told: Any) -> None:
            self._show(view)
            if self.dialog is not None:
                done = self.tr("已修改") if act == "change" else self.tr("已办理，请客户尽快修改初始密码")
                self.dialog.keep.say(done, "ok")

        def failed(error: ShouwenError) -> None:
            if self.dialog is not None:
                self.dialog.keep.say(str(error), "danger")

        self._centre(self._desk.verification.ask_keep, kind, act, secret, old, then=show, failed=failed)

    @Slot(object)
    def on_papers_done(self, done: PapersDone) -> None:
        """Every paper was there."""
        codes = sorted(row.paper.code for row in self.dialog.papers.rows.rows if row.seen()) if self.dialog else []
        room = self._desk.verification
        given = (done.business, done.comer, done.where, codes)
        self._store(room.papers_seen, self.contact, *given, then=self._show)
        self._messages.show(self.tr("证件核对已记录。"))

    @Slot(str)
    def on_papers_refused(self, reason: str) -> None:
        """A document ended it."""
        if self.dialog is not None:
            papers = self.dialog.papers
            given = (str(papers.business.value() or ""), papers.comer.choice() or "holder", self.dialog.where, reason)
            self._store(self._desk.verification.papers_refused, self.contact, *given, then=self._show)

    def _connect(self, dialog: VerificationDialog) -> None:
        dialog.finished.connect(self.on_closed)
        dialog.answered.connect(self.on_answered)
        dialog.spoken.connect(self.on_spoken)
        dialog.password_given.connect(self.on_password_given)
        dialog.code_wanted.connect(self.on_code_wanted)
        dialog.keep_wished.connect(self.on_keep_wished)
        dialog.papers.completed.connect(self.on_papers_done)
        dialog.papers.refused.connect(self.on_papers_refused)

    def _show_first(self, view: VerificationView) -> None:
        self._show_only(view)
        if self.dialog is not None:
            keep_under_bars(self.dialog)
            self.dialog.show()
            self.dialog.take_focus()

    def _show_only(self, view: VerificationView) -> None:
        if self.dialog is not None:
            self.dialog.show_view(view, self._name, self._desk.seat.clock.now())

    def _show(self, view: VerificationView) -> None:
        self._show_only(view)
        self.changed.emit(view)

    def _say_failed(self, kind: str) -> Callable[[ShouwenError], None]:
        def say(error: ShouwenError) -> None:
            if self.dialog is not None:
                self.dialog.say(kind, str(error), "danger")

        return say

    def _store(self, work: Callable[..., Any], *args: Any, then: Callable[[Any], None]) -> None:
        """Ask the desk; heard only while this caller's panel is open."""
        self._background.run(work, *args, then=self._turns.heard(then), failed=self._messages.show_error)

    def _centre(
        self,
        ask: Callable[..., Any],
        *args: Any,
        then: Callable[[VerificationView, Any], None],
        failed: Callable[[ShouwenError], None],
    ) -> None:
        """Ask the centre beside the store; what it says is kept also where the panel has gone meanwhile."""
        contact, room, show = self.contact, self._desk.verification, self._turns.heard(then)

        def keep(told: Any) -> None:
            self._background.run(room.take, contact, told, then=lambda view: show(view, told))

        self._background.run_parallel(ask, contact, *args, then=keep, failed=self._turns.heard(failed))
