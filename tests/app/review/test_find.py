"""When a value that comes contradicts the file, and when it is simply written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.ids import DeviceId
from app.record import FieldMeta, Record
from app.review.find import find_contradictions, folded, sift
from app.review.policy import DEFAULT_POLICY, GUARDED
from app.review.shown import masked


def a_file(*, source: str = "agent", verified_on: str = "", hidden: bool = False, **fields: Any) -> Record:
    meta = {
        name: FieldMeta(
            rev=3, device=DeviceId("d"), hlc=1, by="A1", source=source, verified_on=verified_on, masked=hidden
        )
        for name in fields
    }
    return Record(id="c-1", entity="customer", owner_id="c-1", rev=3, fields=fields, meta=meta)


def fields_of(before: Record | None, incoming: dict[str, Any], source: str) -> list[str]:
    found = find_contradictions(before, incoming, source, DEFAULT_POLICY, mask=masked)
    return [one.body.field for one in found]


def test_what_was_verified_is_not_replaced_by_anybody() -> None:
    assert fields_of(a_file(name="林婉清", verified_on="2026-01-02"), {"name": "林婉青"}, "policy_system") == ["name"]


@pytest.mark.parametrize(
    ("had", "comes", "contradicts"),
    [
        ("policy_system", "import:2026-03", True),
        ("import:2026-03", "policy_system", False),
        ("counter", "counter", False),
        ("agent", "customer_said", True),
        ("somewhere", "import", False),
    ],
)
def test_a_weaker_source_does_not_replace_a_stronger_one_and_hearsay_replaces_nothing(
    had: str, comes: str, contradicts: bool
) -> None:
    found = fields_of(a_file(birth_date="1984-03-21", source=had), {"birth_date": "1984-03-12"}, comes)
    assert bool(found) is contradicts


def test_an_empty_field_is_filled_and_an_unguarded_one_changed_even_by_hearsay() -> None:
    before = a_file(name="", address="旧地址", verified_on="2026-01-02", source="policy_system")
    assert fields_of(before, {"name": "林婉清", "address": "新地址"}, "customer_said") == []


def test_another_spelling_is_no_contradiction() -> None:
    before = a_file(id_number="11010519491231002x", name="Li Lei", verified_on="2026-01-02")
    assert fields_of(before, {"id_number": "11010519491231002X", "name": "LI  LEI"}, "import") == []


def test_a_new_customer_contradicts_nobody() -> None:
    assert fields_of(None, {"name": "林婉清"}, "import") == []


def test_a_desk_that_holds_masked_values_compares_what_it_may_see() -> None:
    before = a_file(id_number="1101**********002X", verified_on="2026-01-02", hidden=True)
    assert fields_of(before, {"id_number": "11010519491231002X"}, "import") == []
    assert fields_of(before, {"id_number": "310105198403210022"}, "import") == ["id_number"]


def test_a_telephone_number_has_an_owner_and_is_guarded_too() -> None:
    meta = {"e164": FieldMeta(rev=1, device=DeviceId("d"), hlc=1, source="counter")}
    phone = Record(id="p-1", entity="contact_point", owner_id="c-1", fields={"e164": "+8613800138000"}, meta=meta)
    (found,) = find_contradictions(phone, {"e164": "+8613900139000"}, "agent", DEFAULT_POLICY)
    assert (found.body.customer_id, found.body.row_id) == ("c-1", "p-1")


def test_the_same_finding_is_the_same_case_until_the_file_changes() -> None:
    before = a_file(name="林婉清", verified_on="2026-01-02")
    (march,) = find_contradictions(before, {"name": "林婉青"}, "import:2026-03", DEFAULT_POLICY)
    (april,) = find_contradictions(before, {"name": "林婉青 "}, "import:2026-04", DEFAULT_POLICY)
    assert march.case_id == april.case_id
    changed = replace(before, meta={"name": replace(before.meta["name"], rev=4)})
    (later,) = find_contradictions(changed, {"name": "林婉青"}, "import:2026-04", DEFAULT_POLICY)
    assert later.case_id != march.case_id


def test_an_import_writes_the_rest_and_erases_nothing_by_silence() -> None:
    before = a_file(name="林婉清", id_number="110105194912310021", email="a@b.cn", verified_on="2026-01-02")
    incoming = {"name": "林婉青", "id_number": "", "email": "", "address": "滨江区"}
    sifted = sift(before, incoming, "import:2026-03", DEFAULT_POLICY)
    assert sifted.fields == {"email": "", "address": "滨江区"}
    assert [one.body.field for one in sifted.findings] == ["name"]


values = st.text(max_size=6)
guarded = st.sampled_from(GUARDED["customer"])


@given(guarded, values, values, st.sampled_from(["counter", "agent", "import", "customer_said"]), st.booleans())
def test_a_value_is_written_or_becomes_a_case_or_says_nothing_new_never_two_of_them(
    field: str, old: str, new: str, source: str, verified: bool
) -> None:
    before = a_file(**{field: old}, verified_on="2026-01-02" if verified else "")
    sifted = sift(before, {field: new}, source, DEFAULT_POLICY)
    assert (field in sifted.fields) + len(sifted.findings) + (not new) == 1
    if verified and old and new and folded(old) != folded(new):
        assert sifted.findings
