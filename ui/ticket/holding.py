"""Which policy, claim or device a ticket is about: a link with its name, and × to take it off."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from app.ticket.form import Choice, Field
from ui.theme.icons import bind_icon
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import ElidedLabel, set_property


class HoldingControl(QFrame):
    """One of the customer's holdings, or none.

    Signals:
        edited: another holding was chosen or the link taken off; carries its id, or None.
    """

    edited = Signal(object)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "field")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(28)
        self._placeholder = field.placeholder or self.tr("选择保单或理赔")
        self._choices: tuple[Choice, ...] = field.choices
        self._value: Any = None
        self._words = ElidedLabel(self._placeholder)
        self._clear = QToolButton()
        self._build()

    def set_choices(self, choices: tuple[Choice, ...]) -> None:
        """What this customer holds."""
        self._choices = choices
        self.show_value(self._value)

    def value(self) -> Any:
        """The id of the holding, or None."""
        return self._value

    def show_value(self, value: Any) -> None:
        """Name the holding with this id; an id nobody knows is shown as it is."""
        self._value = value or None
        labels = {choice.value: choice.label for choice in self._choices}
        text = labels.get(value, str(value)) if value else self._placeholder
        self._words.setText(text)
        set_property(self._words, "type", "body" if value else "tertiary")
        self._clear.setVisible(bool(value))
        self.setAccessibleName(text)

    @Slot()
    def clear(self) -> None:
        """Take the link off."""
        self.show_value(None)
        self.edited.emit(None)

    @Slot()
    def open_choices(self) -> None:
        """Offer what the customer holds."""
        if not self._choices:
            return
        menu = QMenu(self)
        for choice in self._choices:
            menu.addAction(choice.label).setData(choice.value)
        menu.triggered.connect(lambda action: self._choose(action.data()))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setMinimumWidth(self.width())
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the field opens the list."""
        self.open_choices()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Alt+Down open the list, Delete takes the link off."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Down):
            self.open_choices()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        """Show the focus ring."""
        super().focusInEvent(event)
        set_property(self, "focused", "true")

    def focusOutEvent(self, event: Any) -> None:
        """Take the focus ring off."""
        super().focusOutEvent(event)
        set_property(self, "focused", "false")

    def _choose(self, value: Any) -> None:
        self.show_value(value)
        self.edited.emit(value)

    def _build(self) -> None:
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setToolTip(self.tr("去掉关联"))
        self._clear.setFixedSize(24, 24)
        self._clear.hide()
        self._clear.clicked.connect(self.clear)
        bind_icon(self._clear, "dismiss")
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 3, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel("link"))
        row.addWidget(self._words, 1)
        row.addWidget(self._clear)
