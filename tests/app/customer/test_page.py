"""The page of customers that nobody wrote a story about."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from app.customer.hints import days_to_birthday
from app.customer.story import build_360
from app.customer.trail import CurrentCall
from app.customer.view import Customer360
from app.fact import Fact
from app.ids import AgentId, CallId
from app.pack.load import load_pack
from app.record import Record
from app.ticket.facts import TicketClosed, TicketFact, TicketOffered, TicketSubmitted
from app.ticket.fold import fold
from tests.builders import NOON, a_ticket

PACK = load_pack(Path(__file__).parents[3] / "resources" / "packs" / "insurance")
NOW = NOON + timedelta(minutes=5)


def page(
    holdings: list[dict[str, Any]] | None = None,
    facts: list[Fact[TicketFact]] | None = None,
    call: CurrentCall | None = None,
    **customer: Any,
) -> Customer360:
    """A page built from a few fields."""
    held = [Record(id=f"h{at}", entity="holding", owner_id="c", fields=one) for at, one in enumerate(holdings or [])]
    ticket = fold(facts or [])
    return build_360(
        Record(id="c", entity="customer", owner_id="c", fields=customer),
        [],
        held,
        [],
        [],
        [ticket] if ticket else [],
        {},
        call=call,
        now=NOW,
        pack=PACK,
        me=AgentId("A1027"),
    )


def test_a_customer_of_whom_nothing_is_known_has_a_page() -> None:
    empty = page()
    assert (empty.identity.name, empty.identity.age, empty.identity.phone_masked) == ("未实名客户", None, "")
    assert empty.identity.quality is not None
    assert empty.identity.quality.score == 0
    assert (empty.holdings, empty.hints, empty.tickets) == ((), (), ())


@pytest.mark.parametrize("broken", ["gestern", "2026-13-40", ""])
def test_a_date_that_is_none_hides_itself(broken: str) -> None:
    found = page([{"number": "P-1", "due_on": broken, "opened_on": broken}], birth_date=broken, insured_since=broken)
    assert found.identity.age is None
    assert found.holdings[0].rows[0].note == ""


def test_selling_is_open_to_a_calm_customer_and_hidden_while_a_claim_runs() -> None:
    policy = {"number": "P-1", "line": "medical", "status": "有效"}
    claim = {"number": "CL-1", "kind": "claim", "status": "审核中", "parent": "P-1"}
    calm, tense = page([policy], birth_date="1990-01-01"), page([policy, claim], birth_date="1990-01-01")
    assert [hint.selling for hint in calm.hints] == [True]
    assert (tense.hints, [hint.selling for hint in tense.hidden_hints]) == ((), [True])


def test_the_ticket_of_this_call_is_marked_and_shows_its_limit() -> None:
    ticket = a_ticket(reason="claim_materials")
    body = ticket.facts[0].body
    call = CurrentCall(call_id=CallId(getattr(body, "call_id", "") or "pbx:1"), at=NOW)
    (row,) = page(facts=ticket.facts, call=call).tickets
    assert (row.title, row.is_current, row.is_mine_first) == ("未一次告知材料（草稿）", False, True)
    assert row.note == "启动时限 12:15"
    assert row.due_at is not None
    assert row.started_at == row.due_at - timedelta(minutes=15)


def test_an_offered_ticket_says_for_whom_it_waits() -> None:
    ticket = a_ticket(subject="退保金额异议")
    ticket.add("pc-1", TicketSubmitted())
    ticket.add("pc-1", TicketOffered(to=AgentId("A3008")))
    (row,) = page(facts=ticket.facts).tickets
    assert (row.title, row.note) == ("退保金额异议", "等 A3008 接收")


def test_deleted_holdings_are_gone() -> None:
    gone = Record(id="h", entity="holding", owner_id="c", fields={"number": "P-1"}, deleted=True)
    customer = Record(id="c", entity="customer", owner_id="c")
    found = build_360(customer, [], [gone], [], [], [], {}, call=None, now=NOW, pack=PACK)
    assert found.holdings == ()


@pytest.mark.parametrize(
    ("born", "today", "days"),
    [
        (date(1984, 3, 21), date(2026, 3, 18), 3),
        (date(1984, 3, 18), date(2026, 3, 18), 0),
        (date(1984, 3, 17), date(2026, 3, 18), 364),
        (date(1984, 2, 29), date(2026, 2, 27), 2),
        (date(1984, 2, 29), date(2028, 2, 27), 2),
        (date(1990, 1, 1), date(2026, 12, 31), 1),
    ],
)
def test_birthdays_are_counted_to_the_next_one(born: date, today: date, days: int) -> None:
    assert days_to_birthday(born, today) == days


def test_the_day_is_the_desks_own() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=ZoneInfo("UTC"))
    customer = Record(id="c", entity="customer", owner_id="c")
    found = build_360(customer, [], [], [], [], [], {}, call=None, now=late, pack=PACK)
    assert found.trail.today == date(2026, 11, 25)


def test_a_ticket_closed_lately_is_listed_behind_the_open_ones_and_an_old_one_is_not() -> None:
    ticket = a_ticket(subject="扣费日期核实")
    ticket.add("pc-1", TicketSubmitted())
    ticket.add("pc-1", TicketClosed())
    (row,) = page(facts=ticket.facts).tickets
    assert (row.is_open, row.status, row.note) == (False, "已办结", "11-24 办结")
    late = build_360(
        Record(id="c", entity="customer", owner_id="c"), [], [], [], [], [fold(ticket.facts)], {},  # type: ignore[list-item]
        call=None, now=NOW + timedelta(days=31), pack=PACK,
    )  # fmt: skip
    assert late.tickets == ()


def test_only_an_open_ticket_of_another_call_can_be_gone_on_with() -> None:
    ticket = a_ticket(subject="退保金额异议")
    ticket.add("pc-1", TicketSubmitted())
    folded = fold(ticket.facts)
    assert folded is not None

    def marks(call_id: str, *, may_resume: bool) -> list[bool]:
        mine = msgspec.structs.replace(folded, call_id="pbx:1")
        found = build_360(
            Record(id="c", entity="customer", owner_id="c"), [], [], [], [], [mine], {},
            call=CurrentCall(call_id=CallId(call_id), at=NOW), now=NOW, pack=PACK, may_resume=may_resume,
        )  # fmt: skip
        return [row.can_resume for row in found.tickets]

    assert marks("pbx:2", may_resume=True) == [True]
    assert marks("pbx:1", may_resume=True) == [False]
    assert marks("pbx:2", may_resume=False) == [False]


def test_an_organisation_lists_its_people_apart_from_a_family() -> None:
    people = [
        Record(id=str(at), entity="relation", owner_id="c", fields={"kind": kind, "name": name, "other_id": other})
        for at, (kind, name, other) in enumerate((("household", "许乐", ""), ("corporate", "许建明", "c-9")))
    ]
    firm = Record(id="c", entity="customer", owner_id="c", fields={"kind": "organisation", "name": "启明"})
    found = build_360(firm, [], [], people, [], [], {}, call=None, now=NOW, pack=PACK)
    assert found.identity.is_organisation
    assert [one.name for one in found.household] == ["许乐"]
    assert [(one.name, one.other_id) for one in found.corporate] == [("许建明", "c-9")]


def with_phone(fields: dict[str, Any], calls: str = "") -> Customer360:
    """A page of somebody with one number, called from another one perhaps."""
    call = CurrentCall(call_id=CallId("pbx:1"), at=NOW, e164=calls) if calls else None
    point = Record(id="p", entity="contact_point", owner_id="c", fields={"kind": "phone", **fields})
    return build_360(
        Record(id="c", entity="customer", owner_id="c", fields={"name": "林婉清"}),
        [point], [], [], [], [], {}, call=call, now=NOW, pack=PACK,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("point", "heading"),
    [
        ({"e164": "+8613800138000"}, "手机"),
        ({"e164": "138****8000"}, "手机"),
        ({"e164": "+8657186602200"}, "电话"),
        ({"e164": "+8657186602200", "label": "总机"}, "总机"),
        ({"e164": "+8613800138000", "label": "来电"}, "手机"),
    ],
)
def test_a_number_is_called_what_it_is(point: dict[str, Any], heading: str) -> None:
    assert with_phone(point).identity.phone_label == heading


@pytest.mark.parametrize(
    ("kept", "calls", "shown"),
    [
        ("+8613800138000", "+8613800138000", ""),
        ("138****8000", "+8613800138000", ""),
        ("+8613800138000", "", ""),
        ("+8613800138000", "+8615900002222", "159****2222"),
        ("+8613800138000", "+8613899998000", "138****8000"),
    ],
)
def test_the_number_on_the_line_is_named_where_it_is_another_one(kept: str, calls: str, shown: str) -> None:
    assert with_phone({"e164": kept}, calls).identity.calling_masked == shown


def test_a_firm_is_asked_what_a_firm_can_answer() -> None:
    firm, person = page(kind="organisation", name="启明", real_name="yes"), page(name="林婉清")
    assert [one.name for one in firm.identity.checks] == ["单位名称", "信用代码后四位", "保单号或经办人授权"]
    assert [one.name for one in person.identity.checks] == ["姓名", "证件后四位", "保单号或生日"]
    assert "证件缺失" in [tag.text for tag in firm.identity.tags]
    assert "未实名" not in [tag.text for tag in firm.identity.tags]
