"""Everything that reads a customer's file reads all that was merged into it, and nothing of it twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.call.event import CallEvent
from app.call.session import CallSession, advance
from app.customer.interaction import ContactMade
from app.ids import AgentId, CallId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.store import facts, records
from app.store.database import Store
from tests.app.oneid.desks import Sitting

PHONE, OTHER, THIRD = "+8613800138000", "+8613900139000", "+8613700137000"
PACK = load_pack(PACKS / "insurance")


class Merged:
    """林婉清, whose second file knows what the first does not."""

    def __init__(self, store: Store) -> None:
        self.here = Sitting(store, pack=PACK, role="supervisor")
        self.desk = self.here.desk
        self.one = self.here.customer(PHONE, name="林婉清", birth_date="1985-06-03", id_number="11010519850603002X")
        self.other = self.here.customer(OTHER, name="林婉青", points=60_000, behaviour="demanding")
        self.here.holding(self.one, "P-1")
        self.here.holding(self.other, "P-1")
        self.here.holding(self.other, "P-2")
        self.done = self.here.merging.merge(self.one, self.other)
        self.both = (self.one, self.other)


@pytest.fixture
def merged(store: Store) -> Merged:
    """Merged under ``one``."""
    return Merged(store)


def ringing(number: str) -> CallSession:
    """A call that rings here."""
    event = CallEvent(
        id="pbx:1/1", seq=1, source="pbx", kind="ringing", call_id=CallId("pbx:1"), at=datetime.now(UTC),
        ani_raw=number, ani=number, agent_id=AgentId("A1027"), ani_kind="person",
    )  # fmt: skip
    return advance(None, event, AgentId("A1027"))


def field_of(merged: Merged, row_id: str, field: str) -> object:
    """What stands in one file itself."""
    with merged.here.seat.store.read() as db:
        record = records.get(db, row_id)
    return None if record is None else record.fields.get(field)


def test_grades_come_from_all_files_and_are_the_survivors(merged: Merged) -> None:
    for each in merged.both:
        assert "六星" in {grade.label for grade in merged.desk.grading.grade(each)}
    changed = merged.desk.grading.regrade(merged.other)
    assert "star" in changed
    assert merged.desk.grading.regrade(merged.one) == ()
    assert [entry.after for entry in merged.desk.grading.log(merged.other) if entry.scheme == "星级"] == ["六星"]
    story = merged.desk.customers.story(merged.other)
    assert story is not None
    assert story.identity.stars == 6


def test_entitlements_are_of_the_file_as_shown_and_counted_once(merged: Merged) -> None:
    merged.desk.grading.regrade(merged.one)
    cards = [merged.desk.grading.entitlements(each) for each in merged.both]
    assert cards[0] == cards[1]
    item = next(one for one in cards[0].items if one.left)
    used = merged.desk.grading.use(merged.other, item.code)
    assert used.item(item.code) == merged.desk.grading.entitlements(merged.one).item(item.code)
    assert used.item(item.code).left == item.left - 1


def test_a_policy_in_both_files_is_one_policy(merged: Merged) -> None:
    story = merged.desk.customers.story(merged.one)
    assert story is not None
    assert sorted(row.number for group in story.holdings for row in group.rows) == ["P-1", "P-2"]
    with merged.here.seat.store.read() as db:
        _customer, inputs = merged.desk.grading._figures(db, merged.one)
    merged.here.merging.undo(merged.done.merge_id)
    with merged.here.seat.store.read() as db:
        _customer, before = merged.desk.grading._figures(db, merged.other)
    assert {key: value for key, value in inputs.items() if key in ("policies", "orders", "devices", "lines")} == {
        key: value for key, value in before.items() if key in ("policies", "orders", "devices", "lines")
    }


def test_the_sheet_is_of_the_file_as_shown_whichever_is_asked_for(merged: Merged) -> None:
    sheets = [merged.desk.review.file_sheet(each) for each in merged.both]
    assert sheets[0] == sheets[1]
    assert sheets[0] is not None
    assert (sheets[0].customer_id, sheets[0].name) == (merged.one, "林婉清")
    assert [fact.value for fact in sheets[0].fields if fact.field == "e164"] == ["138****8000", "139****9000"]
    assert next(fact.row_id for fact in sheets[0].fields if fact.field == "name") == merged.one


def test_an_accepted_correction_goes_into_the_file_it_was_found_in(merged: Merged) -> None:
    here, record = merged.here, merged.desk.customers.record(merged.other)
    assert record is not None
    proposed = merged.desk.review.propose(record, "name", "林晚青", "customer_said")
    assert proposed.case is not None
    lead = Sitting(here.seat.store, "pc-2", by="A1010", role="supervisor", pack=PACK, clock=here.clock).desk.review
    merged.desk.review.compare(proposed.case.case_id, "new", "身份证")
    lead.review(proposed.case.case_id, "new", "证件为准")
    lead.record(proposed.case.case_id)
    assert field_of(merged, merged.other, "name") == "林晚青"
    assert field_of(merged, merged.one, "name") == "林婉清"


def test_private_values_are_found_in_the_file_they_are_from(merged: Merged) -> None:
    for each in merged.both:
        assert merged.desk.privacy.find(each, "id_number").row_id == merged.one
        assert merged.desk.privacy.find(each, "phone").masked == "138****8000"


def test_a_reason_for_opening_one_is_a_reason_for_the_other(merged: Merged) -> None:
    assert merged.desk.privacy.needs_why(merged.one)
    seat = merged.here.seat
    with seat.store.write() as db:
        contact = ContactMade(channel="phone", title="来电", note="", call_id="c-1")
        facts.record_new(db, [(seat.fact(merged.other, contact), merged.other)])
    assert not merged.desk.privacy.needs_why(merged.one)


def test_either_number_rings_as_the_survivor_and_a_family_is_offered_by_who_is_shown(merged: Merged) -> None:
    calls = merged.desk.calls
    for number in (PHONE, OTHER):
        pop = calls.pop(ringing(number))
        assert pop.match == "one"
        assert pop.customer is not None
        assert pop.customer.identity.customer_id == merged.one
    merged.here.customer(OTHER, name="周建国")
    pop = calls.pop(ringing(OTHER))
    assert pop.match == "many"
    assert {(each.name, each.holdings) for each in pop.caller.candidates} == {("林婉清", 2), ("周建国", 0)}


def test_a_number_of_the_other_file_is_not_written_down_again(merged: Merged) -> None:
    for each in merged.both:
        linked = merged.desk.callers.link(each, ringing(OTHER), how="found", e164=OTHER)
        assert linked.point_id == ""
    linked = merged.desk.callers.link(merged.other, ringing(THIRD), how="found", e164=THIRD)
    assert linked.point_id
    assert merged.desk.customers.with_number(THIRD) == [merged.one]


def test_earlier_calls_of_nobody_become_the_survivors_when_the_other_file_is_named(merged: Merged) -> None:
    draft = merged.desk.tickets.prepare("inquiry", customer_id=None, call=ringing(THIRD), values={"kind": "inquiry"})
    kept = merged.desk.tickets.save(draft)
    merged.desk.calls.handled(ringing(THIRD), None)
    merged.desk.callers.link(merged.other, ringing(THIRD), how="found", e164=THIRD)
    merged.desk.callers.relabel(merged.other, THIRD)
    again = merged.desk.tickets.draft(kept.ticket_id)
    assert again is not None
    assert again.customer_id == merged.other


def test_a_call_back_leads_to_the_file_as_shown(merged: Merged) -> None:
    merged.desk.follow_ups.add(merged.other, "林婉青", "续保")
    (waiting,) = merged.desk.my_work().call_backs
    story = merged.desk.customers.story(merged.other)
    assert waiting.customer == "林婉青"
    assert story is not None
    assert story.identity.customer_id == merged.one


def test_a_behaviour_that_shows_through_is_taken_back_where_it_stands(merged: Merged) -> None:
    merged.desk.customers.set_behaviour(merged.one, "")
    assert field_of(merged, merged.other, "behaviour") == ""


def test_the_words_of_either_file_lead_to_the_survivor_once(merged: Merged) -> None:
    for words in ("林婉青", "林婉清", "lwq", "9000", "8000", "P-2"):
        hits = merged.desk.customers.search(words)
        assert [hit.customer_id for hit in hits] == [merged.one], words
    merged.here.merging.undo(merged.done.merge_id)
    assert [hit.customer_id for hit in merged.desk.customers.search("林婉青")] == [merged.other]
