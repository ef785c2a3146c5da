"""The figures that rules look at, from whatever a customer's file holds."""

from __future__ import annotations

from datetime import date

import pytest

from app.tier.inputs import INPUTS, inputs_of

TODAY = date(2026, 11, 24)


def claim(opened: str | None, amount: float = 1_000.0, status: str = "已赔付") -> dict[str, object]:
    """A claim."""
    return {"kind": "claim", "opened_on": opened, "amount": amount, "status": status}


def test_of_an_empty_file_nothing_is_known_and_nothing_guessed() -> None:
    found = inputs_of({}, [], {}, TODAY)
    assert set(found) == set(INPUTS)
    assert (found["kind"], found["policies"], found["claims"]) == ("person", 0, 0)
    unknown = ("arpu", "annual_premium", "points", "age", "tenure_years", "claim_ratio", "contacts", "complaints")
    assert {found[name] for name in unknown} == {None}


def test_claims_of_the_last_twelve_months_are_counted_and_what_was_paid_added_up() -> None:
    held = [claim("2026-11-01"), claim("2025-11-25", 500), claim("2025-11-24"), claim("2026-03-01", 9, "审核中")]
    found = inputs_of({"annual_premium": 3_000}, [*held, claim(None)], {}, TODAY)
    assert (found["claims"], found["claims_year"], found["claims_paid_year"]) == (5, 3, 1_500)
    assert found["claim_ratio"] == 50.0


def test_without_a_premium_from_the_policy_system_the_payments_of_a_year_are_added_up() -> None:
    paid = [
        {"kind": "payment", "opened_on": "2026-01-10", "amount_text": "1,286.00"},
        {"kind": "payment", "opened_on": "2026-02-10", "amount": 14.0},
        {"kind": "payment", "opened_on": "2024-02-10", "amount": 99.0},
    ]
    assert inputs_of({}, paid, {}, TODAY)["annual_premium"] == 1_300


def test_policies_that_ended_are_not_counted_as_held() -> None:
    held = [{"kind": "policy", "status": status} for status in ("有效", "退保", "失效", "应缴")]
    found = inputs_of({}, held, {}, TODAY)
    assert (found["policies"], found["ended_policies"]) == (2, 2)


@pytest.mark.parametrize("value", ["很多", True, float("nan"), float("inf"), [], None, 1e300, 10**400])
def test_a_figure_that_an_import_spoilt_is_not_known(value: object) -> None:
    found = inputs_of({"arpu": value, "insured_since": value, "birth_date": value}, [{"kind": value}], {}, TODAY)
    assert (found["arpu"], found["tenure_years"], found["age"]) == (None, None, None)


@pytest.mark.parametrize("status", [["有效"], {"状态": "退保"}, 3, True, None])
def test_a_state_that_an_import_spoilt_is_not_known(status: object) -> None:
    held = [{"kind": "policy", "status": status}, {**claim("2026-11-01"), "status": status}]
    found = inputs_of({}, held, {}, TODAY)
    assert (found["policies"], found["ended_policies"], found["claims_paid_year"]) == (1, 0, 0)


@pytest.mark.parametrize("words", ["nan", "inf", "1e400", ["12"], {"a": 1}])
def test_an_amount_in_words_that_is_no_figure_is_not_known(words: object) -> None:
    paid = {"kind": "payment", "opened_on": "2026-01-10", "amount_text": words}
    assert inputs_of({}, [paid], {}, TODAY)["annual_premium"] is None


def test_how_long_somebody_is_with_us_follows_from_their_oldest_business() -> None:
    held = [{"kind": "line", "opened_on": "2019-11-25"}, {"kind": "device", "opened_on": "2024-01-01"}]
    found = inputs_of({}, held, {}, TODAY)
    assert (found["tenure_years"], found["lines"], found["devices"]) == (6, 1, 1)
