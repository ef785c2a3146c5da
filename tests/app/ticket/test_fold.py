"""A ticket is what its facts make of it, in whatever order and however often they arrive."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fact import Fact
from app.ticket.facts import (
    CustomerTold,
    TicketClosed,
    TicketEdited,
    TicketFact,
    TicketNoted,
    TicketReopened,
    TicketResolved,
    TicketSubmitted,
)
from app.ticket.fold import fold
from tests.builders import NOON, ATicket, a_ticket

FIELDS = ("reason", "wish", "desk")
bodies = st.one_of(
    st.builds(TicketEdited, fields=st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 3), min_size=1)),
    st.just(TicketSubmitted()),
    st.builds(TicketNoted, text=st.text(max_size=3)),
    st.just(TicketResolved(how="told")),
    st.builds(CustomerTold, satisfied=st.booleans()),
    st.just(TicketClosed()),
    st.just(TicketReopened(reason="no")),
)
devices = st.sampled_from(["pc-1", "pc-2", "pc-3"])


@st.composite
def histories(draw: st.DrawFn) -> list[Fact[TicketFact]]:
    """What three desks did to one ticket, each edit replacing some of what was there."""
    ticket = ATicket(reason=0)
    for device, body in draw(st.lists(st.tuples(devices, bodies), max_size=12)):
        seen = [fact.id for fact in draw(st.sets(st.sampled_from(range(len(ticket.facts))))) and ticket.facts]
        if isinstance(body, TicketEdited):
            body = TicketEdited(fields=body.fields, replaces=dict.fromkeys(body.fields, seen))  # noqa: PLW2901
        ticket.add(device, body, by=f"A-{device}")
    return ticket.facts


@given(histories(), st.randoms(use_true_random=False), st.integers(1, 3))
def test_any_order_and_any_repetition_of_the_facts_gives_the_same_ticket(
    facts: list[Fact[TicketFact]], random: Any, times: int
) -> None:
    shuffled = facts * times
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(facts)


@given(histories(), st.integers(0, 12))
def test_the_first_responder_never_changes(facts: list[Fact[TicketFact]], cut: int) -> None:
    ticket = fold(facts[: max(1, cut)])
    assert ticket is not None
    assert ticket.first_responder == "A1027"


def test_the_clocks_run_from_when_the_customer_asked_not_from_when_it_was_handed_in() -> None:
    asked = NOON - timedelta(minutes=5)
    opened = msgspec.structs.replace(a_ticket().facts[0].body, opened_at=asked)
    ticket = fold([msgspec.structs.replace(a_ticket().facts[0], body=opened)])
    assert ticket is not None
    assert ticket.opened_at == asked


def test_a_ticket_whose_opening_has_not_arrived_is_not_shown() -> None:
    facts = a_ticket().edited("pc-2", {"wish": "sorry"}).facts
    assert fold(facts[1:]) is None


def test_two_desks_editing_different_fields_both_keep_their_words() -> None:
    ticket = fold(a_ticket().edited("pc-1", {"wish": "道歉"}).edited("pc-2", {"reason": "材料"}).facts)
    assert ticket is not None
    assert ticket.fields() == {"wish": "道歉", "reason": "材料"}
    assert ticket.conflicts() == {}


def test_two_desks_editing_the_same_field_keep_both_values_in_a_conflict() -> None:
    ticket = fold(a_ticket().edited("pc-1", {"wish": "今天"}).edited("pc-2", {"wish": "明天"}).facts)
    assert ticket is not None
    assert [value.value for value in ticket.conflicts()["wish"]] == ["明天", "今天"]
    assert ticket.value("wish") == "明天"


def test_two_desks_writing_the_same_value_do_not_conflict() -> None:
    ticket = fold(a_ticket().edited("pc-1", {"wish": "今天"}).edited("pc-2", {"wish": "今天"}).facts)
    assert ticket is not None
    assert ticket.conflicts() == {}


def test_a_choice_that_replaces_both_values_settles_the_conflict() -> None:
    built = a_ticket().edited("pc-1", {"wish": "今天"}).edited("pc-2", {"wish": "明天"})
    both = [fact.id for fact in built.facts[1:]]
    ticket = fold(built.edited("pc-2", {"wish": "今天"}, replacing={"wish": both}).facts)
    assert ticket is not None
    assert ticket.conflicts() == {}
    assert ticket.value("wish") == "今天"


def test_a_desk_never_conflicts_with_its_own_earlier_edit() -> None:
    ticket = fold(a_ticket().edited("pc-2", {"wish": "今天"}).edited("pc-2", {"wish": "明天"}).facts)
    assert ticket is not None
    assert ticket.conflicts() == {}
    assert ticket.value("wish") == "明天"


def test_of_two_who_accept_one_offer_the_first_at_the_server_wins_and_the_other_is_shown() -> None:
    built = a_ticket()
    offer = built.offered("A2001")
    built.accepted("A2001", offer=offer.id, order=9).accepted("A2002", offer=offer.id, order=4)
    ticket = fold(built.facts)
    assert ticket is not None
    assert ticket.holder == "A2002"
    assert [(one.winner, one.loser) for one in ticket.collisions] == [("A2002", "A2001")]
    assert ticket.first_responder == "A1027"


def test_until_it_is_accepted_an_offered_ticket_stays_with_its_holder() -> None:
    built = a_ticket()
    built.add("pc-1", TicketSubmitted())
    built.offered("A2001")
    ticket = fold(built.facts)
    assert ticket is not None
    assert (ticket.holder, ticket.offered_to, ticket.state) == ("A1027", "A2001", "offered")


@pytest.mark.parametrize(
    ("bodies", "state"),
    [
        ([], "draft"),
        ([TicketSubmitted()], "open"),
        ([TicketSubmitted(), TicketResolved(how="赔付")], "resolved"),
        ([TicketSubmitted(), TicketResolved(how="赔付"), TicketClosed()], "closed"),
        ([TicketSubmitted(), TicketClosed(), TicketReopened(reason="又来电")], "open"),
    ],
)
def test_the_state_follows_what_happened_last(bodies: list[TicketFact], state: str) -> None:
    built = a_ticket()
    for body in bodies:
        built.add("pc-1", body)
    ticket = fold(built.facts)
    assert ticket is not None
    assert ticket.state == state
