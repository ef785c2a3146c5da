"""The customer 360: who calls, what happened, what they hold, what is open, what to say (`design.md` §2 01)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.customer.view import Customer360, Identity
from app.ids import CustomerId
from app.script.view import Mood
from ui.customer.hints import HintsPanel
from ui.customer.holdings import HoldingsPanel
from ui.customer.identity_header import IdentityHeader
from ui.customer.tabs import embed
from ui.customer.tickets import TicketsPanel
from ui.customer.trail import TrailPanel
from ui.widgets.layout_class import Height, LayoutClass, Width

GAP = 8
NOBODY = Customer360(identity=Identity(customer_id=CustomerId(""), name=""))


class Arrangement(StrEnum):
    """How the panels under the identity header stand."""

    TABS = "tabs"
    STACK = "stack"
    COLUMNS = "columns"


class CustomerView(QWidget):
    """Everything the first ten seconds need, readable without a click.

    Signals:
        reveal_requested: an eye was pressed; carries ``phone`` or ``id_number``.
        ticket_chosen: an open ticket was clicked; carries its id.
        new_ticket_requested: 新建.
        holding_opened: carries the :class:`app.customer.view.HoldingRow`.
        touch_opened: carries the :class:`app.customer.view.Touch`.
        all_touches_requested: 近 30 天共 N 次触点.
        hint_accepted: carries the :class:`app.customer.view.Hint`.
        search_requested: an unknown caller is to be found; carries the text.
        new_customer_requested: carries the text of the search box.
        retry_requested: the customer could not be read and is to be read again.
    """

    reveal_requested = Signal(str)
    ticket_chosen = Signal(str)
    new_ticket_requested = Signal()
    holding_opened = Signal(object)
    touch_opened = Signal(object)
    all_touches_requested = Signal()
    hint_accepted = Signal(object)
    search_requested = Signal(str)
    new_customer_requested = Signal(str)
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.identity = IdentityHeader()
        self.trail = TrailPanel()
        self.holdings = HoldingsPanel()
        self.tickets = TicketsPanel()
        self.hints = HintsPanel()
        self._arrangement: Arrangement | None = None
        self._trail_px = 0
        self._build()
        self._forward()
        self._arrange(Arrangement.STACK)

    def show_customer(self, customer: Customer360, now: datetime) -> None:
        """Show a customer. ``now`` is in the desk's calendar zone; :meth:`tick` moves it on."""
        self.identity.show_identity(customer.identity)
        self.trail.show_trail(customer.trail, now)
        self.holdings.show_customer(customer)
        self.holdings.set_state("ready")
        self.tickets.show_tickets(customer.tickets, now)
        self.hints.show_hints(customer.hints, customer.hidden_hints)
        self._place_hints()
        self._word_lent_tabs()

    def show_loading(self) -> None:
        """The customer is being read: nothing for 150 ms, then grey lines. Nobody else's facts stay in sight."""
        self.identity.show_loading()
        self._clear()
        for panel in (self.trail, self.holdings, self.tickets):
            panel.set_state("loading")

    def show_nobody(self) -> None:
        """Nobody is on the line and nobody was looked up."""
        self.identity.show_nobody()
        self._clear()
        self.trail.set_state("empty", self.tr("没有来电"), self.tr("来电时显示客户两天内的联系"), icon="history")
        self.holdings.set_state(
            "empty", self.tr("还没有客户"), self.tr("来电自动显示，也可以按 Ctrl+K 查找"), icon="person"
        )
        self.tickets.set_state("empty", self.tr("没有未结工单"), self.tr("有客户时显示没办完的事"))

    def show_unknown(self, number_text: str) -> None:
        """Nobody is known under this number."""
        self.identity.show_unknown(number_text)
        self._clear()
        later = self.tr("找到或新建客户后显示")
        self.trail.set_state("empty", self.tr("还不知道找过几次"), later, icon="history")
        self.holdings.set_state("empty", self.tr("还不知道是哪位客户"), later, icon="person")
        self.tickets.set_state("empty", self.tr("还不知道有没有未结工单"), later)

    def show_cached(self, time: datetime) -> None:
        """What is shown was read at ``time`` (local); newer contacts may be missing."""
        badge = self.tr("缓存 {time}").format(time=f"{time:%H:%M}")
        self.holdings.set_state("cached", badge=badge)
        missing = self.tr("{time} 之后的触点可能看不到").format(time=f"{time:%H:%M}")
        self.trail.set_state("cached", reason=missing, badge=badge)

    def show_failed(self, reason: str) -> None:
        """The customer could not be read. ``reason`` ends in a code that can be read out."""
        for panel in (self.trail, self.holdings):
            panel.set_state("error", self.tr("客户资料读取失败"), reason, self.tr("重试"), action_icon="arrow_sync")

    def set_mood(self, mood: Mood) -> None:
        """How the caller sounds: selling hints fold away while it is bad."""
        self.hints.set_mood(mood)

    def set_revealable(self, *, revealable: bool) -> None:
        """Whether whole numbers can be shown from here."""
        self.identity.set_revealable(revealable=revealable)

    def tick(self, now: datetime) -> None:
        """A second has passed."""
        self.tickets.tick(now)

    def arrange(self, layout: LayoutClass) -> None:
        """Stand the panels as this window has room for (`design.md` §3)."""
        short = layout.height is Height.SHORT
        self.identity.set_compact(compact=short)
        self.trail.set_compact(compact=short)
        if short or layout.width <= Width.S:
            wanted = Arrangement.TABS
        else:
            wanted = Arrangement.COLUMNS if layout.width is Width.L else Arrangement.STACK
        self._trail_px = layout.trail_px
        if wanted is not self._arrangement:
            self._arrange(wanted)
        self._set_trail_width()

    def _clear(self) -> None:
        self.trail.show_nothing()
        self.holdings.show_customer(NOBODY)
        self.tickets.show_tickets((), datetime.min)  # noqa: DTZ901 (no clock runs without tickets)
        self.hints.show_hints((), ())
        self._place_hints()
        self._word_lent_tabs()

    def _arrange(self, wanted: Arrangement) -> None:
        self._arrangement = wanted
        lent = wanted is Arrangement.TABS
        if not lent:
            for key in ("tickets", "hints"):
                self.holdings.take_page(key)
        for panel in (self.tickets, self.hints):
            embed(panel, embedded=lent)
        if lent:
            self._word_lent_tabs()
        else:
            column = self._side if wanted is Arrangement.COLUMNS else self._middle
            column.insertWidget(0 if wanted is Arrangement.COLUMNS else 1, self.tickets)
            column.insertWidget(1 if wanted is Arrangement.COLUMNS else 2, self.hints)
            self.tickets.show()
        self._side_box.setVisible(wanted is Arrangement.COLUMNS)
        self._place_hints()

    def _word_lent_tabs(self) -> None:
        if self._arrangement is not Arrangement.TABS:
            return
        tickets, hints = self.tickets.content.rows, self.hints.titles()
        self.holdings.set_page("tickets", self.tickets, self.tr("工单"), str(len(tickets) or ""), at=1)
        self.holdings.set_page("hints", self.hints, self.tr("提示"), str(len(hints) or ""), at=2)

    def _place_hints(self) -> None:
        if self._arrangement is not Arrangement.TABS:
            self.hints.setVisible(not self.hints.is_blank())

    def _set_trail_width(self) -> None:
        width = self._splitter.width()
        rest = max(1, width - self._trail_px - GAP)
        if self._arrangement is Arrangement.COLUMNS:
            half = (rest - GAP) // 2
            self._splitter.setSizes([self._trail_px, rest - GAP - half + 18, half - 18])
        else:
            self._splitter.setSizes([self._trail_px, rest, 0])

    def _build(self) -> None:
        self.setMinimumWidth(480)
        middle_box, self._side_box = QWidget(), QWidget()
        self._middle, self._side = QVBoxLayout(middle_box), QVBoxLayout(self._side_box)
        for column in (self._middle, self._side):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(GAP)
        self._middle.addWidget(self.holdings, 1)
        self._side.addStretch(1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(GAP)
        self._splitter.setChildrenCollapsible(False)
        for at, part in enumerate((self.trail, middle_box, self._side_box)):
            part.setMinimumWidth(180)
            self._splitter.addWidget(part)
            self._splitter.setStretchFactor(at, 0 if at == 0 else 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.identity)
        column.addWidget(self._splitter, 1)

    def _forward(self) -> None:
        self.identity.reveal_requested.connect(self.reveal_requested)
        self.identity.search_requested.connect(self.search_requested)
        self.identity.new_customer_requested.connect(self.new_customer_requested)
        self.trail.touch_opened.connect(self.touch_opened)
        self.trail.all_touches_requested.connect(self.all_touches_requested)
        self.holdings.holding_opened.connect(self.holding_opened)
        self.tickets.ticket_chosen.connect(self.ticket_chosen)
        self.tickets.new_ticket_requested.connect(self.new_ticket_requested)
        self.hints.hint_accepted.connect(self.hint_accepted)
        for panel in (self.trail, self.holdings):
            panel.action_requested.connect(self.retry_requested)
