"""Nothing is sold to who has not agreed to it; what was agreed stands in the profile."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.customer.consent import MARKETING, allows, consent_entries, read_consents
from app.customer.hints import NOT_ALLOWED, build_hints, entitlement_hints, selling_hints
from app.customer.holdings import read_holdings
from app.customer.profile import behaviour_tag, build_profile, need_tags
from app.customer.record import Customer
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import Record
from app.tier.entitlement import Card, CardItem
from app.tier.model import Period

TODAY = date(2026, 11, 24)
PACK = load_pack(PACKS / "insurance")
HELD = read_holdings([Record(id="h", entity="holding", owner_id="c", fields={"number": "P-1", "line": "medical"})])


def said(*consents: dict[str, Any]) -> list[Any]:
    """What the customer said, as the file has it."""
    return read_consents(
        [
            Record(id=str(at), entity="consent", owner_id="c", fields={"purpose": MARKETING} | one)
            for at, one in enumerate(consents)
        ]
    )


@pytest.mark.parametrize(
    ("consents", "allowed"),
    [
        ((), False),
        (({"given": True},), True),
        (({"given": False},), False),
        (({"given": True, "until": "2026-11-23"},), False),
        (({"given": True, "until": "2026-11-24"},), True),
        (({"given": False, "on": "2026-06-01"}, {"given": True, "on": "2025-01-01"}), False),
        (({"given": True, "purpose": "sms"},), False),
    ],
)
def test_the_latest_word_counts_and_silence_is_no(consents: tuple[dict[str, Any], ...], allowed: bool) -> None:
    assert allows(said(*consents), MARKETING, TODAY) is allowed


def test_without_consent_the_selling_hint_offers_nothing() -> None:
    who = Customer(birth_date="1990-01-01")
    (kept,) = selling_hints(who, HELD, TODAY, may_sell=False)
    assert (kept.note, kept.action, kept.does) == (NOT_ALLOWED, "", "nothing")
    (offered,) = selling_hints(who, HELD, TODAY, may_sell=True)
    assert offered.does == "follow_up"


def test_a_birthday_hint_brings_the_words_to_say() -> None:
    (hint,) = build_hints(Customer(name="林婉清", sex="female", birth_date="1984-11-24"), [], TODAY)
    assert (hint.does, hint.say) == ("closing", "林女士，今天是您的生日，祝您生日快乐")


def test_the_profile_tells_purpose_state_channel_and_end() -> None:
    one = said({"given": True, "on": "2025-03-01", "channel": "app", "until": "2027-03-01"})
    (entry,) = consent_entries(one, TODAY, PACK)
    assert (entry.label, entry.value, entry.source) == ("授权 · 营销推荐", "已同意", "2025-03-01 APP 至 2027-03-01")


def test_team_and_protection_stand_in_the_profile() -> None:
    fields = {"team": "滨江企业服务组", "protected_until": "2026-11-23", "need": "想给父母投保"}
    record = Record(id="c", entity="customer", owner_id="c", fields=fields)
    entries = {one.label: one for one in build_profile(record, Customer(**fields), [], TODAY, PACK)}
    assert entries["服务团队"].value == "滨江企业服务组"
    assert entries["保护期至"].source.startswith("已过期")
    assert entries["潜在需求"].value == "想给父母投保"


def test_special_needs_and_the_kind_of_customer_tell_what_to_do() -> None:
    who = Customer(needs=["hearing"], behaviour="agitated")
    (need,), (kind,) = need_tags(who, PACK), behaviour_tag(who, PACK)
    assert need.text == "听障"
    assert "慢" in need.hint
    assert (kind.text, kind.tone) == ("激动型", "warn")
    assert behaviour_tag(Customer(), PACK) == ()


def test_an_entitlement_of_the_year_is_worth_a_word_before_it_lapses() -> None:
    def hints(period: Period, left: int, resets_on: date) -> list[str]:
        item = CardItem(
            code="check_up", name="健康体检", how="", note="", period=period, quota=1, used=0, left=left, over=0,
            resets_on=resets_on,
        )  # fmt: skip
        return [one.title for one in entitlement_hints(Card(items=(item,)), TODAY)]

    assert hints("year", 1, date(2026, 12, 24)) == ["健康体检还剩 1 次"]
    assert hints("year", 0, date(2026, 12, 24)) == []
    assert hints("year", 1, date(2027, 3, 1)) == []
    assert hints("month", 1, date(2026, 12, 1)) == []
