"""That a customer may have another file, why, and the two things to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.desk.suspects import Suspect
from ui.widgets.buttons import Button
from ui.widgets.notice_bar import NoticeBar


class DuplicatesNotice(NoticeBar):
    """Hidden while nobody is suspected.

    Signals:
        compare_requested(str): look at the likeliest and this customer side by side; carries the other's id.
        dismiss_requested(str): 不是同一人; carries the other's id.
    """

    compare_requested = Signal(str)
    dismiss_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), "warn", "people", filled=False, parent=parent)
        self._other = ""
        self.compare, self.dismiss = Button(self.tr("比对合并"), small=True), Button(self.tr("不是同一人"), small=True)
        for button, slot in ((self.compare, self.on_compare), (self.dismiss, self.on_dismiss)):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            self.actions.addWidget(button)
        self.hide()

    def show_suspects(self, suspects: Sequence[Suspect]) -> None:
        """Name the likeliest; none hides it."""
        self.setVisible(bool(suspects))
        if suspects:
            first = suspects[0]
            self._other = first.shown_as
            why = "、".join(reason.words for reason in first.candidate.reasons)
            name = first.name or self.tr("未实名客户")
            head = self.tr("疑似重复 {0}").format(len(suspects)) if len(suspects) > 1 else self.tr("疑似重复")
            self.set_notice(("", head, f"  {name} · {why}"), "warn", "people", filled=False)
            for button, words in ((self.compare, self.tr("与{0}比对合并")), (self.dismiss, self.tr("不是{0}"))):
                button.setAccessibleName(words.format(name))

    @Slot()
    def on_compare(self) -> None:
        """The first button."""
        self.compare_requested.emit(self._other)

    @Slot()
    def on_dismiss(self) -> None:
        """The second button."""
        self.dismiss_requested.emit(self._other)
