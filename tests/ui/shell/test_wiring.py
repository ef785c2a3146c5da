"""The frame of the window: panel keys, key sheet, bell, rail and user menu do what they say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget
from pytestqt.qtbot import QtBot

from app.work.view import MyWork
from tests.ui.shell.conftest import TALKING, Frame
from ui import gallery_story as story

NONE, CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def press(qtbot: QtBot, frame: Frame, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> QWidget:
    """A key, wherever the keyboard is; returns where it is afterwards."""
    qtbot.keyClick(frame.window.focusWidget() or frame.window, key, modifier)
    return frame.window.focusWidget()


def panel_of(frame: Frame, widget: QWidget) -> str:
    """In which panel a widget is."""
    page = frame.page
    panels = {
        "call bar": frame.window.call_bar,
        "script": page.script,
        "form": page.form,
        "customer": page.customer,
        "work": page.work,
        "nav": frame.window.nav_rail,
    }
    return next((name for name, panel in panels.items() if panel.isAncestorOf(widget)), "")


def test_f6_goes_round_the_panels_in_their_order(frame: Frame, qtbot: QtBot) -> None:
    frame.window.set_call(TALKING)
    frame.window.call_bar.set_call_control(available=True)
    way = [panel_of(frame, press(qtbot, frame, Qt.Key.Key_F6)) for _ in range(6)]
    assert way == ["customer", "work", "nav", "call bar", "script", "form"]
    back = [panel_of(frame, press(qtbot, frame, Qt.Key.Key_F6, SHIFT)) for _ in range(3)]
    assert back == ["script", "call bar", "nav"]


def test_f6_begins_in_the_script_at_the_next_check(frame: Frame, qtbot: QtBot) -> None:
    box = press(qtbot, frame, Qt.Key.Key_F6, SHIFT)
    assert isinstance(box, QCheckBox)
    assert box.accessibleName() == "表明首问负责，报工号 A1027"


def test_every_panel_remembers_where_the_keyboard_was(frame: Frame, qtbot: QtBot) -> None:
    editor = frame.description
    cursor = editor.textCursor()
    cursor.setPosition(5)
    editor.setTextCursor(cursor)
    line = frame.page.form.field("wish").control
    press(qtbot, frame, Qt.Key.Key_F6)
    assert press(qtbot, frame, Qt.Key.Key_F6, SHIFT) is editor
    assert editor.textCursor().position() == 5
    line.setFocus()
    line.setCursorPosition(2)
    press(qtbot, frame, Qt.Key.Key_F6)
    assert press(qtbot, frame, Qt.Key.Key_F6, SHIFT) is line
    assert (line.cursorPosition(), line.hasSelectedText()) == (2, False)


def test_f6_passes_by_what_cannot_be_used(frame: Frame, qtbot: QtBot) -> None:
    frame.window.resize(1120, 640)
    QApplication.processEvents()
    way = [panel_of(frame, press(qtbot, frame, Qt.Key.Key_F6)) for _ in range(4)]
    assert way == ["customer", "nav", "script", "form"]


def test_f6_out_of_the_search_goes_on_from_where_the_caret_was(frame: Frame, qtbot: QtBot) -> None:
    press(qtbot, frame, Qt.Key.Key_K, CTRL)
    assert panel_of(frame, press(qtbot, frame, Qt.Key.Key_F6)) == "customer"
    assert frame.results.isHidden()


def test_f6_finds_nothing_strange_when_a_form_was_replaced(frame: Frame, qtbot: QtBot) -> None:
    press(qtbot, frame, Qt.Key.Key_F6)
    frame.page.form._form = None
    frame.page.form.show_form(story.form(), {})
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert panel_of(frame, press(qtbot, frame, Qt.Key.Key_F6, SHIFT)) == "form"


@pytest.mark.parametrize("how", ["key", "rail"])
def test_the_key_sheet_comes_and_esc_gives_the_caret_back(frame: Frame, qtbot: QtBot, how: str) -> None:
    sheet = frame.wiring.sheet
    if how == "key":
        press(qtbot, frame, Qt.Key.Key_F1)
    else:
        frame.window.nav_rail.keys_requested.emit()
    assert sheet.isVisible()
    assert sheet.hasFocus()
    press(qtbot, frame, Qt.Key.Key_Escape)
    assert sheet.isHidden()
    assert frame.description.hasFocus()


def test_f1_again_puts_the_sheet_away(frame: Frame, qtbot: QtBot) -> None:
    press(qtbot, frame, Qt.Key.Key_F1)
    assert press(qtbot, frame, Qt.Key.Key_F1) is frame.description
    assert frame.wiring.sheet.isHidden()


def test_a_click_beside_the_sheet_puts_it_away_and_one_on_it_does_not(frame: Frame, qtbot: QtBot) -> None:
    sheet = frame.wiring.sheet
    press(qtbot, frame, Qt.Key.Key_F1)
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.rect().center())
    assert sheet.isVisible()
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert sheet.isHidden()


def test_who_reads_that_ctrl_enter_hands_in_does_not_hand_in(frame: Frame, qtbot: QtBot) -> None:
    press(qtbot, frame, Qt.Key.Key_F1)
    with qtbot.assertNotEmitted(frame.page.form.submit_requested):
        press(qtbot, frame, Qt.Key.Key_Return, CTRL)
    assert frame.wiring.sheet.isVisible()


def test_the_sheet_gives_way_to_the_search(frame: Frame, qtbot: QtBot) -> None:
    press(qtbot, frame, Qt.Key.Key_F1)
    press(qtbot, frame, Qt.Key.Key_K, CTRL)
    assert frame.wiring.sheet.isHidden()
    assert frame.box.hasFocus()
    assert press(qtbot, frame, Qt.Key.Key_Escape) is frame.description


@pytest.mark.parametrize("size", [(1120, 640), (1280, 688), (1440, 868)])
def test_the_sheet_stands_under_the_call_and_inside_the_window(
    frame: Frame, qtbot: QtBot, size: tuple[int, int]
) -> None:
    press(qtbot, frame, Qt.Key.Key_F1)
    frame.window.resize(*size)
    frame.window.set_call(TALKING)
    QApplication.processEvents()
    sheet, bar = frame.wiring.sheet, frame.window.call_bar
    assert sheet.geometry().top() == bar.mapTo(frame.window, QPoint(0, bar.height())).y()
    assert sheet.rect().contains(sheet._frame.geometry())


def test_every_key_on_the_sheet_does_something(frame: Frame) -> None:
    bound = {key.toString() for one in frame.window.findChildren(QShortcut) for key in QShortcut.keys(one)}
    of_search = {"Enter", "Esc", "↑ ↓"}
    listed = [keys for column in frame.wiring.sheet.groups() for group in column for _words, keys in group.keys]
    for keys in listed:
        each = ["Alt+Left", "Alt+Right"] if keys == "Alt+← →" else [keys]
        assert keys in of_search or all(QKeySequence(one).toString() in bound for one in each), keys


def test_alt_1_brings_the_calls_to_the_front(frame: Frame, qtbot: QtBot) -> None:
    with qtbot.waitSignal(frame.window.page_changed) as shown:
        press(qtbot, frame, Qt.Key.Key_1, ALT)
    assert shown.args == ["call"]
    with qtbot.assertNotEmitted(frame.window.page_changed):
        press(qtbot, frame, Qt.Key.Key_1, ALT | Qt.KeyboardModifier.KeypadModifier)


def test_f5_asks_for_a_round_of_sync(frame: Frame, qtbot: QtBot) -> None:
    with qtbot.waitSignal(frame.window.top_bar.sync_requested):
        press(qtbot, frame, Qt.Key.Key_F5)


def test_ctrl_b_folds_my_work_and_the_keyboard_is_not_lost_in_it(frame: Frame, qtbot: QtBot) -> None:
    frame.wiring.ring.go_to(frame.page.work)
    where = press(qtbot, frame, Qt.Key.Key_B, CTRL)
    assert frame.page.work.is_strip()
    assert where is frame.description
    press(qtbot, frame, Qt.Key.Key_B, CTRL)
    assert not frame.page.work.is_strip()


@pytest.mark.parametrize("size", [(1120, 640), (1280, 688), (1440, 868)])
def test_the_bell_shows_the_first_unread_message_and_esc_goes_back(
    frame: Frame, qtbot: QtBot, size: tuple[int, int]
) -> None:
    frame.window.resize(*size)
    QApplication.processEvents()
    qtbot.mouseClick(frame.window.top_bar.bell, Qt.MouseButton.LeftButton)
    rows = frame.window.focusWidget()
    assert panel_of(frame, rows) == "work"
    assert not frame.page.work.is_strip()
    assert "冯丽华这单我来协调" in rows.currentIndex().data()
    assert rows.viewport().rect().intersects(rows.visualRect(rows.currentIndex()))
    assert press(qtbot, frame, Qt.Key.Key_Escape) is frame.description


def test_a_bell_without_messages_says_so_and_leaves_the_caret(frame: Frame, qtbot: QtBot) -> None:
    frame.page.work.show_work(MyWork(), story.NOW)
    qtbot.mouseClick(frame.window.top_bar.bell, Qt.MouseButton.LeftButton)
    assert frame.messages.words == "没有新消息"
    assert frame.description.hasFocus()
    frame.messages.hide()
    frame.messages._timer.stop()


def test_what_is_not_built_is_shown_disabled_and_says_when(frame: Frame, qtbot: QtBot) -> None:
    rail = frame.window.nav_rail
    rail.set_badge("mine", 7)
    assert not rail.button("mine").isEnabled()
    assert rail.button("mine").toolTip() == "“我的”在后续版本提供"
    assert rail.button("mine").accessibleName() == "我的 7"
    with qtbot.assertNotEmitted(rail.page_requested):
        qtbot.mouseClick(rail.button("mine"), Qt.MouseButton.LeftButton)


def test_leaving_closes_the_window(frame: Frame) -> None:
    frame.window.top_bar.quit_requested.emit()
    assert not frame.window.isVisible()


@pytest.mark.parametrize("size", [(1280, 700), (1440, 868), (1920, 1000)])
def test_one_line_of_a_message_hides_no_row_of_the_page(frame: Frame, size: tuple[int, int]) -> None:
    frame.window.resize(*size)
    QApplication.processEvents()
    frame.messages.show("号码已关联到 孙鹏，这通来电记在其名下。", action=("unbind", "撤回"))
    QApplication.processEvents()
    page, covered = frame.page, frame.messages.geometry()
    assert frame.window.status_bar.isVisible()
    assert not covered.intersects(QRect(page.mapTo(frame.window, QPoint(0, 0)), page.size()))
    assert frame.window.rect().contains(covered)


@pytest.mark.parametrize("size", [(1120, 640), (1280, 688), (1440, 868)])
@pytest.mark.parametrize(
    "words", ["已保存", "没交上去，草稿已保存。磁盘满了，这次没有存上。之前存的都在。请清出一些空间再试。"]
)
def test_a_message_leaves_the_form_and_the_caret_alone(
    frame: Frame, qtbot: QtBot, size: tuple[int, int], words: str
) -> None:
    frame.window.resize(*size)
    QApplication.processEvents()
    frame.messages.show(words, action=("again", "重试"), tone="danger")
    QApplication.processEvents()
    form = frame.page.form
    covered = frame.messages.geometry()
    assert not covered.intersects(QRect(form.mapTo(frame.window, QPoint(0, 0)), form.size()))
    assert frame.window.rect().contains(covered)
    qtbot.mouseClick(frame.messages._button, Qt.MouseButton.LeftButton)
    assert frame.description.hasFocus()
    assert frame.messages.isHidden()
