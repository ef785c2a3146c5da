"""Several files shown as one."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from app.ids import DeviceId
from app.oneid.facts import CustomersMerged
from app.oneid.fold import fold_merges
from app.oneid.preview import field_rows, warnings
from app.oneid.view import EMPTY, cleared_source, merged_record, once_each
from app.record import FieldMeta, Record, Value
from tests.app.oneid.merges import AnyFact, merge
from tests.app.oneid.test_fold_properties import PEOPLE, histories


def customer(customer_id: str, verified: str = "", **fields: Any) -> Record:
    """A customer whose values come from a source named after them."""
    meta = {name: FieldMeta(1, DeviceId("pc"), 1, source=customer_id, verified_on=verified) for name in fields}
    return Record(id=customer_id, entity="customer", owner_id=customer_id, rev=3, fields=fields, meta=meta)


def shown(records: list[Record], *facts: AnyFact) -> dict[str, Any]:
    """What is shown of them, and of whom each value is."""
    view = merged_record(records, fold_merges(facts).group(records[0].id))
    assert view is not None
    return {name: (value, view.home_of(name)) for name, value in view.record.fields.items()}


A, B, C = customer("A", name="甲", email=""), customer("B", name="乙", email="b@x", sex="f"), customer("C", name="丙")


def test_a_customer_alone_is_shown_as_they_are() -> None:
    view = merged_record([A], None)
    assert view is not None
    assert view.record is A
    assert merged_record([], None) is None


def test_the_survivors_values_stand_and_the_others_fill_the_gaps() -> None:
    assert shown([A, B], merge("m", "A", "B")) == {"name": ("甲", "A"), "email": ("b@x", "B"), "sex": ("f", "B")}


def test_a_chosen_value_stays_chosen_when_the_survivor_is_merged_again() -> None:
    first = merge("m1", "A", "B", order=1, name="B")
    kept = merge("m2", "C", "A", order=2, name="A")  # what was shown of A when they chose: B's name
    assert shown([A, B, C], first, kept)["name"] == ("乙", "B")
    assert shown([A, B, C], first, merge("m2", "C", "A", order=2))["name"] == ("丙", "C")


def test_each_value_keeps_where_it_came_from() -> None:
    view = merged_record([B, A], fold_merges([merge("m", "A", "B", name="B")]).group("A"))
    assert view is not None
    assert (view.record.id, view.record.rev) == ("A", 3)
    assert {name: meta.source for name, meta in view.record.meta.items()} == {"name": "B", "email": "B", "sex": "B"}


def test_a_number_in_both_files_is_shown_once() -> None:
    points = [
        Record(id=f"p{at}", entity="contact_point", owner_id="A", fields={"e164": e164, "preferred": at == 2})
        for at, e164 in enumerate(["+861", "+862", "+861", ""])
    ]
    assert [one.id for one in once_each(points, "e164")] == ["p2", "p1", "p3"]


class Plain:
    """Everything as it is written."""

    def label(self, _field: str, usual: str) -> str:
        return usual

    def value(self, _field: str, value: Value, _is_masked: bool) -> str:
        return str(value)

    def source(self, source: str) -> str:
        return source

    def who(self, agent_id: str) -> str:
        return agent_id

    def day(self, _hlc: int) -> str:
        return ""


def test_the_preview_chooses_what_was_verified_last_and_warns_of_other_documents() -> None:
    mine = customer("A", name="甲", id_number="1", email="a@x")
    theirs = customer("B", verified="2026-01-02", name="乙", id_number="2", sex="f")
    rows = {row.field: row for row in field_rows(mine, theirs, Plain())}
    assert [*rows] == ["name", "sex", "id_number", "email"]
    chosen = {field: (row.chosen(0), row.chosen(1), row.is_open) for field, row in rows.items()}
    assert chosen == {
        "name": (1, 1, True),
        "sex": (1, 1, False),
        "id_number": (1, 1, True),
        "email": (0, 0, False),
    }
    (unchecked,) = field_rows(A, customer("C", name="丙"), Plain())
    assert (unchecked.chosen(0), unchecked.chosen(1)) == (0, 1)
    assert warnings(mine, theirs) == ("两份档案的证件号码不同，请先确认是同一人",)


@given(histories())
def test_nothing_that_anybody_has_is_ever_hidden_altogether(history: list[AnyFact]) -> None:
    links = fold_merges(history)
    records = {one: customer(one, name=one, **{f"only_{one}": one}) for one in PEOPLE}
    for one in PEOPLE:
        group = links.group(one)
        members = group.members if group else (one,)
        view = merged_record([records[member] for member in members], group)
        assert view is not None
        assert {field for field in view.record.fields if field.startswith("only_")} == {f"only_{m}" for m in members}
        assert view.record.fields["name"] in members
        for field, value in view.record.fields.items():
            assert value not in EMPTY
            assert records[view.home_of(field)].fields[field] == value


EMAILS = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(["", "a@x", "b@x"]))


@given(histories(), EMAILS, st.sampled_from(PEOPLE), histories())
def test_what_is_emptied_while_merged_stays_empty_and_the_others_keep_theirs(
    history: list[AnyFact], emails: dict[str, str], whom: str, later: list[AnyFact]
) -> None:
    records = {one: customer(one, **({"email": emails[one]} if one in emails else {})) for one in PEOPLE}
    group = fold_merges(history).group(whom)
    if group is None:
        return
    view = merged_record([records[one] for one in group.members], group)
    assert view is not None
    home = view.home_of("email")
    meta = FieldMeta(0, DeviceId("pc"), 0, source=cleared_source("agent", group))
    before = records[home]
    records[home] = msgspec.structs.replace(before, fields={**before.fields, "email": ""}, meta={"email": meta})
    after = merged_record([records[one] for one in group.members], group)
    assert after is not None
    assert (after.record.fields["email"], after.home_of("email")) == ("", home)
    for one in PEOPLE:  # taken apart: everybody else has their own again
        alone = merged_record([records[one]], None)
        assert alone is not None
        assert alone.record.fields.get("email") == ("" if one == home else emails.get(one))
    for one in PEOPLE:  # merges made anew are a new choice: nothing is hidden that somebody has
        anew = fold_merges(_renamed(later)).group(one)
        if anew is None:
            continue
        shown_anew = merged_record([records[member] for member in anew.members], anew)
        assert shown_anew is not None
        assert (shown_anew.record.fields.get("email") in EMPTY) == all(
            records[member].fields.get("email") in EMPTY for member in anew.members
        )


def _renamed(history: list[AnyFact]) -> list[AnyFact]:
    return [
        msgspec.structs.replace(fact, id=f"new-{fact.id}") for fact in history if isinstance(fact.body, CustomersMerged)
    ]
