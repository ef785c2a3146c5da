"""资料核对: what waits, worked through by keyboard, over a real store."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from resources.demo.story import CUSTOMER_ID
from tests.app.desk.reviewing import COMPARER, REVIEWER, DeskOf, heard, nameless
from tests.ui.review.conftest import Screen
from ui.review.page import ReviewPage


def words_on(page: ReviewPage) -> list[str]:
    return [part.text() for part in page.findChildren(QLabel) if part.isVisibleTo(page)]


def test_nothing_to_do_is_said(screen: Screen, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: screen.page.panel.state == "empty")
    assert "没有要核对的矛盾" in words_on(screen.page)
    screen.page.tabs.choose("duplicate")
    assert "没有疑似重复的档案" in words_on(screen.page)


def test_what_a_colleague_hears_appears_and_counts_on_the_rail(screen: Screen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.presenter.counted, check_params_cb=lambda count: count == 1):
        heard(screen.desk)
    qtbot.waitUntil(lambda: bool(screen.page.words()))
    assert screen.page.words() == ["林婉清 姓名 林婉清 → 林婉青 客户告知 刚刚 待比对"]
    assert screen.page.tabs.words() == ["矛盾 1", "疑似重复 0"]


def test_a_case_is_compared_by_keyboard_alone(screen: Screen, qtbot: QtBot) -> None:
    heard(screen.desk)
    qtbot.waitUntil(lambda: bool(screen.page.words()))
    page, card = screen.page, screen.page.card
    page.take_focus()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert card.words.hasFocus()
    qtbot.keyClicks(card.words, "ID card")
    qtbot.keyClick(card.words, Qt.Key.Key_Return)
    assert card.fault.text() == "先选采用新值还是维持原值"
    card.side.set_choice("new")
    qtbot.keyClick(card.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "待审核" in page.words()[0])
    assert not card.button("review").isEnabled()
    assert "审核：比对是您做的，审核要换一个人（四眼原则）" in card.reasons()
    qtbot.keyClick(card.words, Qt.Key.Key_Escape)
    assert page.list.hasFocus()


def test_a_step_without_a_word_of_why_says_so_on_the_card(screen: Screen, qtbot: QtBot) -> None:
    heard(screen.desk)
    qtbot.waitUntil(lambda: bool(screen.page.words()))
    screen.page.card.side.set_choice("old")
    qtbot.mouseClick(screen.page.card.button("compare"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.page.card.fault.text() == "写一下对照了什么（证件、保单、系统）")
    assert screen.desk.review.queue().cases[0].state == "found"


def test_what_somebody_else_decided_meanwhile_is_refused_with_the_reason(
    screen: Screen, desk: DeskOf, qtbot: QtBot
) -> None:
    case_id = heard(screen.desk)
    qtbot.waitUntil(lambda: bool(screen.page.words()))
    desk(REVIEWER).review.compare(case_id, "old", "户口本")  # a desk this window does not hear of
    screen.page.card.side.set_choice("new")
    screen.page.card.words.setText("身份证")
    qtbot.mouseClick(screen.page.card.button("compare"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.messages.words == "比对已经做过，现在是审核。")
    qtbot.waitUntil(lambda: "待审核" in screen.page.words()[0])


def test_mine_leaves_out_what_others_have_to_do(screen: Screen, desk: DeskOf, qtbot: QtBot) -> None:
    first = heard(screen.desk)
    heard(screen.desk, "林琬清")
    desk(COMPARER).review.compare(first, "new", "身份证")
    qtbot.waitUntil(lambda: len(screen.page.words()) == 2)
    screen.page.whose.set_choice("mine")
    screen.page.on_whose("mine")
    qtbot.waitUntil(lambda: len(screen.page.words()) == 1)
    assert "林琬清" in screen.page.words()[0]


def test_the_chosen_row_stays_chosen_when_the_list_is_read_again(screen: Screen, qtbot: QtBot) -> None:
    heard(screen.desk)
    second = heard(screen.desk, "林琬清")
    qtbot.waitUntil(lambda: len(screen.page.words()) == 2)
    screen.page.list.setCurrentIndex(screen.page.list.model().index(1, 0))
    assert screen.page.chosen().case_id == second
    screen.page.card.words.setText("写了一半")
    heard(screen.desk, "林晚清")
    qtbot.waitUntil(lambda: len(screen.page.words()) == 3)
    assert screen.page.chosen().case_id == second
    assert screen.page.card.words.text() == "写了一半"


def test_the_whole_file_is_a_button_away(screen: Screen, qtbot: QtBot) -> None:
    heard(screen.desk)
    qtbot.waitUntil(lambda: bool(screen.page.words()))
    screen.page.on_file()
    qtbot.waitUntil(lambda: screen.presenter.sheet is not None)
    assert screen.sheet.customer_id() == CUSTOMER_ID


def test_somebody_who_may_be_her_stands_under_the_other_tab_and_enter_asks_for_both(
    screen: Screen, qtbot: QtBot
) -> None:
    twin = nameless(screen.desk)
    customers = screen.desk.customers
    known, record = customers.record(CUSTOMER_ID), customers.record(twin)
    assert known is not None
    assert record is not None
    customers.change(record, {"customer_no": known.fields["customer_no"]})
    screen.presenter.read()
    qtbot.waitUntil(lambda: screen.page.tabs.words()[1] == "疑似重复 1")
    screen.page.tabs.choose("duplicate")
    (row,) = screen.page.words()
    assert "林婉清" in row
    assert "未实名客户" in row
    screen.page.take_focus()
    with qtbot.waitSignal(screen.presenter.duplicate_opened) as wish:
        qtbot.keyClick(screen.page.list, Qt.Key.Key_Return)
    assert {wish.args[0].customer_id, wish.args[0].other_id} == {CUSTOMER_ID, twin}
