"""The customer 360: who calls, what happened, what they hold, what is open, what to say (`design.md` §2 01)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.customer.caller import Caller
from app.customer.hit import SearchHit
from app.customer.view import Customer360, HoldingRow, Identity
from app.ids import CustomerId
from app.script.view import Mood
from ui.customer.blank import Blank, blank_words
from ui.customer.hints import HintsPanel
from ui.customer.holding_popover import HoldingPopover
from ui.customer.holdings import HoldingsPanel
from ui.customer.identity_header import IdentityHeader
from ui.customer.tabs import embed
from ui.customer.tickets import TicketsPanel
from ui.customer.trail import TrailPanel
from ui.widgets.layout_class import Height, LayoutClass, Width
from ui.widgets.shadow import PopupShadow

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
        reveal_requested, quality_requested, verification_requested, duplicates_requested, find_requested,
            search_requested, new_customer_requested, candidate_chosen, link_requested: as of :class:`IdentityHeader`.
        ticket_chosen, resume_requested, new_ticket_requested: as of :class:`TicketsPanel`.
        holding_opened: a row was clicked; its details are shown; carries the :class:`app.customer.view.HoldingRow`.
        holding_linked: 用于工单; carries the holding's number.
        person_opened: a relative or colleague with a file of their own; carries the customer id.
        behaviour_chosen: the kind of customer (D11); carries its code, "" for none.
        touch_opened: carries the :class:`app.customer.view.Touch`.
        hint_accepted: carries the :class:`app.customer.view.Hint`.
        retry_requested: the customer could not be read and is to be read again.
    """

    reveal_requested = Signal(str)
    quality_requested = Signal()
    verification_requested = Signal()
    duplicates_requested = Signal()
    find_requested = Signal(str)
    search_requested = Signal(str)
    new_customer_requested = Signal(str)
    candidate_chosen = Signal(str)
    link_requested = Signal(str, bool)
    ticket_chosen = Signal(str)
    resume_requested = Signal(str)
    new_ticket_requested = Signal()
    holding_opened = Signal(object)
    holding_linked = Signal(str)
    person_opened = Signal(str)
    behaviour_chosen = Signal(str)
    touch_opened = Signal(object)
    hint_accepted = Signal(object)
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.identity = IdentityHeader()
        self.trail = TrailPanel()
        self.holdings = HoldingsPanel()
        self.tickets = TicketsPanel()
        self.hints = HintsPanel()
        self._details = HoldingPopover(self)
        PopupShadow(self._details)
        self._customer_id = ""
        self._can_link: Callable[[], bool] = bool
        self._arrangement: Arrangement | None = None
        self._trail_px = 0
        self._build()
        self._forward()
        self._arrange(Arrangement.STACK)

    def show_customer(self, customer: Customer360, now: datetime) -> None:
        """Show a customer. ``now`` is in the desk's calendar zone; :meth:`tick` moves it on."""
        is_other = customer.identity.customer_id != self._customer_id
        if is_other:
            self._customer_id = customer.identity.customer_id
            self.hints.begin()
            self._details.hide()
        self.identity.show_identity(customer.identity)
        self.trail.show_trail(customer.trail, now)
        self.holdings.show_customer(customer)
        self.holdings.set_state("ready")
        self.tickets.show_tickets(customer.tickets, now)
        self.hints.show_hints(customer.hints, customer.hidden_hints)
        self._place_hints()
        self._word_lent_tabs()
        if is_other and self._arrangement is Arrangement.TABS and self.tickets.can_resume():
            self.holdings.tabs.choose("tickets")  # what is open comes before what is held (complaint 7)

    def customer_id(self) -> str:
        """Whose story is shown, "" for nobody's."""
        return self._customer_id

    def show_loading(self) -> None:
        """The customer is being read: nothing for 150 ms, then grey lines. Nobody else's facts stay in sight."""
        self.identity.show_loading()
        self._clear()
        for panel in (self.trail, self.holdings, self.tickets):
            panel.set_state("loading")

    def show_nobody(self) -> None:
        """Nobody is on the line and nobody was looked up."""
        self.identity.show_nobody()
        self._show_blank("nobody")

    def show_unknown(self, number_text: str) -> None:
        """Nobody is known under this number."""
        self.identity.show_unknown(number_text)
        self._show_blank("not_known")

    def show_caller(self, caller: Caller, now: datetime) -> None:
        """Nobody, several, or no customer at all: whatever the number says short of one customer."""
        self.identity.show_caller(caller, now)
        self._show_blank("no_customer" if caller.kind in ("internal", "service") else "not_known")

    def ask_again(self, *, take_focus: bool) -> None:
        """It was not that customer: the words they were found by are in the box again, the caret too if wanted."""
        self.identity.ask_again(take_focus=take_focus)

    def show_found(self, text: str, hits: tuple[SearchHit, ...]) -> None:
        """Answer ``find_requested``: whom the desk has found for these words."""
        self.identity.show_found(text, hits)

    def ask_can_link(self, check: Callable[[], bool]) -> None:
        """``check`` says whether the form on the screen can name a holding (用于工单)."""
        self._can_link = check

    def _show_blank(self, why: Blank) -> None:
        self._clear()
        words = blank_words(why)
        self.trail.set_state("empty", *words.trail, icon="history")
        self.holdings.set_state("empty", *words.holdings, icon="person")
        self.tickets.set_state("empty", *words.tickets)

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
        self._customer_id = ""
        self._details.hide()
        self.hints.begin()
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
        self.tickets.set_embedded(embedded=lent)
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
        tickets, hints = self.tickets.count_open(), self.hints.titles()
        self.holdings.set_page("tickets", self.tickets, self.tr("工单"), str(tickets or ""), at=1)
        self.holdings.set_page("hints", self.hints, self.tr("提示"), str(len(hints) or ""), at=2)

    def _place_hints(self) -> None:
        if self._arrangement is not Arrangement.TABS:
            self.hints.setVisible(not self.hints.is_blank())

    def _set_trail_width(self) -> None:
        width = self._splitter.width()
        rest = max(1, width - self._trail_px - GAP)
        if self._arrangement is Arrangement.COLUMNS:
            half = (rest - GAP) // 2
            # A ticket of this call with its number, 本次投诉（草稿） and its clock has to fit at 1920.
            self._splitter.setSizes([self._trail_px, rest - GAP - half - 2, half + 2])
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

    @Slot(object)
    def on_holding_opened(self, row: HoldingRow) -> None:
        """Show what is known of it, beside the row."""
        self._details.show_holding(row, self._below_row, can_link=self._can_link())
        self.holding_opened.emit(row)

    def _below_row(self) -> QPoint:
        rows = self.holdings.list
        place = rows.visualRect(rows.currentIndex()).bottomLeft() if rows.currentIndex().isValid() else QPoint(0, 40)
        return rows.viewport().mapTo(self, place + QPoint(12, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the details closes them."""
        self._details.hide()
        super().mousePressEvent(event)

    def _forward(self) -> None:
        wishes = "reveal quality verification duplicates find search new_customer link"
        for name in wishes.split():
            getattr(self.identity, f"{name}_requested").connect(getattr(self, f"{name}_requested"))
        self.identity.candidate_chosen.connect(self.candidate_chosen)
        self.trail.touch_opened.connect(self.touch_opened)
        self.holdings.holding_opened.connect(self.on_holding_opened)
        self._details.link_requested.connect(self.holding_linked)
        self.holdings.person_opened.connect(self.person_opened)
        self.holdings.behaviour_chosen.connect(self.behaviour_chosen)
        self.tickets.ticket_chosen.connect(self.ticket_chosen)
        self.tickets.resume_requested.connect(self.resume_requested)
        self.tickets.new_ticket_requested.connect(self.new_ticket_requested)
        self.hints.hint_accepted.connect(self.hint_accepted)
        self.trail.retry_requested.connect(self.retry_requested)
        self.holdings.action_requested.connect(self.retry_requested)
