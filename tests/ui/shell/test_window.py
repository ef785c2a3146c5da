"""The main window: it places things, and never gets in the way of somebody typing."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.call.call_bar_view import CallBarView
from ui.shell.nav_rail import NavItem
from ui.shell.states import SyncView
from ui.shell.window import MainWindow
from ui.widgets.layout_class import Width

RINGING = CallBarView(phase="ringing", number="138****8000", name="林婉清", queue="理赔专席")
TALKING = CallBarView(phase="talking", number="138****8000", name="林婉清", wait="01:46", repeat="第 3 次联系")


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow()
    qtbot.addWidget(made)
    made.add_page(NavItem("call", "来电", "home"), QPlainTextEdit())
    made.add_page(NavItem("mine", "我的", "clipboard_task"), QWidget())
    made.resize(1440, 868)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_typing_user_keeps_the_focus_and_the_caret_when_a_call_rings(window: MainWindow, qtbot: QtBot) -> None:
    editor = window.body.currentWidget()
    window.activateWindow()
    editor.setFocus()
    qtbot.keyClicks(editor, "abc")
    caret = editor.textCursor().position()
    for view in (RINGING, TALKING, CallBarView(phase="wrapup"), CallBarView(phase="missed"), CallBarView()):
        window.set_call(view)
        QApplication.processEvents()
        assert window.focusWidget() is editor
        assert editor.textCursor().position() == caret
    qtbot.keyClicks(editor, "d")
    assert editor.toPlainText() == "abcd"


def test_the_call_bar_is_there_only_while_a_customer_is_served(window: MainWindow) -> None:
    assert window.call_bar.isHidden()
    window.set_call(RINGING)
    assert window.call_bar.isVisible()
    assert window.call_bar.height() == 56
    window.set_call(CallBarView())
    assert window.call_bar.isHidden()


def test_going_offline_shows_one_banner_and_disables_nothing(window: MainWindow) -> None:
    window.set_sync(SyncView("offline", at="15:57:31", waiting=7, offline_for="24 分"), since="15:38", retry_in="18 秒")
    assert window.offline_banner.isVisible()
    assert window.offline_banner.height() == 44
    assert window.body.currentWidget().isEnabled()
    assert window.top_bar.search.isEnabled()
    window.set_sync(SyncView("synced", at="16:02"))
    assert window.offline_banner.isHidden()


def test_a_click_on_the_rail_brings_that_module_to_the_front(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.page_changed) as changed:
        qtbot.mouseClick(window.nav_rail.button("mine"), Qt.MouseButton.LeftButton)
    assert changed.args == ["mine"]
    assert window.nav_rail.button("mine").isChecked()
    assert window.body.currentIndex() == 1


def test_a_narrow_window_turns_call_actions_into_icons_but_hang_up_keeps_its_word(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.set_call(TALKING)
    window.resize(1200, 700)
    QApplication.processEvents()
    assert window.layout_class().width is Width.XS
    words = [button.text() for button in window.call_bar.visible_actions()]
    assert words == ["", "", "", "", "", "挂断"]
    assert window.call_bar.visible_actions()[0].accessibleName() == "静音"


def test_a_click_on_the_bars_leaves_the_caret_in_the_form(window: MainWindow, qtbot: QtBot) -> None:
    editor = window.body.currentWidget()
    window.call_bar.set_call_control(available=True)
    window.set_call(TALKING)
    window.activateWindow()
    editor.setFocus()
    for target in (window.call_bar.visible_actions()[0], window.top_bar.sync, window.top_bar.bell):
        qtbot.mouseClick(target, Qt.MouseButton.LeftButton)
        assert window.focusWidget() is editor


def test_a_long_way_through_the_menus_never_widens_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1120, 640)
    path = tuple(f"{number} 一个名字很长的菜单" for number in range(8))
    window.set_call(CallBarView(phase="talking", number="138****8000", name="林婉清", queue="理赔专席", ivr_path=path))
    QApplication.processEvents()
    assert window.width() == 1120
    bar = window.call_bar
    assert bar.visible_actions()[-1].geometry().right() <= 1120
    assert bar.minimumSizeHint().width() <= 1120


def test_a_low_window_gives_the_status_bar_up(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 640)
    QApplication.processEvents()
    assert window.status_bar.isHidden()
    window.resize(1280, 700)
    QApplication.processEvents()
    assert window.status_bar.isVisible()


def test_the_layout_is_told_once_per_class(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.layout_changed) as told:
        window.resize(1300, 868)
    assert told.args[0].width is Width.S
    with qtbot.assertNotEmitted(window.layout_changed, wait=20):
        window.resize(1310, 868)


def test_a_new_window_has_no_button_in_focus(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    QApplication.processEvents()
    assert not isinstance(window.focusWidget(), QAbstractButton)
    assert window.focus_ring.isHidden()


def test_the_title_says_who_and_what(window: MainWindow) -> None:
    window.name_window("林婉清 · 通话中")
    assert window.windowTitle() == "首问 Shouwen — 林婉清 · 通话中"


def test_the_first_paint_imports_nothing_heavy() -> None:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from ui.theme import theme; from ui.shell.window import MainWindow;"
        "from ui.signin.view import SignInView;"
        "theme.apply(app, 'light'); w = MainWindow(); w.grab(); SignInView().grab();"
        "print([m for m in ('sqlalchemy', 'requests', 'keyring', 'asyncio', 'sqlcipher3', 'importlib.metadata')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
