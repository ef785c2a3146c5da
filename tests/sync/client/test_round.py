"""Rounds of sync against a real centre: answers get lost, operations are refused, the centre is another one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import SignInError, UnreachableError
from app.store import facts, outbox, tickets
from app.store.database import open_store
from sync.client import session
from sync.client.http import Centre
from sync.client.round import gather, take
from sync.hlc import DeskClock
from sync.server.app import create_app
from sync.server.serving import serving
from tests.sync.client.desks import PASSWORD, QUICK, Desk, DeskMaker, furnish


def test_an_operation_whose_answer_was_lost_has_one_effect(desk: DeskMaker) -> None:
    mine, other = desk("A1"), desk("A2")
    ticket_id = mine.open_ticket()
    mine.note(ticket_id, "已联系理赔部")
    mine.centre.sync(gather(mine.store))  # the centre has it, and the answer never arrives
    assert mine.waiting().count == 2
    mine.sync()
    other.sync()
    assert mine.waiting().count == 0
    assert other.notes(ticket_id) == ["已联系理赔部"]


def test_an_answer_that_arrives_twice_changes_nothing_the_second_time(desk: DeskMaker) -> None:
    mine = desk("A1")
    ticket_id = mine.open_ticket()
    mine.note(ticket_id, "一次")
    request = gather(mine.store)
    answer = mine.centre.sync(request)
    take(mine.store, request, answer, device=mine.device, clock=mine.clock)
    take(mine.store, request, answer, device=mine.device, clock=mine.clock)
    assert mine.notes(ticket_id) == ["一次"]
    assert mine.waiting().count == 0


def test_a_refused_operation_is_set_aside_with_words_and_the_next_goes_through(desk: DeskMaker) -> None:
    mine, other = desk("A1"), desk("A2")
    ticket_id = mine.open_ticket()
    mine.note(ticket_id, "冒名", by="A2")
    mine.note(ticket_id, "本人")
    mine.sync()
    other.sync()
    assert mine.waiting().refused == 1
    with mine.store.read() as db:
        (set_aside,) = outbox.refused(db)
    assert set_aside.reason
    assert other.notes(ticket_id) == ["本人"]


def test_more_than_one_page_arrives_whole_and_in_order(desk: DeskMaker) -> None:
    mine, other = desk("A1"), desk("A2")
    ticket_id = mine.open_ticket()
    for number in range(1_200):
        mine.note(ticket_id, str(number))
    mine.sync()
    other.sync()
    assert other.notes(ticket_id) == [str(number) for number in range(1_200)]


def test_a_desk_works_on_after_its_session_ended_and_loses_nothing(desk: DeskMaker) -> None:
    mine = desk("A1")
    ticket_id = mine.open_ticket()
    mine.centre.token = "expired"
    with pytest.raises(SignInError):
        mine.sync()
    mine.note(ticket_id, "还在写")
    session.sign_in(mine.store, mine.centre, "A1", PASSWORD)
    mine.sync()
    assert mine.waiting().count == 0


def test_a_centre_that_is_another_one_is_read_from_the_beginning_and_nothing_is_thrown_away(
    desk: DeskMaker, tmp_path: Path
) -> None:
    mine = desk("A1")
    ticket_id = mine.open_ticket()
    mine.sync()
    database = f"sqlite:///{tmp_path / 'another.db'}"
    furnish(database)
    with serving(create_app(database, passwords=QUICK)) as address:
        mine.centre.close()
        mine.centre = Centre(address)
        session.sign_in(mine.store, mine.centre, "A1", PASSWORD)
        mine.change("c-1", name="林婉清")
        with mine.store.read() as db:
            before = len(facts.of_subject(db, ticket_id))
        mine.sync()
        with mine.store.read() as db:
            assert len(facts.of_subject(db, ticket_id)) == before == 1
        other = Desk(tmp_path / "other", address, "A2")
        other.note(ticket_id, "看得到")  # the ticket this desk had sent to the lost centre is at the new one
        other.sync()
        with other.store.read() as db:
            assert tickets.get(db, ticket_id) is not None
        for one in (mine, other):
            one.centre.close()
        other.store.close()


def test_without_a_centre_the_error_says_that_the_work_is_safe(tmp_path: Path) -> None:
    nowhere = Centre("http://127.0.0.1:9")
    store = open_store(tmp_path / "desk.db", "a1" * 32)
    with pytest.raises(UnreachableError, match="改动都在本机"):
        nowhere.sync(gather(store))
    nowhere.close()
    store.close()


def test_another_agent_cannot_sign_in_over_somebodys_unsent_work(desk: DeskMaker) -> None:
    mine = desk("A1")
    mine.open_ticket()
    with pytest.raises(SignInError, match="A1"):
        session.sign_in(mine.store, mine.centre, "A2", PASSWORD)


def test_the_desks_clock_follows_the_centre_not_the_pc(desk: DeskMaker) -> None:
    mine = desk("A1")
    mine.clock = DeskClock(wall=lambda: datetime(2020, 1, 1, tzinfo=UTC))
    mine.sync()
    assert mine.clock.now().year >= 2026
    assert mine.clock.drift().days < -365
