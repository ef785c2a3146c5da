"""An agent says who is calling: one press, bound at once, taken back, and known the next time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from resources.demo import others
from resources.demo.hands import Hands, breathe, until
from tests.e2e.conftest import OpenDesk
from tests.e2e.exchange import LIN, Line
from tests.e2e.scenario import Centre
from ui.customer.unknown import UnknownCaller
from ui.ticket.area import AreaControl

NEW_NUMBER = "+8613900005544"


def calls(desk: Hands, number: str) -> None:
    """The phone rings with this number."""
    desk.calls.on_text_received(f"tel:{number}")
    until(lambda: desk.calls.pop is not None and desk.calls.pop.call.ani == number)


def header(desk: Hands) -> UnknownCaller:
    """The part of the page that asks who it is."""
    return desk.page.customer.findChild(UnknownCaller)


def owners(desk: Hands, number: str) -> list[str]:
    """Whose number it is."""
    assert desk.place.desk is not None
    return desk.place.desk.customers.with_number(number)


def link(desk: Hands, name: str) -> None:
    """Type a name into the header, and take the first who is found."""
    desk.type(header(desk).box, name)
    until(lambda: bool(header(desk).people.rows))
    QTest.keyClick(header(desk).box, Qt.Key.Key_Return)
    QTest.keyClick(header(desk).people, Qt.Key.Key_Return)
    until(lambda: desk.customer_on_screen() == name)


def test_a_new_number_is_linked_in_one_press_and_taken_back(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    calls(mine, NEW_NUMBER)
    link(mine, "孙鹏")
    assert owners(mine, NEW_NUMBER) == [mine.customer_id()]
    assert mine.draft.customer_id == mine.customer_id()
    mine.click("撤回")
    until(lambda: owners(mine, NEW_NUMBER) == [])
    assert mine.customer_on_screen() == ""
    assert header(mine).isVisible()
    until(header(mine).box.hasFocus)
    assert header(mine).box.text() == "孙鹏"
    header(mine).box.clear()
    link(mine, "吴晓芸")
    assert owners(mine, NEW_NUMBER) == [mine.customer_id()]


def test_taking_a_link_back_does_not_take_the_caret_out_of_the_form(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    calls(mine, NEW_NUMBER)
    link(mine, "孙鹏")
    until(lambda: mine.page.script.isAncestorOf(mine.window.focusWidget()))  # nothing was typed: the next check
    text = mine.page.form.findChild(AreaControl)
    mine.type(text, "问扣费")
    mine.click("撤回")
    until(lambda: header(mine).isVisible())
    assert text.hasFocus()
    assert header(mine).box.text() == "孙鹏"


def test_taking_back_is_of_that_call_and_goes_with_it(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    first = Line(mine, NEW_NUMBER).rings().answered()
    until(lambda: mine.calls.pop is not None)
    link(mine, "孙鹏")
    assert "撤回" in [button.text() for button in mine.program.messages.findChildren(QPushButton)]
    first.left()
    until(mine.program.messages.isHidden)
    mine.calls.on_dismissed()
    Line(mine, LIN).rings().answered()
    until(lambda: mine.customer_on_screen() == "林婉清")
    mine.calls.on_message_action("unbind")
    breathe()
    assert mine.customer_on_screen() == "林婉清"


def test_a_colleague_is_greeted_and_no_ticket_is_begun_until_it_is_wanted(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    Line(mine, "8002").rings().answered()
    until(lambda: mine.calls.pop is not None and mine.calls.pop.match == "internal")
    breathe()
    assert mine.calls.form.draft is None
    assert mine.page.form.state == "empty"
    assert "您好" in "".join(mine.page.script.script.say)
    assert mine.page.script.script.checks == ()
    mine.click("新建工单")
    until(lambda: mine.calls.form.draft is not None and mine.page.form.state == "ready")
    until(lambda: mine.page.script.script.checks != ())


def test_a_service_number_begins_no_ticket_either(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    Line(mine, "10086").rings().answered()
    until(lambda: mine.calls.pop is not None and mine.calls.pop.match == "service")
    breathe()
    assert mine.calls.form.draft is None
    assert not mine.calls.form.is_dirty


def test_a_linked_number_is_known_on_the_second_desk(centre: Centre, desk: OpenDesk) -> None:
    mine, other = desk("A1027"), desk("A1031")
    calls(mine, NEW_NUMBER)
    link(mine, "孙鹏")
    until(lambda: owners(other, NEW_NUMBER) == [mine.customer_id()])
    calls(other, NEW_NUMBER)
    until(lambda: other.customer_on_screen() == "孙鹏")


def test_one_of_a_family_is_chosen_by_a_digit(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    calls(mine, others.FAMILY_PHONE)
    assert mine.calls.pop is not None
    assert mine.calls.pop.match == "many"
    assert mine.customer_on_screen() == ""
    second = header(mine).people.rows[1].name
    header(mine).people.setFocus()
    QTest.keyClick(header(mine).people, Qt.Key.Key_2)
    until(lambda: mine.customer_on_screen() == second)
    assert len(owners(mine, others.FAMILY_PHONE)) == 2
    assert "待确认" not in mine.window.call_bar.accessibleName()


def test_an_open_complaint_is_gone_on_with(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    calls(mine, "+8613900139000")
    until(lambda: mine.customer_on_screen() == "冯丽华")
    until(mine.page.customer.tickets.can_resume)
    number = mine.page.customer.tickets.content.rows[0].number
    mine.click("续办")
    until(lambda: mine.draft.number == number)
    ticket = mine.knows(number)
    assert ticket is not None
    assert mine.call is not None
    assert ticket.call_id == mine.call.call_id
    assert not mine.page.form.field("description").isEnabled()
    mine.click("改为新建")
    until(lambda: mine.draft.number != number and mine.page.form.field("description").isEnabled())


def test_a_birthday_wish_waits_in_the_last_step_and_a_renewal_in_my_work(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    centre.exchange.ring()
    until(lambda: mine.customer_on_screen() == "林婉清")
    mine.click("稍后跟进")
    until(lambda: any("续保" in row for row in mine.page.work.rows()))
    mine.click("加入结束语")
    until(lambda: "已加入结束语" in mine.program.messages.words)
    mine.click("撤回")  # of the wish, not of the call-back before it
    breathe()
    assert any("续保" in row for row in mine.page.work.rows())
    mine.click("加入结束语")
    while mine.step_name() != "结束":
        mine.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        step = mine.page.script.script
        until(lambda step=step: mine.page.script.script is not step or mine.step_name() == "结束")
    until(lambda: any("生日快乐" in phrase.text for phrase in mine.page.script.script.phrases))
    mine.click("撤回")
    until(lambda: not any("生日快乐" in phrase.text for phrase in mine.page.script.script.phrases))
    assert any("续保" in row for row in mine.page.work.rows())
