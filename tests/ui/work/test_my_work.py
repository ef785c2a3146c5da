"""What waits for the agent, beside whoever is on the line."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.work.view import MyWork
from ui import gallery_story as story
from ui.work.my_work import MyWorkPanel


@pytest.fixture
def work(qtbot: QtBot) -> MyWorkPanel:
    """The left column of 周雨桐."""
    panel = MyWorkPanel()
    qtbot.addWidget(panel)
    panel.resize(228, 720)
    panel.show_work(story.work(), story.NOW)
    panel.show()
    return panel


def test_tickets_stand_above_call_backs_and_messages(work: MyWorkPanel) -> None:
    rows = work.rows()
    assert rows[0] == "待办工单 5"
    assert rows[1] == "冯丽华 · 退保金额有异议 超 0:26 首问 投诉 · 启动已超时 · 已报组长"
    assert rows[5] == "徐慧敏 · 受益人变更 暂停 保全 · 等客户补材料"
    assert rows[6] == "约定回拨 3"
    assert rows[10] == "消息 2 条未读"


def test_the_clock_goes_on_without_a_new_list(work: MyWorkPanel) -> None:
    work.tick(story.NOW + timedelta(minutes=1))
    assert "超 1:26" in work.rows()[1]
    assert "7:10" in work.rows()[2]


def test_an_instant_in_utc_is_shown_as_the_desks_wall_time(work: MyWorkPanel) -> None:
    call_back = story.work().call_backs[0]
    moved = MyWork(call_backs=(type(call_back)(at=call_back.at.astimezone(UTC), customer="马俊杰", subject="核赔"),))
    work.show_work(moved, story.NOW)
    assert work.rows()[1] == "10:45 马俊杰 核赔"


def test_nothing_to_do_is_said_kindly(work: MyWorkPanel) -> None:
    work.show_work(MyWork(), story.NOW)
    seen = [part.text() for part in work.findChildren(QLabel) if part.isVisibleTo(work)]
    assert "没有待办工单" in seen
    assert "可以休息一下" in seen


def test_a_row_opens_its_ticket(work: MyWorkPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(work.ticket_chosen) as wish:
        work.on_opened(story.work().tickets[1])
    assert wish.args == ["W-孙鹏"]


def test_the_strip_counts_and_shows_what_presses(work: MyWorkPanel) -> None:
    work.set_strip(strip=True)
    assert (work.strip.tickets.count(), work.strip.tickets.tone()) == (5, "danger")
    assert (work.strip.call_backs.count(), work.strip.call_backs.tone()) == (3, "warn")
    assert (work.strip.messages.count(), work.strip.messages.tone()) == (2, "")
    assert work.maximumWidth() == 48


def test_the_strip_asks_to_be_unfolded(work: MyWorkPanel, qtbot: QtBot) -> None:
    work.set_strip(strip=True)
    with qtbot.waitSignal(work.fold_requested) as wish:
        work.strip.tickets.click()
    assert wish.args == [False]
