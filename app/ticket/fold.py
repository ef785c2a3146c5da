"""A ticket is what its facts make of it: a pure fold, the same on every desk and on the server.

Whatever order the facts arrived in and however often, the same set of facts gives the same ticket
(`architecture.md` §2).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, assert_never

import msgspec

from app.fact import Fact, first_accepted, in_order
from app.ids import AgentId, CustomerId, FactId, TicketId
from app.ticket.facts import (
    CustomerTold,
    TicketAccepted,
    TicketClosed,
    TicketEdited,
    TicketFact,
    TicketLinked,
    TicketNoted,
    TicketOffered,
    TicketOpened,
    TicketRefused,
    TicketReopened,
    TicketResolved,
    TicketSubmitted,
)

TicketState = Literal["draft", "open", "offered", "resolved", "closed"]


class FieldValue(msgspec.Struct, frozen=True):
    """One value of a field that nobody has replaced yet, and who wrote it when."""

    value: Any
    fact_id: FactId
    by: AgentId
    at: datetime
    hlc: int


class Note(msgspec.Struct, frozen=True):
    """A line written on the ticket."""

    text: str
    by: AgentId
    at: datetime
    visible_to_customer: bool


class Collision(msgspec.Struct, frozen=True):
    """Somebody accepted what another had accepted first: shown to both, nothing is dropped."""

    winner: AgentId
    loser: AgentId
    at: datetime


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """The current state of a ticket.

    ``values`` holds, per field, every value nobody has replaced, best first: one normally, more in a conflict.
    ``holder`` has to act now; ``first_responder`` stays answerable until the customer is satisfied.
    """

    id: TicketId
    number: str
    kind: str
    form_id: str
    pack: str
    first_responder: AgentId
    holder: AgentId
    state: TicketState
    opened_at: datetime
    submitted_at: datetime | None = None
    closed_at: datetime | None = None
    customer_id: CustomerId | None = None
    call_id: str = ""
    channel: str = "phone"
    values: dict[str, tuple[FieldValue, ...]] = {}
    offered_to: AgentId | None = None
    notes: tuple[Note, ...] = ()
    collisions: tuple[Collision, ...] = ()
    customer_satisfied: bool | None = None
    updated_at: datetime

    def value(self, field: str) -> Any:
        """The value to show: of several that stand beside each other, the latest."""
        standing = self.values.get(field)
        return standing[0].value if standing else None

    def fields(self) -> dict[str, Any]:
        """All fields with the value to show."""
        return {name: standing[0].value for name, standing in self.values.items() if standing}

    def conflicts(self) -> dict[str, tuple[FieldValue, ...]]:
        """The fields with more than one value standing, all different."""
        return {
            name: standing
            for name, standing in self.values.items()
            if any(other.value != standing[0].value for other in standing[1:])
        }


def fold(facts: Iterable[Fact[TicketFact]]) -> Ticket | None:
    """The ticket these facts make, or None where the opening fact has not arrived yet."""
    ordered = in_order(facts)
    openings = [fact for fact in ordered if isinstance(fact.body, TicketOpened)]
    if not openings:
        return None
    opening = min(openings, key=first_accepted)
    life = _Life(opening)
    for fact in ordered:
        life.take(fact)
    return life.ticket(ordered)


class _Life:
    """The walk through the facts: the mutable inside of :func:`fold`."""

    def __init__(self, opening: Fact[TicketFact]) -> None:
        assert isinstance(opening.body, TicketOpened)  # noqa: S101 -- fold() chose it so
        self.opening = opening
        self.body = opening.body
        self.state: TicketState = "draft"
        self.links = TicketLinked(customer_id=self.body.customer_id, call_id=self.body.call_id)
        self.edits: list[Fact[TicketFact]] = []
        self.notes: list[Note] = []
        self.offers: dict[FactId, Fact[TicketFact]] = {}
        self.refused: set[FactId] = set()
        self.claims: dict[FactId | None, list[Fact[TicketFact]]] = {}
        self.submitted_at: datetime | None = None
        self.closed_at: datetime | None = None
        self.satisfied: bool | None = None

    def take(self, fact: Fact[TicketFact]) -> None:
        match fact.body:
            case TicketOpened() | TicketEdited():
                self.edits.append(fact)
            case TicketLinked(customer_id=customer, call_id=call):
                self.links = TicketLinked(
                    customer_id=customer or self.links.customer_id, call_id=call or self.links.call_id
                )
            case TicketSubmitted():
                self.submitted_at = self.submitted_at or fact.at
                self.state = "open" if self.state == "draft" else self.state
            case TicketNoted(text=text, visible_to_customer=visible):
                self.notes.append(Note(text, fact.by, fact.at, visible))
            case TicketOffered():
                self.offers[fact.id] = fact
            case TicketAccepted(offer=offer):
                self.claims.setdefault(offer, []).append(fact)
            case TicketRefused(offer=offer):
                self.refused.add(offer)
            case TicketResolved():
                self.state = "resolved"
            case CustomerTold(satisfied=satisfied):
                self.satisfied = satisfied
            case TicketClosed():
                self.state, self.closed_at = "closed", fact.at
            case TicketReopened():
                self.state, self.closed_at, self.satisfied = "open", None, None
            case _:
                assert_never(fact.body)

    def ticket(self, ordered: list[Fact[TicketFact]]) -> Ticket:
        holder, collisions = self._holder()
        offered_to = self._pending_offer()
        return Ticket(
            id=TicketId(self.opening.subject_id),
            number=self.body.number,
            kind=self.body.kind,
            form_id=self.body.form_id,
            pack=self.body.pack,
            first_responder=self.body.first_responder,
            holder=holder,
            state="offered" if offered_to and self.state == "open" else self.state,
            opened_at=self.body.opened_at or self.opening.at,
            submitted_at=self.submitted_at,
            closed_at=self.closed_at,
            customer_id=self.links.customer_id,
            call_id=self.links.call_id,
            channel=self.body.channel,
            values=standing_values(self.edits),
            offered_to=offered_to,
            notes=tuple(self.notes),
            collisions=collisions,
            customer_satisfied=self.satisfied,
            updated_at=max(fact.at for fact in ordered),
        )

    def _holder(self) -> tuple[AgentId, tuple[Collision, ...]]:
        winners = []
        collisions = []
        for claims in self.claims.values():
            first, *others = sorted(claims, key=first_accepted)
            winners.append(first)
            collisions += [Collision(first.by, late.by, late.at) for late in others if late.by != first.by]
        if not winners:
            return self.body.first_responder, ()
        last = max(winners, key=lambda fact: (fact.hlc, fact.id))
        return last.by, tuple(sorted(collisions, key=lambda one: (one.at, one.loser)))

    def _pending_offer(self) -> AgentId | None:
        answered = self.refused | {offer for offer in self.claims if offer}
        pending = [fact for offer_id, fact in self.offers.items() if offer_id not in answered]
        if not pending:
            return None
        body = max(pending, key=lambda fact: (fact.hlc, fact.id)).body
        return body.to if isinstance(body, TicketOffered) else None


def standing_values(edits: list[Fact[TicketFact]]) -> dict[str, tuple[FieldValue, ...]]:
    """Per field, the values nobody has replaced, latest first.

    An edit replaces what its author saw (``replaces``), and whatever the same device wrote before: a desk never
    conflicts with itself (`sync.md` R7).
    """
    written: dict[str, list[Fact[TicketFact]]] = {}
    for fact in edits:
        if isinstance(fact.body, TicketOpened | TicketEdited):
            for field in fact.body.fields:
                written.setdefault(field, []).append(fact)
    return {field: _standing(field, facts) for field, facts in written.items()}


def _standing(field: str, facts: list[Fact[TicketFact]]) -> tuple[FieldValue, ...]:
    replaced: set[FactId] = set()
    latest_of_device: dict[str, Fact[TicketFact]] = {}
    for fact in facts:
        if isinstance(fact.body, TicketEdited):
            replaced.update(fact.body.replaces.get(field, ()))
        before = latest_of_device.get(fact.device)
        if before is not None:
            replaced.add(before.id)
        latest_of_device[fact.device] = fact
    standing = [fact for fact in facts if fact.id not in replaced]
    standing.sort(key=lambda fact: (fact.hlc, fact.id), reverse=True)
    return tuple(FieldValue(_field(fact, field), fact.id, fact.by, fact.at, fact.hlc) for fact in standing)


def _field(fact: Fact[TicketFact], field: str) -> Any:
    return fact.body.fields[field] if isinstance(fact.body, TicketOpened | TicketEdited) else None
