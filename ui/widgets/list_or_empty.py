"""A list, or the words that stand in its place while it has no rows (`design.md` §8)."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.widgets.row_list import RowList
from ui.widgets.state_pane import StatePane


class ListOrEmpty(QStackedWidget):
    """Follows its list by itself: whoever sets the rows need not know of it."""

    def __init__(self, rows: RowList, title: str, reason: str, icon: str, parent: QWidget | None = None) -> None:
        """``title`` and ``reason`` say what there is none of; ``icon`` is an icon name."""
        super().__init__(parent)
        self._rows, self._empty = rows, StatePane()
        self._empty.show_words(title, reason, "", icon)
        for page in (rows, self._empty):
            self.addWidget(page)
        rows.model().modelReset.connect(self.on_reset)
        self.on_reset()

    @Slot()
    def on_reset(self) -> None:
        """Other rows, or none."""
        self.setCurrentWidget(self._rows if self._rows.rows else self._empty)
