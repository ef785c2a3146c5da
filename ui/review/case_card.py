"""One contradiction: both values with their sources, what happened so far, and the next step with its button."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.review.view import Action, CaseView, StepRow
from ui.review.words import moment
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.clear_layout import clear_layout
from ui.widgets.labels import ElidedLabel, hline, label, set_property
from ui.widgets.segmented import Segmented

_NEEDS_SIDE = frozenset({"compare", "review"})


class Wish(NamedTuple):
    """What the agent wants done with a case: which step, for which side, and the words to it."""

    case_id: str
    move: str
    side: str = ""
    words: str = ""


class CaseCard(QFrame):
    """Steps that cannot be taken stay in sight, disabled, each with its reason (`design.md` §7.4).

    Signals:
        wished: a step's button was pressed; carries the :class:`Wish`.
    """

    wished = Signal(object)

    def __init__(self, *, framed: bool = True, parent: QWidget | None = None) -> None:
        """``framed``: a card among others; else it fills a panel."""
        super().__init__(parent)
        self._case: CaseView | None = None
        self.setProperty("role", "popup" if framed else "")
        self._title, self._state = ElidedLabel("", "strong"), Badge("")
        self._values = QGridLayout()
        self._steps, self._reasons = QVBoxLayout(), QVBoxLayout()
        self.side = Segmented((("new", self.tr("采用新值")), ("old", self.tr("维持原值"))))
        self.words = QLineEdit()
        self.fault = label("", "caption", tone="danger", wrap=True)
        self._entry = QWidget()
        self._buttons: dict[str, Button] = {}
        self._actions = QHBoxLayout()
        self._build(12 if framed else 16)

    def show_case(self, case: CaseView, now: datetime) -> None:
        """Show a case. ``now`` is in the desk's zone. What is half written stays while it is the same step."""
        before, self._case = self._case, case
        if before is None or (before.case_id, before.state) != (case.case_id, case.state):
            self.words.clear()
            self.side.set_choice(case.recommends)
            self.show_fault("")
        self._title.setText(" · ".join(part for part in (case.label, case.customer) if part))
        self._state.set_badge(case.state_words, case.tone)
        self._show_values(case)
        self._show_steps(case.steps, now)
        self._show_actions(case.actions)
        self.setAccessibleName(f"{case.label} {case.old} → {case.new} {case.state_words}")

    def case_id(self) -> str:
        """Which case it shows."""
        return "" if self._case is None else self._case.case_id

    def show_fault(self, words: str) -> None:
        """Say under the line what is missing; "" takes it away."""
        self.fault.setText(words)
        self.fault.setVisible(bool(words))
        set_property(self.words, "invalid", bool(words))
        if words:
            self.words.setFocus()

    def button(self, move: str) -> Button:
        """The button of a step."""
        return self._buttons[move]

    def reasons(self) -> list[str]:
        """Why which step cannot be taken, as it is written on the card."""
        return [self._reasons.itemAt(at).widget().text() for at in range(self._reasons.count())]

    def take_focus(self) -> None:
        """The keyboard goes to where something can be done."""
        target = self.words if not self._entry.isHidden() else next(iter(self._enabled()), self)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def on_pressed(self) -> None:
        """A step's button."""
        move = str(self.sender().property("move"))
        if self._case is not None:
            self._wish(move)

    @Slot()
    def on_returned(self) -> None:
        """Enter in the line: the step that is next, where it is this person's."""
        ready = [move for move in self._buttons if move != "withdraw" and self._buttons[move].isEnabled()]
        if ready:
            self._wish(ready[0])

    def _wish(self, move: str) -> None:
        if self._case is None:
            return
        side = self.side.choice() or ""
        if move in _NEEDS_SIDE and not side:
            self.show_fault(self.tr("先选采用新值还是维持原值"))
            return
        self.show_fault("")
        self.wished.emit(Wish(self._case.case_id, move, side, self.words.text()))

    def _enabled(self) -> list[Button]:
        return [button for button in self._buttons.values() if button.isEnabled() and not button.isHidden()]

    def _show_values(self, case: CaseView) -> None:
        clear_layout(self._values)
        verified = self.tr("{0} 核实").format(case.old_verified_on) if case.old_verified_on else self.tr("没有核实过")
        rows = (
            (self.tr("旧值"), case.old, (case.old_source, verified)),
            (self.tr("新值"), case.new, (case.new_source, case.said_by)),
        )
        for at, (name, value, notes) in enumerate(rows):
            self._values.addWidget(label(name, "caption-tertiary"), 2 * at, 0)
            self._values.addWidget(label(value, "strong" if at else "body", wrap=True), 2 * at, 1)
            words = " · ".join(note for note in notes if note)
            self._values.addWidget(label(words, "caption-tertiary", wrap=True), 2 * at + 1, 1)

    def _show_steps(self, steps: tuple[StepRow, ...], now: datetime) -> None:
        clear_layout(self._steps)
        for step in steps:
            head = f"{moment(step.at, now)}  {step.words}  {step.who}"
            words = "，".join(part for part in (step.note, step.void) if part)
            line = label(f"{head} · {words}" if words else head, "caption", wrap=True)
            if step.void:
                set_property(line, "type", "caption-tertiary")
            self._steps.addWidget(line)

    def _show_actions(self, actions: tuple[Action, ...]) -> None:
        clear_layout(self._reasons)
        for action in actions:
            button = self._buttons[action.move]
            button.setEnabled(not action.refusal)
            button.setToolTip(action.refusal)
            set_property(button, "kind", self._kind(action))
            is_open = self._case is not None and self._case.is_open
            button.setVisible(is_open)
            if action.refusal and is_open:
                words = f"{action.words}：{action.refusal}"
                self._reasons.addWidget(label(words, "caption-tertiary", wrap=True))
        may = {action.move for action in actions if not action.refusal}
        self._entry.setVisible(bool(may & (_NEEDS_SIDE | {"withdraw"})))
        self.side.setVisible(bool(may & _NEEDS_SIDE))
        ask = self.tr("对照了什么、看到什么") if "compare" in may else self.tr("理由")
        self.words.setPlaceholderText(ask)
        self.words.setAccessibleName(ask)

    def _kind(self, action: Action) -> str:
        if action.move == "withdraw":
            return "ghost"
        return "primary" if not action.refusal else "default"

    def _build(self, margin: int) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        column.addLayout(head)
        self._values.setHorizontalSpacing(12)
        self._values.setVerticalSpacing(2)
        self._values.setColumnStretch(1, 1)
        column.addLayout(self._values)
        column.addWidget(hline())
        self._steps.setSpacing(2)
        column.addLayout(self._steps)
        entry = QVBoxLayout(self._entry)
        entry.setContentsMargins(0, 4, 0, 0)
        entry.setSpacing(6)
        entry.addWidget(self.side)
        entry.addWidget(self.words)
        entry.addWidget(self.fault)
        column.addWidget(self._entry)
        self._actions.setSpacing(8)
        for move, words in (
            ("compare", self.tr("比对")),
            ("review", self.tr("审核")),
            ("record", self.tr("补录")),
            ("withdraw", self.tr("撤回")),
        ):
            button = self._buttons[move] = Button(words)
            button.setProperty("move", move)
            button.clicked.connect(self.on_pressed)
            if move == "withdraw":
                self._actions.addStretch(1)
            self._actions.addWidget(button)
        column.addLayout(self._actions)
        self._reasons.setSpacing(0)
        column.addLayout(self._reasons)
        self.words.returnPressed.connect(self.on_returned)
        self.fault.hide()
