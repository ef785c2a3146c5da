"""分级记录: how a customer's grades changed and why, the latest first (D06)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.customer.file_sheet import LogEntry
from ui.widgets.labels import label

MOST_SHOWN = 20


class GradeLog(QWidget):
    """A small list under what does not agree; says so where nothing has changed yet."""

    def __init__(self, entries: Sequence[LogEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("分级记录"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(self.tr("分级记录"), "caption-strong"))
        if not entries:
            column.addWidget(label(self.tr("还没有改过分级"), "caption-tertiary", wrap=True))
        for one in entries[:MOST_SHOWN]:
            column.addWidget(self._row(one))
        if len(entries) > MOST_SHOWN:
            rest = self.tr("更早的还有 {0} 条").format(len(entries) - MOST_SHOWN)
            column.addWidget(label(rest, "caption-tertiary", wrap=True))

    def rows(self) -> list[str]:
        """What the rows say."""
        return [row.accessibleName() for row in self.findChildren(QFrame, "grade_change")]

    def _row(self, one: LogEntry) -> QFrame:
        row = QFrame()
        row.setObjectName("grade_change")
        change = self.tr("{0}：{1} → {2}").format(one.scheme, one.before, one.after)
        day = f"{one.at:%Y-%m-%d}"
        row.setAccessibleName(f"{day} {change} {one.why}".strip())
        row.setToolTip(self.tr("依据 {0}，{1}").format(one.rule, one.pack) if one.rule else one.pack)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(change, "caption", wrap=True), 1)
        head.addWidget(label(day, "caption-tertiary"))
        column.addLayout(head)
        if one.why:
            column.addWidget(label(one.why, "caption-tertiary", wrap=True))
        return row
