"""What two desks and the centre make of the same things: conflicts, refusals, clocks that run ahead, copied disks."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from app.errors import SignInError
from app.store import outbox
from app.ticket.facts import TicketClosed, TicketReopened, TicketSubmitted
from sync.client import session
from sync.client.round import gather, sync_once, take
from sync.hlc import DeskClock
from sync.protocol import PUSH_BYTES
from tests.sync.client.desks import PASSWORD, Desk, DeskMaker


def test_both_desks_know_of_a_conflict_once_whoever_gave_way(desk: DeskMaker) -> None:
    mine, other = desk("A1"), desk("A2")
    mine.change("c-1", name="原名")
    for one in (mine, other):
        one.sync()
    mine.change("c-1", name="先改的")
    other.change("c-1", name="后改的")
    for one in (mine, other, mine, other, mine):
        one.sync()
    (conflict,) = mine.conflicts()
    assert other.conflicts() == [conflict]
    assert (conflict.base, conflict.mine, conflict.theirs, conflict.winner) == ("原名", "后改的", "先改的", "mine")
    for one in (mine, other):
        shown = one.record("c-1")
        assert shown is not None
        assert shown.fields == {"name": "后改的"}


def test_a_refused_change_is_not_shown_as_if_it_had_been_taken(desk: DeskMaker) -> None:
    mine = desk("A1")
    mine.change("c-1", name="林婉清")
    mine.sync()
    mine.change("c-1", name="坏\x00值")
    mine.change("new 1", name="编号不对的客户")
    done = sync_once(mine.store, mine.centre, device=mine.device, clock=mine.clock)
    shown = mine.record("c-1")
    assert shown is not None
    assert shown.fields == {"name": "林婉清"}
    assert mine.record("new 1") is None
    assert done.refused == mine.waiting().refused == 2
    assert done.owners >= {"c-1", "new 1"}


def test_a_revision_without_its_row_does_not_pass_for_knowledge(desk: DeskMaker) -> None:
    mine, other = desk("A1"), desk("A2")
    mine.change("c-1", name="林婉清", birthday="1990")
    for one in (mine, other):
        one.sync()
    ticket_id = other.open_ticket()
    other.note(ticket_id, "在客户之前的一行")
    other.change("c-1", birthday="1991")
    other.sync()
    mine.change("c-1", sex="f")
    request = msgspec.structs.replace(gather(mine.store), limit=1)  # the page ends before it reaches the customer
    answer = mine.centre.sync(request)
    take(mine.store, request, answer, device=mine.device, clock=mine.clock)
    mine.change("c-1", birthday="1989")
    mine.sync()
    assert [(one.mine, one.theirs) for one in mine.conflicts()] == [("1989", "1991")]


def test_a_desk_whose_clock_runs_ahead_folds_the_same_ticket_as_all_others(desk: DeskMaker) -> None:
    fast, other = desk("A1"), desk("A2")
    fast.clock = DeskClock(wall=lambda: datetime.now(UTC) + timedelta(hours=1))
    ticket_id = fast.open_ticket()
    fast.happened(ticket_id, TicketSubmitted())
    fast.happened(ticket_id, TicketReopened(reason="再看看"))
    fast.sync()
    other.sync()
    other.happened(ticket_id, TicketClosed())
    for one in (other, fast):
        one.sync()
    here, there = fast.ticket(ticket_id), other.ticket(ticket_id)
    assert here is not None
    assert here == there
    assert here.state == "closed"


def test_a_batch_is_bounded_by_bytes_and_everything_arrives(desk: DeskMaker) -> None:
    mine, other = desk("A1"), desk("A2")
    ticket_id = mine.open_ticket()
    texts = [str(number) * 100_000 for number in range(9)]
    for text in texts:
        mine.note(ticket_id, text)
    assert 0 < len(gather(mine.store).ops) <= PUSH_BYTES // 100_000 + 1
    mine.sync()
    other.sync()
    assert mine.waiting().count == 0
    assert other.notes(ticket_id) == texts


def test_a_copied_disk_becomes_a_device_of_its_own_and_loses_nothing(desk: DeskMaker, url: str, tmp_path: Path) -> None:
    mine, other = desk("A1"), desk("A2")
    ticket_id = mine.open_ticket()
    mine.sync()
    mine.store.close()
    shutil.copytree(mine.store.path.parent, tmp_path / "copy")
    copy, mine.store = Desk(tmp_path / "copy", url, "A1"), Desk(mine.store.path.parent, url, "A1").store
    session.sign_in(mine.store, mine.centre, "A1", PASSWORD)
    mine.note(ticket_id, "原机写的")
    copy.note(ticket_id, "副本写的")
    session.sign_in(copy.store, copy.centre, "A1", PASSWORD)
    session.sign_in(mine.store, mine.centre, "A1", PASSWORD)
    mine.sync()
    session.sign_in(copy.store, copy.centre, "A1", PASSWORD)
    with pytest.raises(SignInError, match="设备号"):
        copy.sync()
    assert copy.centre.token == ""
    known = session.remembered(copy.store)
    assert known is not None
    assert known.token == ""
    session.sign_in(copy.store, copy.centre, "A1", PASSWORD)
    copy.note(ticket_id, "换号以后写的")  # this program still goes by the old id in what it makes
    copy.sync()
    session.sign_in(mine.store, mine.centre, "A1", PASSWORD)
    for one in (mine, other):
        one.sync()
    assert session.device_of(copy.store) != session.device_of(mine.store)
    with copy.store.read() as db:
        assert outbox.refused(db) == []
    for one in (mine, copy, other):
        assert sorted(one.notes(ticket_id)) == sorted(["原机写的", "副本写的", "换号以后写的"])
    copy.centre.close()
    copy.store.close()
