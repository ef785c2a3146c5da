"""One of two values in the merge dialog: a radio, the value, and where it came from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ui.widgets.labels import label, set_property, set_text_role

_GAP_PX = 8


class Choice(QFrame):
    """A cell that is chosen by a click anywhere in it.

    Without a ``group`` there is nothing to choose: no radio, and the words stand where those beside a radio do.
    """

    def __init__(
        self,
        words: str,
        note: str,
        spoken: str,
        group: QButtonGroup | None = None,
        at: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "choice")
        self.radio = QRadioButton() if group is not None else None
        self._words = label(words or self.tr("空"), "body" if words else "tertiary", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(_GAP_PX)
        if self.radio is not None and group is not None:
            self.radio.setAccessibleName(spoken)
            self.radio.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            group.addButton(self.radio, at)
            self.radio.toggled.connect(self.on_toggled)
            row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        else:
            row.addWidget(_blank_radio(), 0, Qt.AlignmentFlag.AlignTop)
            self.setAccessibleName(spoken)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._words)
        if note:
            column.addWidget(label(note, "caption-tertiary", wrap=True))
        column.addStretch(1)
        row.addLayout(column, 1)

    def on_toggled(self, chosen: bool) -> None:
        """The chosen one is bold on a tint, and the one that Tab comes to; the arrows go to the other."""
        if self.radio is not None:
            self.radio.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)
        set_text_role(self._words, "strong" if chosen else "body")
        set_property(self, "kind", "chosen" if chosen else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Anywhere in the cell is the radio."""
        if self.radio is not None:
            self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
            self.radio.click()


def _blank_radio() -> QRadioButton:
    """The room of a radio."""
    blank = QRadioButton()
    keeps = blank.sizePolicy()
    keeps.setRetainSizeWhenHidden(True)
    blank.setSizePolicy(keeps)
    blank.hide()
    return blank
