"""The shell, the sign-in page and the sheet of components, filled with the story of the mock-ups, for pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.call.call_bar_view import CallBarView
from ui.gallery_components import components
from ui.shell.nav_rail import NavItem
from ui.shell.states import SyncView
from ui.shell.window import MainWindow
from ui.signin.view import SignInView
from ui.theme.tokens import Theme

TALKING = CallBarView(
    phase="talking",
    direction="呼入",
    number="138****8000",
    name="林婉清",
    tier="五星客户",
    ivr_path=("2 理赔服务", "3 进度查询", "0 转人工"),
    queue="理赔专席",
    wait="01:46",
    wait_is_long=True,
    repeat="第 3 次联系",
    duration="02:18",
)
RINGING = CallBarView(
    phase="ringing",
    number="138****8000",
    name="林婉清",
    queue="理赔专席",
    repeat="第 3 次联系",
    hint="14 秒后转下一位",
    note="草稿已保存",
)
MODULES = (
    NavItem("call", "来电", "home"),
    NavItem("mine", "我的", "clipboard_task"),
    NavItem("tickets", "工单", "ticket_diagonal"),
    NavItem("quality", "质检", "clipboard_checkmark"),
    NavItem("reports", "报表", "document_table"),
)


def filled_window() -> MainWindow:
    """The window of 周雨桐 with her modules, still without pages."""
    window = MainWindow()
    for item in MODULES:
        window.add_page(item, QWidget())
    window.nav_rail.set_badge("mine", 7)
    window.top_bar.set_user("周雨桐", "客服一组", "A1027")
    window.top_bar.set_unread(2)
    window.status_bar.set_store(encrypted=True)
    window.status_bar.set_packs("2026.03.2", "2026.03.1")
    return window


def shell_in_call(_theme: Theme) -> QWidget:
    """Mock-up 01 without its panels."""
    window = filled_window()
    window.top_bar.set_presence("incall", "02:18")
    window.set_sync(SyncView("synced", at="10:24"))
    window.call_bar.set_call_control(available=True)
    window.set_call(TALKING)
    window.name_window("林婉清 · 通话中")
    return window


def shell_without_call_control(_theme: Theme) -> QWidget:
    """The same while the telephone can be worked only by hand."""
    window = filled_window()
    window.top_bar.set_presence("incall", "02:18")
    window.set_call(TALKING)
    window.set_sync(SyncView("syncing", done=3, total=7))
    window.name_window("林婉清 · 通话中")
    return window


def shell_offline(_theme: Theme) -> QWidget:
    """Mock-up 07 without its panels."""
    window = filled_window()
    window.show_page("mine")
    window.nav_rail.set_badge("mine", 12)
    window.top_bar.set_presence("ready", "02:05")
    view = SyncView("offline", at="15:57:31", waiting=7, offline_for="24 分")
    window.set_sync(view, since="15:38", retry_in="18 秒")
    window.name_window("离线 · 我的工作")
    return window


def shell_ringing(_theme: Theme) -> QWidget:
    """A call rings."""
    window = filled_window()
    window.top_bar.set_presence("ready", "00:41")
    window.set_sync(SyncView("conflict", conflicts=1, waiting=3))
    window.call_bar.set_call_control(available=True)
    window.set_call(RINGING)
    return window


def sign_in(_theme: Theme) -> QWidget:
    """Mock-up 08 without the one-time code."""
    view = SignInView()
    view.agent_no.setText("A1027")
    view.password.setText("correct horse")
    view.set_server("服务器正常。在线登录后 3 天内，断网也能解锁。", reachable=True)
    view.set_about("版本 0.1.0      规则包 2026.03.2      设备 KF1-027")
    return view


def sign_in_refused(_theme: Theme) -> QWidget:
    """The password was wrong and the centre is away."""
    view = SignInView()
    view.agent_no.setText("A1027")
    view.password.setText("wrong")
    view.show_error("工号或密码不对。请重新输入，连续 5 次不对会锁定 15 分钟。")
    view.set_server("15:38 起连不上中心服务器。请检查网线，或稍后再试。", reachable=False)
    return view


def shell_screens() -> dict[str, Callable[[Theme], QWidget]]:
    """The screens of this part by name."""
    return {
        "shell-in-call": shell_in_call,
        "shell-no-call-control": shell_without_call_control,
        "shell-offline": shell_offline,
        "shell-ringing": shell_ringing,
        "sign-in": sign_in,
        "sign-in-refused": sign_in_refused,
        "components": components,
    }
