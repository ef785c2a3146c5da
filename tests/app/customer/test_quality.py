"""The score of a record and why."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.customer.quality import quality
from app.customer.record import ContactPoint, Customer
from app.days import months_since
from resources.demo.making import id_number

TODAY = date(2026, 3, 18)
PHONE = [ContactPoint(e164="+8613800138000")]
COMPLETE = Customer(
    name="林婉清",
    birth_date="1984-03-21",
    id_number=id_number("310105", date(1984, 3, 21), 2),
    email="a@example.com",
    address="滨江区江南大道 1588 号",
    address_verified_on="2026-01-01",
    real_name="yes",
)
texts = st.text(max_size=3)


def test_a_complete_and_fresh_record_scores_100() -> None:
    assert quality(COMPLETE, PHONE, TODAY).score == 100


def test_the_record_of_the_picture_scores_77() -> None:
    found = quality(replace(COMPLETE, email="", address_verified_on="2024-01-18"), PHONE, TODAY)
    assert (found.score, found.reasons) == (77, ("邮箱缺失", "住址 26 个月未核实"))


def test_an_empty_record_scores_nothing_and_names_the_two_worst() -> None:
    found = quality(Customer(), [], TODAY)
    assert (found.score, found.reasons) == (0, ("姓名缺失", "证件号码缺失"))


@given(texts, texts, texts, texts, st.none() | texts | st.dates().map(str))
def test_whatever_an_import_brings_the_score_stays_in_its_bounds(
    name: str, number: str, email: str, address: str, verified: str | None
) -> None:
    record = Customer(name=name, id_number=number, email=email, address=address, address_verified_on=verified)
    found = quality(record, [], TODAY)
    assert 0 <= found.score <= 100
    assert (found.score == 100) == (not found.reasons)


def test_months_are_full_months() -> None:
    assert [months_since(day, TODAY) for day in ("2026-02-18", "2026-02-19", "2027-01-01", "x", None)] == [
        1,
        0,
        0,
        None,
        None,
    ]
