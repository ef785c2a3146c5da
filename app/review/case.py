"""A contradiction as it stands: folded from its facts, the same on every desk whatever came first.

found → compared → approved or rejected → recorded; withdrawn before the decision, or given up after it where the file
has changed and the accepted value can no longer be recorded. Where several people
decided at once, the one the centre accepted first wins (:func:`app.fact.first_accepted`); the others stay in sight.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

import msgspec

from app.fact import Fact, first_accepted, in_order
from app.ids import AgentId, FactId
from app.review.facts import (
    ContradictionCompared,
    ContradictionFact,
    ContradictionFound,
    ContradictionRecorded,
    ContradictionReviewed,
    ContradictionWithdrawn,
    Side,
)
from app.review.policy import PHONE, Step

State = Literal["found", "compared", "approved", "rejected", "recorded", "withdrawn"]
OPEN: frozenset[State] = frozenset({"found", "compared", "approved"})
"""Somebody still has to do something."""

Void = Literal["", "later", "same_person", "unknown_comparison", "not_approved"]
"""Why a step does not count: another one came first, four eyes are needed, what it judged is not known."""

_NEXT: dict[State, Step] = {"found": "compare", "compared": "review", "approved": "record"}


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """One thing somebody did to the case. ``side`` is what they were for, ``void`` why it does not count."""

    fact_id: FactId
    kind: Literal["found", "compared", "reviewed", "recorded", "withdrawn"]
    by: AgentId
    at: datetime
    side: Side | None = None
    words: str = ""
    void: Void = ""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One contradiction and how far it has come. ``done`` is everything that happened, in order.

    ``comparison`` and ``decision`` are the steps that count, None while there is none.
    """

    id: str
    found: ContradictionFound
    state: State
    updated_at: datetime
    done: tuple[Done, ...]
    comparison: Done | None = None
    decision: Done | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN

    @property
    def next_step(self) -> Step | None:
        """What comes next; None where nothing does."""
        return _NEXT.get(self.state)

    @property
    def opening(self) -> Done:
        """Who found it, and when."""
        return next(one for one in self.done if one.kind == "found")


def fold(facts: Iterable[Fact[Any]]) -> Case | None:
    """The case these facts tell of; None where the one that opens it is not here (yet)."""
    ordered = [one for one in in_order(facts) if isinstance(one.body, ContradictionFact)]
    opening = next((one for one in ordered if isinstance(one.body, ContradictionFound)), None)
    if opening is None:
        return None
    compared = {one.id: one for one in ordered if isinstance(one.body, ContradictionCompared)}
    voids: dict[FactId, Void] = {}
    decision = _decision(ordered, compared, voids)
    judged = decision.body.compared if decision and isinstance(decision.body, ContradictionReviewed) else None
    comparison = compared[judged] if judged else min(compared.values(), key=first_accepted, default=None)
    voids |= {fact_id: "later" for fact_id in compared if comparison is not None and fact_id != comparison.id}
    outcome = _outcome(ordered, decision, voids)
    done = tuple(_done(one, voids.get(one.id, "")) for one in ordered if one is opening or not _is_opening(one))
    by_id = {one.fact_id: one for one in done}
    return Case(
        id=opening.subject_id,
        found=opening.body,
        state=_state(comparison, decision, outcome),
        updated_at=max(one.at for one in done),
        done=done,
        comparison=None if comparison is None else by_id[comparison.id],
        decision=None if decision is None else by_id[decision.id],
    )


def open_fields(cases: Iterable[Case]) -> frozenset[str]:
    """The fields of a file with a contradiction nobody has settled, ``phone`` for any number."""
    fields = (case.found.field for case in cases if case.is_open)
    return frozenset(PHONE if field == "e164" else field for field in fields)


def _decision(
    ordered: list[Fact[Any]], compared: dict[FactId, Fact[Any]], voids: dict[FactId, Void]
) -> Fact[Any] | None:
    """The decision or withdrawal that was accepted first among those that count."""
    for one in ordered:
        if isinstance(one.body, ContradictionReviewed):
            voids[one.id] = _fault(one, compared)
    valid = [
        one
        for one in ordered
        if isinstance(one.body, ContradictionReviewed) or _is_plain_withdrawal(one)
        if not voids.get(one.id)
    ]
    first = min(valid, key=first_accepted, default=None)
    voids |= {one.id: "later" for one in valid if one is not first}
    return first


def _fault(review: Fact[Any], compared: dict[FactId, Fact[Any]]) -> Void:
    judged = compared.get(review.body.compared)
    if judged is None:
        return "unknown_comparison"
    return "same_person" if judged.by == review.by else ""


def _outcome(ordered: list[Fact[Any]], decision: Fact[Any] | None, voids: dict[FactId, Void]) -> Fact[Any] | None:
    """What became of an accepted value: recorded, or given up because the file has changed; whichever came first."""
    body = None if decision is None else decision.body
    accepted = isinstance(body, ContradictionReviewed) and body.accept == "new"
    ends = [
        one
        for one in ordered
        if isinstance(one.body, ContradictionRecorded | ContradictionWithdrawn) and not _is_plain_withdrawal(one)
    ]
    valid = [one for one in ends if accepted and decision is not None and one.body.reviewed == decision.id]
    first = min(valid, key=first_accepted, default=None)
    voids |= {one.id: "later" if one in valid else "not_approved" for one in ends if one is not first}
    return first


def _is_plain_withdrawal(fact: Fact[Any]) -> bool:
    return isinstance(fact.body, ContradictionWithdrawn) and fact.body.reviewed is None


def _state(comparison: Fact[Any] | None, decision: Fact[Any] | None, outcome: Fact[Any] | None) -> State:
    if outcome is not None:
        return "recorded" if isinstance(outcome.body, ContradictionRecorded) else "withdrawn"
    match None if decision is None else decision.body:
        case ContradictionWithdrawn():
            return "withdrawn"
        case ContradictionReviewed(accept="new"):
            return "approved"
        case ContradictionReviewed():
            return "rejected"
    return "found" if comparison is None else "compared"


def _done(fact: Fact[Any], void: Void) -> Done:
    def made(kind: Any, side: Side | None = None, words: str = "") -> Done:
        return Done(fact_id=fact.id, kind=kind, by=fact.by, at=fact.at, side=side, words=words, void=void)

    match fact.body:
        case ContradictionCompared(recommend=side, note=note):
            return made("compared", side, note)
        case ContradictionReviewed(accept=side, reason=reason):
            return made("reviewed", side, reason)
        case ContradictionRecorded():
            return made("recorded", "new")
        case ContradictionWithdrawn(reason=reason):
            return made("withdrawn", None, reason)
        case _:
            return made("found", None, fact.body.said_by)


def _is_opening(fact: Fact[Any]) -> bool:
    return isinstance(fact.body, ContradictionFound)
