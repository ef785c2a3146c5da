"""What an agent sees of the customer while somebody is on the line."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.customer.view import Customer360, Identity, Quality
from app.ids import CustomerId
from tests.ui.reading import words
from ui import gallery_story as story
from ui.customer.view import CustomerView
from ui.widgets.buttons import Button, IconButton
from ui.widgets.labels import ElidedLabel
from ui.widgets.layout_class import layout_class
from ui.widgets.panel import Panel


@pytest.fixture
def view(qtbot: QtBot) -> CustomerView:
    """The page of 林婉清."""
    view = CustomerView()
    qtbot.addWidget(view)
    view.resize(664, 744)
    view.show_customer(story.customer(), story.NOW)
    view.set_mood("unhappy")
    view.show()
    return view


def press(part: object, text: str) -> None:
    """Press the button with these words."""
    next(button for button in part.findChildren(Button) if button.text() == text).click()


def test_the_caller_is_named_with_age_branch_and_masked_numbers(view: CustomerView) -> None:
    seen = words(view.identity)
    for fact in ("林婉清", "女 · 41 岁", "138****8000", "3101**********0028", "滨江路营业部 · 沈嘉禾"):
        assert fact in seen
    assert "核验 2 / 3，完成后可办理变更类业务" in seen
    assert "保单号或生日（待核）" in seen


def test_the_reasons_that_cost_quality_stand_beside_the_ring(view: CustomerView) -> None:
    assert "邮箱缺失" in words(view.identity)
    assert "住址 26 个月未核实" in words(view.identity)


def test_whole_numbers_stay_hidden_until_the_desk_can_show_them(view: CustomerView, qtbot: QtBot) -> None:
    eyes = [eye for eye in view.identity.findChildren(IconButton) if "完整" in eye.accessibleName()]
    assert [eye.isEnabled() for eye in eyes] == [False, False]
    view.set_revealable(revealable=True)
    with qtbot.waitSignal(view.reveal_requested) as wish:
        eyes[1].click()
    assert wish.args == ["id_number"]


def test_the_trail_is_told_day_by_day_newest_first(view: CustomerView) -> None:
    rows = view.trail.rows()
    assert rows[0] == "今天 3 月 18 日"
    assert rows[1].startswith("10:22 本次来电")
    assert rows[4] == "昨天 3 月 17 日"
    assert rows[-2:] == ["3 月 16 日 周一", "15:20 柜面 · 滨江路营业部 沈嘉禾 受理，告知“材料齐全”"]


def test_what_the_customer_has_told_already_is_not_asked_again(view: CustomerView) -> None:
    assert "请勿让客户再说一遍" in words(view.trail)


def test_a_customer_without_contacts_says_so(view: CustomerView) -> None:
    view.show_customer(Customer360(identity=Identity(customer_id=CustomerId("C-1"), name="何佳怡")), story.NOW)
    assert "48 小时内没有其他联系" in words(view.trail)
    assert "没有未结工单" in words(view.tickets)
    assert "这位客户的事都办完了" in words(view.tickets)


def test_an_open_ticket_is_chosen_by_a_click(view: CustomerView, qtbot: QtBot) -> None:
    rows = view.tickets.content
    with qtbot.waitSignal(view.ticket_chosen) as wish:
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 70))
    assert wish.args == ["TS-260318-00126"]


def test_a_running_clock_is_said_to_screen_readers_and_goes_on(view: CustomerView) -> None:
    rows = view.tickets.content.model()
    spoken = rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "TS-260318-00126 本次投诉（草稿） 14:18 首问 周雨桐 启动时限 10:38"
    view.tick(story.NOW + timedelta(minutes=15))
    assert "超 0:42" in rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_new_ticket_can_be_wished_for(view: CustomerView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.new_ticket_requested):
        press(view.tickets, "新建")


def test_selling_is_folded_while_the_caller_is_upset_and_can_be_looked_at(view: CustomerView) -> None:
    assert view.hints.titles() == ["住院医疗 3 月 31 日续保", "3 天后生日（3 月 21 日）"]
    assert "已隐藏 1 条营销类：重疾保障缺口" in words(view.hints)
    press(view.hints, "显示")
    assert "重疾保障缺口" in view.hints.titles()


def test_a_selling_hint_folds_the_moment_the_mood_turns(view: CustomerView) -> None:
    customer = story.customer()
    selling = customer.hidden_hints
    open_customer = msgspec.structs.replace(customer, hints=customer.hints + selling, hidden_hints=())
    view.show_customer(open_customer, story.NOW)
    view.set_mood("calm")
    assert "重疾保障缺口" in view.hints.titles()
    view.set_mood("agitated")
    assert "重疾保障缺口" not in view.hints.titles()


def test_hints_take_no_room_when_there_are_none(view: CustomerView) -> None:
    view.show_customer(msgspec.structs.replace(story.customer(), hints=(), hidden_hints=()), story.NOW)
    assert view.hints.isHidden()


def test_an_unknown_caller_can_be_looked_up_or_made_new(view: CustomerView, qtbot: QtBot) -> None:
    view.show_unknown("139****2716")
    assert "没有找到“139****2716”" in words(view.identity)
    with qtbot.waitSignal(view.new_customer_requested) as wish:
        press(view.identity, "新建客户")
    assert wish.args == [""]  # a masked number is nothing to look for
    press(view.identity, "查找")
    box = view.identity.findChild(QLineEdit)
    assert QApplication.focusWidget() is box  # nothing to look for yet: type it
    box.setText("0028")
    with qtbot.waitSignal(view.search_requested) as wish:
        press(view.identity, "查找")
    assert wish.args == ["0028"]


def test_a_withheld_number_is_not_searched_for(view: CustomerView, qtbot: QtBot) -> None:
    view.show_unknown("匿名")
    assert "对方没有显示号码" in words(view.identity)
    with qtbot.assertNotEmitted(view.search_requested):
        press(view.identity, "查找")


@pytest.mark.parametrize("next_state", ["unknown", "loading"])
def test_nothing_of_the_last_customer_stays_in_sight(view: CustomerView, next_state: str) -> None:
    view.show_unknown("13900002716") if next_state == "unknown" else view.show_loading()
    seen = words(view)
    assert not any(fact in seen for fact in ("林婉清", "138****8000", "6 次触点", "重疾"))
    assert view.trail.rows() == []


def test_a_cached_customer_says_from_when(view: CustomerView) -> None:
    view.show_cached(story.NOW)
    assert "缓存 10:24" in words(view.trail)
    assert "10:24 之后的触点可能看不到" in words(view.trail)


def test_a_failed_reading_can_be_tried_again(view: CustomerView, qtbot: QtBot) -> None:
    view.show_failed("核心系统 8 秒没有回应（编号 E-2041）")
    assert "E-2041" in words(view.trail)
    with qtbot.waitSignal(view.retry_requested):
        press(view.trail, "重试")


def test_on_a_short_window_tickets_and_hints_become_tabs(view: CustomerView) -> None:
    view.arrange(layout_class(1280, 560))
    assert view.holdings.tabs.words()[:3] == ["保单与理赔 4", "工单 2", "提示 2"]
    view.holdings.tabs.choose("tickets")
    assert view.tickets.isVisibleTo(view)


@pytest.mark.parametrize("size", [(1440, 740), (1920, 900)])
def test_panels_come_back_out_of_their_tabs(view: CustomerView, size: tuple[int, int]) -> None:
    view.arrange(layout_class(1280, 560))
    view.arrange(layout_class(*size))
    assert view.holdings.tabs.words() == ["保单与理赔 4", "缴费", "家庭 3 人", "资料"]
    for panel in (view.tickets, view.hints):
        assert panel.isVisibleTo(view)
        assert isinstance(panel, Panel)
        assert panel.header.isVisibleTo(view)


def test_the_next_customer_uses_the_widgets_that_are_there(view: CustomerView) -> None:
    before = len(view.findChildren(QLabel))
    for _ in range(3):
        view.show_customer(story.customer(), story.NOW)
    assert len(view.findChildren(QLabel)) == before


def test_the_note_beside_the_checks_is_never_cut_but_said_shorter(view: CustomerView, qtbot: QtBot) -> None:
    hers = story.customer()
    none = tuple(msgspec.structs.replace(one, passed=False) for one in hers.identity.checks)
    who = msgspec.structs.replace(hers.identity, checks=none, checks_short="完成后可办变更")
    view.show_customer(msgspec.structs.replace(hers, identity=who), story.NOW)
    note = next(one for one in view.identity.findChildren(ElidedLabel) if one.text().startswith("核验 0"))
    view.resize(900, 744)
    qtbot.waitUntil(lambda: note.text() == "核验 0 / 3，完成后可办理变更类业务")
    view.resize(648, 744)
    qtbot.waitUntil(lambda: note.text() == "核验 0/3，完成后可办变更")
    assert not note.is_elided()


def test_the_number_that_calls_is_in_the_header_where_it_is_another_one(view: CustomerView) -> None:
    hers = story.customer()
    who = msgspec.structs.replace(hers.identity, phone_label="总机", calling_masked="159****2222")
    view.show_customer(msgspec.structs.replace(hers, identity=who), story.NOW)
    assert "总机 · 来电 159****2222" in words(view.identity)
    view.show_customer(story.customer(), story.NOW)
    assert "来电" not in words(view.identity)


def test_nothing_held_and_nothing_paid_is_said_in_the_middle(view: CustomerView) -> None:
    bare = msgspec.structs.replace(story.customer(), holdings=(), payments=())
    view.show_customer(bare, story.NOW)
    assert "没有登记的业务" in words(view.holdings)
    assert not view.holdings.list.isVisible()
    view.show_customer(story.customer(), story.NOW)
    assert view.holdings.list.isVisible()
    assert "没有登记的业务" not in words(view.holdings)


def test_a_file_without_fault_says_so_beside_its_ring(view: CustomerView) -> None:
    hers = story.customer()
    who = msgspec.structs.replace(hers.identity, quality=Quality(100))
    view.show_customer(msgspec.structs.replace(hers, identity=who), story.NOW)
    assert "没有缺失和过期" in words(view.identity)


def test_a_hint_that_is_booked_is_not_offered_again(view: CustomerView) -> None:
    hers = story.customer()
    booked = tuple(msgspec.structs.replace(one, done="已约 明天 10:00") for one in hers.hints)
    view.show_customer(msgspec.structs.replace(hers, hints=booked), story.NOW)
    buttons = [one for one in view.hints.findChildren(Button) if one.text() == "已约 明天 10:00"]
    assert buttons
    assert not any(one.isEnabled() for one in buttons)
