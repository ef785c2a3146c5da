"""The lines of the panel: a question with its answer, a password, a code on its way, a business."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.verification.standing import Unlocked
from app.verification.view import CheckRow
from ui.verification.secret_field import SecretField
from ui.widgets.buttons import Button
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import label, set_property

NAME_PX = 108
MOST_ANSWER = 64


class CheckLine(QWidget):
    """A question. Enter in the field compares; the box says that the answer was heard and is right.

    Signals:
        answered(str, str): compare; carries the check and what was typed. The field is empty by then.
        spoken(str, bool): ticked or unticked; carries the check.
    """

    answered = Signal(str, str)
    spoken = Signal(str, bool)

    def __init__(self, row: CheckRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = row.code
        self.icon = IconLabel("circle", 16)
        self.answer = QLineEdit()
        self.answer.setMaxLength(MOST_ANSWER)
        self.answer.setPlaceholderText(self.tr("客户说的内容，按 Enter 比对"))
        self.answer.setAccessibleName(self.tr("{0}：客户说的内容").format(row.label))
        self.result = label("", "caption")
        self.tick = QCheckBox(self.tr("已口头核对"))
        self.tick.setAccessibleName(self.tr("{0}：已口头核对").format(row.label))
        name = label(row.label)
        name.setFixedWidth(NAME_PX)
        self.result.setFixedWidth(72)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(8)
        for part in (self.icon, name):
            line.addWidget(part)
        line.addWidget(self.answer, 1)
        line.addWidget(self.result)
        line.addWidget(self.tick)
        self.answer.returnPressed.connect(self.on_entered)
        self.tick.clicked.connect(self.on_ticked)
        self.show_row(row)

    def show_row(self, row: CheckRow) -> None:
        """Show how it stands."""
        self.icon.set_icon(
            "checkmark_circle" if row.passed else "circle",
            "ok.text" if row.passed else "warn.text",
            filled=row.passed,
        )
        self.tick.setChecked(row.passed)
        is_open = row.left > 0
        self.answer.setEnabled(is_open and not row.passed)
        self.tick.setEnabled(is_open)
        if row.passed:
            self._say(self.tr("✓ 对"), "ok")
        elif not is_open:
            self._say(self.tr("不再核对"), "danger")

    def show_wrong(self, left: int) -> None:
        """The answer was not the file's."""
        self._say(self.tr("✗ 不对，剩 {0}").format(left) if left else self.tr("不再核对"), "danger")

    @Slot()
    def on_entered(self) -> None:
        """Enter."""
        typed = self.answer.text()
        self.answer.setText("")
        if typed.strip():
            self.answered.emit(self.code, typed)

    @Slot(bool)
    def on_ticked(self, done: bool) -> None:
        """The box."""
        self.spoken.emit(self.code, done)

    def _say(self, words: str, tone: str) -> None:
        self.result.setText(words)
        set_property(self.result, "tone", tone)


class PasswordLine(QWidget):
    """A password the customer says or keys in.

    Signals:
        given(str, str): carries the kind and six digits, already gone from the field.
    """

    given = Signal(str, str)

    def __init__(self, kind: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.field = SecretField(words)
        self.go = Button(self.tr("核对"), small=True)
        self.go.setAccessibleName(self.tr("核对{0}").format(words))
        self.result = label("", "caption", wrap=True)
        name = label(words)
        name.setFixedWidth(NAME_PX)
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        for part in (name, self.field, self.go):
            self.row.addWidget(part)
        self.row.addStretch(1)
        self.result.setContentsMargins(NAME_PX + 8, 0, 0, 0)
        self.result.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self.row)
        column.addWidget(self.result)
        self.field.given.connect(self.on_given)
        self.go.clicked.connect(self.field.give)

    @Slot(str)
    def on_given(self, secret: str) -> None:
        """Six digits and Enter."""
        self.say(self.tr("正在核对…"))
        self.given.emit(self.kind, secret)

    def say(self, words: str, tone: str = "") -> None:
        """What came of it."""
        self.result.setText(words)
        self.result.setVisible(bool(words))
        set_property(self.result, "tone", tone)


class CodeLine(PasswordLine):
    """A code sent to one of the customer's numbers, counted down (E03).

    Signals:
        wanted(str): send one; carries the id of the number's record.
    """

    wanted = Signal(str)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__("dynamic", words, parent)
        self.field.setEchoMode(QLineEdit.EchoMode.Normal)
        self.phone = QComboBox()
        self.phone.setAccessibleName(self.tr("动态密码发到哪个号码"))
        self.send = Button(self.tr("发送"), small=True)
        self.send.setAccessibleName(self.tr("发送动态密码"))
        self._until: datetime | None = None
        self.row.insertWidget(1, self.phone)
        self.row.insertWidget(2, self.send)
        self.send.clicked.connect(self.on_send)
        self._show_open(is_open=False)

    def show_phones(self, phones: tuple[tuple[str, str], ...]) -> None:
        """The customer's numbers, masked."""
        chosen = self.phone.currentData()
        self.phone.clear()
        for row_id, masked in phones:
            self.phone.addItem(masked, row_id)
        self.phone.setCurrentIndex(max(0, self.phone.findData(chosen)))
        self.phone.setEnabled(bool(phones))
        self.send.setEnabled(bool(phones))

    def show_until(self, until: datetime | None, now: datetime) -> None:
        """How long the code still holds; None: none is on its way."""
        self._until = until
        if until is not None and now < until:
            left = round((until - now).total_seconds())
            self.say(self.tr("{0}:{1:02d} 内有效").format(left // 60, left % 60))
        self._show_open(is_open=until is not None and now < until)

    def tick(self, now: datetime) -> None:
        """A second has passed."""
        if self._until is not None:
            was_open = self._until
            self.show_until(self._until, now)
            if now >= was_open:
                self._until = None
                self.say(self.tr("已过 10 分钟，请重新发送"), "warn")

    @Slot()
    def on_send(self) -> None:
        """发送."""
        if self.phone.currentData():
            self.say(self.tr("正在发送…"))
            self.wanted.emit(str(self.phone.currentData()))

    def _show_open(self, *, is_open: bool) -> None:
        self.field.setEnabled(is_open)
        self.go.setEnabled(is_open)


class BusinessLine(QWidget):
    """A business: may be done, or locked with what to do instead."""

    def __init__(self, shown: Unlocked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(8)
        icon = IconLabel(
            "checkmark_circle" if shown.allowed else "lock_closed",
            16,
            "ok.text" if shown.allowed else "text.tertiary",
            filled=shown.allowed,
        )
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label(shown.label))
        if shown.why:
            column.addWidget(label(shown.why, "caption-tertiary", wrap=True))
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        words = self.tr("可以办理") if shown.allowed else shown.why
        self.setAccessibleName(f"{shown.label}：{words}")
