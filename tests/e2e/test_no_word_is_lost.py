"""What somebody typed is never covered, dropped or handed in half."""

from __future__ import annotations

from PySide6.QtCore import Qt

from resources.demo.hands import Hands, until
from tests.e2e.conftest import OpenDesk
from tests.e2e.exchange import LIN, STRANGER, Line
from tests.e2e.scenario import Centre
from tests.e2e.test_the_call import CTRL, fill_in, hand_in


def write(desk: Hands, words: str) -> None:
    """Type into the description."""
    desk.type(desk.page.form.field("description").control, words)


def saved(desk: Hands) -> list[str]:
    """The descriptions of all half written tickets in the store."""
    return [str(draft.values.get("description")) for draft in desk.place.desk.tickets.drafts()]


def restart(desk: Hands, open_desk: OpenDesk) -> Hands:
    """The program ends and starts again on the same PC."""
    desk.program.close()
    again = open_desk("A1027", sign_in=False)
    again.program.start()
    again.wait_for_window()
    again.resize((1440, 868))
    return again


def test_the_draft_of_a_call_is_on_the_screen_again_when_the_call_is_still_on(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    line = Line(mine, LIN).rings().answered()
    until(lambda: mine.customer_on_screen() == "林婉清")
    write(mine, "说到一半")
    until(lambda: not mine.calls.form.is_unsaved)
    number = mine.draft.number
    again = restart(mine, desk)
    line._desk = again
    line.rings_again()
    until(lambda: again.customer_on_screen() == "林婉清")
    assert again.page.form.values()["description"] == "说到一半"
    assert again.draft.number == number


def test_an_empty_ticket_never_hides_a_half_written_one_after_a_restart(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, STRANGER).rings().answered()
    until(lambda: mine.calls.pop is not None)
    write(mine, "半天前写了一半")
    Line(mine, LIN).rings()
    until(lambda: "来电" in mine.program.messages.words)
    mine.click("打开来电")
    until(lambda: mine.customer_on_screen() == "林婉清")
    again = restart(mine, desk)
    until(lambda: again.page.form.values().get("description") == "半天前写了一半")


def test_every_half_written_ticket_is_in_my_work_and_opens_from_there(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, STRANGER).rings()
    until(lambda: mine.calls.pop is not None)
    write(mine, "第一张")
    first = mine.draft.ticket_id
    Line(mine, LIN).rings()
    until(lambda: "来电" in mine.program.messages.words)
    mine.click("打开来电")
    until(lambda: mine.customer_on_screen() == "林婉清")
    until(lambda: any("第一张" in row for row in mine.page.work.rows()))
    mine.page.work.ticket_chosen.emit(first)
    until(lambda: mine.page.form.values().get("description") == "第一张")


def test_what_is_typed_while_it_is_handed_in_reaches_the_ticket(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, LIN).rings().answered()
    until(lambda: mine.customer_on_screen() == "林婉清")
    fill_in(mine, "提交时的内容")
    mine.page.form.submit_requested.emit()  # and the next key comes before the answer
    write(mine, "，又补了一句")
    until(lambda: mine.knows(mine.draft.number) is not None)

    def at_the_desk() -> object:
        ticket = mine.knows(mine.draft.number)
        return ticket.fields().get("description") if ticket else None

    until(lambda: at_the_desk() == "提交时的内容，又补了一句")
    assert saved(mine) == []


def test_a_new_ticket_right_after_handing_in_leaves_the_first_whole(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, LIN).rings().answered()
    until(lambda: mine.customer_on_screen() == "林婉清")
    fill_in(mine, "第一张的全部内容")
    first = mine.draft.ticket_id
    mine.page.form.submit_requested.emit()
    mine.page.customer.new_ticket_requested.emit()
    until(lambda: mine.place.desk.tickets.get(first) is not None)
    handed_in = mine.place.desk.tickets.get(first)
    assert handed_in.fields()["description"] == "第一张的全部内容"
    assert mine.draft.ticket_id != first
    assert mine.place.desk.tickets.get(mine.draft.ticket_id) is None


def test_closing_right_after_the_last_key_keeps_it(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, LIN).rings().answered()
    until(lambda: mine.customer_on_screen() == "林婉清")
    write(mine, "最后一个字")
    again = restart(mine, desk)
    until(lambda: again.page.form.values().get("description") == "最后一个字")


def test_a_disk_that_takes_nothing_is_said_and_tried_again_until_it_does(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, LIN).rings().answered()
    until(lambda: mine.customer_on_screen() == "林婉清")
    until(lambda: bool(mine.draft.number) and not mine.calls.form.is_unsaved)
    _refuse_writes(mine, True)
    write(mine, "磁盘写不进时写的")
    until(lambda: "读写不了" in mine.program.messages.words)
    assert mine.calls.form.is_unsaved
    _refuse_writes(mine, False)
    until(lambda: not mine.calls.form.is_unsaved)
    assert saved(mine) == ["磁盘写不进时写的"]


def test_two_presses_on_new_customer_make_one(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, STRANGER).rings()
    until(lambda: mine.calls.pop is not None)
    mine.page.customer.new_customer_requested.emit("")
    mine.page.customer.new_customer_requested.emit("")
    until(lambda: mine.customer_on_screen() == "未实名客户")
    assert len(mine.place.desk.customers.with_number(STRANGER)) == 1


def test_a_binding_can_be_taken_back(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, STRANGER).rings().answered()
    until(lambda: mine.calls.pop is not None)
    mine.page.customer.new_customer_requested.emit("")
    until(lambda: mine.customer_on_screen() == "未实名客户")
    mine.click("撤回")
    until(lambda: mine.customer_on_screen() == "")
    assert mine.page.customer.identity.is_unknown()
    assert mine.draft.customer_id is None


def test_handing_in_twice_makes_one_ticket(centre: Centre, desk: OpenDesk) -> None:
    mine = desk()
    Line(mine, LIN).rings().answered()
    until(lambda: mine.customer_on_screen() == "林婉清")
    fill_in(mine)
    mine.page.form.submit_requested.emit()
    mine.page.form.submit_requested.emit()
    number = hand_in(mine)
    mine.press(Qt.Key.Key_Return, CTRL)
    until(lambda: mine.waiting() == 0)
    with mine.place.store.read() as db:
        query = "SELECT count(*) FROM fact WHERE kind = 'ticket_opened' AND subject_id = ?"
        assert db.exec_driver_sql(query, (mine.draft.ticket_id,)).scalar() == 1
    assert mine.knows(number) is not None


def _refuse_writes(desk: Hands, refuse: bool) -> None:
    """Make SQLite itself refuse to write, on every connection of the pool: any may be the next to write."""
    engine = desk.place.store._engine
    connections = [engine.connect() for _ in range(4)]
    for connection in connections:
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if refuse else 'OFF'}")
        connection.rollback()
    for connection in connections:
        connection.close()
