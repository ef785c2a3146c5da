"""The outbox: in order, without gaps, nothing lost and nothing sent twice."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fact import Fact
from app.ids import AgentId, DeviceId, FactId
from app.record import Patch
from app.store import facts, outbox, tickets
from app.store.database import Store, open_store
from app.ticket.facts import TicketFact, TicketNoted, TicketSubmitted
from tests.builders import NOON, ATicket, a_ticket

ME = DeviceId("pc-1")


def keep(store: Store, built_facts: list[Fact[TicketFact]]) -> None:
    """Facts are made at this desk."""
    with store.write() as db:
        facts.record_new(db, [(fact, "c-1") for fact in built_facts])


def test_every_fact_gets_the_next_number_in_order(store: Store) -> None:
    built = a_ticket().edited("pc-1", {"wish": "道歉"}).edited("pc-1", {"wish": "赔付"})
    keep(store, built.facts)
    with store.read() as db:
        batch = outbox.next_batch(db, 10)
    assert [(entry.seq, entry.row_id) for entry in batch] == [(n + 1, fact.id) for n, fact in enumerate(built.facts)]


def test_a_fact_kept_twice_is_sent_once(store: Store) -> None:
    built = a_ticket()
    keep(store, built.facts)
    keep(store, built.facts)
    with store.read() as db:
        assert outbox.waiting(db).count == 1


def test_an_edit_that_fails_leaves_neither_fact_nor_operation(store: Store) -> None:
    built = a_ticket()

    def half_an_edit() -> None:
        with store.write() as db:
            facts.record_new(db, [(built.facts[0], "c-1")])
            raise RuntimeError("the power goes")

    with pytest.raises(RuntimeError):
        half_an_edit()
    with store.read() as db:
        assert outbox.waiting(db).count == 0
        assert facts.of_subject(db, built.id) == []
    keep(store, built.facts)
    with store.read() as db:
        assert [entry.seq for entry in outbox.next_batch(db, 10)] == [1]


def test_what_the_centre_has_answered_stays_in_sight_until_a_pull_covers_it(store: Store) -> None:
    keep(store, a_ticket().edited("pc-1", {"wish": "道歉"}).facts)
    with store.write() as db:
        outbox.answer(db, [1, 2])
        assert outbox.next_batch(db, 10) == []
        outbox.finish(db, 1, now=NOON.timestamp())
        assert db.exec_driver_sql("SELECT seq FROM outbox").scalars().all() == [2]
        assert db.exec_driver_sql("SELECT seq FROM outbox_done").scalars().all() == [1]


def test_one_refused_operation_does_not_hold_up_the_others(store: Store) -> None:
    keep(store, a_ticket().edited("pc-1", {"wish": "道歉"}).facts)
    with store.write() as db:
        outbox.refuse(db, 1, "bad", "读不懂")
        assert [entry.seq for entry in outbox.next_batch(db, 10)] == [2]
        assert outbox.waiting(db).refused == 1


def test_a_fact_of_ours_that_comes_back_only_learns_its_order(store: Store) -> None:
    built = a_ticket()
    keep(store, built.facts)
    with store.write() as db:
        (mine,) = facts.stored(db, [built.facts[0].id]).values()
        facts.apply(db, [msgspec.structs.replace(mine, order=7)])
        facts.apply(db, [mine])
        assert [fact.order for fact in facts.of_subject(db, built.id)] == [7]
        assert outbox.waiting(db).count == 1


def test_a_kind_of_fact_that_is_not_known_here_is_kept_and_left_out(store: Store) -> None:
    built = a_ticket()
    keep(store, built.facts)
    newer = facts.StoredFact(
        id=FactId("f-new"),
        subject_id=built.id,
        customer_id="c-1",
        kind="ticket_sung_about",
        hlc=99,
        at=NOON,
        by=AgentId("A2"),
        device=DeviceId("pc-9"),
        body=b'{"type":"ticket_sung_about","melody":"do"}',
        order=3,
    )
    with store.write() as db:
        facts.apply(db, [newer])
        assert [type(fact.body).__name__ for fact in facts.of_subject(db, built.id)] == ["TicketOpened"]
        assert facts.stored(db, [newer.id])[newer.id].body == newer.body


@given(st.lists(st.sampled_from(["note", "submit", "edit"]), max_size=8))
def test_the_tickets_on_screen_are_what_folding_everything_again_gives(steps: list[str]) -> None:
    with fresh_store() as store:
        built = built_from(steps)
        for fact in built.facts:
            keep(store, [fact])
        with store.write() as db:
            shown = tickets.get(db, built.id)
            tickets.rebuild(db, lambda ticket_id: facts.of_subject(db, ticket_id))
            assert tickets.get(db, built.id) == shown


def built_from(steps: list[str]) -> ATicket:
    """A ticket that went through these steps."""
    built = a_ticket(wish="道歉")
    for step in steps:
        match step:
            case "note":
                built.add("pc-1", TicketNoted(text="已联系理赔部"))
            case "submit":
                built.add("pc-1", TicketSubmitted())
            case _:
                built.edited("pc-2", {"wish": "赔付"})
    return built


@contextmanager
def fresh_store() -> Iterator[Store]:
    """A store per example: Hypothesis runs many in one test."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "desk.db", "a1" * 32)
        yield store
        store.close()


