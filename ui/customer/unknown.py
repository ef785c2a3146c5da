"""The identity header of a caller nobody knows: a search box with the number in it, and 新建客户 (`design.md` §8)."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.widgets.buttons import Button
from ui.widgets.composing import CompositionWatch
from ui.widgets.labels import label


class UnknownCaller(QWidget):
    """Find the customer by another number, or make a new one.

    Signals:
        search_requested: Enter or 查找; carries the text.
        new_customer_requested: 新建客户; carries the text.
    """

    search_requested = Signal(str)
    new_customer_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QLineEdit()
        self.box.setPlaceholderText(self.tr("手机号、证件后四位或保单号"))
        self._title = label(role="title")
        self._composition = CompositionWatch(self)
        self._composition.watch(self.box)
        self._build()

    def show_number(self, number_text: str) -> None:
        """Say which number called. Only a whole number is worth looking for: a masked one leaves the box empty."""
        known_number = any(sign.isdigit() for sign in number_text)
        self._title.setText(
            self.tr("没有找到“{number}”").format(number=number_text) if known_number else self.tr("对方没有显示号码")
        )
        self.box.setText(number_text if known_number and "*" not in number_text else "")

    @Slot()
    def on_search(self) -> None:
        """Look for what stands in the box; an empty one wants to be typed into."""
        if self.box.text().strip():
            self.search_requested.emit(self.box.text().strip())
        else:
            self.box.setFocus()

    @Slot()
    def on_new(self) -> None:
        """Make a customer with what stands in the box."""
        self.new_customer_requested.emit(self.box.text().strip())

    def _build(self) -> None:
        find = Button(self.tr("查找"), icon="search")
        new = Button(self.tr("新建客户"), "primary", icon="add")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.box, 1)
        line.addWidget(find)
        line.addWidget(new)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(label(self.tr("换一个号码找找看；这通来电会记在找到的客户名下。"), "tertiary"))
        column.addLayout(line)
        column.addStretch(1)
        self.box.returnPressed.connect(self.on_search)
        find.clicked.connect(self.on_search)
        new.clicked.connect(self.on_new)
