"""The main job: a call rings, the customer is on screen, the ticket reaches the centre and a second desk."""

from __future__ import annotations

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from resources.demo.hands import Hands, breathe, until
from tests.e2e.conftest import OpenDesk
from tests.e2e.scenario import Centre
from tests.watchdog import Watchdog

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def fill_in(desk: Hands, words: str = "材料没有一次说清，客户要求道歉") -> None:
    """A complaint, as short as it may be."""
    form = desk.page.form
    desk.choose("kind", "投诉")
    desk.choose("reason", "理赔 / 未一次告知材料")
    desk.type(form.field("call_back_at").control, "今天 16:30")
    desk.choose("department", "理赔部 · 核赔岗")
    desk.type(form.field("description").control, words)


def hand_in(desk: Hands) -> str:
    """Ctrl+Enter, and the number of the ticket."""
    desk.press(Qt.Key.Key_Return, CTRL)
    until(lambda: bool(desk.draft.number) and desk.knows(desk.draft.number) is not None)
    return desk.draft.number


def tickets_at(centre: Centre, desk: Hands, number: str) -> list[dict[str, object]]:
    """What the centre says over plain HTTP of this number."""
    headers = {"Authorization": f"Bearer {desk.place.centre.token}"}
    answer = requests.get(f"{centre.url}/v1/tickets/{number}", headers=headers, timeout=10)
    return [answer.json()] if answer.ok else []


def test_a_complaint_goes_from_the_first_ring_to_the_centre_and_a_second_desk(centre: Centre, desk: OpenDesk) -> None:
    mine, other = desk("A1027"), desk("A1031")
    with Watchdog():
        centre.exchange.ring()
        until(lambda: mine.customer_on_screen() == "林婉清")
        until(lambda: mine.call is not None and mine.call.phase == "talking")
    assert mine.window.call_bar.isVisible()
    assert "林婉清" in mine.window.windowTitle()
    fill_in(mine)
    number = hand_in(mine)
    until(lambda: bool(tickets_at(centre, mine, number)))
    until(lambda: other.knows(number) is not None)
    (ticket,) = tickets_at(centre, mine, number)
    assert ticket["first_responder"] == "A1027"
    assert ticket["customer_id"] == mine.customer_id()
    assert ticket["fields"]["description"] == "材料没有一次说清，客户要求道歉"
    seen = other.knows(number)
    assert seen is not None
    assert seen.fields()["description"] == "材料没有一次说清，客户要求道歉"


@pytest.mark.postgres
def test_the_same_way_leads_through_postgresql(postgres_centre: Centre, desk: OpenDesk) -> None:
    mine, other = desk("A1027"), desk("A1031")
    postgres_centre.exchange.ring()
    until(lambda: mine.customer_on_screen() == "林婉清")
    fill_in(mine)
    number = hand_in(mine)
    until(lambda: other.knows(number) is not None)
    (ticket,) = tickets_at(postgres_centre, mine, number)
    assert ticket["customer_id"] == mine.customer_id()


def test_only_the_desk_that_rings_pops(centre: Centre, desk: OpenDesk) -> None:
    mine, other = desk("A1027"), desk("A1031")
    centre.exchange.ring()
    until(lambda: mine.customer_on_screen() == "林婉清")
    until(lambda: mine.call is not None and mine.call.phase == "talking")
    breathe()
    assert other.calls.pop is None
    assert not other.window.call_bar.isVisible()


def test_a_pop_takes_neither_the_focus_nor_a_key(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    mine.come_to_front()
    mine.page.work.setFocus()
    before = QApplication.focusWidget()
    centre.exchange.ring()
    until(lambda: mine.customer_on_screen() == "林婉清")
    breathe()
    assert QApplication.focusWidget() is before


def test_a_call_never_covers_a_half_written_form(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    mine.calls.on_text_received("tel:+8613900002222")
    until(lambda: mine.calls.pop is not None)
    mine.type(mine.page.form.field("description").control, "客户问保单贷款利率")
    centre.exchange.ring()
    until(lambda: "来电" in mine.program.messages.words)
    until(lambda: not mine.calls.form.is_unsaved)
    assert mine.page.form.values()["description"] == "客户问保单贷款利率"
    mine.click("打开来电")
    until(lambda: mine.customer_on_screen() == "林婉清")
    assert [draft.values.get("description") for draft in mine.place.desk.tickets.drafts()] == ["客户问保单贷款利率"]


def test_what_the_script_asked_and_what_was_ticked_reaches_the_centre(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    centre.exchange.ring()
    until(lambda: mine.page.script.script is not None)
    while mine.step_name() != "安抚":
        mine.tick_next_check()
    fill_in(mine)
    number = hand_in(mine)
    until(lambda: mine.waiting() == 0)
    (ticket,) = tickets_at(centre, mine, number)
    assert ticket["facts"] >= 5


def test_ticking_the_identity_checks_marks_them_in_the_header(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    centre.exchange.ring()
    until(lambda: mine.page.script.script is not None)
    while mine.step_name() != "安抚":
        mine.tick_next_check()

    def passed() -> list[str]:
        story = mine.place.desk.calls.story(mine.call, mine.draft)
        return [check.name for check in story.identity.checks if check.passed]

    until(lambda: passed() == ["姓名", "证件后四位"])


def test_a_form_that_is_not_complete_names_the_field_and_puts_the_caret_there(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    centre.exchange.ring()
    until(lambda: mine.customer_on_screen() == "林婉清")
    mine.choose("kind", "投诉")
    mine.press(Qt.Key.Key_Return, CTRL)
    reason = mine.page.form.field("reason")
    until(lambda: QApplication.focusWidget() is reason.control)
    assert mine.place.desk.waiting().count == 0


def test_a_caller_nobody_knows_becomes_a_customer_with_one_press(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    mine.calls.on_text_received("tel:+8613900003333")
    until(lambda: mine.calls.pop is not None)
    assert mine.calls.pop.match == "none"
    mine.click("新建客户")
    until(lambda: mine.customer_on_screen() == "未实名客户")
    mine.calls.on_text_received("tel:+8613900003333")
    until(lambda: mine.calls.pop.call.call_id != mine.call.call_id or mine.customer_on_screen() == "未实名客户")
    assert mine.draft.customer_id is not None
