"""Six digits that nobody reads: masked while typed, gone once they are given (E01, E02)."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal, Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QWidget

SIX = QRegularExpression("[0-9]{0,6}")
WIDTH_PX = 104


class SecretField(QLineEdit):
    """``shown`` leaves the digits readable, for a code that is good once.

    Signals:
        given(str): six digits and Enter; the field is empty by then.
    """

    given = Signal(str)

    def __init__(self, name: str, *, shown: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(self.tr("6 位数字"))
        self.setValidator(QRegularExpressionValidator(SIX, self))
        self.setFixedWidth(WIDTH_PX)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        if not shown:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        self.returnPressed.connect(self.give)

    def take(self) -> str:
        """What was typed; the field is empty from now on, and cannot be undone."""
        typed = self.text()
        self.setText("")  # unlike clear(), this empties what Ctrl+Z would bring back
        return typed

    @Slot()
    def give(self) -> None:
        """Hand over six digits; fewer stay, to be finished."""
        if len(self.text()) == 6:
            self.given.emit(self.take())
