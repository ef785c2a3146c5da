"""未结工单: what is open for this customer, whose it is, and how long it may still take."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.customer.view import TicketRow
from ui.customer.delegates import TicketDelegate
from ui.widgets.buttons import Button
from ui.widgets.fit_panel import FitPanel
from ui.widgets.row_list import RowList
from ui.widgets.time_text import read_clock


class TicketsPanel(FitPanel):
    """Open tickets with the seal of the first responder.

    Signals:
        ticket_chosen: a row was clicked; carries its ticket id.
        new_ticket_requested: 新建 was pressed.
    """

    ticket_chosen = Signal(str)
    new_ticket_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("未结工单"), 0)
        self._delegate = TicketDelegate()
        self.content = RowList(self._delegate, self._spoken, fits_content=True)
        self._new = Button(self.tr("新建"), "link", icon="add")
        self.header_actions.addWidget(self._new)
        self.body.addWidget(self.content)
        self._new.clicked.connect(self.new_ticket_requested)
        self.action_requested.connect(self.new_ticket_requested)
        self.content.opened.connect(self.on_opened)

    def show_tickets(self, tickets: tuple[TicketRow, ...], now: datetime) -> None:
        """Show what is open; none is good news."""
        self._delegate.now = now
        self.content.set_rows(tickets)
        self.set_count(len(tickets))
        self._new.setVisible(bool(tickets))
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

    def content_px(self) -> int:
        """All rows."""
        return self.content.content_height()

    def tick(self, now: datetime) -> None:
        """Let the running clocks go on."""
        self._delegate.now = now
        self.content.repaint_rows(lambda row: row.due_at is not None and not row.paused)

    @Slot(object)
    def on_opened(self, row: TicketRow) -> None:
        """Tell which ticket was chosen."""
        self.ticket_chosen.emit(row.ticket_id)

    def _spoken(self, row: TicketRow) -> str:
        now = self._delegate.now
        reading = now and read_clock(row.started_at, row.due_at, now, paused=row.paused)
        state = row.status or (reading.text if reading else "")
        parts = (row.number, row.title, state, self.tr("首问 {name}").format(name=row.first_responder), row.note)
        return " ".join(part for part in parts if part)
