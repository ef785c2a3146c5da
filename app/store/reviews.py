"""What waits for a person to decide about customers' files: a projection of the facts, rebuilt whenever one arrives.

The contradictions of :mod:`app.review` are folded here; the duplicates in the same table are kept by their own room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, delete, func, select

from app.catalogue import AnyFact, tags_of
from app.review.case import OPEN, Case, fold
from app.review.facts import ContradictionFact
from app.store import aliases, statements
from app.store.schema import fact, review

KINDS = tags_of(ContradictionFact)
"""The kinds of fact that make a contradiction."""

CONTRADICTION = "contradiction"
MOST = 500
"""How many cases a list shows: nobody works through more in a day."""

_encode = msgspec.json.Encoder().encode
_case = msgspec.json.Decoder(Case).decode
_OF_CUSTOMER = (
    select(review.c.body)
    .where(review.c.kind == CONTRADICTION, review.c.customer_id.in_(bindparam("whose", expanding=True)))
    .order_by(review.c.updated_at.desc())
    .limit(bindparam("most"))
)
"""Made once: asked for every call that rings."""


def project(db: Connection, case_ids: Iterable[str], facts_of: Callable[[str], list[AnyFact]]) -> None:
    """Fold these contradictions again. Costs nothing where there are none."""
    rows = [_row(folded) for case_id in case_ids if (folded := fold(facts_of(case_id)))]
    statements.put(db, review, rows)


def rebuild(db: Connection, facts_of: Callable[[str], list[AnyFact]]) -> None:
    """Throw the contradictions away and fold every one again. Ends where it began: a test says so."""
    db.execute(delete(review).where(review.c.kind == CONTRADICTION))
    project(db, db.scalars(select(fact.c.subject_id).where(fact.c.kind.in_(KINDS)).distinct()).all(), facts_of)


def get(db: Connection, case_id: str) -> Case | None:
    """One contradiction, or None."""
    query = select(review.c.body).where(review.c.id == case_id, review.c.kind == CONTRADICTION)
    return next(iter(_read(db, query)), None)


def waiting(db: Connection, limit: int = MOST) -> list[Case]:
    """Contradictions somebody still has to do something about, the oldest first."""
    query = select(review.c.body).where(review.c.kind == CONTRADICTION, review.c.state.in_(OPEN))
    return _read(db, query.order_by(review.c.updated_at).limit(limit))


def of_customer(db: Connection, customer_id: str, limit: int = 50) -> list[Case]:
    """The contradictions of one file, and of all that are shown as one with it, last touched first."""
    asked = {"whose": aliases.members(db, customer_id), "most": limit}
    return [_case(body) for body in db.scalars(_OF_CUSTOMER, asked)]


def count(db: Connection) -> int:
    """How many contradictions wait."""
    query = select(func.count()).where(review.c.kind == CONTRADICTION, review.c.state.in_(OPEN))
    return db.scalar(query) or 0


def _read(db: Connection, query: Select[Any]) -> list[Case]:
    return [_case(body) for body in db.scalars(query)]


def _row(folded: Case) -> dict[str, Any]:
    return {
        "id": folded.id,
        "kind": CONTRADICTION,
        "customer_id": folded.found.customer_id,
        "state": folded.state,
        "updated_at": folded.updated_at.timestamp(),
        "body": _encode(folded),
    }
