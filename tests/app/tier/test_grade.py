"""Where the shipped rules put customers: exactly at the limits of the handbooks, and with the reason in words."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest

from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.tier.grade import grade_all, held_grades
from app.tier.inputs import inputs_of
from app.tier.model import Grade

TELECOM, INSURANCE = load_pack(PACKS / "telecom"), load_pack(PACKS / "insurance")
TODAY = date(2026, 11, 24)


def graded(
    pack: Any, holdings: list[dict[str, Any]] | None = None, counts: dict[str, int] | None = None, **customer: Any
) -> dict[str, Grade]:
    """The customer's grades by scheme."""
    return {one.scheme: one for one in grade_all(pack.tiers, inputs_of(customer, holdings or [], counts or {}, TODAY))}


@pytest.mark.parametrize(
    ("arpu", "card"),
    [
        (665.99, "none"),
        (666, "silver"),
        (1499.99, "silver"),
        (1500, "gold"),
        (2999.99, "gold"),
        (3000, "diamond"),
        (3000.01, "diamond"),
    ],
)
def test_a_card_follows_from_the_revenue_and_a_limit_belongs_to_the_higher_card(arpu: float, card: str) -> None:
    assert graded(TELECOM, arpu=arpu)["card"].code == card  # D07


def test_a_card_says_why_with_the_figure() -> None:
    found = graded(TELECOM, arpu=3200.5)["card"]
    assert (found.label, found.why) == ("钻石卡", "ARPU 在 3000 以上（ARPU 3,200.50 元/月）")
    assert found.rule.startswith("telecom/tiers.yaml:")


def test_an_organisation_has_a_card_of_its_own_name() -> None:
    assert graded(TELECOM, arpu=1600, kind="organisation")["card"].label == "集团金卡"  # D07 集团/个人


@pytest.mark.parametrize(
    ("points", "stars"), [(499, 0), (500, 1), (2000, 2), (5000, 3), (10000, 4), (20000, 5), (50000, 6)]
)
def test_stars_follow_from_points(points: int, stars: int) -> None:
    found = graded(INSURANCE, points=points)["star"]
    assert INSURANCE.tiers.schemes["star"].codes[found.code].value == stars


def test_six_stars_have_a_desk_of_their_own_and_five_come_first() -> None:
    assert graded(TELECOM, points=50_000)["star"].hint == "六星客户专席接入"  # D01
    assert graded(TELECOM, points=20_000)["star"].hint == "客户服务热线优先接入"


@pytest.mark.parametrize(
    ("organisation", "grade"),
    [
        ({"reach": "group"}, "group"),
        ({"reach": "province", "cluster": "ordinary"}, "province"),
        ({"reach": "local", "cluster": "pilot"}, "local_a"),
        ({"reach": "local", "cluster": "key_industry"}, "local_a"),
        ({"reach": "local", "cluster": "high_end"}, "local_a"),
        ({"reach": "local"}, "local_b"),
        ({"reach": "local", "cluster": "ordinary"}, "local_c"),
    ],
)
def test_organisations_have_five_grades(organisation: dict[str, str], grade: str) -> None:
    assert graded(TELECOM, kind="organisation", **organisation)["org_grade"].code == grade  # D06


def test_a_person_has_no_grade_of_organisations() -> None:
    assert "org_grade" not in graded(TELECOM, reach="group")


def test_who_holds_something_is_an_owner_and_who_called_intends() -> None:
    assert graded(INSURANCE, [{"kind": "policy", "status": "有效"}])["lifecycle"].code == "owner"  # D10
    assert graded(INSURANCE, counts={"contacts": 1})["lifecycle"].code == "intending"
    assert graded(INSURANCE, counts={"contacts": 0})["lifecycle"].code == "potential"
    assert "lifecycle" not in graded(INSURANCE)  # nobody has counted: nothing is guessed


def test_stability_looks_at_years_and_at_what_ended() -> None:
    ended = [{"kind": "policy", "status": "退保"}] * 2
    assert graded(INSURANCE, insured_since="2020-01-01")["stability"].code == "stable"  # D12
    assert graded(INSURANCE, insured_since="2023-01-01")["stability"].code == "ordinary"
    assert graded(INSURANCE, ended, insured_since="2010-01-01")["stability"].code == "wavering"


def test_high_premiums_make_a_vip_and_a_key_customer() -> None:
    found = graded(INSURANCE, annual_premium=100_000)
    assert (found["vip"].code, found["value"].code) == ("vip", "key")  # D08, D09
    assert graded(INSURANCE, annual_premium=29_999)["value"].code == "ordinary"


def test_an_unknown_figure_gives_no_grade_at_all() -> None:
    assert {"star", "vip", "value"} & set(graded(INSURANCE)) == set()


def test_the_grades_of_a_record_are_those_it_holds() -> None:
    held = held_grades(TELECOM.tiers, {"stars": 6, "card": "gold", "org_grade": "neverheard", "vip": True})
    assert [(one.scheme, one.label) for one in held] == [("star", "六星"), ("card", "金卡")]
    assert [one.label for one in held_grades(INSURANCE.tiers, {"vip": True, "stars": 1})] == ["一星", "VIP"]


def test_grading_one_customer_takes_less_than_a_tenth_of_a_millisecond() -> None:
    inputs = inputs_of({"points": 1, "annual_premium": 1, "insured_since": "2026-01-01"}, [], {"contacts": 0}, TODAY)
    grade_all(INSURANCE.tiers, inputs)
    runs = []
    for _ in range(30):
        began = time.perf_counter()
        for _ in range(20):
            grade_all(INSURANCE.tiers, inputs)
        runs.append((time.perf_counter() - began) / 20)
    assert min(runs) < 100e-6, f"{min(runs) * 1e6:.0f} µs"
