"""不是同一人, and taking that back: both are facts, nothing is forgotten (D13, complaint 34)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from app.desk.seat import Changes, Seat
from app.oneid.facts import PAIRS, DuplicateDismissed, DuplicateReopened, dismissal_id, pair
from app.store import aliases, facts


class Dismissed(msgspec.Struct, frozen=True, kw_only=True):
    """What was said, enough to take it back: the ids of the facts, and of the two customers."""

    one: str
    other: str
    facts: tuple[str, ...]


def dismiss(seat: Seat, one_id: str, other_id: str, reason: str = "") -> Dismissed:
    """Neither these two files nor those shown with them are suspected of each other any more."""
    with seat.store.write() as db:
        mine, others = aliases.members(db, one_id), aliases.members(db, other_id)
        pairs = sorted({pair(one, other) for one in mine for other in others if one != other})
        again = _reopened(db, pairs)
        made = [
            seat.fact(
                one,
                DuplicateDismissed(one=one, other=other, reason=reason),
                fact_id=dismissal_id(one, other, seat.agent_id, again.get((one, other), 0)),
            )
            for one, other in pairs
        ]
        facts.record_new(db, [(fact, fact.subject_id) for fact in made])
    seat.on_changes(Changes(by="desk", customers=frozenset({*mine, *others})))
    return Dismissed(one=one_id, other=other_id, facts=tuple(fact.id for fact in made))


def take_back(seat: Seat, dismissed: Dismissed) -> None:
    """It was said by mistake: the pairs are suspected again, if the files still look alike."""
    with seat.store.write() as db:
        mine, others = aliases.members(db, dismissed.one), aliases.members(db, dismissed.other)
        said = facts.of_subjects(db, {*mine, *others}, PAIRS)
        bodies = [
            DuplicateReopened(one=fact.body.one, other=fact.body.other, dismissals=[fact.id])
            for fact in said
            if fact.id in dismissed.facts and isinstance(fact.body, DuplicateDismissed)
        ]
        facts.record_new(db, [(seat.fact(body.one, body), body.one) for body in bodies])
    seat.on_changes(Changes(by="desk", customers=frozenset({*mine, *others})))


def _reopened(db: Any, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """How often a dismissal of these pairs has been taken back, for those where it has."""
    wanted = set(pairs)
    counted: dict[tuple[str, str], int] = {}
    for fact in facts.of_subjects(db, {one for one, _ in wanted}, PAIRS):
        if isinstance(fact.body, DuplicateReopened):
            both = (fact.body.one, fact.body.other)
            counted[both] = counted.get(both, 0) + 1
    return {both: many for both, many in counted.items() if both in wanted}
