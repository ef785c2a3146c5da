"""Pieces of the identity header: a masked field with its eye, and the line of verification."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.customer.view import Check
from ui.widgets.buttons import IconButton
from ui.widgets.cover import Cover
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import ElidedLabel, label, set_property

_SIDE_PX, _STEP_PX, _AFTER_HEAD_PX, _AFTER_CHECK_PX = 12, 5, 12, 10


class MaskedField(QWidget):
    """A small label over a value that this role sees masked; the eye asks for the whole of it.

    Signals:
        reveal_requested: the eye was pressed.
    """

    reveal_requested = Signal()

    def __init__(self, words: str, *, masked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = ElidedLabel("")
        self._words = words
        self._eye: IconButton | None = None
        line = QHBoxLayout()
        line.setSpacing(0)
        self._value.setFixedHeight(20)
        line.addWidget(self._value)
        if masked:
            self._eye = self._make_eye()
            line.addWidget(self._eye)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._name = label(words, "caption-tertiary")
        self._name.setFixedHeight(16)
        column.addWidget(self._name)
        column.addLayout(line)

    def set_words(self, words: str, beside: str = "") -> None:
        """Call it something else; ``beside`` is what else is worth knowing over the value (来电 138****8000)."""
        self._words = words
        self._name.setText(" · ".join(part for part in (words, beside) if part))

    def show_value(self, value: str) -> None:
        """Show the (masked) value; a dash stands for nothing."""
        self._value.setText(value or "—")
        self._value.setMinimumWidth(min(220, self._value.sizeHint().width()))
        self._value.setAccessibleName(f"{self._words} {value}")
        if self._eye is not None:
            self._eye.setVisible(bool(value))

    def set_revealable(self, *, revealable: bool, why_not: str) -> None:
        """Let the eye be pressed, or say why it cannot be."""
        if self._eye is not None:
            self._eye.setEnabled(revealable)
            self._eye.setToolTip(self.tr("显示完整{what} Alt+R").format(what=self._words) if revealable else why_not)

    def _make_eye(self) -> IconButton:
        eye = IconButton("eye", self.tr("显示完整{what}").format(what=self._words))
        eye.setFixedSize(24, 20)
        eye.clicked.connect(self.reveal_requested)
        return eye


class VerificationRow(QFrame):
    """身份核验: which checks the caller has passed, and what that allows.

    Signals:
        opened: the line was pressed: the agent wants to verify.
    """

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel-footer")
        self.setFixedHeight(36)
        self._items: list[tuple[IconLabel, QWidget]] = []
        self._notes: tuple[str, ...] = ("",)
        self._note = ElidedLabel("", "caption-tertiary")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_SIDE_PX, 0, _SIDE_PX, 0)
        self._row.setSpacing(_STEP_PX)
        self._head = label(self.tr("身份核验"), "caption-strong")
        self._row.addWidget(self._head)
        self._row.addSpacing(_AFTER_HEAD_PX)
        self._row.addStretch(1)
        self._row.addWidget(self._note)
        self._cover = Cover(self, self.tr("核验身份"))
        self._cover.clicked.connect(self.opened)

    def show_checks(self, checks: tuple[Check, ...], note: str, short: str = "") -> None:
        """Show what is passed and what is not yet. ``short`` stands for ``note`` where there is no room for it."""
        while len(self._items) < len(checks):
            self._add_item()
        for at, (icon, words) in enumerate(self._items):
            icon.setVisible(at < len(checks))
            words.setVisible(at < len(checks))
            if at < len(checks):
                self._show_check(icon, words, checks[at])
        passed = sum(check.passed for check in checks)
        count = self.tr("核验 {passed} / {all}").format(passed=passed, all=len(checks)) if checks else ""
        whole = "，".join(part for part in (count, note) if part)
        briefly = "，".join(part for part in (count.replace(" / ", "/"), short) if part)
        self._notes = (whole, briefly, count) if short else (whole, count or whole)
        self._cover.set_words(self.tr("核验身份：{0}").format(whole) if whole else self.tr("核验身份"))
        self._fit_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less, for the note."""
        super().resizeEvent(event)
        self._fit_note()

    def _fit_note(self) -> None:
        """The longest form of the note for which there is room; the shortest where there is none for any."""
        parts = [part for pair in self._items for part in pair if not part.isHidden()]
        taken = sum(part.sizeHint().width() + _STEP_PX for part in parts) + len(parts) // 2 * _AFTER_CHECK_PX
        head = self._head.sizeHint().width() + _AFTER_HEAD_PX + _STEP_PX
        room = self.width() - 2 * _SIDE_PX - head - taken
        metrics = self._note.fontMetrics()
        fitting = (words for words in self._notes if metrics.horizontalAdvance(words) + 2 <= room)
        self._note.setText(next(fitting, self._notes[-1]))

    def set_compact(self, *, compact: bool) -> None:
        """On a short body only the checks stay (mock-up 01b)."""
        self._note.setVisible(not compact)

    def _show_check(self, icon: IconLabel, words: QWidget, check: Check) -> None:
        icon.set_icon(
            "checkmark_circle" if check.passed else "circle",
            "ok.text" if check.passed else "warn.text",
            filled=check.passed,
        )
        set_property(words, "tone", "ok" if check.passed else "warn")
        words.setText(check.name if check.passed else self.tr("{name}（待核）").format(name=check.name))

    def _add_item(self) -> None:
        icon, words = IconLabel("circle", 16), label(role="caption")
        at = 2 + 3 * len(self._items)
        self._row.insertWidget(at, icon)
        self._row.insertWidget(at + 1, words)
        self._row.insertSpacing(at + 2, _AFTER_CHECK_PX)
        self._items.append((icon, words))
