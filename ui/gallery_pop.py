"""The call page inside the real window, filled with the story of the mock-ups, for pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QApplication, QWidget

from ui import gallery_story as story
from ui.call.page import CallPage
from ui.gallery_shell import MODULES, TALKING
from ui.shell.states import SyncView
from ui.shell.window import MainWindow
from ui.theme.tokens import Theme
from ui.widgets.time_text import read_clock


def filled_page() -> CallPage:
    """The page of mock-up 01: everything known about 林婉清, the third step, a form almost done."""
    page = CallPage()
    page.form.set_today(story.TODAY)
    page.form.set_lexicon(story.FORBIDDEN)
    page.work.show_work(story.work(), story.NOW)
    page.customer.show_customer(story.customer(), story.NOW)
    page.customer.set_mood("unhappy")
    page.script.show_script(story.script())
    page.form.show_form(story.form(), story.values())
    page.form.show_saved(story.NOW)
    page.form.set_first_responder(story.FIRST_RESPONDER)
    page.form.set_clock("启动剩余", read_clock(story.STARTED, story.DUE, story.NOW))
    return page


def windowed(page: CallPage) -> MainWindow:
    """The page in the window of 周雨桐 while she is on the phone."""
    window = MainWindow()
    for item in MODULES:
        window.add_page(item, page if item.key == "call" else QWidget())
    window.nav_rail.set_badge("mine", 7)
    window.top_bar.set_user("周雨桐", "客服一组", "A1027")
    window.top_bar.set_unread(2)
    window.top_bar.set_presence("incall", "02:18")
    window.status_bar.set_store(encrypted=True)
    window.status_bar.set_packs("2026.03.2", "2026.03.1")
    window.set_sync(SyncView("synced", at="10:24"))
    window.call_bar.set_call_control(available=True)
    window.set_call(TALKING)
    window.name_window("林婉清 · 通话中")
    window.layout_changed.connect(page.arrange)
    page.arrange(window.layout_class())
    return window


def pop(_theme: Theme) -> QWidget:
    """Mock-ups 01, 01b, 01c, 02."""
    return windowed(filled_page())


def pop_with_problems(_theme: Theme) -> QWidget:
    """The form was handed in with holes in it, and the customer comes from the cache."""
    from app.errors import InvalidFieldError

    page = filled_page()
    page.form.show_form(story.form(), {"kind": "投诉", "description": "客户要求本周内结案。"})
    page.form.show_problems(
        [InvalidFieldError("reason", "请填写“事由”"), InvalidFieldError("department", "请填写“主办部门”")]
    )
    page.customer.show_cached(story.NOW - timedelta(minutes=47))
    return windowed(page)


def pop_unknown(_theme: Theme) -> QWidget:
    """Nobody is known under this number."""
    page = filled_page()
    page.customer.show_unknown("139****2716")
    page.form.show_form(story.form(), {"kind": "咨询"})
    return windowed(page)


def pop_loading(_theme: Theme) -> QWidget:
    """The customer is still being read."""
    from PySide6.QtTest import QTest

    page = filled_page()
    page.customer.show_loading()
    QTest.qWait(200)
    QApplication.processEvents()
    return windowed(page)


def pop_screens() -> dict[str, Callable[[Theme], QWidget]]:
    """The screens of this part by name."""
    return {"pop": pop, "pop-problems": pop_with_problems, "pop-unknown": pop_unknown, "pop-loading": pop_loading}
