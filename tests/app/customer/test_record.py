"""Typed views over records: what an import got wrong does not hide the customer."""

from __future__ import annotations

from app.customer.record import Customer, lookup_keys, view
from app.record import Record


def record(entity: str = "customer", **fields: object) -> Record:
    """A record with these fields."""
    return Record(id="c-1", entity=entity, owner_id="c-1", fields=fields)


def test_fields_of_a_newer_program_are_ignored() -> None:
    assert view(record(name="林婉清", blood_type="A"), Customer) == Customer(name="林婉清")


def test_one_value_of_the_wrong_type_does_not_hide_the_others() -> None:
    seen = view(record(name="林婉清", stars="many", tags=None), Customer)
    assert (seen.name, seen.stars, seen.tags) == ("林婉清", 0, [])


def test_signs_that_nobody_sees_are_not_shown_and_stay_in_the_record() -> None:
    stored = record(name="\u202e清婉林\u200b\x07\ud800", tags=["老\u2066客户"], address="滨江路\n8 号")
    seen = view(stored, Customer)
    assert (seen.name, seen.tags, seen.address) == ("清婉林", ["老客户"], "滨江路\n8 号")
    assert stored.fields["name"].startswith("\u202e")


def test_a_number_is_a_key_only_as_a_whole() -> None:
    assert lookup_keys(record("contact_point", e164="+8613800138000")) == [("phone", "+8613800138000")]


def test_a_deleted_record_is_found_under_no_key() -> None:
    gone = Record(id="p", entity="contact_point", owner_id="c", fields={"e164": "+8613800138000"}, deleted=True)
    assert lookup_keys(gone) == []
