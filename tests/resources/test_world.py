"""The invented world: the same for the same seed, valid in every number, and cheap to make."""

from __future__ import annotations

import time
import tracemalloc
from collections import Counter
from datetime import UTC, datetime, timedelta

import phonenumbers
import pytest

from app.catalogue import decode_body, encode_body
from app.customer.record import ContactPoint, Customer, Holding, lookup_keys, view
from app.identity.resident_id import read_id_number
from resources.demo.accounts import ACCOUNTS, AGENTS
from resources.demo.others import FIRM, customer_id
from resources.demo.people import SHARES_PHONE_EVERY
from resources.demo.world import build_world
from sync.server.accounts import MAX_PASSWORD, MIN_PASSWORD, ROLES
from tests.resources.worlds import PACK, Shelf

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
COUNT = 1_500
SHELF = Shelf(build_world(NOW, customers=COUNT))
WITHOUT_ID_NUMBER = {customer_id(FIRM), customer_id("nameless")}


def test_the_same_seed_and_day_make_the_same_world() -> None:
    again, later = build_world(NOW, customers=60), build_world(NOW + timedelta(hours=5), customers=60)
    first = build_world(NOW, customers=60)
    assert list(first.records) == list(again.records)
    assert list(first.facts) == list(again.facts)
    assert [one.id for one in first.records] == [one.id for one in later.records]
    assert {one.id for one in first.facts} == {one.id for one in later.facts}


def test_another_seed_makes_other_people() -> None:
    made, other = build_world(NOW, customers=60), build_world(NOW, customers=60, seed=7)
    nobody = {one.id for one in build_world(NOW, customers=0).records}
    assert {one.id for one in made.records} & {one.id for one in other.records} == nobody


def test_no_two_things_share_an_id() -> None:
    for ids in ([one.id for one in SHELF.records], [one.id for one in SHELF.facts]):
        assert [found for found, count in Counter(ids).items() if count > 1] == []


def test_every_identity_number_is_valid_and_says_what_the_record_says() -> None:
    seen = set()
    for one in SHELF.records:
        if one.entity != "customer":
            continue
        customer = view(one, Customer)
        if one.id in WITHOUT_ID_NUMBER:
            assert customer.id_number == ""
            continue
        found = read_id_number(customer.id_number)
        assert found is not None
        assert (found.birth_date.isoformat(), found.sex) == (customer.birth_date, customer.sex)
        seen.add(customer.id_number)
    assert len(seen) == COUNT + 9 + 2


def test_every_phone_is_a_mobile_that_could_be_dialled() -> None:
    points = [view(one, ContactPoint) for one in SHELF.records if one.entity == "contact_point"]
    for point in points:
        parsed = phonenumbers.parse(point.e164)
        assert phonenumbers.is_valid_number(parsed), point.e164
        assert phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE
        assert phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) == point.e164
    a_family = 1
    assert len(points) - len({point.e164 for point in points}) == (COUNT - 1) // SHARES_PHONE_EVERY + a_family


def test_keys_that_must_be_unique_are() -> None:
    keys = Counter(key for one in SHELF.records for key in lookup_keys(one) if key[0] != "phone")
    assert [key for key, count in keys.items() if count > 1] == []


def test_owners_come_before_what_they_own() -> None:
    seen: set[str] = set()
    for one in SHELF.records:
        assert one.owner_id == one.id or one.owner_id in seen
        seen.add(one.id)


def test_everything_can_be_read_back_as_it_was_written() -> None:
    for one in SHELF.records:
        if one.entity == "holding":
            assert view(one, Holding).number
    for fact in SHELF.facts:
        assert decode_body(encode_body(fact.body)) == fact.body


def test_nothing_happened_later_than_now_or_long_ago() -> None:
    assert all(NOW - timedelta(days=31) <= fact.at <= NOW for fact in SHELF.facts)


def test_tickets_number_and_kind_fit_the_pack() -> None:
    tickets = SHELF.tickets()
    assert len({one.number for one in tickets}) == len(tickets) > 10
    for one in tickets:
        assert one.number.startswith(PACK.kinds[one.kind].prefix + "-")
        assert one.form_id in PACK.forms
        assert one.first_responder in SHELF.agents


def test_accounts_say_that_they_are_for_demonstration() -> None:
    assert {account.agent_id for account in ACCOUNTS} == {agent.agent_id for agent in AGENTS}
    assert all(account.password.startswith("demo-only-") for account in ACCOUNTS)


def test_one_phone_belongs_to_one_colleague() -> None:
    extensions = [agent.extension for agent in AGENTS if agent.extension]
    assert len(extensions) == len(set(extensions))
    by_id = {agent.agent_id: agent for agent in AGENTS}
    assert (by_id["A1027"].extension, by_id["A1027"].queues) == ("8001", ["claims", "renewal"])
    assert (by_id["A1031"].extension, by_id["A1044"].extension) == ("8002", "8003")


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        build_world(datetime(2026, 11, 24))  # noqa: DTZ001


def test_a_large_world_is_made_as_it_is_read() -> None:
    tracemalloc.start()
    began = time.perf_counter()
    count = sum(1 for _ in build_world(NOW, customers=3_000).records)
    took_s = time.perf_counter() - began
    peak_mb = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert count > 9_000
    assert peak_mb < 5
    assert took_s < 20  # 100,000 customers take some seconds; tracing slows this one down


def test_every_account_is_one_the_centre_can_make() -> None:
    assert {account.role for account in ACCOUNTS} <= set(ROLES)
    assert all(MIN_PASSWORD <= len(account.password) <= MAX_PASSWORD for account in ACCOUNTS)
