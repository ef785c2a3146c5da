"""我的工作: what waits for this agent, most urgent first, beside whoever is on the line."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.work.view import CallBack, Message, MyWork, WorkItem
from ui.widgets.buttons import IconButton
from ui.widgets.fit_panel import close_up
from ui.widgets.panel import Panel
from ui.widgets.row_list import RowList
from ui.work.delegates import WorkDelegate
from ui.work.rows import Row, rows_of, spoken
from ui.work.strip import STRIP_PX, WorkStrip


class MyWorkPanel(QStackedWidget):
    """Tickets with their clocks, promised call-backs, messages; or the strip of 48 px.

    Signals:
        ticket_chosen: carries a ticket id.
        call_back_chosen: carries the :class:`app.work.view.CallBack`.
        message_chosen: carries the :class:`app.work.view.Message`.
        fold_requested: the panel is to become the strip (True) or the panel again (False).
    """

    ticket_chosen = Signal(str)
    call_back_chosen = Signal(object)
    message_chosen = Signal(object)
    fold_requested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = MyWork()
        self._delegate = WorkDelegate()
        self._list = RowList(self._delegate, self._spoken)
        self.panel, self.strip = Panel(self.tr("我的工作")), WorkStrip()
        self._build()

    def show_work(self, work: MyWork, now: datetime) -> None:
        """Show what waits. ``now`` is in the desk's calendar zone; :meth:`tick` moves it on."""
        self._work = work
        self._delegate.now = now
        self._list.set_rows(rows_of(work))
        self.strip.show_work(work, now)
        if self._list.rows:
            self.panel.set_state("ready")
        else:
            self.panel.set_state("empty", self.tr("没有待办工单"), self.tr("可以休息一下"))

    def tick(self, now: datetime) -> None:
        """A second has passed: the clocks go on."""
        self._delegate.now = now
        if self.is_strip():
            self.strip.show_work(self._work, now)
        else:
            self._list.repaint_rows(_runs)

    def set_strip(self, *, strip: bool) -> None:
        """Shrink to 48 px, or stand as a whole panel."""
        self.setCurrentWidget(self.strip if strip else self.panel)
        self.setMinimumWidth(STRIP_PX if strip else 200)
        self.setMaximumWidth(STRIP_PX if strip else 320)

    def is_strip(self) -> bool:
        """Whether only the strip is shown."""
        return self.currentWidget() is self.strip

    def go_to_messages(self) -> bool:
        """Bring the messages into view, with the keyboard on the first unread one. Returns whether there are any."""
        messages = [at for at, row in enumerate(self._list.rows) if isinstance(row, Message)]
        if not messages or self.is_strip():
            return False
        unread = next((at for at in messages if self._list.rows[at].unread), messages[0])
        model = self._list.model()
        self._list.scrollTo(model.index(messages[0] - 1, 0), RowList.ScrollHint.PositionAtTop)
        self._list.setCurrentIndex(model.index(unread, 0))
        self._list.setFocus()
        return True

    def rows(self) -> list[str]:
        """What the list says, row by row."""
        return [self._spoken(row) for row in self._list.rows]

    @Slot(object)
    def on_opened(self, row: Row) -> None:
        """Tell what was clicked."""
        match row:
            case WorkItem():
                self.ticket_chosen.emit(row.ticket_id)
            case CallBack():
                self.call_back_chosen.emit(row)
            case Message():
                self.message_chosen.emit(row)

    @Slot()
    def on_fold_clicked(self) -> None:
        """The panel gives its room to the customer."""
        self.fold_requested.emit(True)

    @Slot()
    def on_unfold_clicked(self) -> None:
        """The whole panel is wanted."""
        self.fold_requested.emit(False)

    def _spoken(self, row: Row) -> str:
        return spoken(row, self._delegate.now)

    def _build(self) -> None:
        fold = IconButton("panel_left_contract", self.tr("收起我的工作 Ctrl+B"))
        fold.setFixedSize(24, 24)
        self.panel.header_actions.addWidget(fold)
        self.panel.body.addWidget(self._list)
        self.panel.body.setContentsMargins(0, 0, 0, 6)
        close_up(self.panel)
        self.addWidget(self.panel)
        self.addWidget(self.strip)
        fold.clicked.connect(self.on_fold_clicked)
        self.strip.unfold_requested.connect(self.on_unfold_clicked)
        self._list.opened.connect(self.on_opened)
        self.set_strip(strip=False)


def _runs(row: Row) -> bool:
    return isinstance(row, CallBack) or (isinstance(row, WorkItem) and row.due_at is not None and not row.paused)
