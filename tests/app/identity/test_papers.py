"""Which papers must be seen: what is missing, what is wrong with one, what can never be done here (E06, E07, E08)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.identity.document import Document
from app.identity.papers import Business, Comer, Outcome, Seen, check, refusal, words_of
from app.identity.resident_id import check_digit
from app.pack.load import load_pack

PAPERS = load_pack(Path(__file__).parents[3] / "resources" / "packs" / "insurance").papers
DAY = date(2026, 3, 18)


def resident(born: str) -> Seen:
    """The ID card of somebody born on that day."""
    first = f"310104{born}002"
    return Seen(kind="resident_id", number=first + check_digit(first))


ADULT, CHILD = resident("19840321"), resident("20150607")
COMPANY = Seen(kind="credit_code", number="91110000600037341L")
TICKED = Seen()


def business(code: str) -> Business:
    """One business of the shipped pack."""
    return PAPERS.businesses[code]


def missing(outcome: Outcome) -> list[tuple[str, str]]:
    """What is missing: code and reason."""
    return [(one.paper.code, one.reason) for one in outcome.missing]


def everything(code: str, comer: Comer) -> dict[str, Seen]:
    """All needed papers of a list, ticked and right."""
    numbers = {"organisation_licence": COMPANY}
    needed = business(code).checklists[comer].needed
    return {paper.code: numbers.get(paper.code, ADULT) if paper.kinds else TICKED for paper in needed}


def test_nothing_ticked_names_every_needed_paper_in_order() -> None:
    outcome = check(business("change_profile"), "holder", {}, where="counter", on=DAY)
    assert not outcome.may_proceed
    assert missing(outcome) == [("holder_id", ""), ("application", ""), ("signature", "")]
    assert words_of(outcome) == "还缺 3 项：本人有效身份证件、业务申请书、客户签名确认"


@pytest.mark.parametrize(
    ("code", "comer"),
    [(one.code, comer) for one in PAPERS.businesses.values() for comer in one.checklists],
)
def test_with_every_needed_paper_it_may_proceed_and_without_any_one_it_may_not(code: str, comer: Comer) -> None:
    where = business(code).where[0]
    seen = everything(code, comer)
    outcome = check(business(code), comer, seen, where=where, on=DAY)
    assert outcome.may_proceed, missing(outcome)
    assert words_of(outcome) == "材料齐全，可以办理"
    for left_out in seen:
        rest = {one: shown for one, shown in seen.items() if one != left_out}
        assert missing(check(business(code), comer, rest, where=where, on=DAY)) == [(left_out, "")]


def test_what_was_read_comes_back_in_its_one_spelling() -> None:
    seen = everything("change_profile", "holder") | {"holder_id": Seen(kind="passport", number="e 1234 5678")}
    outcome = check(business("change_profile"), "holder", seen, where="counter", on=DAY)
    assert outcome.numbers["holder_id"] == Document(kind="passport", number="E12345678", detail="普通护照")


def test_changing_data_is_for_the_counter_only() -> None:  # E08
    stopped = refusal(business("change_profile"), "holder", "phone")
    assert "不能在电话里办理" in stopped
    outcome = check(business("change_profile"), "holder", everything("change_profile", "holder"), where="phone", on=DAY)
    assert (outcome.may_proceed, outcome.refusal) == (False, stopped)


def test_a_claim_may_be_reported_on_the_phone() -> None:
    assert refusal(business("claim_report"), "holder", "phone") == ""


@pytest.mark.parametrize("code", ["password_reset", "query_detail"])
def test_a_proxy_is_refused_where_only_the_holder_may_come(code: str) -> None:
    assert "本人" in check(business(code), "proxy", {}, where="counter").refusal


@pytest.mark.parametrize("code", ["transfer", "cancel"])
@pytest.mark.parametrize("comer", ["holder", "proxy", "organisation"])
def test_giving_up_or_handing_over_takes_two_colleagues(code: str, comer: Comer) -> None:  # E07, F04
    assert "second_person" in [paper.look for paper in business(code).checklists[comer].needed]


def test_a_proxy_brings_both_documents_and_the_letter() -> None:  # E07
    needed = [paper.code for paper in business("change_profile").checklists["proxy"].needed]
    assert needed[:3] == ["holder_id_for_proxy", "proxy_id", "letter_of_attorney"]


def test_an_organisation_sends_somebody_with_a_sealed_authority() -> None:  # E07
    needed = [paper.label for paper in business("change_profile").checklists["organisation"].needed]
    assert needed[:3] == ["营业执照", "加盖公章的单位授权书", "经办人有效身份证件"]


def test_a_child_is_nobodys_proxy_but_has_a_register() -> None:
    seen = everything("change_profile", "proxy") | {"proxy_id": CHILD}
    outcome = check(business("change_profile"), "proxy", seen, where="counter", on=DAY)
    assert missing(outcome) == [("proxy_id", "持证人 10 岁，未满 18 岁，不能代办")]
    assert words_of(outcome) == "请核对：代办人有效身份证件"
    register = Seen(kind="household_register", number=CHILD.number)
    seen = everything("change_profile", "holder") | {"holder_id": register}
    assert check(business("change_profile"), "holder", seen, where="counter", on=DAY).may_proceed


def test_a_grown_up_does_not_prove_who_they_are_with_the_register() -> None:  # E06
    seen = everything("change_profile", "holder") | {"holder_id": Seen(kind="household_register", number=ADULT.number)}
    ((_, reason),) = missing(check(business("change_profile"), "holder", seen, where="counter", on=DAY))
    assert "只用于未成年人" in reason


def test_a_kind_of_document_that_is_not_on_the_list_does_not_count() -> None:
    seen = everything("change_profile", "proxy") | {"proxy_id": Seen(kind="household_register", number=CHILD.number)}
    assert missing(check(business("change_profile"), "proxy", seen, where="counter", on=DAY)) == [
        ("proxy_id", "请选证件种类")
    ]


def test_a_helpful_paper_is_not_missed_but_must_be_right_when_shown() -> None:
    seen = everything("cancel", "holder")
    assert check(business("cancel"), "holder", seen, where="counter", on=DAY).may_proceed
    seen["bank_card"] = Seen(kind="bank_card", number="4111111111111112")
    assert [code for code, _ in missing(check(business("cancel"), "holder", seen, where="counter", on=DAY))] == [
        "bank_card"
    ]


def test_forged_altered_and_expired_documents_stop_everything_with_words_to_say() -> None:  # E08
    assert {"forged", "altered", "expired"} <= set(PAPERS.stops)
    assert all(stop.say for stop in PAPERS.stops.values())
