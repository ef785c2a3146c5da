"""Merging records: different fields live together, the same field keeps both values, no desk quarrels with itself."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ids import DeviceId
from app.record import Patch, Record, overlay
from sync.merge import LATEST, MANUAL, Merged, is_same, merge

HERE, THERE = DeviceId("pc-1"), DeviceId("pc-2")
values = (
    st.none() | st.booleans() | st.integers(-3, 10**9) | st.text(max_size=8) | st.lists(st.integers(0, 9), max_size=3)
)
names = st.sampled_from(["name", "phone", "address", "email", "note"])
stamps = st.integers(1, 2**40)


def _patch(base_rev: int, entity: str = "customer", **fields: Any) -> Patch:
    return Patch(entity=entity, row_id="c1", owner_id="c1", base_rev=base_rev, fields=fields, base={"phone": "base"})


def _start(**fields: Any) -> Record:
    return merge(None, _patch(0, **fields), device=DeviceId("import"), hlc=1, by="").record


def _edit(record: Record, device: DeviceId, hlc: int = 5, base_rev: int = 1, **fields: Any) -> Merged:
    return merge(record, _patch(base_rev, **fields), device=device, hlc=hlc, by=f"agent at {device}")


@given(fields=st.dictionaries(names, values, min_size=1), hlcs=st.lists(stamps, min_size=5, max_size=5))
def test_different_fields_from_different_desks_all_survive_in_any_order(
    fields: dict[str, Any], hlcs: list[int]
) -> None:
    edits = list(zip(fields.items(), hlcs, strict=False))
    for order in permutations(edits):
        record = _start(stars=3)
        for (name, value), hlc in order:
            merged = _edit(record, DeviceId(f"pc-{name}"), hlc, **{name: value})
            assert merged.conflicts == ()
            record = merged.record
        assert record.fields == {"stars": 3, **fields}


@given(first=values, second=values, hlcs=st.tuples(stamps, stamps))
def test_the_same_field_from_two_desks_keeps_both_values(first: Any, second: Any, hlcs: tuple[int, int]) -> None:
    record = _edit(_start(phone="base"), HERE, hlcs[0], phone=first).record
    merged = _edit(record, THERE, hlcs[1], phone=second)
    if is_same(first, second) or record.fields["phone"] == "base":
        assert merged.conflicts == ()
        return
    (conflict,) = merged.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs, conflict.policy) == ("base", second, first, LATEST)
    assert merged.record.fields["phone"] == (second if conflict.winner == "mine" else first)


@given(first=values, second=values, hlcs=st.tuples(stamps, stamps))
def test_the_value_that_stands_does_not_depend_on_who_came_first(
    first: Any, second: Any, hlcs: tuple[int, int]
) -> None:
    one, two = (HERE, hlcs[0], first), (THERE, hlcs[1], second)
    if "base" in (first, second):
        return
    outcomes = []
    for order in ((one, two), (two, one)):
        record = _start(phone="base")
        for device, hlc, value in order:
            record = _edit(record, device, hlc, phone=value).record
        outcomes.append(record.fields["phone"])
    assert outcomes[0] == outcomes[1]


@given(edits=st.lists(st.tuples(names, values, stamps), max_size=12))
def test_a_desk_never_conflicts_with_its_own_earlier_edits(edits: list[tuple[str, Any, int]]) -> None:
    record, expected = _start(), {}
    for name, value, hlc in edits:
        merged = _edit(record, HERE, hlc, base_rev=1, **{name: value})
        assert merged.conflicts == ()
        record = merged.record
        expected[name] = value
    assert record.fields == expected


@given(fields=st.dictionaries(names, values, min_size=1), hlc=stamps)
def test_the_same_patch_twice_changes_nothing_the_second_time(fields: dict[str, Any], hlc: int) -> None:
    once = _edit(_start(), HERE, hlc, **fields)
    twice = _edit(once.record, HERE, hlc, **fields)
    assert (twice.changed, twice.conflicts, twice.record) == (False, (), once.record)


@pytest.mark.parametrize("hlc", [1, 99])
def test_where_a_person_must_choose_the_centres_value_stands_whatever_the_clock(hlc: int) -> None:
    record = _edit(_start(id_number="a"), HERE, 50, id_number="b").record
    merged = _edit(record, THERE, hlc, id_number="c")
    assert merged.record.fields["id_number"] == "b"
    assert [(one.winner, one.policy) for one in merged.conflicts] == [("theirs", MANUAL)]


def test_a_field_that_nobody_touched_since_is_taken_without_a_word() -> None:
    record = _edit(_start(phone="1", email="x"), HERE, phone="2").record
    merged = _edit(record, THERE, base_rev=2, phone="3")
    assert (merged.record.fields["phone"], merged.conflicts) == ("3", ())
    assert merged.record.meta["phone"].by == "agent at pc-2"
    assert merged.record.meta["email"].rev == 1


def test_an_edit_brings_a_deleted_record_back() -> None:
    gone = Record(id="c1", entity="customer", owner_id="c1", rev=4, fields={"phone": "1"}, deleted=True)
    merged = _edit(gone, HERE, base_rev=4, phone="1")
    assert (merged.record.deleted, merged.changed, merged.record.rev) == (False, True, 5)


@given(server=st.dictionaries(names, values), mine=st.dictionaries(names, values))
def test_a_desk_sees_its_unsent_changes_on_top_of_the_centres_row(server: dict[str, Any], mine: dict[str, Any]) -> None:
    shown = overlay(_start(**server), [_patch(1, **mine)], device=HERE)
    assert shown is not None
    assert shown.fields == {**server, **mine}
    assert shown.rev == 1


def test_a_record_that_only_this_desk_knows_is_shown() -> None:
    shown = overlay(None, [_patch(0, name="新客户")], device=HERE)
    assert shown is not None
    assert (shown.id, shown.fields, shown.rev) == ("c1", {"name": "新客户"}, 0)
    assert overlay(None, [], device=HERE) is None


def test_true_in_the_place_of_one_is_a_change() -> None:
    current = Record(id="c", entity="customer", owner_id="c", rev=1, fields={"flag": 1})
    patch = Patch(entity="customer", row_id="c", owner_id="c", base_rev=1, fields={"flag": True})
    merged = merge(current, patch, device=DeviceId("pc-1"), hlc=2, by="A1")
    assert merged.changed
    assert merged.record.fields["flag"] is True


def test_a_value_of_unknown_origin_can_be_verified_and_keeps_its_origin_unknown() -> None:
    current = Record(id="c", entity="customer", owner_id="c", rev=3, fields={"email": "a@b.cn"})
    patch = Patch(
        entity="customer",
        row_id="c",
        owner_id="c",
        base_rev=3,
        fields={"email": "a@b.cn"},
        verified={"email": "2026-11-24"},
    )
    merged = merge(current, patch, device=HERE, hlc=2, by="A1")
    meta = merged.record.meta["email"]
    assert (merged.changed, meta.verified_on, meta.verified_by) == (True, "2026-11-24", "A1")
    assert (meta.by, meta.source) == ("", "")
    later = merge(merged.record, _patch(3, email="c@d.cn"), device=THERE, hlc=9, by="A2")
    assert later.conflicts == ()
