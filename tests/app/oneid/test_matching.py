"""疑似: who may be whom, why, and who never is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ids import DeviceId
from app.oneid.matching import Candidate, Person, candidates, exact, person_of
from app.oneid.names import agreement
from app.record import FieldMeta, Record

PHONE = "+8613800138000"
LIN = Person(id="A", name="林婉清", birth_date="1985-06-03", phones=frozenset([PHONE]))


def like_lin(**changes: Any) -> Person:
    """Another file, like hers but for these."""
    known = {"id": "B", "name": "林婉清", "birth_date": "1985-06-03", "phones": frozenset([PHONE])}
    return Person(**(known | changes))


def found(one: Person, other: Person) -> Candidate | None:
    """What is made of two files, from either side alike."""
    here, there = candidates(one, [other]), candidates(other, [one])
    assert [(each.codes, each.score) for each in here] == [(each.codes, each.score) for each in there]
    return here[0] if here else None


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("林婉清", "林婉清", "same"),
        ("阿依古丽·买买提", "阿依古丽买买提", "same"),
        ("林婉清", "林婉青", "sound"),
        ("林婉清", "Lin Wanqing", "sound"),
        ("陈思远", "陈思选", "similar"),
        ("王伟", "王芳", "different"),
        ("林婉清", "周雨桐", "different"),
        ("", "林婉清", "unknown"),
    ],
)
def test_names_agree_exactly_by_sound_or_but_for_a_slip(one: str, other: str, how: str) -> None:
    assert agreement(one, other) == agreement(other, one) == how


def test_the_reasons_are_told_in_words_the_weightiest_first() -> None:
    candidate = found(LIN, like_lin(name="林婉青"))
    assert candidate is not None
    words = [reason.words for reason in candidate.reasons]
    assert words == ["同一手机号", "生日相同", "姓名同音：林婉清 / 林婉青"]


def test_a_couple_that_shares_a_number_is_not_suspected() -> None:
    assert found(LIN, like_lin(name="周建国", birth_date="1983-01-09")) is None


def test_twins_that_share_number_and_birthday_are_not_suspected() -> None:
    assert found(LIN, like_lin(name="林婉莹")) is not None  # one character apart: a person has to look
    assert found(LIN, like_lin(name="林知夏")) is None


def test_a_nameless_file_with_the_same_number_is_suspected() -> None:
    candidate = found(LIN, like_lin(name="", birth_date=""))
    assert candidate is not None
    assert candidate.codes == ("phone", "nameless")


def test_the_same_name_alone_is_nothing() -> None:
    assert found(LIN, like_lin(birth_date="", phones=frozenset())) is None


def test_an_organisation_is_never_a_person() -> None:
    shop = like_lin(kind="organisation", id_kind="resident_id", id_number="310101198506030022")
    assert found(like_lin(id="A", id_kind="resident_id", id_number="310101198506030022"), shop) is None


def test_kind_and_number_of_a_document_are_a_whole_key() -> None:
    one = Person(id="A", name="林婉清", id_kind="passport", id_number="E12345678")
    same = Person(id="B", name="周雨桐", id_kind="passport", id_number="E12345678")
    candidate = found(one, same)
    assert candidate is not None
    assert (candidate.score, candidate.codes) == (100, ("id_number",))
    assert exact(one, Person(id="C", id_kind="military_officer", id_number="E12345678")) == ()


def test_a_resident_number_in_its_old_form_is_the_same_number() -> None:
    old = Person(id="A", name="林", id_kind="resident_id", id_number="310101850603002")
    new = Person(id="B", name="林", id_kind="temporary_id", id_number="310101198506030022")
    assert [reason.code for reason in exact(old, new)] == ["id_number"]
    assert exact(new, Person(id="C", id_kind="resident_id", id_number="310101198506030029")) == ()


def test_a_masked_number_may_be_equal_and_is_never_exact() -> None:
    masked = like_lin(id_kind="resident_id", id_number="3101**********0022", id_masked=True, phones=frozenset())
    whole = like_lin(id="A", id_kind="resident_id", id_number="310101198506030022", phones=frozenset())
    assert exact(masked, whole) == exact(masked, masked) == ()
    candidate = found(masked, whole)
    assert candidate is not None
    assert "id_maybe" in candidate.codes
    other = like_lin(id_kind="resident_id", id_number="4401**********0022", id_masked=True, birth_date="")
    assert "id_maybe" not in getattr(found(other, whole), "codes", ())


def test_two_different_documents_speak_against() -> None:
    one = like_lin(id="A", id_kind="passport", id_number="E1", phones=frozenset())
    assert found(one, like_lin(id_kind="passport", id_number="E2", phones=frozenset())) is None
    still = found(with_number(one), like_lin(id_kind="passport", id_number="E2"))
    assert still is not None
    assert still.codes[-1] == "id_differs"


def with_number(one: Person) -> Person:
    """The same with her number."""
    return like_lin(id=one.id, id_kind=one.id_kind, id_number=one.id_number)


def test_what_the_centre_masked_is_known_from_the_record() -> None:
    meta = {"id_number": FieldMeta(1, DeviceId("pc"), 1, masked=True)}
    customer = Record(id="A", entity="customer", owner_id="A", fields={"id_number": "310101198506030022"}, meta=meta)
    point = Record(id="p", entity="contact_point", owner_id="A", fields={"e164": PHONE})
    gone = Record(id="q", entity="contact_point", owner_id="A", fields={"e164": "+8613900139000"}, deleted=True)
    person = person_of(customer, [point, gone])
    assert person.id_masked
    assert person.phones == {PHONE}


people = st.builds(
    Person,
    id=st.sampled_from(["A", "B", "C"]),
    kind=st.sampled_from(["person", "organisation"]),
    name=st.sampled_from(["", "林婉清", "林婉青", "王伟", "王芳", "阿依古丽·买买提"]),
    birth_date=st.sampled_from(["", "1985-06-03", "1990-01-01"]),
    id_kind=st.sampled_from(["", "resident_id", "passport"]),
    id_number=st.sampled_from(["", "310101198506030022", "310101850603002", "E1"]),
    phones=st.frozensets(st.sampled_from([PHONE, "+8613900139000"])),
)


@given(people, people)
def test_likeness_is_the_same_from_both_sides_and_never_crosses_kinds(one: Person, other: Person) -> None:
    candidate = found(one, other)
    if candidate is not None:
        assert one.kind == other.kind
        assert one.id != other.id
        assert 60 <= candidate.score <= 100
        different = agreement(one.name, other.name) == "different"
        assert not different or exact(one, other)
