"""One field of a file: its value, where it comes from, whether it was verified; to be verified or changed here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.customer.provenance import FieldFact
from ui.widgets.badge import Badge, BadgeKind
from ui.widgets.buttons import Button, IconButton
from ui.widgets.labels import ElidedLabel, hline, label

ROW_PX, NAME_PX, ACTIONS_PX = 52, 104, 128
_TONES: dict[str, BadgeKind] = {"fresh": "ok", "ageing": "warn", "stale": "danger", "never": "line"}


class Change(NamedTuple):
    """A new value for a field, and where it comes from."""

    row_id: str
    field: str
    value: str
    source: str


class FieldRow(QFrame):
    """Signals: verify_requested and undo_requested carry the fact; change_requested carries the :class:`Change`."""

    verify_requested = Signal(object)
    undo_requested = Signal(object)
    change_requested = Signal(object)

    def __init__(self, fact: FieldFact, now: datetime, sources: Mapping[str, str], choices: Mapping[str, str]) -> None:
        """``sources`` a value may come from, by code; ``choices`` the codes of a coded field, {} for free text."""
        super().__init__()
        self.fact = fact
        self._sources, self._choices = sources, choices
        self._state = Badge("")
        self.verify = Button(self.tr("已核实"), small=True)
        self.undo = Button(self.tr("撤回"), "link", small=True)
        self.edit = IconButton("edit", self.tr("改{0}").format(fact.label))
        self.editor = _Editor(fact, sources, choices)
        self._build(now)

    def set_pending(self, *, pending: bool) -> None:
        """It was verified just now and can still be taken back."""
        self.verify.setVisible(not pending and self._can_verify())
        self.undo.setVisible(pending)
        if pending:
            self._state.set_badge(self.tr("今天核实"), "ok", "checkmark")
        else:
            self._show_state()

    def start_editing(self) -> None:
        """Open the line for another value."""
        self.editor.open()

    @Slot()
    def on_verify(self) -> None:
        """已核实."""
        self.verify_requested.emit(self.fact)

    @Slot()
    def on_undo(self) -> None:
        """撤回."""
        self.undo_requested.emit(self.fact)

    @Slot()
    def on_edit(self) -> None:
        """The pencil."""
        if self.editor.isVisible():
            self.editor.close_line()
        else:
            self.editor.open()

    def _can_verify(self) -> bool:
        return bool(self.fact.row_id and self.fact.value)

    def _show_state(self) -> None:
        fact = self.fact
        day = f"{fact.verified_on:%Y-%m-%d}" if fact.verified_on else ""
        if fact.disputed:
            self._state.set_badge(self.tr("有矛盾"), "danger", "warning")
            return
        if not fact.value:
            self._state.set_badge(self.tr("缺失"), "danger", "error_circle")
            return
        if not fact.row_id:
            self._state.set_badge(fact.value, "ok" if fact.freshness == "fresh" else "warn")
            return
        words = {
            "fresh": self.tr("{0} 核实").format(day),
            "ageing": self.tr("{0} 核实 · 快过期").format(day),
            "stale": self.tr("{0} 核实 · 已过期").format(day),
            "never": self.tr("没有核实过"),
        }[fact.freshness]
        self._state.set_badge(words, _TONES[fact.freshness])

    def _build(self, now: datetime) -> None:
        fact = self.fact
        name = label(fact.label, "secondary")
        name.setFixedWidth(NAME_PX - 12)
        value = ElidedLabel("" if not fact.row_id and fact.field == "real_name" else fact.value or "—")
        source = ElidedLabel(_origin(fact, now), "caption-tertiary")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for part in (value, source):
            if part.text():
                part.setFixedHeight(20 if part is value else 18)
                words.addWidget(part)
        words.addStretch(1)
        actions = QWidget()
        actions.setFixedWidth(ACTIONS_PX)
        buttons = QHBoxLayout(actions)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(4)
        buttons.addStretch(1)
        for button in (self.verify, self.undo, self.edit):
            buttons.addWidget(button)
        line = QHBoxLayout()
        line.setContentsMargins(16, 0, 12, 0)
        line.setSpacing(12)
        line.addWidget(name)
        line.addLayout(words, 1)
        line.addWidget(self._state)
        line.addWidget(actions)
        holder = QWidget()
        holder.setFixedHeight(ROW_PX)
        holder.setLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(holder)
        column.addWidget(self.editor)
        column.addWidget(hline())
        self.verify.setAccessibleName(self.tr("{0}已核实").format(fact.label))
        self.verify.setToolTip(self.tr("今天对照证件或系统核实过，值不变"))
        self.edit.setVisible(bool(fact.row_id))
        self.verify.clicked.connect(self.on_verify)
        self.undo.clicked.connect(self.on_undo)
        self.edit.clicked.connect(self.on_edit)
        self.editor.changed.connect(self.change_requested)
        self.set_pending(pending=False)
        self.setAccessibleName(" ".join(part for part in (fact.label, fact.value, self._state.text()) if part))


class _Editor(QWidget):
    """A line for another value, with where it comes from. Enter hands it in, Esc closes it.

    Signals:
        changed: carries the :class:`Change`.
    """

    changed = Signal(object)

    def __init__(self, fact: FieldFact, sources: Mapping[str, str], choices: Mapping[str, str]) -> None:
        super().__init__()
        self._fact = fact
        self.value: QLineEdit | QComboBox = QComboBox() if choices else QLineEdit()
        self.source = QComboBox()
        for code, words in sources.items():
            self.source.addItem(words, code)
        self.source.setAccessibleName(self.tr("来源"))
        self.value.setAccessibleName(self.tr("新的{0}").format(fact.label))
        if isinstance(self.value, QComboBox):
            for code, words in choices.items():
                self.value.addItem(words, code)
        else:
            self.value.setPlaceholderText(self.tr("新的{0}").format(fact.label))
            self.value.returnPressed.connect(self.on_saved)
        self.fault = label("", "caption", tone="danger", wrap=True)
        save = Button(self.tr("登记") if fact.guarded else self.tr("保存"), "primary")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.value, 1)
        row.addWidget(self.source)
        row.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16 + NAME_PX, 0, 12, 10)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.fault)
        save.clicked.connect(self.on_saved)
        self.fault.hide()
        self.hide()

    def open(self) -> None:
        """Show the line with the keyboard in it."""
        self.show()
        self.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_line(self) -> None:
        """Put it away."""
        self.hide()

    def typed(self) -> str:
        """What stands in the line, "" for a list."""
        return self.value.text() if isinstance(self.value, QLineEdit) else ""

    def take_up(self, words: str) -> None:
        """Go on with what was half typed when the rows were made anew."""
        if isinstance(self.value, QLineEdit):
            self.value.setText(words)
        self.open()

    def show_fault(self, words: str) -> None:
        """Say what is wrong with the value; "" takes it away."""
        self.fault.setText(words)
        self.fault.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the line only."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_line()
        else:
            super().keyPressEvent(event)

    @Slot()
    def on_saved(self) -> None:
        """Hand it in."""
        value = self.value.currentData() if isinstance(self.value, QComboBox) else self.value.text().strip()
        if not value:
            self.show_fault(self.tr("写上新的{0}").format(self._fact.label))
            return
        self.show_fault("")
        self.changed.emit(Change(self._fact.row_id, self._fact.field, value, self.source.currentData()))


def _origin(fact: FieldFact, now: datetime) -> str:
    """柜面 · 沈嘉禾 · 2026-03-18 收集."""
    at = fact.collected_at.astimezone(now.tzinfo) if fact.collected_at else None
    day = f"{at:%Y-%m-%d}" if at else ""
    return " · ".join(part for part in (fact.note, fact.source, fact.collector, day) if part)
