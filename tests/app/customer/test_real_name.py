"""实名: who is known, who is not, and what makes it doubtful."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from app.customer.quality import freshness, quality, verified_day
from app.customer.real_name import RealName, real_name
from app.customer.record import ContactPoint, Customer
from app.ids import DeviceId
from app.record import FieldMeta
from app.review.policy import DEFAULT_POLICY, FieldRule
from resources.demo.making import id_number

TODAY = date(2026, 3, 18)
KNOWN = Customer(
    name="林婉清",
    sex="female",
    birth_date="1984-03-21",
    id_kind="resident_id",
    id_number=id_number("310105", date(1984, 3, 21), 2),
    real_name="yes",
)
PHONE = [ContactPoint(e164="+8613800138000")]


def meta_of(source: str = "counter", verified_on: str = "", *, masked: bool = False) -> FieldMeta:
    return FieldMeta(rev=1, device=DeviceId("d"), hlc=1, source=source, verified_on=verified_on, masked=masked)


def state_of(
    customer: Customer, meta: dict[str, FieldMeta] | None = None, disputed: frozenset[str] = frozenset()
) -> Any:
    return real_name(customer, meta or {}, disputed, DEFAULT_POLICY)


def test_a_checked_document_that_agrees_makes_a_real_name() -> None:
    assert state_of(KNOWN) == RealName("yes")


@pytest.mark.parametrize("missing", [{"name": ""}, {"id_number": "", "real_name": "no"}, {"real_name": "no"}])
def test_without_name_number_or_check_there_is_none(missing: dict[str, str]) -> None:
    assert state_of(replace(KNOWN, **missing)).words == "未实名"


def test_who_was_identified_and_whose_number_is_gone_lacks_papers_not_a_name() -> None:
    found = state_of(replace(KNOWN, id_number=""))
    assert (found.state, found.words) == ("no", "证件缺失")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"id_number": "310105198403210028"}, "证件号码校验不对"),
        ({"birth_date": "1984-03-12"}, "生日与证件号码不一致"),
        ({"sex": "male"}, "性别与证件号码不一致"),
        ({"real_name": "doubtful"}, "登记为存疑"),
    ],
)
def test_what_does_not_agree_makes_it_doubtful_and_is_named(wrong: dict[str, str], why: str) -> None:
    assert state_of(replace(KNOWN, **wrong)) == RealName("doubtful", why)


def test_an_open_contradiction_on_name_or_document_makes_it_doubtful_one_on_sex_does_not() -> None:
    assert state_of(KNOWN, disputed=frozenset({"name"})).state == "doubtful"
    assert state_of(KNOWN, disputed=frozenset({"sex"})).state == "yes"


def test_a_name_from_a_weaker_source_than_the_verified_document_is_doubtful_until_it_is_verified() -> None:
    number = meta_of("counter", "2026-01-02")
    assert state_of(KNOWN, {"id_number": number, "name": meta_of("agent")}).state == "doubtful"
    assert state_of(KNOWN, {"id_number": number, "name": meta_of("agent", "2026-02-01")}).state == "yes"


def test_a_number_this_desk_may_not_see_is_not_called_wrong() -> None:
    hidden = replace(KNOWN, id_number="3101**********0028")
    assert state_of(hidden, {"id_number": meta_of(masked=True)}).state == "yes"


def test_organisations_have_other_numbers_and_no_birthday() -> None:
    firm = Customer(
        kind="organisation", name="滨江商贸", id_kind="credit_code", id_number="91310115591693856A", real_name="yes",
        email="a@b.cn", address="滨江路 1 号", address_verified_on="2026-03-01",
    )  # fmt: skip
    assert quality(firm, PHONE, TODAY).score == 100


def test_an_open_contradiction_costs_points_and_is_named() -> None:
    found = quality(replace(KNOWN, email="a@b.cn", address="x", address_verified_on="2026-03-01"), PHONE, TODAY)
    disputed = quality(
        replace(KNOWN, email="a@b.cn", address="x", address_verified_on="2026-03-01"),
        PHONE,
        TODAY,
        open_fields={"phone"},
    )
    assert (found.score, disputed.score, disputed.reasons) == (100, 90, ("联系电话有矛盾未核对",))


ADDRESS = FieldRule(field="address", label="住址", weight=15, fresh_months=24, stale_weight=10)


@pytest.mark.parametrize(
    ("verified_on", "state"),
    [
        ("2026-03-18", "fresh"),
        ("2024-09-19", "fresh"),
        ("2024-09-18", "ageing"),
        ("2024-03-19", "ageing"),
        ("2024-03-18", "stale"),
        ("", "never"),
        ("not a day", "never"),
    ],
)
def test_a_value_ages_by_full_months(verified_on: str, state: str) -> None:
    assert freshness(verified_on, TODAY, ADDRESS, DEFAULT_POLICY) == state


def test_the_old_date_of_the_address_counts_and_the_later_one_holds() -> None:
    customer = replace(KNOWN, address="x", address_verified_on="2025-01-01")
    assert verified_day(customer, {}, "address") == "2025-01-01"
    assert verified_day(customer, {"address": meta_of(verified_on="2026-01-01")}, "address") == "2026-01-01"
    assert verified_day(customer, {"name": meta_of(verified_on="2026-01-01")}, "name") == "2026-01-01"
    assert verified_day(customer, {}, "email") == ""
