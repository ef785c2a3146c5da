"""Joins the merge dialog with the desk: asks, merges, takes back, dismisses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.errors import ShouwenError
from ui.background import Background
from ui.oneid.dialog import MergeDialog
from ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from app.desk import Changes, Desk
    from app.desk.merging import MergeDone, MergePreview
    from app.desk.suspects import Suspect

UNDO = "undo_merge"


class MergingPresenter(QObject):
    """One per desk.

    Signals:
        merged(str): two files are shown as one now; carries the survivor.
        parted: a merge was taken back.
        suspected(str, object): who may be this customer too; carries the customer and a tuple of ``Suspect``.
    """

    merged = Signal(str)
    parted = Signal()
    suspected = Signal(str, object)

    def __init__(self, desk: Desk, background: Background, messages: MessageBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages, self._window = desk, background, messages, parent
        self.dialog: MergeDialog | None = None
        self._merge_id = ""
        messages.action_requested.connect(self.on_message_action)

    @Slot(str)
    def open(self, customer_id: str) -> None:
        """Compare a customer with the likeliest suspect."""

        def show(found: tuple[Suspect, ...]) -> None:
            if found:
                self.open_pair(customer_id, found[0].shown_as)
            else:
                self._messages.show(self.tr("没有找到疑似重复的档案。"))

        self._background.run(self._desk.merging.suspects, customer_id, then=show, failed=self._messages.show_error)

    @Slot(str, str)
    def open_pair(self, one_id: str, other_id: str) -> None:
        """Compare two files, suspected or not."""
        if self.dialog is None:
            work = self._desk.merging.preview
            self._background.run(work, one_id, other_id, then=self._show, failed=self._messages.show_error)

    @Slot(str)
    def look(self, customer_id: str) -> None:
        """Ask who may be this customer too; the answer is ``suspected``."""

        def tell(found: tuple[Suspect, ...]) -> None:
            self.suspected.emit(customer_id, found)

        self._background.run(self._desk.merging.suspects, customer_id, then=tell)

    @Slot(str, str)
    def dismiss(self, one_id: str, other_id: str) -> None:
        """不是同一人."""

        def told(_nothing: object) -> None:
            self._messages.show(self.tr("已记为不是同一人，不再提示。"))
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
        """撤回 in the message bar."""
        if action == UNDO and self._merge_id:
            work = self._desk.merging.undo
            self._background.run(work, self._merge_id, then=self._undone, failed=self._messages.show_error)

    def _show(self, preview: MergePreview) -> None:
        self.dialog = MergeDialog(preview, self._window)
        self.dialog.merge_requested.connect(self._on_merge)
        self.dialog.dismissed.connect(self.dismiss)
        self.dialog.finished.connect(self._on_closed)
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
