"""Which clock of a ticket counts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.escalation.clock import RunningClock
from app.escalation.ticket import ticket_clock
from app.pack.load import load_pack
from app.ticket.facts import CustomerTold, TicketNoted, TicketResolved
from app.ticket.fold import fold
from tests.builders import NOON, ATicket, a_ticket

PACK = load_pack(Path(__file__).parents[3] / "resources" / "packs" / "insurance")


def clock_of(ticket: ATicket, **later: float) -> RunningClock | None:
    """The clock that counts, so long after noon."""
    folded = fold(ticket.facts)
    assert folded is not None
    return ticket_clock(folded, PACK.clocks_for(folded.kind), NOON + timedelta(**later))


def test_a_new_complaint_has_to_be_started_in_15_minutes() -> None:
    clock = clock_of(a_ticket(), minutes=1)
    assert clock is not None
    assert (clock.name, clock.limit) == ("启动", timedelta(minutes=15))


def test_filling_in_the_form_is_not_starting() -> None:
    clock = clock_of(a_ticket().edited("pc-1", {"description": "材料"}), minutes=16)
    assert clock is not None
    assert (clock.name, clock.state) == ("启动", "overdue")


def test_a_complaint_that_was_started_has_48_hours() -> None:
    ticket = a_ticket()
    ticket.add("pc-1", TicketNoted(text="已联系理赔部"))
    clock = clock_of(ticket, hours=1)
    assert clock is not None
    assert (clock.name, clock.limit) == ("办结", timedelta(hours=48))


def test_offering_a_complaint_to_the_right_colleague_is_starting_it() -> None:
    ticket = a_ticket()
    ticket.offered("A3008")
    clock = clock_of(ticket, hours=1)
    assert clock is not None
    assert clock.name == "办结"


def test_settling_is_not_enough_the_customer_has_to_know() -> None:
    ticket = a_ticket()
    ticket.add("pc-1", TicketResolved(how="已补件"))
    assert clock_of(ticket, hours=1) is not None
    ticket.add("pc-1", CustomerTold(satisfied=True))
    assert clock_of(ticket, hours=1) is None


@pytest.mark.parametrize("broken", ["x", [1], [{}], [{"from": "gestern"}], [{"from": "2026-11-24T12:00"}], {"from": 1}])
def test_a_pause_that_cannot_be_read_does_not_stop_the_clock(broken: object) -> None:
    clock = clock_of(a_ticket(pauses=broken), minutes=1)
    assert clock is not None
    assert clock.state == "normal"
