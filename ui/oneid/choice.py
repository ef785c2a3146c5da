"""One of two values in the merge dialog: a radio, the value, and where it came from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ui.widgets.labels import label, set_text_role


class Choice(QFrame):
    """A cell that is chosen by a click anywhere in it. ``fixed`` has no radio: there is nothing to choose."""

    def __init__(
        self, words: str, note: str, spoken: str, group: QButtonGroup | None, at: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.radio = QRadioButton() if group is not None else None
        self._words = label(words, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(6)
        if self.radio is not None and group is not None:
            self.radio.setAccessibleName(spoken)
            group.addButton(self.radio, at)
            self.radio.toggled.connect(self.on_toggled)
            row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._words)
        if note:
            column.addWidget(label(note, "caption-tertiary", wrap=True))
        row.addLayout(column, 1)

    def on_toggled(self, chosen: bool) -> None:
        """The chosen one is bold on a tint."""
        set_text_role(self._words, "strong" if chosen else "body")
        self.setProperty("role", "notice" if chosen else "")
        self.setProperty("kind", "accent" if chosen else "")
        self.style().unpolish(self)
        self.style().polish(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Anywhere in the cell is the radio."""
        if self.radio is not None:
            self.radio.setChecked(True)
