"""Callers who are no known customer: what the header says, and the shortest way to who it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.customer.caller import Caller
from ui.customer.unknown import UnknownCaller
from ui.customer.view import CustomerView
from ui.gallery_callers import COLLEAGUE, HITS, RELAY, SERVICE, SEVERAL, UNKNOWN, WITHHELD
from ui.gallery_story import NOW
from ui.widgets.buttons import Button


@pytest.fixture
def view(qtbot: QtBot) -> CustomerView:
    """The customer's page, in front."""
    view = CustomerView()
    qtbot.addWidget(view)
    view.resize(664, 744)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    return view


def header(view: CustomerView) -> UnknownCaller:
    """The part that asks who it is."""
    return view.findChild(UnknownCaller)


def words(view: CustomerView) -> str:
    """Everything that can be read in the header."""
    return " ".join(part.text() for part in view.identity.findChildren(QLabel) if part.isVisibleTo(view))


def shown_buttons(view: CustomerView) -> list[str]:
    """The header's buttons in sight."""
    return [part.text() for part in view.identity.findChildren(Button) if part.isVisibleTo(view)]


@pytest.mark.parametrize(
    ("caller", "said"),
    [
        (SEVERAL, "这个号码有 3 位客户在用"),
        (COLLEAGUE, "同事来电 · 林溪"),
        (SERVICE, "服务号码 95518 · 中国人保"),
        (WITHHELD, "对方没有显示号码"),
        (RELAY, "可能是隐私号，不要存入档案"),
        (UNKNOWN, "没有找到“139****2716”"),
    ],
)
def test_each_caller_is_called_what_it_is(view: CustomerView, caller: Caller, said: str) -> None:
    view.show_caller(caller, NOW)
    assert said in words(view)


@pytest.mark.parametrize("caller", [COLLEAGUE, SERVICE])
def test_who_is_no_customer_is_neither_searched_nor_made(view: CustomerView, caller: Caller) -> None:
    view.show_caller(caller, NOW)
    assert shown_buttons(view) == []
    assert not header(view).box.isVisible()


def test_the_picker_tells_people_apart_and_takes_a_digit(view: CustomerView, qtbot: QtBot) -> None:
    view.show_caller(SEVERAL, NOW)
    people = header(view).people
    assert [row.key for row in people.rows] == ["1", "2", "3"]
    assert "证件尾号 4417 · 业务 3 件" in people.rows[0].facts
    assert people.rows[0].right == "上次联系 2026-03-12"
    people.setFocus()
    with qtbot.waitSignal(view.candidate_chosen) as chosen:
        qtbot.keyClick(people, Qt.Key.Key_2)
    assert chosen.args == ["c-2"]


def test_the_picker_takes_arrows_and_enter_and_a_click(view: CustomerView, qtbot: QtBot) -> None:
    view.show_caller(SEVERAL, NOW)
    people = header(view).people
    people.setFocus()
    qtbot.keyClick(people, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.candidate_chosen) as chosen:
        qtbot.keyClick(people, Qt.Key.Key_Return)
    assert chosen.args == ["c-2"]
    with qtbot.waitSignal(view.candidate_chosen) as chosen:
        qtbot.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    assert chosen.args == ["c-1"]


def test_a_picker_that_comes_takes_no_focus_and_no_digit_typed_elsewhere(view: CustomerView, qtbot: QtBot) -> None:
    form = QLineEdit(view)
    form.show()
    form.setFocus()
    view.show_caller(SEVERAL, NOW)
    with qtbot.assertNotEmitted(view.candidate_chosen):
        qtbot.keyClick(form, Qt.Key.Key_1)
    assert QApplication.focusWidget() is form
    assert form.text() == "1"


def test_none_of_them_leads_to_the_search(view: CustomerView) -> None:
    view.show_caller(SEVERAL, NOW)
    header(view).on_none_of_them()
    assert header(view).box.hasFocus()
    assert header(view).people.rows == ()


def test_typing_asks_and_one_press_links_the_number(view: CustomerView, qtbot: QtBot) -> None:
    view.show_caller(UNKNOWN, NOW)
    box = header(view).box
    box.setFocus()
    with qtbot.waitSignal(view.find_requested) as asked:
        box.insert("王小明")
    view.show_found(asked.args[0], HITS)
    assert [row.action for row in header(view).people.rows] == ["关联到此客户"] * 2
    with qtbot.assertNotEmitted(view.link_requested):
        qtbot.keyClick(box, Qt.Key.Key_Return)  # Enter only goes to who was found
    with qtbot.waitSignal(view.link_requested) as linked:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert linked.args == ["c-8", True]


def test_an_answer_to_older_words_is_left_aside(view: CustomerView) -> None:
    view.show_caller(UNKNOWN, NOW)
    header(view).box.setText("王小")
    view.show_found("王", HITS)
    assert header(view).people.rows == ()


