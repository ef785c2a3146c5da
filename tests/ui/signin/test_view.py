"""Signing in: two fields, one button, and words that say what to do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.signin.view import SignInView


@pytest.fixture
def view(qtbot: QtBot) -> SignInView:
    made = SignInView()
    qtbot.addWidget(made)
    made.show()
    return made


def test_enter_goes_on_to_the_password_and_then_signs_in(view: SignInView, qtbot: QtBot) -> None:
    view.agent_no.setFocus()
    qtbot.keyClicks(view.agent_no, "A1027")
    qtbot.keyClick(view.agent_no, Qt.Key.Key_Return)
    assert view.focusWidget() is view.password
    qtbot.keyClicks(view.password, "secret")
    with qtbot.waitSignal(view.sign_in_requested) as asked:
        qtbot.keyClick(view.password, Qt.Key.Key_Return)
    assert asked.args == ["A1027", "secret"]


def test_nothing_is_asked_while_a_field_is_empty(view: SignInView, qtbot: QtBot) -> None:
    assert not view.submit.isEnabled()
    with qtbot.assertNotEmitted(view.sign_in_requested):
        qtbot.keyClick(view.password, Qt.Key.Key_Return)
    assert view.focusWidget() is view.agent_no


def test_a_refusal_says_what_to_do_and_the_password_can_be_typed_again(view: SignInView, qtbot: QtBot) -> None:
    view.agent_no.setText("A1027")
    view.password.setText("wrong")
    view.set_busy(busy=True)
    view.show_error("工号或密码不对。请重新输入。")
    assert view.error() == "工号或密码不对。请重新输入。"
    assert view.password.hasSelectedText()
    qtbot.keyClicks(view.password, "r")
    assert view.password.text() == "r"
    assert view.error() == ""


def test_while_the_centre_is_asked_nothing_can_be_sent_twice(view: SignInView, qtbot: QtBot) -> None:
    view.agent_no.setText("A1027")
    view.password.setText("secret")
    view.set_busy(busy=True)
    assert not view.submit.isEnabled()
    assert view.submit.text() == "正在登录…"
    with qtbot.assertNotEmitted(view.sign_in_requested):
        view.on_submitted()


def test_the_password_is_hidden_until_the_eye_is_clicked(view: SignInView) -> None:
    assert view.password.echoMode() is QLineEdit.EchoMode.Password
    view.password.on_eye_toggled(True)
    assert view.password.echoMode() is QLineEdit.EchoMode.Normal
