"""设置、修改、重置: three acts of their own, each on record as such (E04)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from ui.verification.secret_field import SecretField
from ui.widgets.buttons import Button
from ui.widgets.labels import label, set_property
from ui.widgets.segmented import Segmented


class KeepForm(QWidget):
    """Fields are empty as soon as they are handed over.

    Signals:
        wished(str, str, str, str): kind, act, the new password and the old one ("" where none is asked).
        refused(str): it cannot be handed over as it is.
    """

    wished = Signal(str, str, str, str)

    def __init__(self, words: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = Segmented(tuple(words.items()))
        self.act = Segmented((("change", self.tr("修改")), ("reset", self.tr("重置")), ("set", self.tr("设置"))))
        self.kind.setAccessibleName(self.tr("哪一种密码"))
        self.act.setAccessibleName(self.tr("设置、修改或重置"))
        self.old = SecretField(self.tr("旧密码"))
        self.new = SecretField(self.tr("新密码"))
        self.again = SecretField(self.tr("再输一次新密码"))
        self.go = Button(self.tr("提交"), "primary")
        self.words = label("", "caption", wrap=True)
        self._form = QFormLayout()
        self._form.setSpacing(8)
        self.kind.set_choice(next(iter(words), None))
        self.act.set_choice("change")
        self._build()
        self.act.chosen.connect(self.on_act)
        self.go.clicked.connect(self.on_go)
        self.on_act(self.act.choice() or "change")

    @Slot(str)
    def on_act(self, act: str) -> None:
        """Another act asks for other things."""
        self._form.setRowVisible(self.old, act == "change")
        notes = {
            "change": self.tr("客户给出旧密码，再给新密码"),
            "reset": self.tr("先在“证件”里核对证件；重置后是初始密码，客户应立即修改"),
            "set": self.tr("先在“证件”里核对证件；设置后是初始密码，客户应立即修改"),
        }
        self.say(notes.get(act, ""))

    @Slot()
    def on_go(self) -> None:
        """提交."""
        old, new, again = self.old.take(), self.new.take(), self.again.take()
        act = self.act.choice() or "change"
        if new != again:
            self.say(self.tr("两次输入的新密码不一样，请重新输入"), "danger")
        elif len(new) != 6 or (act == "change" and len(old) != 6):
            self.say(self.tr("密码是 6 位数字"), "danger")
        else:
            self.say(self.tr("正在提交…"))
            self.wished.emit(self.kind.choice() or "service", act, new, old if act == "change" else "")

    def say(self, words: str, tone: str = "") -> None:
        """What came of it."""
        self.words.setText(words)
        set_property(self.words, "tone", tone)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(12)
        self._form.addRow(self.tr("密码"), self.kind)
        self._form.addRow(self.tr("办理"), self.act)
        self._form.addRow(self.tr("旧密码"), self.old)
        self._form.addRow(self.tr("新密码"), self.new)
        self._form.addRow(self.tr("再输一次"), self.again)
        column.addLayout(self._form)
        column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.words)
        column.addStretch(1)
