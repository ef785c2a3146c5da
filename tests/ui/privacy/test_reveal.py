"""The eye and Alt+R: a reason by the keyboard, the value, masked again by time, Esc or another caller."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.privacy.facts import ValueCopied
from tests.ui.privacy.conftest import PHONE, Room


def test_enter_takes_the_first_reason_and_the_value_is_masked_after_its_seconds(room: Room) -> None:
    room.open()
    popup = room.presenter.popup
    assert popup.value() == "138****8000"
    room.press(Qt.Key.Key_Return)
    room.wait_for(PHONE)
    assert "已记录：周雨桐" in popup.words()
    assert popup.words().endswith("回拨客户")
    assert len(room.kept()) == 1
    room.pass_seconds(29)
    assert popup.value() == PHONE
    room.pass_seconds(1)
    assert popup.isHidden()
    assert popup._value.text() == ""
    assert room.form.hasFocus()


def test_arrows_and_digits_choose_and_other_asks_for_words(room: Room) -> None:
    room.open()
    room.press(Qt.Key.Key_Right)
    room.press(Qt.Key.Key_Left)
    room.press(Qt.Key.Key_4)
    popup = room.presenter.popup
    assert popup._note.hasFocus()
    assert popup.value() == "138****8000"
    room.qtbot.keyClicks(popup._note, "check 2")
    room.press(Qt.Key.Key_Return)
    room.wait_for(PHONE)
    (told,) = room.kept()
    assert (told.reason, told.note) == ("other", "check 2")  # type: ignore[attr-defined]


def test_the_popup_stands_under_the_right_end_of_the_header_and_leaves_the_trail_in_sight(room: Room) -> None:
    room.open()
    popup, anchor = room.presenter.popup, room.presenter._anchor
    assert popup.geometry().right() == anchor.geometry().right()
    assert popup.y() > anchor.geometry().bottom()
    room.window.resize(1000, 600)
    room.qtbot.waitUntil(lambda: popup.geometry().right() == anchor.geometry().right() > 900)


def test_escape_masks_at_once_and_gives_the_caret_back(room: Room) -> None:
    room.open()
    room.press(Qt.Key.Key_2)
    room.wait_for(PHONE)
    room.press(Qt.Key.Key_Escape)
    assert room.presenter.popup.isHidden()
    assert room.form.hasFocus()


def test_another_caller_masks_at_once_even_while_the_answer_is_under_way(room: Room) -> None:
    room.open()
    room.press(Qt.Key.Key_1)
    room.presenter.show_customer("c2")
    room.background.run(lambda: None, then=lambda _done: room.presenter.show_customer("c3"))
    room.qtbot.waitUntil(lambda: room.presenter._customer_id == "c3")
    assert room.presenter.popup.isHidden()
    assert room.presenter.popup._value.text() == ""


def test_copying_is_recorded_and_the_clipboard_is_emptied_unless_it_is_somebody_elses(room: Room) -> None:
    clipboard = QGuiApplication.clipboard()
    room.open()
    room.press(Qt.Key.Key_3)
    room.wait_for(PHONE)
    room.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    room.qtbot.waitUntil(lambda: clipboard.text() == "13800138000")
    assert room.kept()[-1] == ValueCopied(row_id="p1", field="e164", reason="transfer")
    room.pass_seconds(30)
    assert clipboard.text() == ""
    room.open()
    room.press(Qt.Key.Key_3)
    room.wait_for(PHONE)
    room.presenter.popup.copy_requested.emit()
    room.qtbot.waitUntil(lambda: clipboard.text() == "13800138000")
    clipboard.setText("别的内容")
    room.pass_seconds(31)
    assert clipboard.text() == "别的内容"


def test_nothing_goes_to_the_clipboard_before_a_value_is_shown(room: Room) -> None:
    QGuiApplication.clipboard().setText("原来的")
    room.open()
    room.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "原来的"


def test_without_the_centre_the_identity_number_is_refused_with_words(room: Room) -> None:
    room.open("id_number")
    popup = room.presenter.popup
    assert popup.accessibleName() == "显示完整证件号码"
    room.press(Qt.Key.Key_2)
    room.qtbot.waitUntil(lambda: "要联网" in popup.words())
    assert popup.value() == "3101**********0028"
    room.press(Qt.Key.Key_3)  # refused is not the end: another reason may be tried
    assert "正在请中心" in popup.words()
    room.qtbot.waitUntil(lambda: "要联网" in popup.words())


def test_what_is_not_in_the_file_is_said_and_no_popup_comes(room: Room) -> None:
    room.presenter.open("email")
    room.qtbot.waitUntil(lambda: "没有这一项" in room.messages.words)
    assert room.presenter._popup is None
    room.presenter.show_customer(None)
    room.presenter.open_phone()
    assert "还没有客户" in room.messages.words


def test_alt_r_again_puts_it_away(room: Room) -> None:
    room.presenter.open_phone()
    room.qtbot.waitUntil(room.presenter.popup.isVisible)
    room.presenter.open_phone()
    assert room.presenter.popup.isHidden()
