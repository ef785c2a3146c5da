"""My work: what waits for me, the most urgent first, nothing that is mine missing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.customer.record import Agent
from app.ids import AgentId
from app.pack.load import load_pack
from app.record import Record
from app.ticket.facts import CustomerTold, TicketClosed, TicketNoted, TicketResolved, TicketSubmitted
from app.ticket.fold import Ticket, fold
from app.work.story import build_my_work
from app.work.view import MyWork
from tests.builders import NOON, ATicket, a_ticket

PACK = load_pack(Path(__file__).parents[3] / "resources" / "packs" / "insurance")
NOW = NOON + timedelta(minutes=5)
AGENTS = {"A4011": Agent(agent_id="A4011", name="钱书雅", team="财务部")}


def submitted(**fields: object) -> ATicket:
    """A complaint that was handed in."""
    ticket = a_ticket(**fields)
    ticket.add("pc-1", TicketSubmitted())
    return ticket


def folded(*tickets: ATicket) -> list[Ticket]:
    """What the facts make."""
    return [found for one in tickets if (found := fold(one.facts))]


def work(*tickets: ATicket, me: str = "A1027", records: tuple[Record, ...] = ()) -> MyWork:
    """The work of an agent."""
    return build_my_work(folded(*tickets), {}, records, records, AgentId(me), now=NOW, pack=PACK, agents=AGENTS)


def test_a_draft_and_a_closed_ticket_wait_for_nobody() -> None:
    closed = submitted()
    closed.add("pc-1", TicketClosed())
    assert work(a_ticket(), closed).tickets == ()


def test_a_ticket_that_was_handed_over_stays_with_the_one_first_asked() -> None:
    ticket = submitted(subject="理赔款未到账")
    ticket.accepted("A4011", offer=ticket.offered("A4011").id)
    (mine,), (theirs,) = work(ticket).tickets, work(ticket, me="A4011").tickets
    assert (mine.note, mine.is_mine_first) == ("投诉 · 财务部处理中", True)
    assert (theirs.note, theirs.is_mine_first) == ("投诉 · 协办", False)
    assert work(ticket, me="A9999").tickets == ()


def test_an_offer_nobody_took_says_so() -> None:
    ticket = submitted()
    ticket.offered("A4011")
    assert work(ticket).tickets[0].note == "投诉 · 等 钱书雅 接收"


def test_a_settled_ticket_stays_until_the_customer_is_satisfied() -> None:
    ticket = submitted()
    ticket.add("pc-1", TicketResolved(how="已补件"))
    assert work(ticket).tickets[0].note == "投诉 · 待确认满意"
    ticket.add("pc-1", CustomerTold(satisfied=True))
    ticket.add("pc-1", TicketClosed())
    assert work(ticket).tickets == ()


def test_a_finished_call_back_and_a_broken_time_are_left_out() -> None:
    records = (
        Record(
            id="1", entity="callback", owner_id="A1027", fields={"at": "2026-11-24T13:00:00+08:00", "subject": "乙"}
        ),
        Record(
            id="2", entity="callback", owner_id="A1027", fields={"at": "2026-11-24T12:30:00+08:00", "subject": "甲"}
        ),
        Record(id="3", entity="callback", owner_id="A1027", fields={"at": "2026-11-24T12:10:00+08:00", "done": True}),
        Record(id="4", entity="callback", owner_id="A1027", fields={"at": "gleich"}),
    )
    assert [one.subject for one in work(records=records).call_backs] == ["甲", "乙"]


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=8))
def test_the_list_is_sorted_by_time_left_and_holds_everything_of_mine(kinds: list[tuple[bool, bool, bool]]) -> None:
    tickets = []
    for started, settled, paused in kinds:
        pauses = [{"from": NOON.isoformat(), "to": None, "reason": "等客户补材料"}]
        ticket = submitted(**({"pauses": pauses} if paused else {}))
        if started:
            ticket.add("pc-1", TicketNoted(text="已联系", visible_to_customer=True))
        if settled:
            ticket.add("pc-1", TicketResolved(how="已办"))
        tickets.append(ticket)
    items = work(*tickets).tickets
    assert {item.ticket_id for item in items} == {ticket.id for ticket in tickets}
    due = [item.due_at for item in items if item.due_at]
    assert due == sorted(due)
    assert [item.due_at is None for item in items] == sorted(item.due_at is None for item in items)
    assert not any(item.paused and item.due_at for item in items)
