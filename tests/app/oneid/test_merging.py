"""Duplicates at a desk: suspected at entry, looked at, merged, taken apart, dismissed."""

from __future__ import annotations

import pytest

from app.errors import RefusedError
from app.ids import DeviceId
from app.record import FieldMeta, Record
from app.store import merged, outbox, records
from app.store.database import Store
from tests.app.oneid.desks import Sitting

PHONE, OTHER = "+8613800138000", "+8613900139000"


@pytest.fixture
def here(store: Store) -> Sitting:
    """An agent at a desk."""
    return Sitting(store)


def twins(here: Sitting) -> tuple[str, str]:
    """林婉清 twice: by the counter, and by telephone."""
    one = here.customer(PHONE, name="林婉清", birth_date="1985-06-03", email="lin@example.com")
    other = here.customer(PHONE, OTHER, name="林婉青", birth_date="1985-06-03", address="滨江路 8 号")
    return one, other


def names(here: Sitting, customer_id: str) -> str:
    """What the customer is called at this desk."""
    return here.desk.customers.name(customer_id)


def test_a_duplicate_is_noticed_as_it_is_written_down(here: Sitting) -> None:
    one, other = twins(here)
    (suspect,) = here.merging.suspects(one)
    assert suspect.shown_as == other
    (case,) = here.merging.queue()
    assert {case.one, case.other} == {one, other}
    assert case.reasons == ("同一手机号", "生日相同", "姓名同音")


def test_finding_the_same_again_is_no_news(here: Sitting) -> None:
    one, _other = twins(here)
    record = here.desk.customers.record(one)
    assert record is not None
    before = _waiting(here)
    here.desk.customers.change(record, {"name": "林婉清"})
    assert _waiting(here) == before + 1  # the change itself, nothing else


def _waiting(here: Sitting) -> int:
    with here.seat.store.read() as db:
        return outbox.waiting(db).count


def test_what_makes_them_alike_may_come_later(here: Sitting) -> None:
    one = here.customer(PHONE, name="林婉清")
    other = here.customer(OTHER, name="林婉清")
    assert here.merging.queue() == []
    for each in (one, other):
        record = here.desk.customers.record(each)
        assert record is not None
        here.desk.customers.change(record, {"birth_date": "1985-06-03"})
    assert len(here.merging.queue()) == 1


def test_nobody_is_linked_by_a_suspicion(here: Sitting) -> None:
    one, other = twins(here)
    assert sorted(here.desk.customers.with_number(PHONE)) == sorted([one, other])
    assert names(here, other) == "林婉青"


def test_the_preview_shows_both_and_what_comes_along(here: Sitting) -> None:
    one, other = twins(here)
    here.holding(other, "P-1")
    preview = here.merging.preview(one, other)
    assert preview.refusal == ""
    assert [row.label for row in preview.rows] == ["姓名", "地址", "邮箱"]
    assert [value.text for value in preview.rows[0].values] == ["林婉清", "林婉青"]
    assert preview.rows[0].values[0].source == "柜面"
    assert preview.rows[1].values[1].text.endswith("*** 号")
    assert preview.other.phones == ("138****8000", "139****9000")
    assert preview.other.holdings == 1
    assert "姓名同音：林婉清 / 林婉青" in preview.reasons or "姓名同音：林婉青 / 林婉清" in preview.reasons


def test_a_merge_shows_one_file_under_the_survivor_and_keeps_both_numbers(here: Sitting) -> None:
    one, other = twins(here)
    done = here.merging.merge(one, other, {"name": other}, ("phone",))
    assert (done.survivor, done.name) == (one, "林婉青")
    assert here.desk.customers.with_number(OTHER) == here.desk.customers.with_number(PHONE) == [one]
    story = here.desk.customers.story(other)
    assert story is not None
    assert (story.identity.customer_id, story.identity.name) == (one, "林婉青")
    assert names(here, one) == names(here, other) == "林婉青"
    assert here.merging.queue() == []
    assert {one, other} <= here.told[-1].customers


def test_taking_it_back_leaves_each_as_it_was_and_what_was_added_since_with_its_own(here: Sitting) -> None:
    one, other = twins(here)
    done = here.merging.merge(one, other, {"name": other})
    shown = here.desk.customers.record(one)
    assert shown is not None
    here.desk.customers.change(shown, {"name": "林晚青", "sex": "female"})
    assert names(here, one) == "林晚青"
    here.days_later(29.9)
    assert here.merging.undo(done.merge_id) == ()
    assert (names(here, one), names(here, other)) == ("林婉清", "林晚青")
    assert here.desk.customers.with_number(OTHER) == [other]
    assert [past.undone_by for past in here.merging.merges(one)] == ["A1027"]


