"""不是同一人 at a desk: remembered, taken back, said again; who may; and suspicions that have had their day."""

from __future__ import annotations

import pytest

from app.errors import RefusedError
from app.oneid.facts import DuplicateSuspected, pair, suspicion_id
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import FieldMeta, Record
from app.store import aliases, facts, records
from app.store.database import Store
from tests.app.oneid.desks import Sitting

PHONE, OTHER = "+8613800138000", "+8613900139000"


def twins(here: Sitting) -> tuple[str, str]:
    """林婉清 twice."""
    one = here.customer(PHONE, name="林婉清", birth_date="1985-06-03")
    return one, here.customer(PHONE, name="林婉青", birth_date="1985-06-03")


def corrected(here: Sitting, customer_id: str, **fields: str) -> None:
    """Somebody corrects a file."""
    record = here.desk.customers.record(customer_id)
    assert record is not None
    here.desk.customers.change(record, fields)


def test_a_dismissal_is_taken_back_and_may_be_said_again(store: Store) -> None:
    here = Sitting(store)
    one, other = twins(here)
    dismissed = here.merging.dismiss(one, other, "母女")
    assert here.merging.dismiss(other, one).facts == dismissed.facts  # pressed twice is once
    assert here.merging.queue() == []
    here.merging.take_back(dismissed)
    assert len(here.merging.queue()) == 1
    assert [each.shown_as for each in here.merging.suspects(one)] == [other]
    assert {one, other} <= here.told[-1].customers
    here.merging.dismiss(one, other)
    assert here.merging.queue() == []
    assert here.merging.suspects(other) == ()


def test_what_a_colleague_dismissed_stays_dismissed(store: Store) -> None:
    here, there = Sitting(store), Sitting(store, "pc-2", by="A1031")
    one, other = twins(here)
    mine = here.merging.dismiss(one, other)
    there.merging.dismiss(one, other, "姐妹")
    here.merging.take_back(mine)
    case = here.merging.case(other, one)
    assert case is not None
    assert (case.state, case.dismissed_by, case.dismissed_for) == ("dismissed", "A1031", "姐妹")


def test_the_projection_is_the_same_when_it_is_folded_anew(store: Store) -> None:
    here = Sitting(store)
    one, other = twins(here)
    here.merging.take_back(here.merging.dismiss(one, other))
    before = here.merging.queue()
    with store.write() as db:
        aliases.rebuild(db, lambda subjects, kinds: facts.of_subjects(db, subjects, kinds))
    assert here.merging.queue() == before != []


def test_a_role_that_may_not_is_told_who_may(store: Store) -> None:
    one, other = twins(Sitting(store))
    reader = Sitting(store, role="quality", pack=load_pack(PACKS / "insurance"))
    assert "坐席、柜面、班长、主管" in reader.merging.preview(one, other).refusal
    for refused in (reader.merging.merge, reader.merging.dismiss):
        with pytest.raises(RefusedError, match="坐席、柜面、班长、主管"):
            refused(one, other)
    assert len(reader.merging.queue()) == 1


def test_a_suspicion_that_a_correction_has_answered_is_closed_with_why_and_open_again_if_they_are_alike_again(
    store: Store,
) -> None:
    here = Sitting(store)
    one, other = twins(here)
    corrected(here, other, name="周建国")
    assert here.merging.queue() == []
    assert here.merging.suspects(one) == ()
    case = here.merging.case(one, other)
    assert case is not None
    assert case.state == "lapsed"
    assert "同一手机号" in case.lapsed_for
    assert here.merging.preview(one, other).lapsed == case.lapsed_for
    assert here.desk.review.queue().duplicates == ()
    story = here.desk.customers.story(one)
    assert story is not None
    assert not any(tag.text.startswith("疑似重复") for tag in story.identity.tags)
    corrected(here, other, name="林婉青")
    assert len(here.merging.queue()) == 1
    assert here.merging.preview(one, other).lapsed == ""


def test_what_the_centre_found_stays_open_at_a_desk_that_sees_only_masks(store: Store) -> None:
    here = Sitting(store)
    one = here.customer(PHONE, name="林婉清")
    meta = {name: FieldMeta(1, here.seat.device, 1, masked=True) for name in ("name", "id_number")}
    fields = {"name": "林*", "id_number": "3301**********4421"}
    masked = Record(id="their-1", entity="customer", owner_id="their-1", rev=1, fields=fields, meta=meta)
    first, second = pair(one, "their-1")
    found = DuplicateSuspected(one=first, other=second, reasons=["id_number"], score=100)
    with store.write() as db:
        records.apply(db, [masked], device=here.seat.device)
        facts.record_new(db, [(here.seat.fact(first, found, fact_id=suspicion_id(found)), first)])
    assert len(here.merging.queue()) == 1
    (suspect,) = here.merging.suspects(one)
    assert (suspect.shown_as, suspect.candidate.codes) == ("their-1", ("id_number",))
    assert "证件种类和号码都相同" in here.merging.preview(one, "their-1").reasons


def test_a_suspicion_is_found_from_either_file(store: Store) -> None:
    here = Sitting(store)
    for each in twins(here):
        with store.read() as db:
            assert len(aliases.cases_of(db, [each])) == 1
        story = here.desk.customers.story(each)
        assert story is not None
        assert any(tag.text.startswith("疑似重复") for tag in story.identity.tags)


def test_two_files_shown_as_one_are_suspected_once(store: Store) -> None:
    here = Sitting(store)
    one, other = twins(here)
    third = here.customer(PHONE, name="林婉清", birth_date="1985-06-03")
    assert len(here.desk.review.queue().duplicates) == 3
    here.merging.merge(one, other)
    (waiting,) = here.desk.review.queue().duplicates
    assert {waiting.customer_id, waiting.other_id} == {one, third}
    sheet = here.desk.review.file_sheet(other)
    assert sheet is not None
    assert [(each.customer_id, each.other_id) for each in sheet.duplicates] == [(one, third)]
