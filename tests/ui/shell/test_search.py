"""Search: found while typing, opened with Enter, left with Esc, and nothing of the form is lost."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import StoreError
from tests.ui.shell.conftest import TALKING, Frame, a_hit

CTRL = Qt.KeyboardModifier.ControlModifier
LINS = (a_hit("林婉清", "c-1"), a_hit("林志强", "c-2"), a_hit("林海", "c-3"))


def look_for(frame: Frame, qtbot: QtBot, words: str) -> None:
    """Ctrl+K, the words, and wait for what is found."""
    qtbot.keyClick(frame.window.focusWidget(), Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(frame.box, words)
    qtbot.waitUntil(lambda: words in frame.asked)
    qtbot.waitUntil(lambda: bool(frame.results.hits()) or "没有找到" in frame.results.words())


def whole(frame: Frame, widget: object) -> QRect:
    """Where a widget is in the window."""
    return QRect(widget.mapTo(frame.window, QPoint(0, 0)), widget.size())


def test_what_is_typed_is_found_and_enter_opens_the_first(frame: Frame, qtbot: QtBot) -> None:
    frame.answers["lin"] = LINS
    look_for(frame, qtbot, "lin")
    assert [hit.name for hit in frame.results.hits()] == ["林婉清", "林志强", "林海"]
    qtbot.keyClick(frame.box, Qt.Key.Key_Return)
    assert frame.opened == ["c-1"]
    assert frame.results.isHidden()
    assert frame.box.text() == ""


def test_up_and_down_choose_and_stop_at_the_ends(frame: Frame, qtbot: QtBot) -> None:
    frame.answers["lin"] = LINS
    look_for(frame, qtbot, "lin")
    for key, name in (("Up", "林婉清"), ("Down", "林志强"), ("Down", "林海"), ("Down", "林海"), ("Up", "林志强")):
        qtbot.keyClick(frame.box, getattr(Qt.Key, f"Key_{key}"))
        assert frame.results.choice().name == name
    qtbot.keyClick(frame.box, Qt.Key.Key_Enter)
    assert frame.opened == ["c-2"]


def test_a_click_on_a_row_opens_it(frame: Frame, qtbot: QtBot) -> None:
    frame.answers["lin"] = LINS
    look_for(frame, qtbot, "lin")
    rows = frame.results._list
    place = rows.visualRect(rows.model().index(3, 0)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert frame.opened == ["c-3"]


def test_esc_gives_the_caret_back_to_where_it_was(frame: Frame, qtbot: QtBot) -> None:
    editor = frame.description
    cursor = editor.textCursor()
    cursor.setPosition(3)
    cursor.setPosition(7, cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    text = editor.toPlainText()
    look_for(frame, qtbot, "x")
    qtbot.keyClick(frame.box, Qt.Key.Key_Escape)
    assert editor.hasFocus()
    assert (editor.textCursor().anchor(), editor.textCursor().position()) == (3, 7)
    assert editor.toPlainText() == text
    assert frame.results.isHidden()


def test_a_line_gets_its_caret_back_too_and_what_was_selected(frame: Frame, qtbot: QtBot) -> None:
    line = frame.page.form.field("wish").control
    line.setFocus()
    line.setText("3 月 20 日前到账")
    line.setSelection(2, 3)
    qtbot.keyClick(line, Qt.Key.Key_K, CTRL)
    assert frame.box.hasFocus()
    qtbot.keyClick(frame.box, Qt.Key.Key_Escape)
    assert line.hasFocus()
    assert (line.selectionStart(), line.selectionLength()) == (2, 3)
    assert line.text() == "3 月 20 日前到账"


def test_a_click_into_the_box_remembers_the_caret_as_the_key_does(frame: Frame, qtbot: QtBot) -> None:
    qtbot.mouseClick(frame.box, Qt.MouseButton.LeftButton)
    assert frame.box.hasFocus()
    assert "诉求描述" in frame.results._way_back.text()
    qtbot.keyClick(frame.box, Qt.Key.Key_Escape)
    assert frame.description.hasFocus()


def test_opening_somebody_leaves_the_half_written_form_as_it_is(frame: Frame, qtbot: QtBot) -> None:
    editor = frame.description
    qtbot.keyClicks(editor, "abc")
    text = editor.toPlainText()
    frame.answers["lin"] = LINS
    look_for(frame, qtbot, "lin")
    qtbot.keyClick(frame.box, Qt.Key.Key_Return)
    assert editor.hasFocus()
    assert editor.toPlainText() == text
    assert frame.page.form.is_dirty()


@pytest.mark.parametrize("size", [(1120, 640), (1280, 688), (1440, 868), (1920, 1048)])
def test_the_results_cover_neither_the_form_nor_the_call(frame: Frame, qtbot: QtBot, size: tuple[int, int]) -> None:
    frame.window.resize(*size)
    frame.window.set_call(TALKING)
    frame.answers["lin"] = LINS * 6
    look_for(frame, qtbot, "lin")
    QApplication.processEvents()
    covered = whole(frame, frame.results)
    for kept in (frame.page.form, frame.window.call_bar, frame.window.top_bar.search):
        assert not covered.intersects(whole(frame, kept)), kept
    assert frame.window.rect().contains(covered)


def test_a_call_that_rings_meanwhile_is_not_covered(frame: Frame, qtbot: QtBot) -> None:
    frame.answers["lin"] = LINS
    look_for(frame, qtbot, "lin")
    frame.window.set_call(TALKING)
    qtbot.waitUntil(lambda: not whole(frame, frame.results).intersects(whole(frame, frame.window.call_bar)))
    assert frame.box.hasFocus()


def test_enter_while_composing_does_nothing(frame: Frame, qtbot: QtBot) -> None:
    frame.answers["lin"] = LINS
    look_for(frame, qtbot, "lin")
    QApplication.sendEvent(frame.box, QInputMethodEvent("wan", []))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
        qtbot.keyClick(frame.box, key)
    assert frame.opened == []
    assert frame.box.hasFocus()
    assert frame.results.isVisible()


def test_ctrl_k_while_composing_stays_with_the_input_method(frame: Frame, qtbot: QtBot) -> None:
    QApplication.sendEvent(frame.description, QInputMethodEvent("shi", []))
    qtbot.keyClick(frame.description, Qt.Key.Key_K, CTRL)
    assert frame.description.hasFocus()


def test_letters_that_are_not_words_yet_are_not_looked_up(frame: Frame, qtbot: QtBot) -> None:
    qtbot.keyClick(frame.description, Qt.Key.Key_K, CTRL)
    QApplication.sendEvent(frame.box, QInputMethodEvent("zhang", []))
    done = QInputMethodEvent()
    done.setCommitString("张")
    QApplication.sendEvent(frame.box, done)
    qtbot.waitUntil(lambda: bool(frame.asked))
    assert frame.asked == ["张"]


def test_while_composing_nothing_of_the_words_before_is_listed_or_denied(frame: Frame, qtbot: QtBot) -> None:
    look_for(frame, qtbot, "za")
    assert "没有找到" in frame.results.words()
    QApplication.sendEvent(frame.box, QInputMethodEvent("lin wan", []))
    assert frame.results.words() == "正在输入… · 选好字以后就查"
    QApplication.sendEvent(frame.box, QInputMethodEvent())  # Esc in the input method: the letters are dropped
    qtbot.waitUntil(lambda: "没有找到“za”" in frame.results.words())


def test_several_quick_keys_are_one_question(frame: Frame, qtbot: QtBot) -> None:
    look_for(frame, qtbot, "abcd")
    assert frame.asked == ["abcd"]


def test_the_answer_to_older_words_is_dropped(frame: Frame, qtbot: QtBot, background: object) -> None:
    frame.answers["lin"], frame.answers["ling"] = LINS, LINS[:1]
    gate = threading.Event()
    background.run(gate.wait)
    qtbot.keyClick(frame.description, Qt.Key.Key_K, CTRL)
    shown: list[int] = []
    frame.wiring.search._results.show_hits = lambda _words, hits, **_more: shown.append(len(hits))
    frame.window.top_bar.search.set_words("lin")
    frame.window.top_bar.search.ask()
    frame.window.top_bar.search.set_words("ling")
    frame.window.top_bar.search.ask()
    gate.set()
    qtbot.waitUntil(lambda: bool(shown))
    QApplication.processEvents()
    assert shown == [1]


def test_a_whole_number_and_enter_at_once_opens_the_only_one(frame: Frame, qtbot: QtBot) -> None:
    frame.answers["13800138000"] = LINS[:1]
    qtbot.keyClick(frame.description, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(frame.box, "13800138000")
    qtbot.keyClick(frame.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: frame.opened == ["c-1"])


def test_a_name_and_enter_at_once_opens_nobody_while_there_are_several(frame: Frame, qtbot: QtBot) -> None:
    frame.answers["lin"] = LINS
    qtbot.keyClick(frame.description, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(frame.box, "lin")
    qtbot.keyClick(frame.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(frame.results.hits()))
    assert frame.opened == []


def test_nobody_found_says_what_to_try(frame: Frame, qtbot: QtBot) -> None:
    look_for(frame, qtbot, "1380013")
    assert frame.results.words() == "没有找到“1380013” · 换姓名或拼音、完整手机号、证件后四位、车牌或保单号试试"
    qtbot.keyClick(frame.box, Qt.Key.Key_Return)
    assert frame.opened == []


def test_an_empty_box_says_what_can_be_typed(frame: Frame, qtbot: QtBot) -> None:
    qtbot.keyClick(frame.description, Qt.Key.Key_K, CTRL)
    assert "拼音或首字母、手机号或后四位" in frame.results.words()
    assert frame.asked == []


def test_a_store_that_cannot_be_read_is_named_and_typing_goes_on(frame: Frame, qtbot: QtBot) -> None:
    def broken(_words: str) -> None:
        raise StoreError("读不了本机数据库。")

    frame.wiring.search._look_up = broken
    qtbot.keyClick(frame.description, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(frame.box, "lin")
    qtbot.waitUntil(lambda: "这次没有查成" in frame.results.words())
    assert "E-2000" in frame.results.words()
    assert frame.box.hasFocus()


def test_a_click_elsewhere_puts_the_results_away_and_keeps_the_words(frame: Frame, qtbot: QtBot) -> None:
    frame.answers["lin"] = LINS
    look_for(frame, qtbot, "lin")
    frame.description.setFocus()
    assert frame.results.isHidden()
    assert frame.box.text() == "lin"
    qtbot.keyClick(frame.description, Qt.Key.Key_K, CTRL)
    qtbot.waitUntil(lambda: len(frame.results.hits()) == 3)


def test_an_unknown_caller_can_be_looked_up_from_the_page(frame: Frame, qtbot: QtBot) -> None:
    frame.answers["林婉清"] = LINS[:1]
    frame.page.customer.search_requested.emit("林婉清")
    qtbot.waitUntil(lambda: bool(frame.results.hits()))
    assert frame.box.hasFocus()
