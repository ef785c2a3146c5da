"""Joins the merge dialog with the desk: asks, merges, takes back, dismisses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.errors import ShouwenError
from ui.background import Background
from ui.oneid.dialog import MergeDialog
from ui.oneid.several import SuspectsDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.under_bars import keep_under_bars

if TYPE_CHECKING:
    from app.desk import Changes, Desk
    from app.desk.dismissing import Dismissed
    from app.desk.merging import MergeDone, MergePreview
    from app.desk.suspects import Suspect

UNDO, UNDISMISS = "undo_merge", "take_back_dismissal"


class MergingPresenter(QObject):
    """One per desk.

    Signals:
        merged(str): two files are shown as one now; carries the survivor.
        parted: a merge was taken back.
    """

    merged = Signal(str)
    parted = Signal()

    def __init__(self, desk: Desk, background: Background, messages: MessageBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages, self._window = desk, background, messages, parent
        self.dialog: MergeDialog | None = None
        self.list: SuspectsDialog | None = None
        self._merge_id = ""
        self._dismissed: Dismissed | None = None
        messages.action_requested.connect(self.on_message_action)

    @Slot(str)
    def open(self, customer_id: str) -> None:
        """Compare a customer with whom they are suspected to be; where that are several, ask with which first."""

        def show(found: tuple[Suspect, ...]) -> None:
            if len(found) == 1:
                self.open_pair(customer_id, found[0].shown_as)
            elif found:
                self._list(customer_id, found)
            else:
                self._messages.show(self.tr("没有找到疑似重复的档案：资料改正后已不再相像，或已经有人判定。"))

        self._background.run(self._desk.merging.suspects, customer_id, then=show, failed=self._messages.show_error)

    @Slot(str, str)
    def open_pair(self, one_id: str, other_id: str) -> None:
        """Compare two files, suspected or not."""
        if self.dialog is None:
            work = self._desk.merging.preview
            self._background.run(work, one_id, other_id, then=self._show, failed=self._messages.show_error)

    @Slot(str, str)
    def dismiss(self, one_id: str, other_id: str) -> None:
        """不是同一人."""

        def told(dismissed: Dismissed) -> None:
            self._dismissed = dismissed
            words = self.tr("已记为不是同一人，不再提示。")
            self._messages.show(words, action=(UNDISMISS, self.tr("撤回")))
            self.parted.emit()

        self._background.run(self._desk.merging.dismiss, one_id, other_id, then=told, failed=self._messages.show_error)

    @Slot(object)
    def on_changed(self, changes: Changes) -> None:
        """A pull changed customers: look at them one by one, so that a ringing call never waits behind all of them."""
        from app.desk.merging import MOST_LOOKED_AT

        if changes.by == "centre" and len(changes.customers) <= MOST_LOOKED_AT:
            for one in changes.customers:
                self._background.run(self._desk.merging.look_at, frozenset([one]))

    @Slot(str)
    def on_message_action(self, action: str) -> None:
        """撤回 in the message bar, of a merge or of 不是同一人."""
        merging, failed = self._desk.merging, self._messages.show_error
        if action == UNDO and self._merge_id:
            self._background.run(merging.undo, self._merge_id, then=self._undone, failed=failed)
        elif action == UNDISMISS and self._dismissed is not None:
            self._background.run(merging.take_back, self._dismissed, then=self._suspected_again, failed=failed)
            self._dismissed = None

    def _suspected_again(self, _nothing: object) -> None:
        self._messages.show(self.tr("已撤回，仍列为疑似重复。"))
        self.parted.emit()

    def _list(self, customer_id: str, found: tuple[Suspect, ...]) -> None:
        if self.list is None and self.dialog is None:
            self.list = SuspectsDialog(found, self._window)
            self.list.compare_requested.connect(lambda other: self._from_list(self.open_pair, customer_id, other))
            self.list.dismiss_requested.connect(lambda other: self._from_list(self.dismiss, customer_id, other))
            self.list.finished.connect(self._on_list_closed)
            keep_under_bars(self.list)
            self.list.open()

    def _from_list(self, wish: Callable[[str, str], None], customer_id: str, other_id: str) -> None:
        if self.list is not None:
            self.list.accept()
        wish(customer_id, other_id)

    def _on_list_closed(self) -> None:
        if self.list is not None:
            self.list.deleteLater()
            self.list = None

    def _show(self, preview: MergePreview) -> None:
        if self.dialog is not None:
            return
        self.dialog = MergeDialog(preview, self._window)
        self.dialog.merge_requested.connect(self._on_merge)
        self.dialog.dismissed.connect(self.dismiss)
        self.dialog.finished.connect(self._on_closed)
        keep_under_bars(self.dialog)
        self.dialog.open()

    def _on_merge(self, survivor: str, other: str, choices: dict[str, str]) -> None:
        codes = self.dialog.preview.codes if self.dialog is not None else ()
        work = self._desk.merging.merge
        self._background.run(work, survivor, other, choices, codes, then=self._done, failed=self._failed)

    def _done(self, done: MergeDone) -> None:
        self._merge_id = done.merge_id
        if self.dialog is not None:
            self.dialog.accept()
        words = self.tr("已合并到 {0} 名下，30 天内可以撤回。").format(done.name or self.tr("未实名客户"))
        self._messages.show(words, action=(UNDO, self.tr("撤回")))
        self.merged.emit(done.survivor)

    def _failed(self, error: ShouwenError) -> None:
        if self.dialog is not None:
            self.dialog.say(self.tr("{0}（{1}）").format(error, error.code))
        else:
            self._messages.show_error(error)

    def _undone(self, still: tuple[str, ...]) -> None:
        self._merge_id = still[0] if still else ""
        if still:
            words = self.tr("这次合并已撤回；另一席也合并过这两份档案，仍合在一起。")
            self._messages.show(words, action=(UNDO, self.tr("也撤回那一次")))
        else:
            self._messages.show(self.tr("合并已撤回，两份档案分开显示。"))
        self.parted.emit()

    def _on_closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
