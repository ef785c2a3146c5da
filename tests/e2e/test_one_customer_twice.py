"""A second file is found while its customer is on the line: compared, merged, taken back; what is typed stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ids import new_id
from app.record import Record
from resources.demo import story
from resources.demo.hands import Hands, until
from tests.e2e.conftest import OpenDesk
from tests.e2e.scenario import Centre
from tests.e2e.test_the_call import CTRL, fill_in, hand_in
from tests.e2e.test_verifying import opened, passed
from ui.oneid.dialog import MergeDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)
OTHER_NUMBER = "+8613900005544"


def twin_of(desk: Hands, name: str = "林婉青") -> str:
    """Somebody wrote her down once more, under another number."""
    there = desk.place.desk
    assert there is not None
    known = there.customers.record(story.CUSTOMER_ID)
    assert known is not None
    twin = new_id()
    fields = {"name": name, "birth_date": known.fields["birth_date"], "occupation": "钢琴教师"}
    with there.seat.store.write() as db:
        there.customers.write(db, Record(id=twin, entity="customer", owner_id=twin), fields, "agent")
        point = Record(id=new_id(), entity="contact_point", owner_id=twin)
        there.customers.write(db, point, {"kind": "phone", "e164": OTHER_NUMBER}, "agent")
        here = Record(id=new_id(), entity="contact_point", owner_id=story.CUSTOMER_ID)
        there.customers.write(db, here, {"kind": "phone", "e164": OTHER_NUMBER}, "agent")
    return twin


def shown(desk: Hands) -> str:
    """Whose file is on the page."""
    return desk.page.customer.customer_id()


def compare(desk: Hands) -> MergeDialog:
    """Press the chip."""
    desk.page.customer.duplicates_requested.emit()
    merging = desk.program.merging
    assert merging is not None
    until(lambda: merging.dialog is not None)
    assert merging.dialog is not None
    until(merging.dialog.isVisible)
    bar = desk.window.call_bar
    if bar.isVisible():  # hanging up stays in reach
        assert merging.dialog.frameGeometry().top() > bar.mapToGlobal(bar.rect().bottomLeft()).y()
    return merging.dialog


def test_a_merge_during_a_call_keeps_what_is_typed_and_is_taken_back_whole(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    twin = twin_of(mine)
    centre.exchange.ring()
    until(lambda: mine.customer_on_screen() == "林婉清")
    fill_in(mine, "两个号码都是我")
    call_id = mine.call.call_id if mine.call else None
    dialog = compare(mine)
    dialog.choose_survivor(1 if dialog.preview.other.customer_id == twin else 0)
    dialog.choose("name", dialog.survivor)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    until(lambda: shown(mine) == twin)
    assert mine.page.customer.identity._name.text() == "林婉青"
    assert mine.draft.values["description"] == "两个号码都是我"
    assert mine.draft.customer_id == story.CUSTOMER_ID
    assert mine.draft.call_id == call_id
    mine.calls.open_customer(twin)  # whoever is on the line, under the name she has now: nobody else is looked up
    assert not mine.calls.screen._is_looking
    mine.click("撤回")
    until(lambda: shown(mine) == story.CUSTOMER_ID)
    assert mine.page.customer.identity._name.text() == "林婉清"
    assert mine.draft.values["description"] == "两个号码都是我"
    assert (mine.draft.customer_id, mine.draft.call_id) == (story.CUSTOMER_ID, call_id)
    assert mine.call is not None
    assert mine.call.call_id == call_id


def test_who_is_verified_after_the_merge_is_still_the_caller(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    twin = twin_of(mine)
    centre.exchange.ring()
    until(lambda: mine.customer_on_screen() == "林婉清")
    there = mine.place.desk
    assert there is not None
    there.merging.merge(twin, story.CUSTOMER_ID)
    until(lambda: shown(mine) == twin)
    panel = opened(mine)
    panel.checks["name"].tick.click()
    until(lambda: passed(mine) == ["姓名"])
    assert there.talks.verified(mine.draft.ticket_id) == {"name"}
    panel.reject()


def test_the_ticket_is_the_survivors_and_with_its_own_again_afterwards(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    twin = twin_of(mine)
    centre.exchange.ring()
    until(lambda: mine.customer_on_screen() == "林婉清")
    there = mine.place.desk
    assert there is not None
    done = there.merging.merge(twin, story.CUSTOMER_ID)
    until(lambda: shown(mine) == twin)
    fill_in(mine)
    number = hand_in(mine)
    until(lambda: number in mine.ticket_numbers())
    assert shown(mine) == twin
    there.merging.undo(done.merge_id)
    until(lambda: shown(mine) == story.CUSTOMER_ID and number in mine.ticket_numbers())
    story_of_twin = there.customers.story(twin)
    assert story_of_twin is not None
    assert story_of_twin.tickets == ()


def test_not_the_same_person_goes_from_the_header_and_comes_back(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    twin_of(mine)
    mine.calls.open_customer(story.CUSTOMER_ID)
    until(lambda: shown(mine) == story.CUSTOMER_ID)
    assert "疑似重复" in _chips(mine)
    compare(mine).on_dismiss()
    until(lambda: "疑似重复" not in _chips(mine))
    mine.click("撤回")
    until(lambda: "疑似重复" in _chips(mine))


def _chips(desk: Hands) -> str:
    shown_now = desk.calls.screen.shown
    return "" if shown_now is None else " ".join(tag.text for tag in shown_now.identity.tags)
