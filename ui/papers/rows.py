"""The lines of the list in a scrolling column, and the line above them that says what is done and by whom."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.identity.papers import Checklist, Outcome, Seen
from ui.papers.row import PaperRow
from ui.widgets.labels import label

LEAST_PX = 360


class PaperRows(QScrollArea):
    """One :class:`PaperRow` a paper; what was ticked or typed stays when another list has the same paper.

    Signals:
        changed: something was ticked or typed.
    """

    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = today
        self.rows: list[PaperRow] = []
        self._typed: dict[str, tuple[bool, Seen]] = {}
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def show_checklist(self, checklist: Checklist | None) -> None:
        """Show these papers; None shows nothing."""
        self._keep()
        body = QWidget()
        body.setProperty("role", "scroll-body")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = [PaperRow(paper, self.today) for paper in (checklist.papers() if checklist else ())]
        for row in self.rows:
            if row.paper.code in self._typed:
                row.show_typed(self._typed[row.paper.code])
            row.changed.connect(self.on_changed)
            column.addWidget(row)
        column.addStretch(1)
        before = self.takeWidget()
        if before is not None:
            before.deleteLater()
        self.setWidget(body)
        self.setMinimumWidth(max(LEAST_PX, body.minimumSizeHint().width()))

    def forget(self) -> None:
        """Another customer: nothing that was typed may stay."""
        self.rows = []
        self._typed = {}

    def seen(self) -> dict[str, Seen]:
        """What has been ticked, by the code of the paper."""
        found = {row.paper.code: row.seen() for row in self.rows}
        return {code: shown for code, shown in found.items() if shown is not None}

    def show_outcome(self, outcome: Outcome) -> None:
        """Say on each line whether it is settled."""
        missing = {one.paper.code: one.reason for one in outcome.missing}
        for row in self.rows:
            code = row.paper.code
            row.show_state(missing=code in missing, wrong=bool(missing.get(code)))

    def row(self, code: str) -> PaperRow:
        """The line of this paper.

        Raises:
            KeyError: it is not on the list.
        """
        for row in self.rows:
            if row.paper.code == code:
                return row
        raise KeyError(code)

    @Slot()
    def on_changed(self) -> None:
        """Pass it on."""
        self.changed.emit()

    def _keep(self) -> None:
        self._typed |= {row.paper.code: row.typed() for row in self.rows}


def head_line(business: QWidget, comer: QWidget) -> QWidget:
    """办什么业务 and 谁来办, side by side."""
    head = QWidget()
    line = QHBoxLayout(head)
    line.setContentsMargins(12, 8, 12, 8)
    line.setSpacing(8)
    line.addWidget(label(head.tr("业务"), "caption-tertiary"))
    line.addWidget(business, 1)
    line.addWidget(label(head.tr("谁来办"), "caption-tertiary"))
    line.addWidget(comer)
    return head
