"""Top bar and status bar: presence, sync, messages, user, in words."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.shell.states import SyncView
from ui.shell.status_bar import StatusBar
from ui.shell.top_bar import TopBar


@pytest.fixture
def bar(qtbot: QtBot) -> TopBar:
    made = TopBar()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (SyncView("synced", at="10:24"), "已同步 10:24"),
        (SyncView("syncing", done=3, total=7), "同步中 3 / 7"),
        (SyncView("offline", waiting=7, offline_for="24 分"), "离线 24 分 · 待传 7"),
        (SyncView("offline"), "离线"),
        (SyncView("conflict", conflicts=1), "冲突 1"),
    ],
)
def test_the_sync_chip_says_how_things_stand(bar: TopBar, view: SyncView, words: str) -> None:
    bar.set_sync(view)
    assert bar.sync.text().strip() == words
    assert words in bar.sync.accessibleName()


def test_the_status_bar_says_how_many_changes_wait(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    assert SyncView("conflict", waiting=3, conflicts=1).status_words() == "1 处冲突 · 3 条待上传"
    assert SyncView("offline", at="15:57", waiting=3).status_words() == "上次同步 15:57 · 3 条待上传"
    assert SyncView("synced", at="15:57").status_words() == ""


def test_the_agent_can_choose_another_presence(bar: TopBar, qtbot: QtBot) -> None:
    bar.set_presence("ready", "00:41")
    bar.presence.set_control(available=True)
    menu = bar.presence.menu()
    menu.aboutToShow.emit()
    rest = next(action for action in menu.actions() if action.text() == "小休")
    with qtbot.waitSignal(bar.presence_requested) as asked:
        rest.trigger()
    assert asked.args == ["break"]
    assert bar.presence.accessibleName() == "坐席状态 就绪 00:41"


def test_a_presence_that_cannot_be_changed_from_here_says_where_it_can(bar: TopBar) -> None:
    bar.set_presence("ready", "00:41")
    menu = bar.presence.menu()
    menu.aboutToShow.emit()
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words == ["就绪", "小休", "培训", "离线", "请在话机上切换"]
    assert not any(action.isEnabled() for action in menu.actions() if not action.isSeparator())
    assert menu.actions()[0].toolTip() == "请在话机上切换"


def test_the_bell_says_how_many_messages_are_unread(bar: TopBar) -> None:
    bar.set_unread(2)
    assert bar.bell.accessibleName() == "消息，2 条未读"


def test_the_user_can_leave(bar: TopBar, qtbot: QtBot) -> None:
    bar.set_user("周雨桐", "客服一组", "A1027")
    with qtbot.waitSignal(bar.quit_requested):
        bar.user.menu().actions()[0].trigger()
    assert bar.user.menu().actions()[0].text() == "退出"
    assert bar.user.accessibleName() == "周雨桐 客服一组 · A1027"
