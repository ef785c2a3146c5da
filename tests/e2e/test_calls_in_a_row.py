"""One call after the other, and one during another: the right person is on the screen and in the file."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.customer.interaction import CallHandled
from app.store import facts
from resources.demo.hands import Hands, breathe, until
from resources.demo.story import CUSTOMER_ID
from tests.e2e.conftest import OpenDesk
from tests.e2e.exchange import LIN, STRANGER, Line
from tests.e2e.scenario import Centre
from tests.e2e.test_no_word_is_lost import write
from tests.e2e.test_the_call import CTRL, fill_in


def calls_in_file(desk: Hands, customer_id: str) -> list[str]:
    """The calls booked into a customer's file."""
    with desk.place.store.read() as db:
        found = facts.of_subject(db, customer_id)
    return [fact.body.call_id for fact in found if isinstance(fact.body, CallHandled)]


def test_a_call_that_waited_behind_a_form_is_booked_to_its_own_caller(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, STRANGER).rings()
    until(lambda: mine.calls.pop is not None)
    write(mine, "别的客户")
    waited = Line(mine, LIN).rings().answered().left()
    until(lambda: calls_in_file(mine, CUSTOMER_ID) == [waited.call_id])


def test_a_call_opened_later_is_shown_as_it_stands_then(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, STRANGER).rings()
    until(lambda: mine.calls.pop is not None)
    write(mine, "别的客户")
    Line(mine, LIN).rings().answered()
    until(lambda: "来电" in mine.program.messages.words)
    mine.click("打开来电")
    until(lambda: mine.customer_on_screen() == "林婉清")
    assert mine.call is not None
    assert mine.call.phase == "talking"
    until(lambda: bool(mine.draft.number))


def test_a_call_that_is_gone_when_it_is_opened_does_not_ring_for_ever(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, STRANGER).rings()
    until(lambda: mine.calls.pop is not None)
    write(mine, "别的客户")
    Line(mine, LIN).rings().missed()
    breathe()
    mine.calls.on_message_action("show_call")
    until(lambda: "结束" in mine.program.messages.words or "未接" in mine.program.messages.words)
    assert mine.customer_on_screen() == ""


def test_after_a_missed_call_the_next_one_pops(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, STRANGER).rings().missed()
    until(lambda: mine.call is not None and mine.call.phase == "missed")
    Line(mine, LIN).rings()
    until(lambda: mine.customer_on_screen() == "林婉清")


def test_a_call_announced_here_and_by_the_exchange_is_one_call(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    mine.calls.on_text_received(f"tel:{LIN}")
    until(lambda: mine.customer_on_screen() == "林婉清")
    line = Line(mine, LIN).rings().answered()
    until(lambda: mine.call is not None and mine.call.phase == "talking")
    assert mine.call is not None
    assert mine.call.call_id == line.call_id
    assert mine.customer_on_screen() == "林婉清"


def test_a_call_announced_here_can_be_taken_off_the_bar_and_the_next_one_pops(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    mine.calls.on_text_received(f"tel:{STRANGER}")
    until(lambda: mine.calls.pop is not None)
    mine.window.call_bar.dismiss_requested.emit()
    assert not mine.window.call_bar.isVisible()
    Line(mine, LIN).rings()
    until(lambda: mine.customer_on_screen() == "林婉清")


def test_an_event_that_comes_again_after_the_end_rings_nowhere(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    line = Line(mine, LIN).rings().missed()
    until(lambda: mine.call is not None and mine.call.phase == "missed")
    mine.window.call_bar.dismiss_requested.emit()
    line.rings_again()
    breathe()
    assert mine.call is None


def test_a_caller_recognised_during_the_wrap_up_gets_the_call_in_the_file(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    line = Line(mine, STRANGER).rings().answered().left()
    until(lambda: mine.call is not None and mine.call.phase == "wrap_up" and mine.calls.pop is not None)
    mine.calls.open_customer(CUSTOMER_ID)
    until(lambda: line.call_id in calls_in_file(mine, CUSTOMER_ID))


def test_the_story_of_the_last_caller_never_lands_on_the_next(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, LIN).rings().answered()
    until(lambda: mine.customer_on_screen() == "林婉清")
    mine.calls.screen.read_story()
    Line(mine, STRANGER).left()
    Line(mine, STRANGER).rings()
    breathe()
    mine.window.call_bar.wrap_up_end_requested.emit()
    Line(mine, STRANGER).rings()
    until(mine.page.customer.identity.is_unknown)
    breathe()
    assert mine.page.customer.identity.is_unknown()


def somebody_else(desk: Hands) -> str:
    """Another customer than 林婉清."""
    with desk.place.store.read() as db:
        query = "SELECT id FROM record WHERE entity = 'customer' AND id != ? LIMIT 1"
        return str(db.exec_driver_sql(query, (CUSTOMER_ID,)).scalar())


def shown(desk: Hands) -> str:
    """Whose name stands in the header."""
    return desk.page.customer.identity._name.text()


def test_looking_somebody_up_during_a_call_says_so_and_alt_1_leads_back(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, LIN).rings().answered()
    until(lambda: shown(mine) == "林婉清")
    mine.calls.open_customer(somebody_else(mine))
    until(lambda: "正在看" in mine.program.messages.words)
    assert shown(mine) != "林婉清"
    mine.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    until(lambda: shown(mine) == "林婉清")


def test_a_new_ticket_belongs_to_the_customer_whose_page_it_was_opened_from(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    other = somebody_else(mine)
    Line(mine, LIN).rings().answered()
    until(lambda: shown(mine) == "林婉清")
    mine.calls.open_customer(other)
    until(lambda: shown(mine) != "林婉清")
    mine.page.customer.new_ticket_requested.emit()
    write(mine, "给另一位客户登记")
    until(lambda: not mine.calls.form.is_unsaved)
    assert mine.draft.customer_id == other


def test_who_was_verified_stays_verified_when_the_kind_of_ticket_changes(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, LIN).rings().answered()
    until(lambda: mine.page.script.script is not None and mine.customer_on_screen() == "林婉清")
    mine.click("不满", mine.page.script)
    while mine.step_name() != "安抚":
        mine.tick_next_check()
    mine.choose("kind", "咨询")
    until(lambda: mine.page.script.script is not None and "咨询" in mine.page.script.script.title)
    mine.choose("kind", "投诉")
    until(lambda: mine.page.script.script is not None and "投诉" in mine.page.script.script.title)
    assert mine.page.script.script.mood == "unhappy"
    story = mine.place.desk.calls.story(mine.call, mine.draft)
    assert [check.name for check in story.identity.checks if check.passed] == ["姓名", "证件后四位"]


def test_a_time_nobody_can_read_is_not_handed_in(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, LIN).rings().answered()
    until(lambda: mine.customer_on_screen() == "林婉清")
    fill_in(mine)
    field = mine.page.form.field("call_back_at").control
    field.clear()
    mine.type(field, "3 hao qian")
    mine.press(Qt.Key.Key_Return, CTRL)
    until(lambda: QApplication.focusWidget() is field)
    assert mine.knows(mine.draft.number) is None
