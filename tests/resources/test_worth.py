"""The invented customers show tiers, chips and entitlements, and the pack's rules agree with what they hold."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime

from app.customer.chips import build_tags
from app.customer.holdings import read_holdings
from app.customer.record import Customer, Listing, Signal, view
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import Record
from app.tier.facts import EntitlementUsed
from app.tier.regrade import regrade_many
from resources.demo import story
from resources.demo.world import build_world

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
WORLD = build_world(NOW, customers=1_500)
PACK = load_pack(PACKS / "insurance")


def files() -> dict[str, list[Record]]:
    """Every customer's file."""
    found: dict[str, list[Record]] = defaultdict(list)
    for one in WORLD.records:
        found[one.owner_id].append(one)
    return {owner: file for owner, file in found.items() if any(one.entity == "customer" for one in file)}


FILES = files()


def chips_of(file: list[Record]) -> list[str]:
    """What warns about a customer."""
    kinds = {kind: [one for one in file if one.entity == kind] for kind in ("customer", "listing", "signal", "holding")}
    tags = build_tags(
        view(kinds["customer"][0], Customer),
        [view(one, Listing) for one in kinds["listing"]],
        [view(one, Signal) for one in kinds["signal"]],
        read_holdings(kinds["holding"]),
        0,
        (),
        NOW.date(),
        PACK,
    )
    return [tag.text for tag in tags if tag.tone in {"danger", "warn", "ok"}]


def test_every_kind_of_chip_can_be_seen_on_somebody() -> None:
    seen = {chip for file in FILES.values() for chip in chips_of(file)}
    for beginning in ("黑名单：", "异常操作：", "需加强核身", "优质客户", "12 个月内索赔", "赔付率"):
        assert any(chip.startswith(beginning) for chip in seen), beginning


def test_most_customers_carry_no_chip_at_all() -> None:
    marked = sum(1 for file in FILES.values() if chips_of(file))
    assert 10 < marked < len(FILES) * 0.15


def test_the_caller_of_the_story_carries_none() -> None:
    assert chips_of(FILES[story.CUSTOMER_ID]) == []


def test_the_rules_agree_with_the_stars_and_vips_that_are_there() -> None:
    found = regrade_many(FILES, PACK.tiers, pack="insurance 2026.11.1", day=NOW.date())
    assert not [one.fields for one in found.values() if {"stars", "vip"} & set(one.fields)]
    assert any(file[0].fields.get("vip") for file in FILES.values())


def test_some_have_taken_up_what_their_tier_gives() -> None:
    uses = [fact for fact in WORLD.facts if isinstance(fact.body, EntitlementUsed)]
    assert uses
    for fact in uses:
        assert fact.body.entitlement in PACK.tiers.entitlements
        assert FILES[fact.subject_id][0].fields["stars"] >= 5