def test_a_centre_that_lost_its_tail_is_sent_everything_again_without_a_gap(store: Store) -> None:
    built = (
        a_ticket().edited("pc-1", {"wish": "道歉"}).edited("pc-1", {"wish": "赔付"}).edited("pc-1", {"wish": "两样"})
    )
    keep(store, built.facts)
    with store.write() as db:
        before = {entry.row_id: entry.op_id for entry in outbox.next_batch(db, 10)}
        outbox.refuse(db, 2, "bad", "读不懂")
        outbox.answer(db, [1, 3])
        outbox.finish(db, 3, now=NOON.timestamp())
        outbox.offer_again(db, 1)
        again = outbox.next_batch(db, 10)
        assert [entry.seq for entry in again] == [1, 2, 3]
        assert {entry.row_id: entry.op_id for entry in again}.items() <= before.items()
        assert [entry.reason for entry in outbox.refused(db)] == ["读不懂"]
    later = built.add("pc-1", TicketSubmitted())
    keep(store, [later])
    with store.read() as db:
        assert [entry.seq for entry in outbox.next_batch(db, 10)] == [1, 2, 3, 4]


def test_a_batch_ends_before_it_grows_too_large_but_is_never_empty(store: Store) -> None:
    built = a_ticket()
    for size in (400, 400, 5_000, 10):
        built.add("pc-1", TicketNoted(text="x" * size))
    keep(store, built.facts[1:])
    with store.write() as db:
        sizes = []
        while batch := outbox.next_batch(db, 10, 1_000):
            sizes.append(len(batch))
            outbox.answer(db, [entry.seq for entry in batch])
    assert sizes == [2, 1, 1]


def test_a_patch_counts_with_its_size_too(store: Store) -> None:
    with store.write() as db:
        for _ in range(3):
            patch = Patch(entity="customer", row_id="c-1", owner_id="c-1", base_rev=0, fields={"name": "x" * 600})
            outbox.add_patch(db, patch, hlc=1, by=AgentId("A1"), now=1.0)
        assert len(outbox.next_batch(db, 10, 1_000)) == 1
        assert len(outbox.next_batch(db, 2)) == 2


def test_no_stamp_is_older_than_one_that_was_sent_and_forgotten_long_ago(store: Store) -> None:
    built = a_ticket().edited("pc-1", {"wish": "道歉"})
    keep(store, built.facts)
    highest = max(fact.hlc for fact in built.facts)
    with store.write() as db:
        outbox.answer(db, [1, 2])
        outbox.finish(db, 2, now=NOON.timestamp())
        outbox.finish(db, 2, now=NOON.timestamp() + outbox.KEEP_DONE_S + 1)
        assert db.exec_driver_sql("SELECT count(*) FROM outbox_done").scalar() == 0
        assert outbox.last_stamp(db) == highest
        db.exec_driver_sql("DELETE FROM setting WHERE name = 'hlc'")  # a store from before the note was kept
        assert outbox.last_stamp(db) == highest
        patch = Patch(entity="customer", row_id="c-1", owner_id="c-1", base_rev=0, fields={})
        outbox.add_patch(db, patch, hlc=1, by=AgentId("A1"), now=1.0)
        assert outbox.last_stamp(db) == highest


def test_a_stamp_seen_in_a_pull_is_not_undercut(store: Store) -> None:
    keep(store, a_ticket().facts)
    with store.write() as db:
        (mine,) = facts.stored(db, [outbox.next_batch(db, 1)[0].row_id]).values()
        facts.apply(db, [msgspec.structs.replace(mine, id=FactId("f-2"), hlc=mine.hlc + 500, order=1)])
        assert outbox.last_stamp(db) == mine.hlc + 500
