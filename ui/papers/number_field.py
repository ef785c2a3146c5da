"""Which document it is, and its number: read while it is typed, with the reason under it (mock-up 14, 输入框)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.identity.document import DOCUMENT_KINDS, Document, Problem, label_of
from app.identity.papers import Paper, Seen, read_paper
from app.identity.spelling import LONGEST_TEXT
from app.ticket.form import Choice
from ui.theme.icons import icon
from ui.theme.theme import when_changed
from ui.ticket.controls import ChoiceControl, mark_invalid
from ui.widgets.labels import label, set_property

KIND_PX = (112, 208)
NUMBER_PX = 176
"""Room for eighteen characters and the mark."""


class NumberField(QWidget):
    """The kind of document from the paper's list, and the number.

    A number that is merely unfinished is grey while the caret is in it; what is wrong is red at once.

    Signals:
        edited: a hand changed kind or number.
    """

    edited = Signal()

    def __init__(self, paper: Paper, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper = paper
        self._today = today
        self.kind = ChoiceControl(tuple(Choice(code, label_of(code)) for code in paper.kinds))
        self.kind.show_value(paper.kinds[0])
        self.kind.setMinimumWidth(KIND_PX[0])
        self.kind.setMaximumWidth(KIND_PX[1])
        self.kind.setAccessibleName(self.tr("{0}种类").format(paper.label))
        self.number = QLineEdit()
        self.number.setMaxLength(LONGEST_TEXT)
        self.number.setMinimumWidth(NUMBER_PX)
        self.number.setAccessibleName(self.tr("{0}号码").format(paper.label))
        self._mark = QAction(icon("error_circle", 16, "danger.text", filled=True), "", self)
        self._reason = label(role="caption", wrap=True)
        self._reason.hide()
        self._build()
        self.kind.edited.connect(self.on_edited)
        self.number.textEdited.connect(self.on_edited)
        self.number.editingFinished.connect(self.on_left)
        when_changed(self.on_theme_changed)

    def seen(self) -> Seen:
        """What has been taken down."""
        return Seen(kind=str(self.kind.value() or ""), number=self.number.text())

    def show_seen(self, shown: Seen) -> None:
        """Put back what was taken down before."""
        self.kind.show_value(shown.kind or self.paper.kinds[0])
        self.number.setText(shown.number)
        self._tell()

    def reading(self) -> Document | Problem:
        """What the number means, or what is wrong with it."""
        return read_paper(self.paper, self.seen(), on=self._today)

    def reason(self) -> str:
        """The words under the field, empty where there are none."""
        return "" if self._reason.isHidden() else self._reason.text()

    def has_error(self) -> bool:
        """Whether the field is marked red."""
        return self.number.property("invalid") == "true"

    @Slot()
    def on_edited(self) -> None:
        """Read again."""
        self._tell()
        self.edited.emit()

    @Slot()
    def on_left(self) -> None:
        """The caret has gone: from now on an unfinished number is a wrong one."""
        self._tell(finished=True)

    @Slot(object)
    def on_theme_changed(self, _theme: object) -> None:
        """Draw the mark in the new colour."""
        self._mark.setIcon(icon("error_circle", 16, "danger.text", filled=True))

    def _tell(self, *, finished: bool = False) -> None:
        self.number.setPlaceholderText(DOCUMENT_KINDS[self.seen().kind].shape)
        found = self.reading() if self.number.text().strip() else None
        is_typing = not finished and self.number.hasFocus()
        match found:
            case Problem(short_by=short_by, reason=reason):
                is_wrong = not (is_typing and short_by > 0)
                self._say(reason, "danger" if is_wrong else "")
            case Document(note=note, detail=detail):
                self._say(note or detail, "warn" if note else "")
            case _:
                self._say("", "")

    def _say(self, words: str, tone: str) -> None:
        self._reason.setText(words)
        self._reason.setVisible(bool(words))
        set_property(self._reason, "tone", tone)
        mark_invalid(self.number, invalid=tone == "danger")
        if tone == "danger" and self._mark not in self.number.actions():
            self.number.addAction(self._mark, QLineEdit.ActionPosition.TrailingPosition)
        elif tone != "danger":
            self.number.removeAction(self._mark)
        self.number.setAccessibleDescription(words)

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.kind, 2)
        line.addWidget(self.number, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self._reason)
        self._tell()
