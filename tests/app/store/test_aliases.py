"""Merged customers in the store: one file to look at, nothing moved, projections that can be rebuilt."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select

from app.customer.interaction import CallHandled
from app.ids import AgentId, CustomerId, DeviceId
from app.oneid.facts import DuplicateDismissed, DuplicateSuspected, dismissal_id, suspicion_id
from app.record import FieldMeta, Patch, Record
from app.store import aliases, facts, merged, records, tickets
from app.store.database import Store
from app.store.schema import alias, fact, review
from app.ticket.facts import TicketOpened
from tests.app.oneid.merges import NOON, AnyFact, at, made, merge, undo
from tests.app.oneid.test_fold_properties import histories

ME = DeviceId("pc-1")


def keep(store: Store, *new: AnyFact) -> None:
    """These come from the centre."""
    with store.write() as db:
        facts.apply(db, [_stored(one) for one in new])


def _stored(one: AnyFact) -> facts.StoredFact:
    return facts._stored(one, one.subject_id)


def pull(store: Store, *rows: Record) -> None:
    """Rows arrive from the centre."""
    with store.write() as db:
        records.apply(db, rows, device=ME)


def customer(customer_id: str, **fields: Any) -> Record:
    """A customer as the centre has it."""
    meta = {name: FieldMeta(1, DeviceId("pc-2"), 1, source="counter") for name in fields}
    return Record(id=customer_id, entity="customer", owner_id=customer_id, rev=1, fields=fields, meta=meta)


def phone(row_id: str, owner: str, e164: str) -> Record:
    """A number of a customer."""
    return Record(id=row_id, entity="contact_point", owner_id=owner, rev=1, fields={"e164": e164})


def projections(db: Connection) -> tuple[list[Any], list[Any]]:
    """Both tables as they stand."""
    ordered = db.execute(select(alias).order_by(alias.c.customer_id)).all()
    return [*ordered], [*db.execute(select(review).order_by(review.c.id)).all()]


def read(db: Connection) -> aliases.Read:
    """How the store reads the facts of subjects."""
    return lambda subjects, kinds: facts.of_subjects(db, subjects, kinds)


def test_a_number_that_two_merged_customers_share_is_one_customers(store: Store) -> None:
    pull(store, phone("p-1", "A", "+8613800138000"), phone("p-2", "B", "+8613800138000"))
    keep(store, merge("m1", "A", "B", order=1))
    with store.read() as db:
        assert records.owners_of(db, "phone", "+8613800138000") == ["A"]


def test_the_file_of_any_of_them_is_the_file_of_all(store: Store) -> None:
    pull(store, customer("A", name="林婉清"), customer("B", name="林婉青"), phone("p-2", "B", "+8613800138000"))
    keep(store, merge("m1", "A", "B", order=1))
    with store.read() as db:
        for one in "AB":
            assert {row.id for row in records.file_of(db, one)} == {"A", "B", "p-2"}
            assert aliases.members(db, one) == ("A", "B")
        assert aliases.resolve(db, ["A", "B", "C"]) == {"B": "A"}


def test_calls_and_tickets_of_both_are_in_the_one_file(store: Store) -> None:
    keep(store, merge("m1", "A", "B", order=1))
    opened = TicketOpened(
        kind="complaint",
        number="TS-1",
        form_id="f",
        pack="p",
        first_responder=AgentId("A1"),
        customer_id=CustomerId("B"),
    )
    handled = made("c1", "B", CallHandled(call_id="pbx1:1"))
    with store.write() as db:
        facts.record_new(db, [(made("o1", "t-1", opened), "B"), (handled, "B")])
    with store.read() as db:
        calls = facts.of_customer(db, "A", NOON - timedelta(days=1), ("call_handled",), 10)
        assert [one.id for one in calls] == ["c1"]
        assert [one.number for one in tickets.of_customer(db, "A")] == ["TS-1"]
        assert merged.counts(db, ["B"]) == merged.Counts(calls=1, tickets=1, open_tickets=1, drafts=0)
        assert merged.counts(db, ["A"]).calls == 0


def test_a_merge_taken_back_leaves_every_row_as_it_was(store: Store) -> None:
    pull(store, customer("A", name="林婉清"), customer("B", name="林婉青"))
    with store.read() as db:
        before = records.file_of(db, "A"), records.file_of(db, "B"), projections(db)
    joined = merge("m1", "A", "B", order=1)
    keep(store, joined)
    keep(store, undo("u1", joined, when=at(days=2), order=2))
    with store.read() as db:
        assert (records.file_of(db, "A"), records.file_of(db, "B"), projections(db)) == before


def test_the_shown_record_takes_the_chosen_values_and_fills_what_is_missing(store: Store) -> None:
    pull(
        store,
        customer("A", name="林婉青", email=""),
        customer("B", name="林婉清", email="lin@example.com", sex="female"),
    )
    keep(store, merge("m1", "A", "B", order=1, name="B"))
    with store.read() as db:
        shown = merged.shown(db, "B")
    assert shown is not None
    assert shown.record.id == "A"
    assert shown.record.fields == {"name": "林婉清", "email": "lin@example.com", "sex": "female"}
    assert {shown.home_of(field) for field in ("name", "email", "sex")} == {"B"}
    assert shown.record.meta["email"].source == "counter"


def test_an_edit_goes_to_the_row_whose_value_is_shown_and_is_seen(store: Store) -> None:
    pull(
        store, customer("A", name="林婉青", email="a@example.com"), customer("B", name="林婉清", email="b@example.com")
    )
    keep(store, merge("m1", "A", "B", order=1, name="B"))
    with store.write() as db:
        shown = merged.shown(db, "A")
        assert shown is not None
        for row, part, source in merged.by_home(db, shown.record, {"name": "林晚清", "email": ""}, "counter"):
            patch = Patch(
                entity="customer", row_id=row.id, owner_id=row.owner_id, base_rev=row.rev, fields=part, source=source
            )
            records.change(db, patch, device=ME, hlc=5, by=AgentId("A1"), now=1.0)
        after = merged.shown(db, "A")
        first, second = records.get(db, "A"), records.get(db, "B")
    assert after is not None
    assert after.record.fields == {"name": "林晚清", "email": ""}  # B's does not show through
    assert first is not None
    assert second is not None
    assert (first.fields["name"], second.fields["name"]) == ("林婉青", "林晚清")
    assert (first.fields["email"], second.fields["email"]) == ("", "b@example.com")  # and is kept


def test_a_suspected_pair_waits_in_the_queue_until_somebody_decides(store: Store) -> None:
    body = DuplicateSuspected(one="A", other="B", reasons=["phone", "name_same"], score=80)
    suspected = made(suspicion_id(body), "A", body)
    keep(store, suspected, suspected)
    with store.read() as db:
        (case,) = aliases.cases(db)
        assert (case.one, case.other, case.state, case.score) == ("A", "B", "open", 80)
        assert case.reasons == ("同一手机号", "姓名相同")
    joined = merge("m1", "B", "A", order=2)
    keep(store, joined)
    with store.read() as db:
        assert aliases.cases(db) == []
        assert [one.state for one in aliases.cases(db, "merged")] == ["merged"]
    keep(store, undo("u1", joined, order=3))
    with store.read() as db:
        assert len(aliases.cases(db)) == 1
    keep(store, made(dismissal_id("B", "A", "A1"), "A", DuplicateDismissed(one="A", other="B", reason="母女")))
    with store.read() as db:
        assert aliases.cases(db) == []
        (case,) = aliases.cases_between(db, [("A", "B")])
        assert (case.state, case.dismissed_for, case.dismissed_by) == ("dismissed", "母女", "A1027")


def test_who_may_look_different_are_all_who_are_shown_together(store: Store) -> None:
    keep(store, merge("m1", "A", "B", order=1), merge("m2", "C", "A", order=2))
    with store.read() as db:
        assert aliases.everybody(db, ["B", "Z"]) == {"A", "B", "C", "Z"}


@given(history=histories(), chance=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rebuilding_ends_where_arriving_one_by_one_did(
    store: Store, history: list[AnyFact], chance: random.Random
) -> None:
    suspicions = [
        made(suspicion_id(body), body.one, body)
        for one, other in (("A", "B"), ("B", "C"), ("A", "E"))
        for body in [DuplicateSuspected(one=one, other=other, reasons=["phone"], score=60)]
    ]
    arriving = [*history, *suspicions, *history[:2]]
    chance.shuffle(arriving)
    with store.write() as db:
        for table in (alias, review, fact):
            db.execute(delete(table))
    while arriving:
        size = chance.randint(1, 3)
        keep(store, *arriving[:size])
        arriving = arriving[size:]
    with store.write() as db:
        stood = projections(db)
        aliases.rebuild(db, read(db))
        assert projections(db) == stood


@pytest.mark.parametrize("most", [3])
def test_only_so_many_files_are_looked_at_per_key(store: Store, most: int) -> None:
    pull(store, *(phone(f"p-{number}", f"c-{number}", "+862158881234") for number in range(10)))
    with store.read() as db:
        assert len(aliases.sharing(db, "phone", "+862158881234", most)) == most