def test_a_relay_number_is_kept_only_when_the_agent_says_so(view: CustomerView, qtbot: QtBot) -> None:
    view.show_caller(RELAY, NOW)
    header(view).box.setText("王小明")
    view.show_found("王小明", HITS)
    people = header(view).people
    assert people.rows[0].action == "这通来电是此客户"
    with qtbot.waitSignal(view.link_requested) as linked:
        people.opened.emit(people.rows[0])
    assert linked.args == ["c-8", False]
    keep = next(box for box in view.identity.findChildren(QCheckBox) if box.isVisibleTo(view))
    with qtbot.waitSignal(view.find_requested):
        keep.click()
    with qtbot.waitSignal(view.link_requested) as linked:
        people.opened.emit(people.rows[0])
    assert linked.args == ["c-8", True]


def test_the_number_of_a_withheld_call_is_never_kept(view: CustomerView, qtbot: QtBot) -> None:
    view.show_caller(WITHHELD, NOW)
    header(view).box.setText("王小明")
    view.show_found("王小明", HITS)
    assert not any(box.isVisibleTo(view) for box in view.identity.findChildren(QCheckBox))
    with qtbot.waitSignal(view.link_requested) as linked:
        header(view).people.opened.emit(header(view).people.rows[0])
    assert linked.args == ["c-8", False]


def test_a_typed_name_becomes_the_new_customers(view: CustomerView, qtbot: QtBot) -> None:
    view.show_caller(UNKNOWN, NOW)
    header(view).box.setText("王小明")
    assert "新建客户“王小明”" in shown_buttons(view)
    with qtbot.waitSignal(view.new_customer_requested) as wish:
        header(view).on_new()
    assert wish.args == ["王小明"]
    header(view).box.setText("0028")
    assert "新建客户" in shown_buttons(view)


def test_nobodys_name_is_shown_as_the_callers(view: CustomerView) -> None:
    from ui import gallery_story as story

    view.show_customer(story.customer(), NOW)
    view.show_caller(SEVERAL, NOW)
    assert "林婉清" not in words(view)
    assert view.customer_id() == ""


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("sunpeng", "新建客户"), ("孙鹏", "新建客户“孙鹏”"), ("Anna Li", "新建客户“Anna Li”"), ("1390", "新建客户")],
)
def test_what_only_spells_a_name_is_no_name(view: CustomerView, typed: str, offered: str) -> None:
    view.show_caller(UNKNOWN, NOW)
    header(view).box.setText(typed)
    assert offered in shown_buttons(view)


def test_pinyin_makes_no_customer_but_asks_for_the_name(view: CustomerView, qtbot: QtBot) -> None:
    view.show_caller(UNKNOWN, NOW)
    header(view).box.setText("sunpeng")
    new = next(one for one in header(view).findChildren(Button) if one.text() == "新建客户")
    assert new.property("kind") == "default"
    with qtbot.assertNotEmitted(view.new_customer_requested):
        new.click()
    assert "请先在框里写客户的姓名" in words(view)
    assert header(view).box.hasFocus()
    header(view).box.setText("孙鹏")
    assert new.property("kind") == "primary"
    with qtbot.waitSignal(view.new_customer_requested) as made:
        new.click()
    assert made.args == ["孙鹏"]


def test_two_of_one_name_are_told_apart(view: CustomerView) -> None:
    view.show_caller(UNKNOWN, NOW)
    header(view).box.setText("王小明")
    view.show_found("王小明", HITS)
    first, second = header(view).people.rows
    assert first.facts == "1985 年生 · 证件尾号 4417 · 滨江路营业部 · 3 星 · 业务 3 件 · C-20810466"
    assert second.facts == "业务 P-2024-1187-0092 · 1996 年生 · 证件尾号 082X · 城西营业部 · 业务 1 件"
    assert (first.right, second.right) == ("138****0217", "136****5520")


def test_enter_takes_nobody_who_was_not_marked_before(view: CustomerView, qtbot: QtBot) -> None:
    view.show_caller(UNKNOWN, NOW)
    box, people = header(view).box, header(view).people
    box.setFocus()
    box.setText("王小明")
    view.show_found("王小明", HITS)
    assert not people.currentIndex().isValid()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert people.hasFocus()
    assert people.currentIndex().row() == 0
    view.show_found("王小明", HITS[1:])  # other rows come while the keyboard is here: the first is marked again
    assert people.currentIndex().row() == 0
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", True)
    with qtbot.assertNotEmitted(view.link_requested):
        QApplication.sendEvent(people, held)
    with qtbot.waitSignal(view.link_requested) as linked:
        qtbot.keyClick(people, Qt.Key.Key_Return)
    assert linked.args == ["c-9", True]
