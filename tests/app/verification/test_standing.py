"""What a contact's facts prove: levels, ten minutes, exclusions, step-up, one customer only, in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fact import Fact
from app.ids import AgentId, DeviceId, FactId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.verification.answers import fits
from app.verification.facts import (
    CodeSent,
    IdentityChecked,
    PapersRefused,
    PapersSeen,
    PasswordChanged,
    PasswordVerified,
)
from app.verification.standing import PassedWay, Standing, fold, level_of, unlocked

POLICY = load_pack(PACKS / "insurance").verification
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def happened(*bodies: Any) -> list[Fact[Any]]:
    return [
        Fact(
            id=FactId(f"f{at}"),
            subject_id="call-1",
            hlc=at,
            at=NOW + timedelta(seconds=at),
            by=AgentId("A1"),
            device=DeviceId("pc"),
            body=body,
        )
        for at, body in enumerate(bodies)
    ]


def standing(*bodies: Any) -> Standing:
    return fold(happened(*bodies), {"c1"}, POLICY)


def check(code: str, passed: bool = True, how: str = "spoken") -> IdentityChecked:
    return IdentityChecked(customer_id="c1", check=code, passed=passed, how=how)


def password(kind: str, **given: Any) -> PasswordVerified:
    return PasswordVerified(**{"customer_id": "c1", "kind": kind, "passed": True} | given)


def level(*bodies: Any, minutes: float = 1) -> int:
    return level_of(standing(*bodies).all_ways(), NOW + timedelta(minutes=minutes), POLICY)


def why(ways: tuple[PassedWay, ...], code: str, **given: Any) -> str:
    found = unlocked(POLICY, ways, NOW, **given)
    return next(one.why for one in found if one.code == code)


def way(name: str, count: int = 1) -> PassedWay:
    return PassedWay(way=name, at=NOW, count=count)


def test_two_of_three_answers_prove_the_first_level_and_three_the_second() -> None:
    assert level(check("name")) == 0
    assert level(check("name"), check("id_tail")) == 1
    assert level(check("name"), check("id_tail"), check("policy_or_birthday")) == 2
    assert level(check("name"), check("id_tail"), check("name", passed=False)) == 0


def test_a_service_password_and_papers_at_the_counter_prove_the_highest() -> None:
    papers = PapersSeen(customer_id="c1", business="transfer", comer="holder", where="counter")
    by_phone = PapersSeen(customer_id="c1", business="claim_report", comer="holder", where="phone")
    assert (level(password("service")), level(papers), level(by_phone)) == (3, 3, 0)
    assert level(password("service", passed=False)) == 0


def test_a_dynamic_code_counts_ten_minutes() -> None:
    bodies = (CodeSent(customer_id="c1", contact_point="p1"), password("dynamic"))
    assert level(*bodies, minutes=9.9) == 2
    assert level(*bodies, minutes=10.1) == 0


def test_an_initial_password_proves_nothing_until_it_is_changed() -> None:
    first = password("service", must_change=True)
    assert level(first) == 0
    assert standing(first).must_change == {"service"}
    assert level(first, PasswordChanged(customer_id="c1", kind="service")) == 3


def test_what_was_proved_of_another_customer_says_nothing() -> None:
    assert level(PasswordVerified(customer_id="c2", kind="service", passed=True)) == 0


@pytest.mark.parametrize("business", ["query_detail", "replace_card", "transfer"])
def test_an_electronic_password_is_not_for_these(business: str) -> None:
    words = why((way("electronic"),), business)
    label = POLICY.businesses[business].label
    assert words.startswith(f"电子密码不能办理{label}，请用")
    assert "服务密码" in words
    assert not why((way("service"),), business)
    assert not why((way("electronic"),), "change_profile")


def test_what_is_locked_says_which_ways_would_do() -> None:
    assert why((), "query") == "要基本核验：请用口头核对 2 项、电子密码、动态密码、服务密码或到柜面核对证件"
    assert why((way("checks", 3),), "cancel") == "要最高核验：请用服务密码或到柜面核对证件"


def test_signs_of_fraud_ask_for_a_second_way() -> None:
    assert "再加核" in why((way("service"),), "transfer", step_up=True)
    assert not why((way("service"), way("checks", 2)), "transfer", step_up=True)
    assert not why((way("service"),), "query", step_up=True)


def test_a_refused_document_stops_everything_but_asking() -> None:
    found = standing(
        password("service"),
        PapersRefused(customer_id="c1", business="transfer", comer="holder", where="counter", reason="forged"),
    )
    assert found.stopped == "forged"
    assert why(found.all_ways(), "transfer", stopped="疑似伪造") == "证件疑似伪造，已停止办理过户"
    assert not why(found.all_ways(), "query", stopped="疑似伪造")


BODIES = st.lists(
    st.one_of(
        st.builds(check, st.sampled_from(["name", "id_tail", "policy_or_birthday"]), st.booleans()),
        st.builds(password, st.sampled_from(["service", "electronic", "dynamic"]), passed=st.booleans()),
        st.builds(CodeSent, customer_id=st.just("c1"), contact_point=st.just("p1")),
    ),
    max_size=12,
)


@given(BODIES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_and_repeats_change_nothing(bodies: list[Any], chance: Any) -> None:
    facts = happened(*bodies)
    mixed = [*facts, *facts[:3]]
    chance.shuffle(mixed)
    assert fold(mixed, {"c1"}, POLICY) == fold(facts, {"c1"}, POLICY)


@given(st.lists(st.builds(way, st.sampled_from(["checks", "electronic", "dynamic", "service", "papers"])), max_size=5))
def test_one_more_way_never_locks_anything(ways: list[PassedWay]) -> None:
    before = {one.code for one in unlocked(POLICY, ways[:-1], NOW) if one.allowed}
    assert before <= {one.code for one in unlocked(POLICY, ways, NOW) if one.allowed}


@pytest.mark.parametrize(
    ("part", "answer", "value", "is_right"),
    [
        ("name", " 林 婉清", "林婉清", True),
        ("name", "林婉青", "林婉清", False),
        ("id_tail", "００２８", "0028", True),
        ("id_tail", "002x", "002X", True),
        ("id_tail", "028", "0028", False),
        ("holding", "p 2025 7714-0382", "P-2025-7714-0382", True),
        ("holding", "", "P1", False),
        ("birth_date", "19840321", "1984-03-21", True),
        ("birth_date", "1984年3月21日", "1984-03-21", True),
        ("birth_date", "1984-3-22", "1984-03-21", False),
        ("birth_date", "840321", "1984-03-21", False),
        ("birth_date", "x" * 5000, "1984-03-21", False),
        ("birth_date", "19840321", "", False),
    ],
)
def test_spelling_is_forgiven_and_content_is_not(part: str, answer: str, value: str, is_right: bool) -> None:
    assert fits(part, answer, value) is is_right
