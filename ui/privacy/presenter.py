"""Asks the desk for whole values and sees to it that they are masked again: by time, by another caller, by closing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.errors import ShouwenError
from ui.background import Background, Turns
from ui.privacy.popup import RevealPopup
from ui.widgets.message_bar import MessageBar
from ui.widgets.ticker import Ticker

if TYPE_CHECKING:
    from app.desk import Desk
    from app.desk.privacy import Secret, ShownValue


class RevealPresenter(QObject):
    """One per page. Nothing is shown before it is on record, and nothing longer than the policy says.

    Args:
        anchor: what the popup stands under.
        ticker: the application's second.
        now: seconds that only go forward, for tests.
    """

    def __init__(
        self,
        desk: Desk,
        anchor: QWidget,
        background: Background,
        messages: MessageBar,
        ticker: Ticker,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(anchor)
        self._desk, self._anchor, self._background, self._messages = desk, anchor, background, messages
        self._now = now
        self._customer_id: str | None = None
        self._secret: Secret | None = None
        self._shown: ShownValue | None = None
        self._until = self._clip_until = 0.0
        self._clip = ""
        self._turns = Turns()
        self._popup: RevealPopup | None = None
        ticker.ticked.connect(self.on_tick)

    @property
    def popup(self) -> RevealPopup:
        """The frame, made when it is first needed: by then the page is in its window."""
        if self._popup is None:
            self._popup = RevealPopup(self._anchor.window())
            self._popup.reason_chosen.connect(self.on_reason_chosen)
            self._popup.copy_requested.connect(self.on_copy_requested)
            self._popup.closed.connect(self.on_closed)
        return self._popup

    def show_customer(self, customer_id: str | None) -> None:
        """Whose file is on the screen now. Another one masks at once what was being shown."""
        if customer_id != self._customer_id:
            self._customer_id = customer_id
            self.close()

    def close(self) -> None:
        """Mask at once, whatever was being asked for."""
        self._turns.begin()
        if self._popup is not None:
            self._popup.close_popup()

    @Slot(str)
    def open(self, what: str) -> None:
        """Somebody wants to see the ``phone`` or a field (``id_number``) of the customer on the screen."""
        if self._customer_id is None:
            self._messages.show(self.tr("还没有客户，没有可以显示的号码"))
            return
        self._turns.begin()
        self._ask(self._background.run, self._desk.privacy.find, self._customer_id, what, then=self._ask_why)

    @Slot()
    def open_phone(self) -> None:
        """Alt+R; a second time puts it away."""
        if self._popup is not None and self._popup.isVisible():
            self._popup.close_popup()
        else:
            self.open("phone")

    @Slot(str, str)
    def on_reason_chosen(self, reason: str, note: str) -> None:
        """There is a reason: have the value shown, here or by the centre."""
        secret = self._secret
        if secret is None:
            return
        self.popup.show_waiting()
        room = self._desk.privacy
        if secret.is_here:
            self._ask(self._background.run, room.reveal, secret, reason, note, then=self._show)
        else:
            self._ask(self._background.run_parallel, room.ask, secret, reason, note, then=self._show)

    @Slot()
    def on_copy_requested(self) -> None:
        """The value is wanted on the clipboard: on record first."""
        if self._shown is not None:
            shown = self._shown
            self._ask(self._background.run, self._desk.privacy.copied, shown, then=lambda _done: self._put(shown))

    @Slot()
    def on_tick(self) -> None:
        """A second has passed."""
        if self._shown is not None:
            left = self._until - self._now()
            if left <= 0:
                self.close()
            else:
                self.popup.set_seconds_left(round(left) or 1)
        if self._clip and self._now() >= self._clip_until:
            self._empty_clipboard()

    @Slot()
    def on_closed(self) -> None:
        """It is masked again."""
        self._shown = self._secret = None
        self._turns.begin()

    def _ask_why(self, secret: Secret) -> None:
        self._secret, self._shown = secret, None
        title = self.tr("显示完整{0}").format(secret.label)
        self.popup.ask(title, secret.masked, self._desk.privacy.reasons, self._anchor)

    def _show(self, shown: ShownValue) -> None:
        self._shown = shown
        self._until = self._now() + shown.seconds
        seat = self._desk.seat
        when = shown.at.astimezone(seat.zone)
        why = next((one.label for one in self._desk.privacy.reasons if one.code == shown.reason), "")
        words = self.tr("已记录：{0} {1} {2}").format(seat.agent.name, f"{when:%H:%M:%S}", why)
        self.popup.show_value(shown.text, words, shown.seconds)

    def _put(self, shown: ShownValue) -> None:
        self._clip, self._clip_until = shown.copied, self._now() + shown.seconds
        QGuiApplication.clipboard().setText(shown.copied)
        self.popup.say_copied(self.tr("已复制并记录，{0} 秒后清空剪贴板").format(shown.seconds))

    def _empty_clipboard(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard.text() == self._clip:  # whatever somebody copied since is theirs
            clipboard.clear()
        self._clip = ""

    def _failed(self, error: ShouwenError) -> None:
        if self._popup is not None and self._popup.isVisible():
            self._popup.show_refused(str(error))
        else:
            self._messages.show_error(error)

    def _ask(self, run: Callable[..., Any], work: Callable[..., Any], *args: Any, then: Callable[[Any], None]) -> None:
        """Ask the desk; an answer that comes after the popup has gone or the caller has changed is not heard."""
        run(work, *args, then=self._turns.heard(then), failed=self._turns.heard(self._failed))
