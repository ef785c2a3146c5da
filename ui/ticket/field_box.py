"""One field of a form: its label with the red star, its control, and what is wrong with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.script.forbidden import ForbiddenWord
from app.ticket.form import Choice, Field
from ui.ticket.area import AreaControl
from ui.ticket.controls import CheckControl, ChoiceControl, MomentControl, TextControl, mark_invalid
from ui.ticket.forbidden_hint import ForbiddenHint
from ui.ticket.holding import HoldingControl
from ui.widgets.labels import label, set_property

Control = ChoiceControl | TextControl | MomentControl | CheckControl | AreaControl | HoldingControl


class FieldBox(QWidget):
    """Label above control; under it, only when needed, the forbidden words bar, the problem and a pushed value.

    Signals:
        edited: the agent changed the value by hand; carries the field's name and the value.
    """

    edited = Signal(str, object)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.is_dirty = False
        self.control = _control(field)
        self.hint = ForbiddenHint(self.control) if isinstance(self.control, AreaControl) else None
        self._counter = label(role="caption-tertiary")
        self._note = label(role="caption", wrap=True)
        self._note.hide()
        self._build()
        self.control.setAccessibleName(field.label)
        self.control.edited.connect(self.on_edited)

    def value(self) -> Any:
        """What the field holds."""
        return self.control.value()

    def stops(self) -> tuple[QWidget, ...]:
        """Where the keyboard stops in this field, in order."""
        return (self.control,) if self.hint is None else (self.control, self.hint.button)

    def show_value(self, value: Any) -> None:
        """Show a saved value; the field counts as untouched again."""
        self.is_dirty = False
        self.control.show_value(value)
        self.clear_note()

    def show_incoming(self, value: Any, *, touched: bool) -> bool:
        """Take a pushed value, unless a hand has been here: then only name it. Returns whether it was taken."""
        if value == self.value():
            return True
        if touched:
            self._say(self.tr("别处改为“{value}”，这里保留您填的").format(value=value), "warn")
            return False
        self.control.show_value(value)
        return True

    def show_problem(self, words: str) -> None:
        """Red border, and the reason in words under the field."""
        mark_invalid(self.control, invalid=True)
        self._say(words, "danger")

    def clear_note(self) -> None:
        """Nothing is wrong with it (any more)."""
        if not self._note.isHidden():
            mark_invalid(self.control, invalid=False)
            self._note.hide()

    def set_lexicon(self, lexicon: tuple[ForbiddenWord, ...]) -> None:
        """Which words to mark while typing."""
        if self.hint is not None:
            self.hint.set_lexicon(lexicon)

    def set_today(self, today: date) -> None:
        """Which day 今天 means."""
        if isinstance(self.control, MomentControl):
            self.control.set_today(today)

    def set_holdings(self, choices: tuple[Choice, ...]) -> None:
        """What can be linked."""
        if isinstance(self.control, HoldingControl):
            self.control.set_choices(choices)

    def set_tall(self, *, tall: bool) -> None:
        """More room to write on a tall screen."""
        if isinstance(self.control, AreaControl):
            self.control.set_tall(tall=tall)

    @Slot(object)
    def on_edited(self, value: Any) -> None:
        """A hand changed it: from now on no push may overwrite it."""
        self.is_dirty = True
        self.clear_note()
        self.edited.emit(self.field.name, value)

    @Slot(int, int)
    def on_counted(self, used: int, limit: int) -> None:
        """Show how much of the room is written full."""
        self._counter.setText(self.tr("{used} / {limit}").format(used=used, limit=limit) if limit else "")
        set_property(self._counter, "tone", "danger" if 0 < limit < used else "")

    def _say(self, words: str, tone: str) -> None:
        self._note.setText(words)
        set_property(self._note, "tone", tone)
        self._note.show()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._head())
        column.addWidget(self.control)
        if self.hint is not None:
            column.addWidget(self.hint)
        column.addWidget(self._note)
        column.addStretch(1)
        if isinstance(self.control, AreaControl):
            self.control.counted.connect(self.on_counted)
            self.on_counted(0, self.field.max_length or 0)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(1)
        name = label(self.field.label, "caption")
        name.setFixedHeight(16)
        name.setBuddy(self.control)
        head.addWidget(name)
        if self.field.required:
            head.addWidget(_star())
        head.addStretch(1)
        self._counter.setFixedHeight(16)
        head.addWidget(self._counter)
        return head


def _star() -> QLabel:
    star = label("*", "caption", tone="danger")
    star.setFixedHeight(16)
    return star


def _control(field: Field) -> Control:
    match field.control:
        case "choice":
            return ChoiceControl(field.choices)
        case "area":
            return AreaControl(field)
        case "holding":
            return HoldingControl(field)
        case "date" | "datetime":
            return MomentControl(field)
        case "check":
            return CheckControl(field)
        case _:
            return TextControl(field)
