"""The desk program, from the sign-in page to the window. Window first, everything heavy after the first paint.

1. Qt, theme, sign-in page: painted with nothing else imported.
2. On the store's thread: SQLAlchemy and friends are imported, the vault is asked, the store opened.
3. Somebody was signed in here before: straight to the desk, with or without the centre. Otherwise: sign in.
4. Sync starts; calls, hints and changes arrive through the bridge on the UI thread.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot

from app.errors import ShouwenError
from ui.background import Background
from ui.bridge import Bridge
from ui.call.page import CallPage
from ui.shell.instance import COME_FORWARD, Instance
from ui.shell.nav_rail import NavItem
from ui.shell.window import MainWindow
from ui.signin.view import SignInView
from ui.widgets.message_bar import MessageBar
from ui.widgets.ticker import Ticker

if TYPE_CHECKING:
    from app.desk import Desk
    from app.ticket.draft import Draft
    from ui.call.presenter import CallPresenter
    from ui.oneid.presenter import MergingPresenter
    from ui.review.page import ReviewPage
    from ui.review.presenter import ReviewPresenter
    from ui.shell.presenter import ShellPresenter
    from ui.shell.wiring import ShellWiring
    from ui.workplace import Workplace


SIGN_IN = "sign_in"
ROOMY = QSize(1440, 868)
"""The window of the design at 1440x900, less the system's title bar."""


