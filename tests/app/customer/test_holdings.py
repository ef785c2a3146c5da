"""What a customer holds: grouped by kind, what the call is about first, everything known of each behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.customer.holdings import group_holdings, read_holdings
from app.customer.trail import Matter
from app.customer.view import HoldingGroup
from app.errors import PackError
from app.pack.holdings_reader import merge_holdings
from app.pack.holdings_reader import read_holdings as read_kinds
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.pack.source import parse
from app.record import Record

TODAY = date(2026, 11, 24)
KINDS = load_pack(PACKS / "insurance").holdings


def groups(*held: dict[str, Any], about: str = "") -> tuple[HoldingGroup, ...]:
    """The groups of these holdings, the call being about one of them."""
    records = [Record(id=f"h{at}", entity="holding", owner_id="c", fields=one) for at, one in enumerate(held)]
    matter = Matter(key=about, times_told=1, channels=("phone",)) if about else None
    return group_holdings(read_holdings(records), matter, TODAY, KINDS)


POLICY = {"kind": "policy", "number": "P-1", "title": "车险", "attributes": {"plate": "浙A·D12345", "premium": 1286.0}}
LINE = {"kind": "line", "number": "13800000000", "title": "畅享套餐", "amount": 128.0}
DEVICE = {"kind": "device", "number": "D-1", "attributes": {"serial": "SN1", "colour": "蓝"}}


def test_kinds_stand_in_the_order_of_the_pack_under_their_own_names() -> None:
    assert [(one.title, len(one.rows)) for one in groups(DEVICE, LINE, POLICY)] == [
        ("保单", 1), ("号码与套餐", 1), ("设备", 1),
    ]  # fmt: skip


def test_what_the_call_is_about_comes_first_and_the_rest_is_called_other() -> None:
    titles = [one.title for one in groups(LINE, POLICY, {"kind": "policy", "number": "P-2"}, about="P-1")]
    assert titles == ["本次相关", "其他保单", "其他号码"]


def test_a_row_shows_the_plate_behind_the_number_and_keeps_the_number_alone_for_the_ticket() -> None:
    ((row,),) = [one.rows for one in groups(POLICY)]
    assert (row.number, row.second) == ("P-1", "P-1 · 浙A·D12345")


def test_the_details_label_and_write_every_attribute_also_those_nobody_named() -> None:
    (policy,), (device,) = (groups(one)[0].rows for one in (POLICY, DEVICE))
    assert {one.label: one.value for one in policy.details} == {"车牌": "浙A·D12345", "保费": "1,286.00 元"}
    assert [(one.label, one.value) for one in device.details] == [("串号", "SN1"), ("colour", "蓝")]
    assert device.title == "设备"


def test_a_kind_the_pack_does_not_know_is_shown_all_the_same() -> None:
    (group,) = groups({"kind": "locker", "number": "L-1", "title": "保管箱"})
    assert (group.title, group.rows[0].kind) == ("业务", "业务")


def test_payments_have_a_tab_of_their_own() -> None:
    assert groups({"kind": "payment", "number": "PAY-1", "amount": 10.0}) == ()


def test_a_kind_is_inherited_until_a_pack_says_it_anew() -> None:
    old = read_kinds(parse("line: { label: 号码, title: 号码, others: 其他号码 }\n".encode(), "a/holdings.yaml"))
    own = read_kinds(parse("line: { label: 卡, title: 卡, others: 其他卡 }\n".encode(), "b/holdings.yaml"))
    assert [one.label for one in merge_holdings(old, own).values()] == ["卡"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Line: { label: 号, title: 号, others: 号 }", "只能用小写字母"),
        ("line: { label: 号, title: 号 }", "缺少“others”"),
        (
            "line: { label: 号, title: 号, others: 号, attributes: { x: { label: 甲, measure: yuan } } }",
            "不在可选范围内",
        ),
    ],
)
def test_a_wrong_file_says_where_and_why(text: str, reason: str) -> None:
    with pytest.raises(PackError, match=reason) as caught:
        read_kinds(parse(text.encode(), "x/holdings.yaml"))
    assert "x/holdings.yaml" in str(caught.value)
