"""The text area of a form: two lines that grow with what is written, a counter, and the forbidden words bar."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from app.ticket.form import Field

MAX_LINES = 8
TALL_PX = 110


class AreaControl(QPlainTextEdit):
    """Several lines of plain text. Tab leaves the field, Enter is a new line.

    Signals:
        edited: the agent typed; carries the text. Not sent while the input method composes, nor for shown values.
        counted: how many characters it holds and how many it may.
    """

    edited = Signal(object)
    counted = Signal(int, int)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._max_length = field.max_length or 0
        self._shown = ""
        self._is_tall = False
        self.setPlaceholderText(field.placeholder)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.on_text_changed)
        self._fit()

    def value(self) -> Any:
        """The text as it stands."""
        return self.toPlainText()

    def show_value(self, value: Any) -> None:
        """Show another text, the caret at its end, and forget how to undo into the old one."""
        text = "" if value is None else str(value)
        if text == self._shown:
            return
        self._shown = text
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._count()

    def set_tall(self, *, tall: bool) -> None:
        """On a tall body the area takes 110 px from the start (`design.md` §3)."""
        if tall != self._is_tall:
            self._is_tall = tall
            self._fit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only, whatever they were dressed in."""
        self.insertPlainText(source.text())

    def sizeHint(self) -> QSize:
        """As wide as it gets, as high as it is fitted."""
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere now: fit the height again."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """The style's font is known now."""
        super().showEvent(event)
        self._fit()

    @Slot()
    def on_text_changed(self) -> None:
        """Fit, count, and tell; composing and restyling change no text and are not told."""
        self._fit()
        text = self.toPlainText()
        if text != self._shown:
            self._shown = text
            self._count()
            self.edited.emit(text)

    def _count(self) -> None:
        self.counted.emit(len(self._shown), self._max_length)

    def _fit(self) -> None:
        written = max(2, round(self.document().size().height()))
        lines = min(MAX_LINES, written)
        bar = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(bar.ScrollBarAsNeeded if written > lines else bar.ScrollBarAlwaysOff)
        height = lines * self.fontMetrics().lineSpacing() + 14
        height = max(height, TALL_PX) if self._is_tall else height
        if height != self.maximumHeight() or height != self.minimumHeight():
            self.setFixedHeight(height)
            self.updateGeometry()
