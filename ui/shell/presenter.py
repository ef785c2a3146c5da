"""Follows how the desk stands: sync, who sits here, what waits. Fills bars and my work, decides nothing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.work.view import MyWork
from ui.background import Background
from ui.call.page import CallPage
from ui.shell.states import SyncView
from ui.shell.window import MainWindow
from ui.widgets.ticker import Ticker

if TYPE_CHECKING:
    from app.desk import Changes, Desk
    from sync.client.engine import SyncStatus

BURST_MS = 200
"""Changes that come in a burst are read once, this long after the first."""


class ShellPresenter(QObject):
    """One per desk.

    Signals:
        sync_requested: the agent does not want to wait (立即重试).
        sign_in_needed(str): the session has ended; carries what to say.
    """

    sync_requested = Signal()
    sign_in_needed = Signal(str)

    def __init__(self, desk: Desk, window: MainWindow, page: CallPage, background: Background, ticker: Ticker) -> None:
        super().__init__(window)
        self._desk, self._window, self._page, self._background = desk, window, page, background
        self._status: SyncStatus | None = None
        self._burst = QTimer(self)
        self._burst.setSingleShot(True)
        self._burst.setInterval(BURST_MS)
        self._burst.timeout.connect(self.read_work)
        ticker.ticked.connect(self.on_tick)
        window.offline_banner.retry_requested.connect(self.sync_requested)
        window.top_bar.sync_requested.connect(self.sync_requested)
        self._introduce()
        self.read_work()

    @Slot(object)
    def on_status_told(self, status: SyncStatus) -> None:
        """How sync stands has changed."""
        was, self._status = self._status, status
        self._show_status()
        if status.state == "signed_out" and (was is None or was.state != "signed_out"):
            self.sign_in_needed.emit(status.reason)

    @Slot(object)
    def on_changed(self, _changes: Changes) -> None:
        """Something changed: my work may have."""
        if not self._burst.isActive():
            self._burst.start()

    @Slot()
    def on_left(self) -> None:
        """Something half written went off the screen: it waits in my work."""
        if not self._burst.isActive():
            self._burst.start()

    @Slot()
    def on_tick(self) -> None:
        """A second has passed: how long offline, when the next try."""
        if self._status is not None and self._status.state in {"offline", "signed_out"}:
            self._show_status()

    @Slot()
    def read_work(self) -> None:
        """Read my work again."""
        self._background.run(self._desk.my_work, then=self._show_work)

    def _introduce(self) -> None:
        seat = self._desk.seat
        self._window.top_bar.set_user(seat.agent.name, seat.agent.team, seat.agent_id)
        self._window.top_bar.set_presence("ready")
        self._window.status_bar.set_store(encrypted=True)
        self._window.status_bar.set_packs(seat.pack.version, seat.pack.version)

    def _show_work(self, work: MyWork) -> None:
        self._page.work.show_work(work, self._now())
        self._window.nav_rail.set_badge("mine", len(work.tickets))
        self._window.top_bar.set_unread(sum(message.unread for message in work.messages))

    def _show_status(self) -> None:
        status = self._status
        if status is None:
            return
        away = status.state in {"offline", "signed_out"}
        since = self._clock_text(status.offline_since)
        view = SyncView(
            state="offline" if away else "syncing" if status.state == "syncing" and status.waiting else "synced",
            at=self._clock_text(status.last_contact),
            waiting=status.waiting,
            refused=status.refused,
            conflicts=status.conflicts,
            offline_for=self._offline_for(status.offline_since),
        )
        self._window.set_sync(view, since=since, retry_in=self._retry_in(status.retry_at))

    def _offline_for(self, since: datetime | None) -> str:
        if since is None:
            return ""
        minutes = int((self._desk.seat.clock.now() - since).total_seconds() // 60)
        return self.tr("{0} 分").format(minutes) if minutes else ""

    def _retry_in(self, retry_at: datetime | None) -> str:
        if retry_at is None:
            return ""
        seconds = max(0, round((retry_at - self._desk.seat.clock.now()).total_seconds()))
        return self.tr("{0} 秒").format(seconds)

    def _clock_text(self, at: datetime | None) -> str:
        return "" if at is None else f"{at.astimezone(self._desk.seat.zone):%H:%M}"

    def _now(self) -> datetime:
        return self._desk.seat.clock.now().astimezone(self._desk.seat.zone)
