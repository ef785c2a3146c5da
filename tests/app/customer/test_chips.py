"""What warns about a customer: in the pack's words, the gravest first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.customer.chips import build_tags, grade_tags, is_complaint_near, needs_step_up
from app.customer.holdings import Held, read_holdings
from app.customer.record import Customer, Listing, Signal
from app.customer.view import Tag
from app.pack.load import load_pack
from app.pack.model import Pack
from app.pack.shipped import PACKS
from app.record import Record
from app.tier.grade import held_grades

PACK, TELECOM = load_pack(PACKS / "insurance"), load_pack(PACKS / "telecom")
TODAY = date(2026, 11, 24)


def tags(person: Customer | None = None, times: int = 0, contacts: int = 0, **parts: Any) -> tuple[Tag, ...]:
    """The chips of somebody."""
    return build_tags(
        person or Customer(),
        parts.get("listings", ()),
        parts.get("signals", ()),
        parts.get("holdings", ()),
        times,
        parts.get("grades", ()),
        TODAY,
        PACK,
        contacts=contacts,
    )


def words(found: tuple[Tag, ...]) -> list[tuple[str, str]]:
    """What they say, and how they read."""
    return [(tag.text, tag.tone) for tag in found]


def claims(*amounts: float, status: str = "已赔付", days_ago: int = 30) -> list[Held]:
    """Claims of so many yuan, a while ago."""
    opened = (TODAY - timedelta(days=days_ago)).isoformat()
    fields = [{"kind": "claim", "amount": one, "status": status, "opened_on": opened} for one in amounts]
    return read_holdings(
        [Record(id=str(at), entity="holding", owner_id="c", fields=one) for at, one in enumerate(fields)]
    )


def test_a_blacklisted_customer_says_for_what_until_when_by_whom_and_why() -> None:
    listing = Listing(scope="线上投保", until="2027-03-31", approver="秦月", reason="冒名投保")
    (chip,) = tags(listings=[listing])
    assert (chip.text, chip.tone) == ("黑名单：线上投保", "danger")  # D20
    assert chip.detail == "到期：2027-03-31；审批人：秦月；原因：冒名投保"


def test_a_listing_counts_through_its_last_day_and_not_beyond() -> None:
    assert tags(listings=[Listing(until=TODAY.isoformat())])
    assert not tags(listings=[Listing(until=(TODAY - timedelta(days=1)).isoformat())])


@pytest.mark.parametrize("until", [None, "", "某天"])
def test_a_listing_whose_end_cannot_be_read_stays(until: str | None) -> None:
    (chip,) = tags(listings=[Listing(until=until)])
    assert chip.detail == "到期：长期；审批人：未写明；原因：未写明"
    assert chip.text == "黑名单：全部业务"


def test_the_good_list_is_shown_too() -> None:
    assert words(tags(listings=[Listing(kind="good", scope="续保")])) == [("优质客户", "ok")]


def test_signs_of_fraud_ask_for_a_stricter_verification() -> None:
    signals = [
        Signal(kind="frequent_login", at="2026-11-23T18:00:00+00:00", note="30 分钟 9 次"),
        Signal(kind="frequent_login", at="2026-11-20T02:00:00Z"),
        Signal(kind="large_transfer", at="2026-11-19T02:00:00"),
    ]
    found = tags(signals=signals)
    assert [one.text for one in found] == ["异常操作：频繁登录", "异常操作：大额转账", "需加强核身"]  # D23
    assert found[0].detail == "近 7 天 2 次，最近一次 11-24 30 分钟 9 次"  # the day as it is here
    assert needs_step_up(signals, TODAY, PACK)


@pytest.mark.parametrize("at", ["2026-11-17T04:00:00+00:00", "昨天", ""])
def test_an_old_or_unreadable_sign_says_nothing(at: str) -> None:
    signals = [Signal(kind="frequent_login", at=at)]
    assert not tags(signals=signals)
    assert not needs_step_up(signals, TODAY, PACK)


def test_a_sign_the_pack_has_no_word_for_is_shown_all_the_same() -> None:
    assert tags(signals=[Signal(kind="sim_swap", at="2026-11-24T01:00:00Z")])[0].text == "异常操作：sim_swap"


@pytest.mark.parametrize(
    ("times", "chips"),
    [
        (0, []),
        (1, []),
        (2, [("同一事由第 2 次联系", "warn")]),
        (3, [("投诉风险：同一事由第 3 次联系", "danger")]),
        (7, [("投诉风险：同一事由第 7 次联系", "danger")]),
    ],
)
def test_the_third_contact_about_one_thing_is_a_risk(times: int, chips: list[tuple[str, str]]) -> None:
    assert words(tags(times=times)) == chips  # B08
    assert is_complaint_near(times, PACK) is (times >= 3)


def test_three_claims_in_a_year_are_many() -> None:
    assert not tags(holdings=claims(1, 2))
    assert words(tags(holdings=claims(1, 2, 3))) == [("12 个月内索赔 3 次", "warn")]  # D21
    assert not tags(holdings=claims(1, 2, 3, days_ago=366))


def test_twice_the_premium_paid_out_is_a_high_ratio() -> None:
    person = Customer(annual_premium=1_000)
    (chip,) = tags(person, holdings=claims(1_500, 500))
    assert (chip.text, chip.tone) == ("赔付率 200%", "warn")  # D21
    assert chip.detail == "高赔付率客户：赔款 2,000.00 元，保费 1,000.00 元"
    assert not tags(person, holdings=claims(1_999))
    assert not tags(person, holdings=claims(5_000, status="审核中"))
    assert not tags(Customer(), holdings=claims(5_000))  # nobody knows the premium: nothing is claimed
    assert not tags(Customer(annual_premium=0), holdings=claims(5_000))


def test_who_calls_all_the_time_is_noticed() -> None:
    assert words(tags(contacts=12)) == [("近 30 天联系 12 次", "warn")]
    assert not tags(contacts=11)


def test_the_protection_period_names_the_team_until_it_ends() -> None:
    protected = Customer(team="滨江二组", protected_until="2026-11-24")
    (chip,) = tags(protected)
    assert (chip.text, chip.detail) == ("保护期：滨江二组", "到 2026-11-24 为止只由该团队营销，其他人照常服务")  # D17
    assert not tags(Customer(team="滨江二组", protected_until="2026-11-23"))


def test_danger_comes_first_then_warnings_then_the_rest_in_their_order() -> None:
    person = Customer(insured_since="2014-08-16", household_policies=4, tags=["侯鸟客户"], annual_premium=1)
    found = tags(
        person,
        times=3,
        listings=[Listing(kind="good"), Listing(scope="全部")],
        holdings=claims(1, 1, 1),
    )
    assert words(found) == [
        ("黑名单：全部", "danger"),
        ("投诉风险：同一事由第 3 次联系", "danger"),
        ("12 个月内索赔 3 次", "warn"),
        ("赔付率 300%", "warn"),
        ("优质客户", "ok"),
        ("投保 12 年", "line"),
        ("家庭保单 4 件", "line"),
        ("侯鸟客户", "line"),
    ]


def test_value_grades_stand_beside_the_stars_not_among_the_warnings() -> None:
    held = held_grades(TELECOM.tiers, {"card": "diamond", "stars": 5, "org_grade": "local_b", "stability": "wavering"})
    assert words(grade_tags(held)) == [("本地B级", "line"), ("钻石卡", "accent")]
    assert grade_tags(held)[1].detail == "优先接入"
    assert not tags(grades=held)


def test_a_pack_without_risks_warns_of_nothing() -> None:
    bare = Pack(name="bare", version="1", title="空")
    assert build_tags(Customer(), [Listing()], [Signal(at="2026-11-24")], [], 5, (), TODAY, bare) == ()
    assert not needs_step_up([Signal(at="2026-11-24")], TODAY, bare)