def test_after_thirty_days_it_is_refused_with_a_reason(here: Sitting) -> None:
    done = here.merging.merge(*twins(here))
    here.days_later(30.1)
    with pytest.raises(RefusedError, match="30 天"):
        here.merging.undo(done.merge_id)
    assert here.merging.merges(done.survivor)[0].undone_by == ""


def test_taking_back_twice_or_what_never_was_is_refused(here: Sitting) -> None:
    done = here.merging.merge(*twins(here))
    here.merging.undo(done.merge_id)
    with pytest.raises(RefusedError, match="已经撤回"):
        here.merging.undo(done.merge_id)
    with pytest.raises(RefusedError, match="没有这次合并"):
        here.merging.undo("nothing")


def test_merging_twice_or_a_person_with_an_organisation_is_refused(here: Sitting) -> None:
    one, other = twins(here)
    firm = here.customer(PHONE, kind="organisation", name="林婉清")
    here.merging.merge(one, other)
    with pytest.raises(RefusedError, match="已经合在一起"):
        here.merging.merge(other, one)
    with pytest.raises(RefusedError, match="单位"):
        here.merging.merge(one, firm)
    assert here.merging.preview(one, firm).refusal


def test_dismissed_pairs_are_not_asked_about_again(here: Sitting) -> None:
    one, other = twins(here)
    here.merging.dismiss(one, other, "母女")
    assert here.merging.suspects(one) == here.merging.suspects(other) == ()
    assert here.merging.queue() == []
    record = here.desk.customers.record(one)
    assert record is not None
    here.desk.customers.change(record, {"sex": "female"})
    assert here.merging.queue() == []


def test_who_is_merged_is_not_suspected_and_the_rest_is_suspected_of_the_survivor(here: Sitting) -> None:
    one, other = twins(here)
    third = here.customer(OTHER, name="林婉清")
    assert {each.shown_as for each in here.merging.suspects(third)} == {other}
    here.merging.merge(one, other)
    assert {each.shown_as for each in here.merging.suspects(third)} == {one}
    assert {each.shown_as for each in here.merging.suspects(one)} == {third}


def test_a_pull_is_looked_through_only_for_what_this_desk_has_a_hand_in(here: Sitting) -> None:
    mine = here.customer(PHONE, name="林婉清")
    theirs = "their-1", "their-2", "their-3"
    with here.seat.store.write() as db:
        rows = [
            _theirs(theirs[0], "林婉清", PHONE),
            _theirs(theirs[1], "王伟", OTHER),
            _theirs(theirs[2], "王伟", OTHER),
        ]
        records.apply(db, [row for file in rows for row in file], device=here.seat.device)
    assert here.merging.look_at(frozenset({*theirs, ""})) == 1
    (case,) = here.merging.queue()
    assert {case.one, case.other} == {mine, "their-1"}
    assert here.merging.look_at(frozenset(theirs)) == 0
    assert here.merging.look_at(frozenset(f"c-{number}" for number in range(2_000))) == 0


def _theirs(customer_id: str, name: str, phone: str) -> tuple[Record, Record]:
    meta = FieldMeta(1, DeviceId("pc-9"), 1)
    fields = {"name": name}
    customer = Record(
        id=customer_id, entity="customer", owner_id=customer_id, rev=1, fields=fields, meta={"name": meta}
    )
    number = {"e164": phone}
    point = Record(
        id=f"p-{customer_id}", entity="contact_point", owner_id=customer_id, rev=1, fields=number, meta={"e164": meta}
    )
    return customer, point


@pytest.mark.parametrize("chosen", [0, 1])
def test_what_is_emptied_while_merged_comes_back_where_it_was_not_emptied(here: Sitting, chosen: int) -> None:
    emails = ("a@example.com", "b@example.com")
    both = [here.customer(name="林婉清", email=email) for email in emails]
    merge = here.merging.merge(both[0], both[1], {"email": both[chosen]})

    def shown() -> Record:
        with here.seat.store.read() as db:
            found = merged.shown(db, both[1])
        assert found is not None
        return found.record

    here.desk.customers.change(shown(), {"email": "", "address": "滨江路 8 号"}, source="customer_said")
    assert (shown().fields["email"], shown().fields["address"]) == ("", "滨江路 8 号")
    here.desk.customers.change(shown(), {"email": "new@example.com"}, source="customer_said")
    assert shown().fields["email"] == "new@example.com"
    here.desk.customers.change(shown(), {"email": ""}, source="customer_said")
    here.merging.undo(merge.merge_id)
    with here.seat.store.read() as db:
        after = [records.get(db, one) for one in both]
    assert [one.fields["email"] for one in after if one] == [
        "" if at == chosen else email for at, email in enumerate(emails)
    ]
