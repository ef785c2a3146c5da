"""The controls a form field can have. Each tells what it holds, shows a value, and says when a hand changed it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QDoubleValidator, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
    QWidgetAction,
)

from app.ticket.form import Choice, Field
from ui.theme import icons
from ui.theme.theme import when_changed
from ui.ticket.moment_text import moment_text, read_moment
from ui.widgets.labels import set_property


class ChoiceControl(QComboBox):
    """One entry of a list.

    Signals:
        edited: the agent chose another entry; carries its stored value.
    """

    edited = Signal(object)

    def __init__(self, choices: tuple[Choice, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(12)
        self.setStyleSheet("padding-right: 2px;")  # the arrow has room of its own
        for choice in choices:
            self.addItem(choice.label, choice.value)
        self.setCurrentIndex(-1)
        self.activated.connect(self.on_activated)

    def value(self) -> Any:
        """The stored value of the chosen entry, or None."""
        return self.currentData()

    def show_value(self, value: Any) -> None:
        """Choose the entry with this stored value; a value the list does not know is added, never lost."""
        place = self.findData(value) if value not in (None, "") else -1
        if place < 0 and value not in (None, ""):
            self.addItem(str(value), value)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A choice that finds no room ends in …, never in half a character."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width()
        )
        with QStylePainter(self) as painter:
            painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the form, not the choice: a list changes by intent only."""
        event.ignore()

    @Slot(int)
    def on_activated(self, _place: int) -> None:
        """Tell which entry was chosen."""
        self.edited.emit(self.value())


class TextControl(QLineEdit):
    """One line of text, also for amounts and numbers.

    Signals:
        edited: the agent typed; carries the value.
    """

    edited = Signal(object)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(field.placeholder)
        if field.max_length:
            self.setMaxLength(field.max_length)
        self._control = field.control
        if field.control in ("amount", "number"):
            self._take_numbers()
        self.textEdited.connect(self.on_text_edited)

    def value(self) -> Any:
        """The text; a number for amounts and numbers; a list for tags."""
        text = self.text()
        match self._control:
            case "amount" | "number":
                return _number(text)
            case "tags":
                return [part.strip() for part in text.replace("，", "、").split("、") if part.strip()]
        return text

    def show_value(self, value: Any) -> None:
        """Show a value; the cursor goes to the front so that the beginning can be read."""
        match value:
            case None:
                text = ""
            case list() | tuple():
                text = "、".join(str(part) for part in value)
            case int() | float() if self._control == "amount":
                text = f"{value:,.2f}"
            case _:
                text = str(value)
        self.setText(text)
        if not self.hasFocus():
            self.setCursorPosition(0)

    @Slot(str)
    def on_text_edited(self, _text: str) -> None:
        """Tell what the field holds now."""
        self.edited.emit(self.value())

    def _take_numbers(self) -> None:
        validator = QDoubleValidator(self)
        validator.setNotation(QDoubleValidator.Notation.StandardNotation)
        validator.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.setValidator(validator)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)


class MomentControl(QLineEdit):
    """A day, with or without a time, typed as people say it, or picked from a calendar.

    Signals:
        edited: the agent typed or picked; carries the value.
    """

    edited = Signal(object)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._with_time = field.control == "datetime"
        self._today = date.min
        self.setPlaceholderText(field.placeholder or (self.tr("今天 16:30") if self._with_time else "2026-03-20"))
        self._open = self.addAction(self._icon(), QLineEdit.ActionPosition.TrailingPosition)
        self._open.triggered.connect(self.open_calendar)
        self.textEdited.connect(self.on_text_edited)
        when_changed(self.on_theme_changed)

    def set_today(self, today: date) -> None:
        """The day that 今天 means."""
        self._today = today

    def value(self) -> Any:
        """ISO text in the desk's wall time (``2026-03-18T16:30``); what cannot be read stays as it was typed."""
        text = self.text().strip()
        if not self._with_time:
            return text
        at = read_moment(text, self._today)
        return at.isoformat(timespec="minutes") if at else text

    def show_value(self, value: Any) -> None:
        """Show an ISO moment as people say it."""
        self.setText(self._worded(value))
        self.setCursorPosition(0)

    @Slot(str)
    def on_text_edited(self, _text: str) -> None:
        """Tell what the field holds now."""
        self.edited.emit(self.value())

    @Slot()
    def open_calendar(self) -> None:
        """Offer a month to pick a day from; the time of day stays."""
        menu, calendar = QMenu(self), QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setSelectedDate(QDate(*self._picked().timetuple()[:3]))
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        calendar.clicked.connect(self.on_day_picked)
        calendar.clicked.connect(menu.close)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    @Slot(QDate)
    def on_day_picked(self, day: QDate) -> None:
        """Put the picked day in the place of the written one."""
        picked = self._picked().replace(year=day.year(), month=day.month(), day=day.day())
        iso = picked.isoformat(timespec="minutes")
        self.show_value(iso if self._with_time else iso[:10])
        self.edited.emit(self.value())

    @Slot(object)
    def on_theme_changed(self, _theme: object) -> None:
        """Draw the calendar icon in the new colours."""
        self._open.setIcon(self._icon())

    def _picked(self) -> datetime:
        today = self._today if self._today != date.min else date(2000, 1, 1)
        written = self.text() if self._with_time else f"{self.text()} 9:00"
        return read_moment(written, today) or datetime(today.year, today.month, today.day, 9)  # noqa: DTZ001

    def _worded(self, value: Any) -> str:
        if value in (None, ""):
            return ""
        try:
            at = datetime.fromisoformat(str(value))
        except ValueError:
            return str(value)
        return moment_text(at, self._today) if self._with_time else f"{at:%Y-%m-%d}"

    def _icon(self) -> Any:
        return icons.icon("calendar_clock" if self._with_time else "calendar", 16, "text.secondary")


class CheckControl(QCheckBox):
    """Yes or no; nobody has answered until it is clicked once.

    Signals:
        edited: the agent changed it; carries whether it is checked.
    """

    edited = Signal(object)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(field.placeholder or self.tr("是"))
        self._is_answered = False
        self.clicked.connect(self.on_clicked)

    def value(self) -> Any:
        """Whether it is checked, or None while nobody has answered."""
        return self.isChecked() if self._is_answered else None

    def show_value(self, value: Any) -> None:
        """Check it or not; None is no answer yet."""
        self._is_answered = value is not None
        self.setChecked(bool(value))

    @Slot(bool)
    def on_clicked(self, checked: bool) -> None:
        """Tell what it is now."""
        self._is_answered = True
        self.edited.emit(checked)


def mark_invalid(control: QWidget, *, invalid: bool) -> None:
    """A red border round what cannot be handed in (`design.md` §4 SchemaForm)."""
    set_property(control, "invalid", "true" if invalid else "false")


def _number(text: str) -> float | int | str | None:
    plain = text.replace(",", "").strip()
    if not plain:
        return None
    try:
        number = float(plain)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
