"""The foot of a ticket form: who is answerable, how much is filled in, save and hand in. It never scrolls away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.buttons import Button
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.seal import Seal


class FormFooter(QWidget):
    """Seal with the first responder, required fields done, 存草稿 and 提交工单.

    Signals:
        save_requested: 存草稿 was pressed.
        submit_requested: 提交工单 was pressed.
    """

    save_requested = Signal()
    submit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._who = ElidedLabel("", "caption-strong")
        self._filled = label(role="caption-tertiary")
        self.save = Button(self.tr("存草稿"), hint="Ctrl+S")
        self.submit = Button(self.tr("提交工单"), "primary", hint="Ctrl+Enter")
        self.save.clicked.connect(self.save_requested)
        self.submit.clicked.connect(self.submit_requested)
        self._build()

    def set_first_responder(self, text: str) -> None:
        """Name and staff number of whoever was asked first."""
        self._who.setText(text)

    def set_filled(self, filled: int, required: int) -> None:
        """How many of the required fields are filled in."""
        self._filled.setText(self.tr("必填 {filled} / {required}").format(filled=filled, required=required))

    def set_compact(self, *, compact: bool) -> None:
        """On a short body the count gives its room to the name (mock-up 01b)."""
        self._filled.setVisible(not compact)

    def set_submitted(self, *, submitted: bool) -> None:
        """A ticket that is handed in cannot be handed in again."""
        self.save.setEnabled(not submitted)
        self.submit.setEnabled(not submitted)

    def _build(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        for part in (label(self.tr("首问责任人"), "caption-tertiary"), self._who):
            part.setFixedHeight(16)
            names.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Seal())
        row.addLayout(names, 1)
        row.addWidget(self._filled)
        row.addWidget(self.save)
        row.addWidget(self.submit)
