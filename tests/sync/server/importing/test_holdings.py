"""Policies, lines and claims come into the file of the customer they belong to, or are set aside with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.sync.server.importing.files import (
    became,
    bring_in,
    feed_is_whole,
    found,
    paper,
    read_rejects,
    records,
    write_csv,
)

POLICIES = ["保单号", "客户号", "证件号码", "险种", "保额", "车牌号", "到期日期"]
CLAIMS = ["赔案号", "保单号", "客户号", "金额", "状态"]


@pytest.fixture
def owners(engine: Engine, tmp_path: Path) -> dict[str, str]:
    """Two customers, by customer number."""
    bring_in(engine, write_csv(tmp_path / "c.csv", [["甲", paper(1), "K1", ""], ["乙", paper(2), "K2", ""]]))
    return {one.fields["customer_no"]: one.id for one in records(engine, "customer")}


def test_a_policy_is_in_the_file_of_its_owner_by_number_or_paper(
    engine: Engine, tmp_path: Path, owners: dict[str, str]
) -> None:
    rows = [
        ["P1", "K1", "", "车险", "20万", "粤b·12345", "2026年12月31日"],
        ["P2", "", paper(2), "寿险", "1,000.50", "", "20301231"],
        ["P3", "K1", paper(1), "意外", "", "", ""],
    ]
    file = write_csv(tmp_path / "p.csv", rows, POLICIES)
    assert became(bring_in(engine, file, "holdings")) == (3, 0, 0, 0)
    by_number = {one.fields["number"]: one for one in records(engine, "holding")}
    assert [by_number[one].owner_id for one in ("P1", "P2", "P3")] == [owners["K1"], owners["K2"], owners["K1"]]
    first = by_number["P1"].fields
    assert (first["kind"], first["amount"], first["due_on"]) == ("policy", 200_000.0, "2026-12-31")
    assert first["attributes"] == {"plate": "粤B12345"}
    assert found(engine, "plate", "粤B12345") == [owners["K1"]]
    assert became(bring_in(engine, file, "holdings")) == (0, 0, 3, 0)
    assert feed_is_whole(engine)


def test_a_policy_without_an_owner_here_or_of_two_is_set_aside(
    engine: Engine, tmp_path: Path, owners: dict[str, str]
) -> None:
    rows = [
        ["P1", "K9", "", "", "", "", ""],
        ["P2", "K1", paper(2), "", "", "", ""],
        ["P3", "", "", "", "", "", ""],
        ["P4", "K1", "", "", "很多", "", ""],
        ["P5", "K1", "", "", "", "粤", ""],
        ["P6", "K1", "", "", "", "", "31/12/2026"],
    ]
    done = bring_in(engine, write_csv(tmp_path / "p.csv", rows, POLICIES), "holdings")
    assert became(done) == (0, 0, 0, 6)
    assert [row["_列"] for row in read_rejects(done.rejects_file)] == [
        "客户号", "证件号码", "客户号", "保额", "车牌号", "到期日期",
    ]  # fmt: skip


def test_a_policy_changes_but_never_its_owner(engine: Engine, tmp_path: Path, owners: dict[str, str]) -> None:
    bring_in(
        engine, write_csv(tmp_path / "p.csv", [["P1", "K1", "", "车险", "1", "粤B12345", ""]], POLICIES), "holdings"
    )
    changed = [["P1", "K1", "", "车险", "2", "粤B54321", ""], ["P1", "K2", "", "", "", "", ""]]
    assert became(bring_in(engine, write_csv(tmp_path / "q.csv", changed, POLICIES), "holdings")) == (0, 1, 0, 1)
    (one,) = records(engine, "holding")
    assert (one.fields["amount"], one.owner_id, one.rev) == (2.0, owners["K1"], 2)
    assert (found(engine, "plate", "粤B12345"), found(engine, "plate", "粤B54321")) == ([], [owners["K1"]])


def test_a_claim_belongs_to_its_policy_and_to_the_policys_owner(
    engine: Engine, tmp_path: Path, owners: dict[str, str]
) -> None:
    bring_in(engine, write_csv(tmp_path / "p.csv", [["P1", "K1", "", "", "", "", ""]], POLICIES), "holdings")
    rows = [
        ["C1", "P1", "", "3,200.00", "处理中"],
        ["C2", "P9", "", "", ""],
        ["C3", "P1", "K2", "", ""],
        ["C4", "P9", "K1", "", ""],
        ["C1", "P1", "K1", "", "已结案"],
    ]
    done = bring_in(engine, write_csv(tmp_path / "c2.csv", rows, CLAIMS), "claims")
    assert became(done) == (1, 0, 0, 4)  # the claim that comes twice in two states, too
    claim = next(one for one in records(engine, "holding") if one.fields["kind"] == "claim")
    assert (claim.owner_id, claim.fields["parent"], claim.fields["status"]) == (owners["K1"], "P1", "处理中")
    assert [row["_列"] for row in read_rejects(done.rejects_file)] == ["保单号", "客户号", "保单号", CLAIMS[-1]]


def test_a_line_with_a_policys_number_is_another_holding(
    engine: Engine, tmp_path: Path, owners: dict[str, str]
) -> None:
    rows = [["保单", "1", "K1"], ["线路", "1", "K2"], ["订单", "1", "K1"]]
    file = write_csv(tmp_path / "h.csv", rows, ["业务种类", "编号", "客户号"])
    assert became(bring_in(engine, file, "holdings")) == (3, 0, 0, 0)
    assert became(bring_in(engine, file, "holdings", source="again")) == (0, 0, 3, 0)
