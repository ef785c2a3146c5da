"""未结工单: what is open for this customer or was closed lately, whose it is, and how long it may still take."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.customer.view import TicketRow
from ui.customer.delegates import TicketDelegate
from ui.widgets.buttons import Button
from ui.widgets.fit_panel import FitPanel
from ui.widgets.row_list import RowList
from ui.widgets.time_text import read_clock

BAR_PX = 36


class TicketsPanel(FitPanel):
    """Open tickets with the seal of the first responder. Where a call may go on with one, that is offered first.

    Signals:
        ticket_chosen: a row was clicked; carries its ticket id.
        resume_requested: 续办, or a row this call may go on with; carries its ticket id.
        new_ticket_requested: 新建 was pressed.
    """

    ticket_chosen = Signal(str)
    resume_requested = Signal(str)
    new_ticket_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("未结工单"), 0)
        self._delegate = TicketDelegate()
        self.content = RowList(self._delegate, self._spoken, fits_content=True)
        self._tickets: tuple[TicketRow, ...] = ()
        self._new = Button(self.tr("新建"), "link", icon="add")
        self._resume = Button(self.tr("续办"), "primary", small=True)
        self._resume.hide()
        self._bar = QWidget()
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addStretch(1)
        self._bar.hide()
        self.set_embedded(embedded=False)
        self.body.addWidget(self._bar)
        self.body.addWidget(self.content)
        self._new.clicked.connect(self.new_ticket_requested)
        self._resume.clicked.connect(self.on_resume)
        self.action_requested.connect(self.new_ticket_requested)
        self.content.opened.connect(self.on_opened)

    def show_tickets(self, tickets: tuple[TicketRow, ...], now: datetime) -> None:
        """Show what is open, and under a heading what was closed lately; none is good news."""
        self._delegate.now = now
        self._tickets = tickets
        is_open = [row for row in tickets if row.is_open]
        done = [row for row in tickets if not row.is_open]
        heading = [self.tr("近 30 天办结 {0}").format(len(done))] if done else []
        self.content.set_rows([*is_open, *heading, *done])
        self.set_count(len(is_open))
        self._new.setVisible(bool(tickets))
        self._bar.setVisible(self._is_embedded and bool(tickets))
        first = next((row for row in is_open if row.can_resume), None)
        self._resume.setVisible(first is not None)
        if first is not None:
            self._resume.setToolTip(self.tr("接着办 {0} {1}，不另开新单").format(first.number, first.title))
        if tickets:
            self.set_state("ready")
        else:
            self.set_state(
                "empty",
                self.tr("没有未结工单"),
                self.tr("这位客户的事都办完了"),
                self.tr("新建工单"),
                action_icon="add",
            )

    def set_embedded(self, *, embedded: bool) -> None:
        """Under a tab there is no header: 续办 and 新建 stand over the rows."""
        place = self._bar.layout() if embedded else self.header_actions
        for button in (self._resume, self._new):
            place.addWidget(button)
        self._bar.setVisible(embedded and bool(self._tickets))
        self._is_embedded = embedded

    def can_resume(self) -> bool:
        """Whether this call may go on with one of these."""
        return any(row.can_resume for row in self._tickets)

    def count_open(self) -> int:
        """How many are open."""
        return sum(row.is_open for row in self._tickets)

    def content_px(self) -> int:
        """All rows, and the bar over them."""
        return self.content.content_height() + (BAR_PX if self._is_embedded else 0)

    def tick(self, now: datetime) -> None:
        """Let the running clocks go on."""
        self._delegate.now = now
        self.content.repaint_rows(lambda row: row.due_at is not None and not row.paused)

    @Slot(object)
    def on_opened(self, row: TicketRow) -> None:
        """Tell which ticket was chosen; one that this call may go on with is gone on with."""
        if row.can_resume:
            self.resume_requested.emit(row.ticket_id)
        else:
            self.ticket_chosen.emit(row.ticket_id)

    @Slot()
    def on_resume(self) -> None:
        """Go on with the first that is open."""
        first = next((row for row in self._tickets if row.can_resume), None)
        if first is not None:
            self.resume_requested.emit(first.ticket_id)

    def _spoken(self, row: TicketRow) -> str:
        now = self._delegate.now
        reading = now and read_clock(row.started_at, row.due_at, now, paused=row.paused)
        state = row.status or (reading.text if reading else "")
        parts = (row.number, row.title, state, self.tr("首问 {name}").format(name=row.first_responder), row.note)
        return " ".join(part for part in parts if part)
