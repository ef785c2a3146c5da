"""Puts life into the frame of the window: search, key sheet, panel keys, bell, user menu. One per window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QWidget

from ui.background import Background
from ui.call.page import CallPage
from ui.shell.focus_keeper import FocusKeeper
from ui.shell.key_sheet import KeySheet
from ui.shell.keys import WindowKeys
from ui.shell.panel_ring import PanelRing, Stop
from ui.shell.search import SearchPresenter
from ui.shell.search_results import SearchResults
from ui.shell.window import MainWindow
from ui.widgets.focus_return import FocusReturn
from ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.call.presenter import CallPresenter

FIRST_PAGE, REVIEW_PAGE = "call", "review"


def join_calls(window: MainWindow, calls: CallPresenter) -> None:
    """The frame shows the call: bar, presence, title; what is pressed there goes to the call."""
    calls.bar_changed.connect(window.set_call)
    calls.running_changed.connect(window.call_bar.set_duration)
    calls.presence_changed.connect(window.top_bar.set_presence)
    calls.title_changed.connect(window.name_window)
    window.call_bar.wrap_up_end_requested.connect(calls.on_wrap_up_ended)
    window.call_bar.dismiss_requested.connect(calls.on_dismissed)


class ShellWiring(QObject):
    """Connects wishes of the frame with what fulfils them. It holds no state of the business."""

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        page: CallPage,
        background: Background,
        messages: MessageBar,
        calls: CallPresenter,
    ) -> None:
        super().__init__(window)
        self._window, self._page, self._messages, self._calls = window, page, messages, calls
        self._before_bell, back = FocusReturn(), FocusReturn()
        self._before_bell.never_to(page.work)
        results = SearchResults(window, (window.top_bar.search, window.call_bar), left_of=page.form)
        self.search = SearchPresenter(window.top_bar.search, results, desk.customers.search, background, back)
        self.sheet = KeySheet(window, (window.top_bar, window.call_bar), back)
        self.ring = PanelRing(window, self._stops())
        self.keeper = FocusKeeper(window, (page.script, page.form), self._go_on_in_call)
        self.keys = WindowKeys(window)
        messages.stay_left_of(page.form)
        self._connect()
        self._bind()

    def _stops(self) -> tuple[Stop, ...]:
        page, window = self._page, self._window
        return (
            Stop(window.call_bar),
            Stop(page.script, self._next_check),
            Stop(page.form),
            Stop(page.customer),
            Stop(page.work),
            Stop(window.nav_rail),
        )

    def _connect(self) -> None:
        window, page = self._window, self._page
        self.search.opened.connect(self.on_customer_opened)
        page.customer.search_requested.connect(self.search.look_for)
        window.nav_rail.keys_requested.connect(self.sheet.toggle)
        window.top_bar.messages_requested.connect(self.on_messages_requested)
        window.top_bar.quit_requested.connect(window.close)

    def _bind(self) -> None:
        keys = self.keys
        keys.bind("Ctrl+K", self.search.start)
        keys.bind("F1", self.sheet.toggle)
        keys.bind("F6", self.ring.go_on)
        keys.bind("Shift+F6", self.ring.go_back)
        keys.bind("Alt+1", self.on_first_page_requested)
        keys.bind("Alt+6", self.on_review_requested)
        keys.bind("Ctrl+B", self.on_fold_requested)
        keys.bind("F5", self._window.top_bar.sync_requested.emit)
        back = QShortcut(QKeySequence("Esc"), self._page.work)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.on_work_left)

    @Slot(str)
    def on_customer_opened(self, customer_id: str) -> None:
        """Somebody was looked up: beside the form, which stays as it is."""
        self._window.show_page(FIRST_PAGE)
        self._calls.open_customer(customer_id)

    @Slot()
    def on_first_page_requested(self) -> None:
        """Alt+1: to the call, whoever was looked up meanwhile."""
        self._window.show_page(FIRST_PAGE)
        self._calls.back_to_call()

    @Slot()
    def on_review_requested(self) -> None:
        """Alt+6: to the list of what has to be checked."""
        if self._window.has_page(REVIEW_PAGE):
            self._window.show_page(REVIEW_PAGE)

    @Slot()
    def on_fold_requested(self) -> None:
        """Ctrl+B: fold my work, or unfold it. A keyboard that was in it goes on in the form."""
        work = self._page.work
        had_focus = work.isAncestorOf(work.window().focusWidget()) if work.window().focusWidget() else False
        if work.is_strip() or work.isHidden():
            work.on_unfold_clicked()
        else:
            work.on_fold_clicked()
        if had_focus and not self.ring.go_to(self._page.form):
            self.ring.go_on()

    @Slot()
    def on_messages_requested(self) -> None:
        """The bell: my work's messages come into view, with the keyboard on the first unread one."""
        self._window.show_page(FIRST_PAGE)
        work = self._page.work
        self._before_bell.remember()
        if work.is_strip() or work.isHidden():
            work.on_unfold_clicked()
        if not work.go_to_messages():
            self._before_bell.forget()
            self._messages.show(self.tr("没有新消息"))

    @Slot()
    def on_work_left(self) -> None:
        """Esc in my work: back to where the bell was pressed, else to the form."""
        if not self._before_bell.give_back():
            self.ring.go_to(self._page.form)

    def _go_on_in_call(self) -> None:
        if self.ring.go_to(self._page.script) or self.ring.go_to(self._page.form):
            return
        if self._page.isVisible():  # no call: nothing has the keyboard, as when the window was opened
            self._window.centralWidget().setFocus()

    def _next_check(self) -> QWidget | None:
        boxes = [box for box in self._page.script.findChildren(QCheckBox) if box.isVisible()]
        return next((box for box in boxes if not box.isChecked()), boxes[0] if boxes else None)
