"""Re-grading changes what the rules say, logs each change once, and finds the same at the desk and at the centre."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.catalogue import decode_body, encode_body
from app.ids import DeviceId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import FieldMeta, Record
from app.tier.regrade import Regrading, inputs_of_file, regrade, regrade_many

TELECOM = load_pack(PACKS / "telecom")
TODAY = date(2026, 11, 24)
PACK = "telecom 2026.11.1"


def customer(row_id: str = "c1", masked: str = "", **fields: Any) -> Record:
    """A customer's record; ``masked`` names the field that this role may not see."""
    meta = {masked: FieldMeta(rev=1, device=DeviceId("d"), hlc=0, masked=True)} if masked else {}
    return Record(id=row_id, entity="customer", owner_id=row_id, fields=fields, meta=meta)


def regraded(record: Record, day: date = TODAY) -> Regrading:
    """What the telecom rules make of somebody who holds nothing."""
    return regrade(record, inputs_of_file(record, [record], {}, day), TELECOM.tiers, pack=PACK, day=day)


def test_a_change_is_logged_with_before_after_and_why() -> None:
    found = regraded(customer(card="silver", arpu=1500, value_segment="key"))
    assert found.fields == {"card": "gold"}
    (entry,) = found.log.values()
    assert (entry.scheme, entry.before, entry.after, entry.pack) == ("card", "silver", "gold", PACK)
    assert entry.why == "ARPU 1500–3000（ARPU 1,500 元/月）"
    assert decode_body(encode_body(entry)) == entry


def test_who_stands_right_is_left_alone() -> None:
    assert regraded(customer(card="gold", arpu=2000, value_segment="key")) == Regrading()


def test_grading_again_after_the_change_finds_nothing() -> None:
    before = customer(arpu=5000, points=60_000)
    found = regraded(before)
    after = customer(**(before.fields | found.fields))
    assert found.fields == {"stars": 6, "card": "diamond", "value_segment": "key"}
    assert regraded(after) == Regrading()


def test_a_figure_that_is_masked_or_missing_takes_nothing_away() -> None:
    assert regraded(customer(card="diamond", stars=6)).fields == {}
    assert regraded(customer(masked="arpu", card="diamond", arpu=1)).fields == {}


def test_never_having_had_a_card_is_no_news() -> None:
    assert "card" not in regraded(customer(arpu=10)).fields
    assert regraded(customer(arpu=10, card="silver")).fields["card"] == ""


def test_two_places_that_find_the_same_change_on_one_day_make_one_entry() -> None:
    desk, centre = regraded(customer(arpu=1500, card="silver")), regraded(customer(arpu=1501, card=""))
    assert set(desk.log) == set(centre.log)
    later = regraded(customer(arpu=1500, card="silver"), date(2026, 11, 25))
    assert not set(later.log) & set(desk.log)


def test_a_batch_tells_only_who_changes() -> None:
    files = {
        "a": [customer("a", arpu=3000)],
        "b": [customer("b", card="silver", arpu=700, value_segment="key")],
        "nobody": [Record(id="x", entity="holding", owner_id="nobody")],
    }
    found = regrade_many(files, TELECOM.tiers, pack=PACK, day=TODAY)
    assert {owner: one.fields for owner, one in found.items()} == {"a": {"card": "diamond", "value_segment": "key"}}


def test_the_figures_of_a_batch_count_what_the_customer_holds_and_did() -> None:
    line = Record(id="l", entity="holding", owner_id="a", fields={"kind": "line"})
    gone = Record(id="m", entity="holding", owner_id="b", fields={"kind": "line"}, deleted=True)
    files = {"a": [customer("a"), line], "b": [customer("b"), gone]}
    found = regrade_many(files, TELECOM.tiers, pack=PACK, day=TODAY, counts={"b": {"contacts": 2}})
    assert {owner: one.fields["lifecycle"] for owner, one in found.items()} == {"a": "owner", "b": "intending"}
