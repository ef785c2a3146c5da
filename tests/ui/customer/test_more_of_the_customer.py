"""The customer's page beyond the first ten seconds: thirty days, details, 续办, hints, kind, relations, chips."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.customer.view import Customer360, Detail
from tests.ui.reading import words
from ui import gallery_story as story
from ui.customer.holding_popover import HoldingPopover
from ui.customer.view import CustomerView
from ui.gallery_people import crowded, organisation, risky
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button, IconButton
from ui.widgets.cover import Cover
from ui.widgets.layout_class import layout_class


@pytest.fixture
def view(qtbot: QtBot) -> CustomerView:
    """The page of 林婉清."""
    view = CustomerView()
    qtbot.addWidget(view)
    view.resize(664, 744)
    view.show_customer(story.customer(), story.NOW)
    view.show()
    return view


def button(part: object, text: str) -> Button:
    """The button with these words."""
    return next(one for one in part.findChildren(Button) if one.text() == text)


def test_thirty_days_open_in_the_same_panel_and_close_again(view: CustomerView) -> None:
    assert len([row for row in view.trail.rows() if ":" in row[:6]]) == 6
    button(view.trail, "近 30 天共 9 次触点").click()
    assert view.trail.title() == "近 30 天轨迹"
    assert len([row for row in view.trail.rows() if ":" in row[:6]]) == 9
    assert view.trail.rows()[-1].endswith("通话 3:20")
    view.show_customer(story.customer(), story.NOW)  # read again in the background: nothing jumps
    assert view.trail.title() == "近 30 天轨迹"
    button(view.trail, "回到 48 小时").click()
    assert view.trail.title() == "48 小时轨迹"


def test_the_next_customer_begins_with_two_days(view: CustomerView) -> None:
    view.trail.on_more()
    hers = story.customer()
    view.show_customer(msgspec.structs.replace(hers, trail=msgspec.structs.replace(hers.trail, all=())), story.NOW)
    assert view.trail.title() == "48 小时轨迹"


def test_nothing_in_two_days_still_leads_to_the_thirty(view: CustomerView) -> None:
    hers = story.customer()
    quiet = msgspec.structs.replace(hers.trail, touches=(), all=hers.trail.all[6:], count=0, count_30_days=3)
    view.show_customer(msgspec.structs.replace(hers, trail=quiet), story.NOW)
    button(view.trail, "看近 30 天 3 次").click()
    assert len([row for row in view.trail.rows() if ":" in row[:6]]) == 3


def test_a_holding_opens_with_everything_known_of_it_and_its_number_can_be_copied(
    view: CustomerView, qtbot: QtBot
) -> None:
    view.ask_can_link(lambda: True)
    with qtbot.waitSignal(view.holding_opened):
        qtbot.mouseClick(view.holdings.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
    popover = view.findChild(HoldingPopover)
    assert popover.isVisible()
    next(one for one in popover.findChildren(IconButton) if one.accessibleName() == "复制编号").click()
    assert QGuiApplication.clipboard().text() == "CL-260312-0088"
    with qtbot.waitSignal(view.holding_linked) as linked:
        button(popover, "用于工单").click()
    assert linked.args == ["CL-260312-0088"]
    assert popover.isHidden()


def test_details_are_labelled_and_close_with_escape(view: CustomerView, qtbot: QtBot) -> None:
    row = msgspec.structs.replace(story.customer().holdings[0].rows[0], details=(Detail("就诊医院", "市一医院"),))
    view.on_holding_opened(row)
    popover = view.findChild(HoldingPopover)
    assert "就诊医院 市一医院" in words(popover)
    assert not button(popover, "用于工单").isVisible()  # no form that could name it
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert popover.isHidden()


def test_the_details_never_leave_the_page_nor_outlive_the_customer(view: CustomerView) -> None:
    row = story.customer().holdings[0].rows[0]
    view.on_holding_opened(row)
    popover = view.findChild(HoldingPopover)
    assert view.rect().contains(popover.geometry())
    view.show_customer(risky(), story.NOW)
    assert popover.isHidden()


def test_an_open_ticket_is_offered_to_go_on_with_by_click_and_by_enter(view: CustomerView, qtbot: QtBot) -> None:
    view.show_customer(risky(), story.NOW)
    with qtbot.waitSignal(view.resume_requested) as wish:
        button(view.tickets, "续办").click()
    assert wish.args == ["t-1"]
    rows = view.tickets.content
    rows.setCurrentIndex(rows.model().index(0, 0))
    with qtbot.waitSignal(view.resume_requested):
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert [row for row in rows.rows if isinstance(row, str)] == ["近 30 天办结 1"]
    assert view.tickets.count_open() == 1


def test_where_nothing_can_be_gone_on_with_it_is_not_offered(view: CustomerView) -> None:
    assert not button(view.tickets, "续办").isVisibleTo(view)


def test_on_a_short_window_what_is_open_comes_to_the_front_with_its_buttons(view: CustomerView) -> None:
    view.arrange(layout_class(1280, 560))
    view.show_customer(risky(), story.NOW)
    assert view.holdings.tabs.current() == "tickets"
    assert button(view.tickets, "续办").isVisibleTo(view)
    view.arrange(layout_class(1440, 740))
    assert button(view.tickets, "续办").isVisibleTo(view)


def test_a_hint_without_consent_offers_nothing(view: CustomerView) -> None:
    view.show_customer(risky(), story.NOW)
    assert "重疾保障缺口" in view.hints.titles()
    assert "未同意营销" in words(view.hints)
    assert len([one for one in view.hints.findChildren(Button) if one.text() == "稍后跟进" and one.isVisible()]) == 1


def test_what_a_hint_has_done_is_said_and_taken_back(view: CustomerView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.hint_accepted) as wish:
        button(view.hints, "加入结束语").click()
    view.hints.set_done(wish.args[0], "已加入结束语")
    assert not button(view.hints, "已加入结束语").isEnabled()
    view.hints.set_done(wish.args[0], "")
    assert button(view.hints, "加入结束语").isEnabled()


def test_the_kind_of_customer_is_set_with_one_press_and_taken_back_with_another(
    view: CustomerView, qtbot: QtBot
) -> None:
    view.holdings.tabs.choose("profile")
    kind = next(
        one for one in view.holdings.profile.kinds.findChildren(object) if getattr(one, "text", str)() == "困惑型"
    )
    with qtbot.waitSignal(view.behaviour_chosen) as wish:
        kind.click()
    assert wish.args == ["confused"]
    with qtbot.waitSignal(view.behaviour_chosen) as wish:
        kind.click()
    assert wish.args == [""]


def test_an_organisation_has_people_of_the_firm_and_no_age(view: CustomerView, qtbot: QtBot) -> None:
    view.show_customer(organisation(), story.NOW)
    assert view.holdings.tabs.words() == ["保单与理赔 4", "缴费", "单位 3 人", "资料"]
    assert "单位客户" in words(view.identity)
    assert "岁" not in words(view.identity)
    view.holdings.tabs.choose("corporate")
    with qtbot.waitSignal(view.person_opened) as wish:
        qtbot.mouseClick(view.holdings._corporate.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    assert wish.args == ["c-31"]
    view.show_customer(story.customer(), story.NOW)
    assert view.holdings.tabs.words() == ["保单与理赔 4", "缴费", "家庭 3 人", "资料"]


def test_grades_stand_beside_the_stars(view: CustomerView) -> None:
    view.show_customer(risky(), story.NOW)
    assert "钻石卡" in [badge.text() for badge in view.identity.findChildren(Badge) if badge.isVisibleTo(view)]


@pytest.mark.parametrize(
    ("start", "signal"),
    [("看资料质量", "quality_requested"), ("核验身份", "verification_requested"), ("疑似重复", "duplicates_requested")],
)
def test_ring_checks_and_chips_lead_on_by_keyboard_too(
    view: CustomerView, qtbot: QtBot, start: str, signal: str
) -> None:
    view.resize(1200, 744)
    view.show_customer(risky(), story.NOW)
    covers = [one for one in view.identity.findChildren(Cover) if one.accessibleName().startswith(start)]
    assert covers[0].focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(getattr(view, signal)):
        qtbot.keyClick(covers[0], Qt.Key.Key_Space)


@pytest.mark.parametrize("customer", [crowded(), organisation(), risky()])
def test_no_customer_makes_the_page_wider_than_it_may_be(view: CustomerView, customer: Customer360) -> None:
    view.show_customer(customer, story.NOW)
    assert view.minimumSizeHint().width() <= 664