class Program(QObject):
    """One desk program: first the sign-in page, then the window.

    Signals:
        opened: the store is open and nobody is signed in: the sign-in page waits.
        ready: the desk is open and the window shown.
        progressed(int, int): rows here and rows in all, during the first load.
    """

    opened = Signal()
    ready = Signal()
    progressed = Signal(int, int)

    def __init__(self, profile: Path, server: str) -> None:
        super().__init__()
        self._profile, self._server = profile, server
        self.background = Background(self)
        self.bridge = Bridge(self)
        self.ticker = Ticker(self)
        self.instance = Instance(profile, self)
        self.sign_in = SignInView()
        self.window: MainWindow | None = None
        self.page: CallPage | None = None
        self.messages: MessageBar | None = None
        self.workplace: Workplace | None = None
        self.calls: CallPresenter | None = None
        self.shell: ShellPresenter | None = None
        self.wiring: ShellWiring | None = None
        self.review: ReviewPresenter | None = None
        self.merging: MergingPresenter | None = None
        self.sign_in.sign_in_requested.connect(self.on_sign_in_requested)
        self.progressed.connect(self.on_progressed, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Show the first page; everything heavy begins when it has been painted."""
        self.sign_in.set_busy(busy=True)
        self.sign_in.show()
        QTimer.singleShot(0, self.open_store)

    @Slot()
    def open_store(self) -> None:
        """Open this profile's store, off the UI thread."""
        self.background.run(self._make_workplace, then=self._on_opened, failed=self._on_failed)

    @Slot(str, str)
    def on_sign_in_requested(self, agent_id: str, password: str) -> None:
        """Ask the centre, then open the desk. A store that could not be opened is tried again first."""
        self.sign_in.set_busy(busy=True)
        if self.workplace is None:
            self.open_store()
        elif self.window is not None:
            self.background.run_parallel(
                self._place.sign_in_again, agent_id, password, then=self._on_signed_in_again, failed=self._on_failed
            )
        else:
            self.background.run(
                self._place.sign_in,
                agent_id,
                password,
                self.progressed.emit,
                then=self._open_desk,
                failed=self._on_failed,
            )

    @Slot(int, int)
    def on_progressed(self, here: int, total: int) -> None:
        """The first load goes on."""
        self.sign_in.set_server(self.tr("正在下载资料 {0} / {1}").format(here, total), reachable=True)

    def close(self) -> None:
        """Keep what was typed, stop the threads, let go of the store."""
        self.ticker.stop()
        self.instance.close()
        if self.calls is not None:
            self.calls.form.keep()
        if self.review is not None:
            self.review.flush()
        self.background.close()
        if self.workplace is not None:
            self.workplace.close()
        for widget in (self.sign_in, self.window):
            if widget is not None:
                widget.close()
                widget.deleteLater()

    @property
    def _place(self) -> Workplace:
        assert self.workplace is not None  # noqa: S101 -- nothing is asked before the store is open
        return self.workplace

    def _make_workplace(self) -> Workplace:
        from ui.workplace import Workplace

        return Workplace(self._profile, self._server, self.bridge)

    def _on_opened(self, workplace: Workplace) -> None:
        self.workplace = workplace
        self.sign_in.set_busy(busy=False)
        if workplace.signed_in is not None:
            self._open_desk()
        else:
            self.sign_in.agent_no.setFocus()
            self.opened.emit()

    def _open_desk(self, _signed_in: object = None) -> None:
        self.background.run(self._place.open_desk, then=self._show_desk, failed=self._on_failed)

    def _show_desk(self, desk: Desk) -> None:
        from ui.call.presenter import CallPresenter
        from ui.oneid.presenter import MergingPresenter
        from ui.review.page import ReviewPage
        from ui.review.presenter import ReviewPresenter
        from ui.shell.merging_wiring import MergingWiring
        from ui.shell.presenter import ShellPresenter
        from ui.shell.review_wiring import ReviewWiring
        from ui.shell.verification_wiring import VerificationWiring
        from ui.shell.wiring import ShellWiring, join_calls
        from ui.verification.presenter import VerificationPresenter

        self.window, self.page = MainWindow(), CallPage()
        self.messages = MessageBar(self.window)
        review = ReviewPage()
        self._fill_rail(self.window, self.page, review)
        self.window.layout_changed.connect(self.page.arrange)
        self.background.error_raised.connect(self.messages.show_error)
        self.messages.action_requested.connect(self.on_message_action)
        self.calls = CallPresenter(desk, self.page, self.background, self.messages, self.ticker)
        self.shell = ShellPresenter(desk, self.window, self.page, self.background, self.ticker)
        join_calls(self.window, self.calls)
        self.wiring = ShellWiring(desk, self.window, self.page, self.background, self.messages, self.calls)
        self.review = ReviewPresenter(desk, self.background, self.messages, review)
        ReviewWiring(self.window, self.page, review, self.review, self.wiring)
        self.merging = MergingPresenter(desk, self.background, self.messages, self.window)
        MergingWiring(self.window, self.page, self.calls, self.review, self.merging, self.bridge)
        verification = VerificationPresenter(desk, self.background, self.messages, self.window)
        VerificationWiring(self.page, self.calls, verification, self.ticker)
        self.ticker.ticked.connect(self.review.on_tick)
        self.bridge.changed.connect(self.review.on_changed)
        self.bridge.call_happened.connect(self.calls.on_call_happened)
        self.bridge.changed.connect(self.calls.on_changed)
        self.bridge.changed.connect(self.shell.on_changed)
        self.calls.form.left.connect(self.shell.on_left)
        self.bridge.status_told.connect(self.shell.on_status_told)
        self.shell.sync_requested.connect(self._place.sync_now)
        self.shell.sign_in_needed.connect(self.on_sign_in_needed)
        self.instance.text_received.connect(self.on_text_received)
        self.instance.listen()
        self.background.run(desk.tickets.drafts, then=self._resume)
        self._settle(self.window)
        self.window.show()
        self.sign_in.hide()
        self.ticker.start()
        self._place.start_sync()
        self.ready.emit()

    def _settle(self, window: MainWindow) -> None:
        """Where the sign-in page was, as large as the pictures where the screen has room."""
        room = self.sign_in.screen().availableGeometry()
        window.resize(min(ROOMY.width(), room.width()), min(ROOMY.height(), room.height()))
        frame = window.frameGeometry()
        frame.moveCenter(room.center())
        window.move(frame.topLeft())

    @Slot(str)
    def on_text_received(self, text: str) -> None:
        """A later start of the program hands a call over, or looks for the window."""
        if self.window is None or self.calls is None:
            return
        if text == COME_FORWARD:
            self.window.showNormal()
            self.window.activateWindow()
        else:
            self.calls.on_text_received(text)

    @Slot(str)
    def on_sign_in_needed(self, words: str) -> None:
        """The session has ended: say so, take nothing away; the agent signs in when there is a moment."""
        if self.messages is not None:
            self.messages.show(words, action=(SIGN_IN, self.tr("重新登录")))

    @Slot(str)
    def on_message_action(self, action: str) -> None:
        """The agent has a moment to sign in again; every form stays as it is."""
        if action == SIGN_IN:
            self.sign_in.set_busy(busy=False)
            self.sign_in.show()
            self.sign_in.activateWindow()

    def _on_signed_in_again(self, _signed_in: object) -> None:
        self.sign_in.set_busy(busy=False)
        self.sign_in.hide()

    def _fill_rail(self, window: MainWindow, page: CallPage, review: ReviewPage) -> None:
        window.add_page(NavItem("call", self.tr("来电"), "home"), page)
        for key, words, icon in (
            ("mine", self.tr("我的"), "clipboard_task"),
            ("tickets", self.tr("工单"), "ticket_diagonal"),
            ("quality", self.tr("质检"), "clipboard_checkmark"),
            ("reports", self.tr("报表"), "document_table"),
        ):
            window.nav_rail.add_item(NavItem(key, words, icon, is_built=False))
        window.add_page(NavItem("review", self.tr("资料"), "branch_compare"), review)

    def _resume(self, drafts: list[Draft]) -> None:
        if drafts and self.calls is not None and self.calls.pop is None:
            self.calls.resume(drafts[0])

    def _on_failed(self, error: ShouwenError) -> None:
        self.sign_in.set_busy(busy=False)
        self.sign_in.show_error(f"{error}（{error.code}）")
