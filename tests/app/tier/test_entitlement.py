"""The entitlement card: what is left, when it begins anew, and what two desks did without hearing each other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.fact import Fact
from app.ids import AgentId, DeviceId, FactId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.tier.entitlement import Card, CardItem, entitlement_card
from app.tier.facts import EntitlementReturned, EntitlementUsed
from app.tier.grade import held_grades

TELECOM, INSURANCE = load_pack(PACKS / "telecom"), load_pack(PACKS / "insurance")
SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 24)


def fact(body: Any, name: str, at: datetime = datetime(2026, 11, 3, 4, tzinfo=UTC), device: str = "pc-1") -> Fact[Any]:
    """Something that happened to the customer."""
    return Fact(
        id=FactId(name),
        subject_id="c",
        hlc=int(at.timestamp()),
        at=at,
        by=AgentId("A1027"),
        device=DeviceId(device),
        body=body,
    )


def used(name: str, code: str = "bed_arrangement", **when: Any) -> Fact[Any]:
    """A use."""
    return fact(EntitlementUsed(entitlement=code, note="浙一 心内科"), name, **when)


def card(facts: list[Fact[Any]], pack: Any = INSURANCE, today: date = TODAY, **held: Any) -> Card:
    """The card of somebody with five stars, or with what is ``held``."""
    return entitlement_card(pack.tiers, held_grades(pack.tiers, held or {"stars": 5}), facts, today, SHANGHAI)


def item(found: Card, code: str = "bed_arrangement") -> CardItem:
    """One line of the card."""
    line = found.item(code)
    assert line is not None
    return line


def test_six_stars_have_the_three_entitlements_of_the_handbook() -> None:
    found = card([], TELECOM, stars=6)
    assert [one.name for one in found.items] == ["机场贵宾厅", "营业厅优先办理", "国际漫游快速开通"]  # D03
    assert found.titles == ("六星",)
    assert [(one.quota, one.left) for one in found.items] == [(6, 6), (None, None), (None, None)]


def test_five_stars_have_none_of_them() -> None:
    assert card([], TELECOM, stars=5) == Card()


def test_of_two_tiers_that_both_give_it_the_larger_quota_counts() -> None:
    both = card([], TELECOM, stars=6, card="diamond")
    assert item(both, "airport_lounge").quota == 6
    assert both.titles == ("六星", "钻石卡")
    assert item(card([], INSURANCE, stars=5, vip=True), "health_advice").quota is None  # unlimited beats a number


def test_a_use_is_counted_and_said_by_whom() -> None:
    line = item(card([used("u1")]))
    assert (line.used, line.left, line.over, line.resets_on) == (1, 0, 0, date(2027, 1, 1))
    assert [(one.use_id, one.by, one.on, one.note) for one in line.uses] == [
        ("u1", "A1027", date(2026, 11, 3), "浙一 心内科")
    ]


def test_a_use_that_was_taken_back_counts_no_more_however_often_it_was() -> None:
    back = [fact(EntitlementReturned(use=FactId("u1")), name) for name in ("r1", "r2")]
    assert item(card([used("u1"), *back])).left == 1


def test_two_desks_that_both_gave_out_the_last_one_are_both_kept_and_the_card_says_so() -> None:
    line = item(card([used("u1", device="pc-1"), used("u2", device="pc-2")]))
    assert (line.used, line.left, line.over) == (2, 0, 1)


def test_a_new_year_begins_at_midnight_where_the_customer_is_served() -> None:
    eve = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    midnight = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    january = date(2027, 1, 2)
    assert item(card([used("u1", at=eve)], today=january)).left == 1
    assert item(card([used("u1", at=midnight)], today=january)).left == 0


def test_a_monthly_one_begins_anew_each_month() -> None:
    october = used("u1", "health_advice", at=datetime(2026, 10, 30, tzinfo=UTC))
    november = used("u2", "health_advice")
    line = item(card([october, november]), "health_advice")
    assert (line.used, line.left, line.resets_on) == (1, 1, date(2026, 12, 1))
    assert item(card([], today=date(2026, 12, 9)), "health_advice").resets_on == date(2027, 1, 1)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=12), st.randoms())
def test_the_card_is_the_same_in_whatever_order_and_how_often_facts_come(
    events: list[tuple[int, bool]], shuffled: Any
) -> None:
    facts = [
        fact(EntitlementReturned(use=FactId(f"u{which}")), f"r{which}") if back else used(f"u{which}")
        for which, back in events
    ]
    again = [*facts, *facts]
    shuffled.shuffle(again)
    line = item(card(facts))
    assert card(again) == card(facts)
    live = {which for which, back in events if not back} - {which for which, back in events if back}
    assert line.used == len(live)
    assert line.quota is not None
    assert line.left is not None
    assert line.left - line.over == line.quota - line.used
