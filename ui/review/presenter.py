"""Joins the review screens with the desk: reads what waits, carries out what is wished, opens a customer's sheet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.customer.file_sheet import FileSheet, ReviewQueue
from app.customer.provenance import FieldFact
from app.errors import InvalidFieldError, ShouwenError
from app.identity.document import kinds_of
from ui.background import Background
from ui.review.case_card import CaseCard, Wish
from ui.review.field_row import Change
from ui.review.file_sheet import FileSheetDialog, Key
from ui.review.page import ReviewPage
from ui.widgets.message_bar import MessageBar
from ui.widgets.under_bars import keep_under_bars

if TYPE_CHECKING:
    from app.desk import Changes, Desk
    from app.desk.review import Proposed

BURST_MS = 200
UNDO_MS = 8_000
"""Verifying can be taken back for so long; only then is it written (`design.md` §7.3)."""
SOURCES = ("customer_said", "counter", "application", "agent")
"""Where a value that is typed by hand may come from."""


class ReviewPresenter(QObject):
    """One per desk.

    Signals:
        counted(int): so many contradictions wait for this agent.
        duplicate_opened: two files are to be compared; carries the :class:`app.customer.file_sheet.Suspicion`.
    """

    counted = Signal(int)
    duplicate_opened = Signal(object)

    def __init__(self, desk: Desk, background: Background, messages: MessageBar, page: ReviewPage) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages, self._page = desk, background, messages, page
        self._mine, self._minute = False, -1
        self._wish: Wish | None = None
        self.sheet: FileSheetDialog | None = None
        self._pending: dict[Key, QTimer] = {}
        self._burst = QTimer(self)
        self._burst.setSingleShot(True)
        self._burst.setInterval(BURST_MS)
        self._burst.timeout.connect(self.read)
        page.wished.connect(self.on_wished)
        page.file_requested.connect(self.open_file)
        page.duplicate_opened.connect(self.duplicate_opened)
        page.mine_chosen.connect(self.on_mine_chosen)
        page.retry_requested.connect(self.read)
        page.show_loading()
        self.read()

    @Slot()
    def read(self) -> None:
        """Read the list and the sheet that is open again."""
        self._burst.stop()  # what it was waiting to read is read now
        self._background.run(self._read_queue, self._mine, then=self._show_queue, failed=self._on_read_failed)
        if self.sheet is not None:
            self._read_sheet(self.sheet.customer_id())

    @Slot(object)
    def on_changed(self, changes: Changes) -> None:
        """Some customer's file changed, here or at the centre: what waits may have."""
        if changes.customers and not self._burst.isActive():
            self._burst.start()

    @Slot(str)
    def open_file(self, customer_id: str) -> None:
        """资料与来源 of a customer, over the window."""
        if customer_id and self.sheet is None:
            self._background.run(self._desk.review.file_sheet, customer_id, then=self._open_sheet)

    @Slot(bool)
    def on_mine_chosen(self, mine: bool) -> None:
        """Only what this agent may do next, or everything."""
        self._mine = mine
        self.read()

    @Slot(object)
    def on_wished(self, wish: Wish) -> None:
        """A step of a case."""
        self._wish = wish
        self._background.run(self._do, wish, then=self._on_done, failed=self._on_refused)

    @Slot(object)
    def on_verify(self, fact: FieldFact) -> None:
        """已核实: shown at once, written when it can no longer be taken back."""
        key = (fact.row_id, fact.field)
        if key in self._pending:
            return
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(UNDO_MS)
        timer.timeout.connect(lambda: self._write(key))
        self._pending[key] = timer
        timer.start()
        self._mark()

    @Slot(object)
    def on_undo(self, fact: FieldFact) -> None:
        """撤回."""
        self._settle((fact.row_id, fact.field))
        self._mark()

    @Slot(object)
    def on_change(self, change: Change) -> None:
        """Another value for a field: written at once, or kept beside the old one until it is reviewed."""
        self._background.run(
            self._desk.review.propose_for,
            change.row_id,
            change.field,
            change.value,
            change.source,
            then=self._on_proposed,
            failed=self._on_refused,
        )

    @Slot()
    def flush(self) -> None:
        """Write what was verified and could still have been taken back: the sheet closes, or the program ends."""
        for key in list(self._pending):
            self._write(key)

    @Slot()
    def on_sheet_closed(self) -> None:
        """The sheet was closed."""
        self.flush()
        if self.sheet is not None:
            self.sheet.deleteLater()
            self.sheet = None

    @Slot()
    def close_sheet(self) -> None:
        """Put the sheet away: something else is to be looked at."""
        if self.sheet is not None:
            self.sheet.reject()

    @Slot()
    def on_tick(self) -> None:
        """A second has passed: once a minute the ages go on."""
        now = self._now()
        if self._page.isVisible() and now.minute != self._minute:
            self._minute = now.minute
            self._page.tick(now)

    def _write(self, key: Key) -> None:
        if self._settle(key):
            self._background.run(self._desk.review.verify, *key, then=self._on_done)

    def _settle(self, key: Key) -> bool:
        """It can no longer be taken back, or has been. Returns whether it could until now."""
        timer = self._pending.pop(key, None)
        if timer is None:
            return False
        timer.stop()
        timer.deleteLater()
        return True

    def _read_queue(self, mine: bool) -> ReviewQueue:
        return self._desk.review.queue(mine=mine)

    def _show_queue(self, queue: ReviewQueue) -> None:
        self._page.show_queue(queue, self._now())
        self.counted.emit(queue.mine)

    def _read_sheet(self, customer_id: str) -> None:
        self._background.run(self._desk.review.file_sheet, customer_id, then=self._show_sheet)

    def _open_sheet(self, sheet: FileSheet | None) -> None:
        if sheet is None or self.sheet is not None:
            return
        dialog = self.sheet = FileSheetDialog(*self._words(), self._page.window())
        dialog.verify_requested.connect(self.on_verify)
        dialog.undo_requested.connect(self.on_undo)
        dialog.change_requested.connect(self.on_change)
        dialog.wished.connect(self.on_wished)
        dialog.duplicate_opened.connect(self.duplicate_opened)
        dialog.finished.connect(self.on_sheet_closed)
        dialog.show_sheet(sheet, set(self._pending), self._now())
        keep_under_bars(dialog)
        dialog.open()

    def _show_sheet(self, sheet: FileSheet | None) -> None:
        if sheet is not None and self.sheet is not None and self.sheet.customer_id() == sheet.customer_id:
            self.sheet.show_sheet(sheet, set(self._pending), self._now())

    def _mark(self) -> None:
        if self.sheet is not None:
            self.sheet.mark_pending(set(self._pending))

    def _words(self) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        pack = self._desk.seat.pack
        sources = {code: pack.label("source", code) for code in SOURCES if code in pack.quality.sources}
        kinds = {kind.code: kind.label for kind in (*kinds_of("person"), *kinds_of("organisation"))}
        return sources, {"sex": pack.labels.get("sex", {}), "id_kind": kinds}

    def _do(self, wish: Wish) -> Any:
        review = self._desk.review
        match wish.move:
            case "compare":
                return review.compare(wish.case_id, "new" if wish.side == "new" else "old", wish.words)
            case "review":
                return review.review(wish.case_id, "new" if wish.side == "new" else "old", wish.words)
            case "record":
                return review.record(wish.case_id)
            case _:
                return review.withdraw(wish.case_id, wish.words)

    def _on_done(self, _result: object) -> None:
        self.read()

    def _on_proposed(self, proposed: Proposed | None) -> None:
        if self.sheet is not None and proposed is not None:
            said = self.tr("已改，联网后上传。") if proposed.changed else self.tr("两个值都留着，排进了资料核对。")
            self.sheet.close_editors()
            self.sheet.say(said)
        self.read()

    def _on_refused(self, error: ShouwenError) -> None:
        words = str(error)
        if isinstance(error, InvalidFieldError) and error.field in ("note", "reason"):
            self._card().show_fault(words)
        elif isinstance(error, InvalidFieldError) and self.sheet is not None:
            self.sheet.show_fault(error.field, words)
        elif self.sheet is not None:
            self.sheet.say(words)
        else:
            self._messages.show(words)
        self._burst.start()

    def _card(self) -> CaseCard:
        """The card on which the step was wished that has just been refused."""
        if self.sheet is not None and self._wish is not None:
            return self.sheet.card(self._wish.case_id)
        return self._page.card

    def _on_read_failed(self, error: ShouwenError) -> None:
        self._page.show_failed(f"{error}（{error.code}）")

    def _now(self) -> datetime:
        return self._desk.seat.clock.now().astimezone(self._desk.seat.zone)
