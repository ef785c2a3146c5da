"""The page 权益: what an agent sees of an entitlement card, and what they can wish."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.fact import Fact
from app.ids import AgentId, DeviceId, FactId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.tier.entitlement import Card, entitlement_card
from app.tier.facts import EntitlementUsed
from app.tier.grade import held_grades
from ui.customer.entitlements import EntitlementsPane
from ui.widgets.buttons import Button

TIERS = load_pack(PACKS / "insurance").tiers


def a_card(*used: str) -> Card:
    """The card of somebody with five stars who has used these."""
    at = datetime(2026, 11, 3, 4, tzinfo=UTC)
    facts = [
        Fact(
            id=FactId(f"use-{number}"),
            subject_id="c",
            hlc=number,
            at=at,
            by=AgentId("A1027"),
            device=DeviceId("pc-1"),
            body=EntitlementUsed(entitlement=code, note="浙一 心内科"),
        )
        for number, code in enumerate(used)
    ]
    grades = held_grades(TIERS, {"stars": 5})
    return entitlement_card(TIERS, grades, facts, date(2026, 11, 24), ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def pane(qtbot: QtBot) -> EntitlementsPane:
    """The page with a fresh card."""
    made = EntitlementsPane()
    qtbot.addWidget(made)
    made.resize(330, 300)
    made.show_card(a_card())
    made.show()
    return made


def seen(pane: EntitlementsPane) -> str:
    """Everything that can be read."""
    return " ".join(part.text() for part in pane.findChildren(QLabel) if part.isVisibleTo(pane))


def test_each_entitlement_says_what_is_left_and_from_when_it_counts_anew(pane: EntitlementsPane) -> None:
    pane.show_card(a_card("expert_booking", "health_advice"))
    assert pane.words() == [
        "绿色理赔通道 不限次 已用 0 次 报案时由坐席勾选“绿色通道”，资料可后补 · 案件仍按合同审核",
        "专家号预约 剩 1 / 2 明年 1 月 1 日重计 提前 3 个工作日登记医院、科室和就诊人 · 挂号费自理",
        "住院床位协调 剩 1 / 1 明年 1 月 1 日重计 持入院通知单登记，24 小时内回复 · 以医院实际床位为准，不承诺一定有",
        "生日礼 剩 1 / 1 明年 1 月 1 日重计 生日前后 15 天内登记收件地址",
        "健康咨询 剩 1 / 2 12 月 1 日重计 转健康管理专线，每次 20 分钟",
    ]
    assert "五星的权益" in seen(pane)


def test_using_one_is_wished_once_until_the_desk_has_answered(pane: EntitlementsPane, qtbot: QtBot) -> None:
    row = pane.rows()[1]
    with qtbot.waitSignal(pane.use_requested) as wish:
        row.use.click()
    assert wish.args == ["expert_booking"]
    with qtbot.assertNotEmitted(pane.use_requested):
        row.use.click()
    pane.show_card(a_card("expert_booking"))
    assert row.use.isEnabled()


def test_a_refused_wish_can_be_made_again(pane: EntitlementsPane) -> None:
    row = pane.rows()[0]
    row.use.click()
    pane.release()
    assert row.use.isEnabled()


def test_what_is_used_up_cannot_be_used_and_says_so(pane: EntitlementsPane) -> None:
    pane.show_card(a_card("bed_arrangement"))
    row = pane.rows()[2]
    assert not row.use.isEnabled()
    assert row.use.toolTip() == "这一期已经用完"
    assert row.give_back.isVisibleTo(pane)


def test_a_use_can_be_taken_back(pane: EntitlementsPane, qtbot: QtBot) -> None:
    assert not pane.rows()[3].give_back.isVisibleTo(pane)
    pane.show_card(a_card("birthday_gift"))
    row = pane.rows()[3]
    assert row.give_back.toolTip() == "11 月 3 日 A1027 浙一 心内科"
    with qtbot.waitSignal(pane.return_requested) as wish:
        row.give_back.click()
    assert wish.args == ["use-0"]


def test_more_used_than_there_was_is_plain_to_see(pane: EntitlementsPane) -> None:
    pane.show_card(a_card("bed_arrangement", "bed_arrangement"))
    assert "超用 1" in pane.words()[2]
    assert "超用 1" in seen(pane)
    pane.show_card(a_card())
    assert "超用" not in seen(pane)


def test_the_keyboard_reaches_every_button_in_order(pane: EntitlementsPane, qtbot: QtBot) -> None:
    pane.show_card(a_card("green_claim"))
    with qtbot.waitActive(pane):
        pane.activateWindow()
    rows = pane.rows()
    rows[0].use.setFocus()
    names = []
    for _ in range(4):
        names.append(QApplication.focusWidget().accessibleName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert names == ["使用 绿色理赔通道", "撤回最近一次 绿色理赔通道", "使用 专家号预约", "使用 住院床位协调"]


def test_nothing_to_give_is_said_in_words(pane: EntitlementsPane) -> None:
    pane.show_card(Card())
    assert "没有可用权益" in seen(pane)
    assert pane.words() == []


def test_a_failed_reading_can_be_tried_again(pane: EntitlementsPane, qtbot: QtBot) -> None:
    pane.show_failed("本机资料打不开（编号 E-2003）")
    assert "E-2003" in seen(pane)
    with qtbot.waitSignal(pane.retry_requested):
        next(one for one in pane.findChildren(Button) if one.text() == "重试").click()


def test_while_reading_nothing_of_the_last_customer_stays(pane: EntitlementsPane) -> None:
    pane.show_loading()
    assert "五星" not in seen(pane)
    assert pane.words() == []


def test_another_card_uses_the_rows_that_are_there(pane: EntitlementsPane) -> None:
    before = len(pane.findChildren(Button))
    pane.show_card(Card())
    pane.show_card(a_card("expert_booking"))
    assert len(pane.findChildren(Button)) == before


def test_what_is_needed_for_it_is_read_whole_where_there_is_room_and_in_the_tool_tip(
    pane: EntitlementsPane, qtbot: QtBot
) -> None:
    pane.show_card(a_card())
    pane.show()
    pane.resize(348, 600)
    conditions = [row._conditions for row in pane.rows()]
    qtbot.waitUntil(lambda: [row._how.text() for row in pane.rows()] == conditions)
    pane.resize(348, 200)  # dense: one line each
    qtbot.waitUntil(lambda: max(row.height() for row in pane.rows()) <= 48)
    assert any(row._how.text().endswith("…") for row in pane.rows())
    assert [row._how.toolTip() for row in pane.rows()] == conditions
