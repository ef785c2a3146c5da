"""What an agent asks of a customer's page beside the call: 续办, a call-back tomorrow, the kind of customer."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from app.desk import Desk
from app.store import facts
from app.store.database import Store
from resources.demo import story, work
from resources.demo.story import Scene
from tests.app.desk.reviewing import desk_of
from tests.app.desk.test_callers import ME, call_from

PHONE = "13900139000"
"""冯丽华's, who has an open complaint in the demo."""


@pytest.fixture
def desk(store: Store) -> Desk:
    """周雨桐's desk, with 冯丽华's open complaint on it."""
    made = desk_of(store, ME)
    scene = Scene(made.seat.clock.now() - timedelta(hours=1))
    with store.write() as db:
        facts.record_new(db, [(fact, work.customer_id("冯丽华")) for fact in work.facts(scene, "insurance 1")])
    return made


def open_ticket(desk: Desk) -> str:
    """Her complaint."""
    shown = desk.calls.pop(call_from(PHONE))
    assert shown.customer is not None
    return next(row.ticket_id for row in shown.customer.tickets if row.can_resume)


def test_a_call_goes_on_with_an_open_ticket_instead_of_a_blank_one(desk: Desk) -> None:
    shown = desk.calls.pop(call_from(PHONE))
    blank = desk.tickets.save(shown.draft)  # the call was answered: its draft has a number, and nobody typed
    ticket_id = open_ticket(desk)
    taken = desk.tickets.take_up(ticket_id, call_from(PHONE))
    assert not isinstance(taken, str)
    assert (taken.call_id, taken.notes[-1].text) == ("pbx:1", "客户再次来电，周雨桐 接听续办")
    assert desk.tickets.draft(blank.ticket_id) is None


def test_pressing_twice_leaves_one_note(desk: Desk) -> None:
    ticket_id = open_ticket(desk)
    for _ in range(2):
        taken = desk.tickets.take_up(ticket_id, call_from(PHONE))
    assert not isinstance(taken, str)
    assert sum("续办" in note.text for note in taken.notes) == 1


def test_once_something_is_typed_for_this_call_going_on_is_no_longer_offered(desk: Desk) -> None:
    shown = desk.calls.pop(call_from(PHONE))
    typed = desk.tickets.save(msgspec.structs.replace(shown.draft, touched=True, values={"description": "问进度"}))
    after = desk.calls.story(shown.call, typed)
    assert after is not None
    assert not any(row.can_resume for row in after.tickets)


def test_a_draft_is_gone_on_with_as_it_is(desk: Desk) -> None:
    assert desk.tickets.take_up("a-draft", call_from(PHONE)) == "a-draft"


def test_later_means_a_call_back_tomorrow_in_my_own_work_until_it_is_taken_back(desk: Desk) -> None:
    before = len(desk.my_work().call_backs)
    made = desk.follow_ups.add(story.CUSTOMER_ID, "林婉清", "住院医疗续保")
    mine = [one for one in desk.my_work().call_backs if one.subject == "住院医疗续保"]
    assert [one.customer for one in mine] == ["林婉清"]
    tomorrow = desk.seat.clock.now().astimezone(desk.seat.zone).date() + timedelta(days=1)
    assert mine[0].at.astimezone(desk.seat.zone).date() == tomorrow
    desk.follow_ups.take_back(made)
    assert len(desk.my_work().call_backs) == before


def test_the_kind_of_customer_is_set_and_taken_back_and_goes_to_the_centre(desk: Desk) -> None:
    waiting = desk.waiting().count
    desk.customers.set_behaviour(story.CUSTOMER_ID, "confused")
    shown = desk.customers.story(story.CUSTOMER_ID)
    assert shown is not None
    assert shown.identity.behaviour == "confused"
    assert "困惑型" in [tag.text for tag in shown.identity.tags]
    assert desk.waiting().count == waiting + 1
    desk.customers.set_behaviour(story.CUSTOMER_ID, "confused")  # nothing new
    assert desk.waiting().count == waiting + 1
    desk.customers.set_behaviour(story.CUSTOMER_ID, "")
    again = desk.customers.story(story.CUSTOMER_ID)
    assert again is not None
    assert again.identity.behaviour == ""


def hint_of(desk: Desk) -> tuple[str, str]:
    """The title of a hint about 林婉清 that can be put off, and what has come of it."""
    shown = desk.customers.story(story.CUSTOMER_ID)
    assert shown is not None
    found = next(one for one in (*shown.hints, *shown.hidden_hints) if one.does == "follow_up" and not one.selling)
    return found.title, found.done


def test_a_hint_that_was_put_off_says_so_after_a_restart_and_is_never_booked_twice(desk: Desk, store: Store) -> None:
    before = len(desk.my_work().call_backs)
    title, done = hint_of(desk)
    assert done == ""
    made = desk.follow_ups.add(story.CUSTOMER_ID, "林婉清", title)
    again = desk_of(store, ME)  # the program was started again: nothing is in mind but what is kept
    assert hint_of(again) == (title, "已约 明天 10:00")
    twice = again.follow_ups.add(story.CUSTOMER_ID, "林婉清", title)
    assert (twice.row_id, twice.is_new) == (made.row_id, False)
    assert len(again.my_work().call_backs) == before + 1
    again.follow_ups.take_back(twice)
    assert hint_of(again) == (title, "")
    once_more = again.follow_ups.add(story.CUSTOMER_ID, "林婉清", title)
    assert (once_more.is_new, len(again.my_work().call_backs)) == (True, before + 1)


def test_a_wish_for_the_end_of_the_talk_survives_a_restart_and_can_be_taken_out(desk: Desk, store: Store) -> None:
    draft = desk.calls.pop(call_from(PHONE)).draft
    desk.talks.open(draft, {})
    desk.talks.add_closing(draft.ticket_id, "祝您生日快乐")
    again = desk_of(store, ME)
    again.talks.open(draft, {})
    assert "祝您生日快乐" in [phrase.text for phrase in again.talks.move(draft.ticket_id, 99).phrases]
    assert "祝您生日快乐" not in [
        phrase.text for phrase in again.talks.drop_closing(draft.ticket_id, "祝您生日快乐").phrases
    ]
    third = desk_of(store, ME)
    third.talks.open(draft, {})
    assert "祝您生日快乐" not in [phrase.text for phrase in third.talks.move(draft.ticket_id, 99).phrases]
