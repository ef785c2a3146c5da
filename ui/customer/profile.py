"""资料: what kind of customer this is, set with one click, and the values of the file with their sources."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.customer.view import Customer360, Entry, HoldingRow
from ui.customer.delegates import HoldingDelegate
from ui.widgets.labels import hline, label
from ui.widgets.row_list import RowList
from ui.widgets.segmented import Segmented

HEAD_PX = 40


class ProfilePane(QWidget):
    """客户类型 over the list of entries.

    Signals:
        behaviour_chosen: another kind of customer was chosen (D11); carries its code, "" when it was taken back.
    """

    behaviour_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._behaviour = ""
        self.kinds = Segmented(
            (
                ("demanding", self.tr("要求型")),
                ("confused", self.tr("困惑型")),
                ("agitated", self.tr("激动型")),
            ),
            {"demanding": "accent", "confused": "accent", "agitated": "warn"},
        )
        self.list = RowList(HoldingDelegate(badge_column=0), spoken)
        self._head = QFrame()
        self._build()

    def show_profile(self, customer: Customer360) -> None:
        """Show another customer's values. An organisation has no temper."""
        identity = customer.identity
        self._behaviour = identity.behaviour
        self.kinds.set_choice(identity.behaviour or None)
        self._head.setVisible(bool(identity.customer_id) and not identity.is_organisation)
        self.list.set_rows([row_of(entry) for entry in customer.profile])

    @Slot(str)
    def on_chosen(self, code: str) -> None:
        """Chosen, or pressed again: taken back."""
        self._behaviour = "" if code == self._behaviour else code
        self.kinds.set_choice(self._behaviour or None)
        self.behaviour_chosen.emit(self._behaviour)

    def _build(self) -> None:
        self._head.setFixedHeight(HEAD_PX)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(label(self.tr("客户类型"), "secondary"))
        row.addStretch(1)
        row.addWidget(self.kinds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(hline())
        column.addWidget(self.list, 1)
        self.kinds.chosen.connect(self.on_chosen)


def row_of(entry: Entry) -> HoldingRow:
    """A labelled value as a row: label over source, the value at the right."""
    return HoldingRow(holding_id=entry.label, title=entry.label, number=entry.source, amount=entry.value)


def spoken(row: HoldingRow) -> str:
    """A row in words."""
    parts = (row.title, row.second or row.number, row.amount, row.note, row.status)
    return " ".join(part for part in parts if part)
