"""A button that goes away with its own press leaves the keyboard where somebody was typing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.shell.conftest import Frame
from ui.customer.hints import HintsPanel


def hint_button(frame: Frame) -> QPushButton:
    """A button in the customer's part of the page."""
    panel = frame.page.customer.findChild(HintsPanel)
    return next(one for one in panel.findChildren(QPushButton) if one.isVisible())


def press_and_vanish(button: QWidget) -> None:
    """What becomes of a button whose offer is taken."""
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    button.hide()


def test_the_caret_goes_back_to_the_form(frame: Frame, qtbot: QtBot) -> None:
    cursor = frame.description.textCursor()
    cursor.setPosition(3)
    frame.description.setTextCursor(cursor)
    press_and_vanish(hint_button(frame))
    qtbot.waitUntil(frame.description.hasFocus)
    assert frame.description.textCursor().position() == 3


def test_what_is_disabled_lets_go_of_the_keyboard_too(frame: Frame, qtbot: QtBot) -> None:
    button = hint_button(frame)
    button.setFocus()
    button.setEnabled(False)
    qtbot.waitUntil(frame.description.hasFocus)


def test_where_nothing_was_typed_the_next_check_of_the_script_comes(frame: Frame, qtbot: QtBot) -> None:
    frame.wiring.keeper._place.forget()
    press_and_vanish(hint_button(frame))
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QCheckBox))
    assert frame.page.script.isAncestorOf(QApplication.focusWidget())


def test_a_header_that_turns_its_page_keeps_nothing(frame: Frame, qtbot: QtBot) -> None:
    identity = frame.page.customer.identity
    identity.show_unknown("13900005544")
    box = identity.findChild(QLineEdit)
    box.setFocus()
    identity._pages.setCurrentWidget(identity._known)
    qtbot.waitUntil(frame.description.hasFocus)


def test_whoever_gives_the_focus_on_by_themselves_is_left_alone(frame: Frame, qtbot: QtBot) -> None:
    button = hint_button(frame)
    wish = frame.page.form.field("wish").control
    button.setFocus()
    button.hide()
    wish.setFocus()
    qtbot.wait(20)
    assert wish.hasFocus()
    frame.box.setFocus()
    qtbot.keyClick(frame.box, Qt.Key.Key_Escape)
    assert wish.hasFocus()


def test_where_there_is_no_call_nothing_keeps_the_keyboard(frame: Frame, qtbot: QtBot) -> None:
    frame.page.script.show_nothing()
    frame.page.form.show_nothing()
    qtbot.waitUntil(frame.window.centralWidget().hasFocus)
