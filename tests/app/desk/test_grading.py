"""Tiers and entitlements at a desk: graded, logged, handed out, taken back; from a real store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.customer.record import Agent
from app.desk.desk import Desk
from app.desk.seat import Changes, Seat
from app.errors import RefusedError
from app.ids import DeviceId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import Record
from app.store import facts, records
from app.store.database import open_store
from sync.hlc import DeskClock

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
PACK = load_pack(PACKS / "insurance")


class Sitting:
    """A desk of A1027 with one customer, and what it told the window."""

    def __init__(self, folder: Path, role: str = "supervisor") -> None:
        self.store = open_store(folder / "desk.db", "a1" * 32)
        self.told: list[Changes] = []
        seat = Seat(
            store=self.store,
            clock=DeskClock(wall=lambda: NOW, monotonic=lambda: 0.0),
            pack=PACK,
            agent=Agent(agent_id="A1027", name="周雨桐", role=role),
            device=DeviceId("pc-1"),
            slot=1,
            on_changes=self.told.append,
        )
        self.desk = Desk(seat)

    def knows(self, **fields: Any) -> None:
        """The centre sends this customer."""
        with self.store.write() as db:
            records.apply(
                db, [Record(id="c1", entity="customer", owner_id="c1", rev=1, fields=fields)], device=DeviceId("pc-1")
            )

    def waiting(self) -> int:
        """How many operations the centre does not know yet."""
        return self.desk.waiting().count


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    """A desk, closed at the end."""
    made = Sitting(tmp_path)
    yield made
    made.store.close()


def test_looking_at_grades_changes_nothing(sitting: Sitting) -> None:
    sitting.knows(stars=3, points=20_000)
    grades = {one.scheme: one.label for one in sitting.desk.grading.grade("c1")}
    assert grades["star"] == "五星"
    assert sitting.waiting() == 0
    assert sitting.desk.grading.grade("nobody") == ()


def test_regrading_changes_the_record_and_logs_why(sitting: Sitting) -> None:
    sitting.knows(name="何佳怡", stars=4, points=52_000, annual_premium=120_000, lifecycle="potential")
    changed = sitting.desk.grading.regrade("c1")
    assert set(changed) == {"star", "vip", "value", "list"}
    record = sitting.desk.customers.record("c1")
    assert record is not None
    assert (record.fields["stars"], record.fields["vip"]) == (6, True)
    assert record.meta["stars"].source == "rules"
    entry = next(one for one in sitting.desk.grading.log("c1") if one.scheme == "星级")
    assert (entry.before, entry.after, entry.why) == ("四星", "六星", "积分 50000 以上（积分 52,000）")
    assert entry.pack == "insurance 2026.11.1"
    assert entry.rule.startswith("common/tiers.yaml:")
    assert sitting.told[-1].customers == {"c1"}


def test_who_may_not_write_grades_is_told_that_the_centre_does_and_changes_nothing(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path, role="agent")
    sitting.knows(stars=3, points=20_000)
    with pytest.raises(RefusedError, match="中心按规则评定"):
        sitting.desk.grading.regrade("c1")
    assert sitting.waiting() == 0
    assert {one.scheme: one.label for one in sitting.desk.grading.grade("c1")}["star"] == "五星"
    sitting.store.close()


def test_regrading_twice_logs_once_and_sends_nothing_new(sitting: Sitting) -> None:
    sitting.knows(stars=4, points=52_000)
    sitting.desk.grading.regrade("c1")
    sent, log = sitting.waiting(), sitting.desk.grading.log("c1")
    assert sitting.desk.grading.regrade("c1") == ()
    assert (sitting.waiting(), sitting.desk.grading.log("c1")) == (sent, log)
    assert sitting.desk.grading.regrade("nobody") == ()


def test_an_entitlement_is_used_noted_and_taken_back(sitting: Sitting) -> None:
    sitting.knows(stars=5)
    used = sitting.desk.grading.use("c1", "bed_arrangement", "浙一 心内科", ticket="TS-1").item("bed_arrangement")
    assert used is not None
    assert (used.left, used.uses[0].note) == (0, "浙一 心内科")
    back = sitting.desk.grading.give_back("c1", used.uses[0].use_id, "医院没有床位")
    assert back.item("bed_arrangement") == sitting.desk.grading.entitlements("c1").item("bed_arrangement")
    assert [one.left for one in back.items if one.code == "bed_arrangement"] == [1]
    sitting.desk.grading.give_back("c1", used.uses[0].use_id)
    with sitting.store.read() as db:
        assert len(facts.of_subject(db, "c1")) == 2


def test_the_last_one_is_given_once_and_the_refusal_says_from_when_there_are_more(sitting: Sitting) -> None:
    sitting.knows(stars=5)
    sitting.desk.grading.use("c1", "bed_arrangement")
    sent = sitting.waiting()
    with pytest.raises(RefusedError, match="1 次已经用完，1 月 1 日起重新计"):
        sitting.desk.grading.use("c1", "bed_arrangement")
    assert sitting.waiting() == sent


@pytest.mark.parametrize(("stars", "code"), [(1, "bed_arrangement"), (5, "no_such_thing")])
def test_what_the_tier_does_not_give_is_refused(sitting: Sitting, stars: int, code: str) -> None:
    sitting.knows(stars=stars)
    with pytest.raises(RefusedError, match="没有这项权益"):
        sitting.desk.grading.use("c1", code)


def test_somebody_not_known_here_has_an_empty_card(sitting: Sitting) -> None:
    assert sitting.desk.grading.entitlements("nobody").items == ()


def test_the_page_warns_of_what_the_file_holds(sitting: Sitting) -> None:
    sitting.knows(name="何佳怡", real_name="yes", vip=True, stars=5)
    listing = {"kind": "black", "scope": "线上投保", "until": "2027-03-31", "approver": "秦月", "reason": "冒名"}
    signal = {"kind": "large_transfer", "at": "2026-11-24T01:00:00Z", "note": ""}
    with sitting.store.write() as db:
        owned = [
            Record(id="l1", entity="listing", owner_id="c1", rev=1, fields=listing),
            Record(id="s1", entity="signal", owner_id="c1", rev=1, fields=signal),
        ]
        records.apply(db, owned, device=DeviceId("pc-1"))
    page = sitting.desk.customers.story("c1")
    assert page is not None
    assert [tag.text for tag in page.identity.tags[:3]] == ["黑名单：线上投保", "异常操作：大额转账", "需加强核身"]
    assert page.identity.needs_step_up
    assert [tag.text for tag in page.identity.grades] == ["VIP"]


def test_a_use_given_back_while_merged_is_given_back_in_the_file_it_was_made_in(sitting: Sitting) -> None:
    rows = [Record(id=one, entity="customer", owner_id=one, rev=1, fields={"stars": 5}) for one in ("c1", "c2")]
    with sitting.store.write() as db:
        records.apply(db, rows, device=DeviceId("pc-1"))
    grading = sitting.desk.grading
    used = grading.use("c2", "bed_arrangement").item("bed_arrangement")
    assert used is not None
    merge = sitting.desk.merging.merge("c1", "c2")
    grading.give_back("c1", used.uses[0].use_id)
    sitting.desk.merging.undo(merge.merge_id)
    for one in ("c1", "c2"):
        item = grading.entitlements(one).item("bed_arrangement")
        assert item is not None
        assert (item.used, item.left) == (0, 1)
