"""Which customers are shown as one, and which pairs are suspected: projections of the facts of :mod:`app.oneid`.

``alias`` has a row for everybody who is shown in somebody else's file, ``review`` one for each suspected pair. Both
are kept up when such facts are recorded or come from the centre; where none has come, a look-up is one read of an
empty index.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, bindparam, delete, func, select

from app.catalogue import AnyFact
from app.oneid.case import DuplicateCase, fold_cases
from app.oneid.facts import MERGES, PAIRS, CustomersMerged, pair_id
from app.oneid.fold import Group, Links, fold_merges
from app.store import statements
from app.store.schema import alias, fact, lookup, review

KINDS = MERGES | PAIRS
"""The kinds of fact that this projects."""

DUPLICATE = "duplicate"
"""The kind of the review rows that are kept here; their body is a :class:`DuplicateCase`."""

MIRROR = "duplicate_other"
"""The kind of the same case once more, under the other of the two: so that it is found from either file."""

_WHO: BindParameter[str] = bindparam("customer_id")
_SURVIVOR = func.coalesce(select(alias.c.survivor_id).where(alias.c.customer_id == _WHO).scalar_subquery(), _WHO)
_MEMBERS = select(alias.c.customer_id, alias.c.survivor_id).where(alias.c.survivor_id == _SURVIVOR)
_CASES = (
    select(review.c.body)
    .where(review.c.customer_id.in_(bindparam("ids", expanding=True)), review.c.state == bindparam("state"))
    .where(review.c.kind.in_((DUPLICATE, MIRROR)))
    .order_by(review.c.updated_at.desc())
)
"""Made once: they are asked several times for every call that rings."""
_encode = msgspec.json.Encoder().encode
_case = msgspec.json.Decoder(DuplicateCase).decode

Read = Callable[[Iterable[str], Collection[str]], list[AnyFact]]
"""Reads the facts of these subjects that are of these kinds."""


def members(db: Connection, customer_id: str) -> tuple[str, ...]:
    """Everybody who is shown in the file in which this customer is, the survivor first; most are alone."""
    rows = db.execute(_MEMBERS, {"customer_id": customer_id}).all()
    return (rows[0].survivor_id, *sorted(row.customer_id for row in rows)) if rows else (customer_id,)


def resolve(db: Connection, ids: Iterable[str]) -> dict[str, str]:
    """In whose file each of these customers is shown: those of them that are in another's, and whose it is."""
    return {
        row.customer_id: row.survivor_id
        for part in _chunks(ids)
        for row in db.execute(select(alias.c.customer_id, alias.c.survivor_id).where(alias.c.customer_id.in_(part)))
    }


def everybody(db: Connection, ids: Iterable[str]) -> frozenset[str]:
    """These customers and all who are shown as one with any of them: whose page may look different now."""
    wanted = frozenset(ids)
    if not is_any(db):
        return wanted
    survivors = wanted | {*resolve(db, wanted).values()}
    found: set[str] = set()
    for part in _chunks(survivors):
        found.update(db.scalars(select(alias.c.customer_id).where(alias.c.survivor_id.in_(part))))
    return survivors | found


def is_any(db: Connection) -> bool:
    """Whether anybody is shown in another's file at all."""
    return db.scalar(select(alias.c.customer_id).limit(1)) is not None


def links_of(db: Connection, customer_id: str, read: Read) -> Links:
    """The merges round this customer, the undone ones too, folded again from their facts."""
    return fold_merges(_round(db, [customer_id], read)[1])


def group_of(db: Connection, customer_id: str, read: Read) -> Group | None:
    """With whom this customer is shown as one, and how it came about; None for most."""
    together = members(db, customer_id)
    return None if len(together) == 1 else fold_merges(read(together, MERGES)).group(customer_id)


def sharing(db: Connection, kind: str, key: str, most: int) -> list[str]:
    """Whose files stand under a whole key, as they are, not as they are shown; at most so many."""
    query = select(lookup.c.owner_id).where(lookup.c.kind == kind, lookup.c.key == key).distinct().limit(most)
    return list(db.scalars(query))


def cases(db: Connection, state: str = "open", most: int = 200) -> list[DuplicateCase]:
    """The pairs in this state, the last found first."""
    query = select(review.c.body).where(review.c.kind == DUPLICATE, review.c.state == state)
    return [_case(body) for body in db.scalars(query.order_by(review.c.updated_at.desc()).limit(most))]


def cases_of(db: Connection, ids: Collection[str], state: str = "open") -> list[DuplicateCase]:
    """The pairs in this state in which one of these customers is, whichever of the two, the last found first."""
    found = map(_case, db.scalars(_CASES, {"ids": [*ids], "state": state}))
    return list({(case.one, case.other): case for case in found}.values())


def cases_between(db: Connection, pairs: Collection[tuple[str, str]]) -> list[DuplicateCase]:
    """What is known of these pairs; those nobody ever suspected are left out."""
    ids = [pair_id(*both) for both in pairs]
    return [
        _case(body) for part in _chunks(ids) for body in db.scalars(select(review.c.body).where(review.c.id.in_(part)))
    ]


def project(db: Connection, facts: Sequence[tuple[str, str]], read: Read) -> None:
    """Bring both tables up to date with these facts, which are in the store already.

    Args:
        facts: subject and kind of each.
        read: as :data:`Read`.
    """
    merged = {subject for subject, kind in facts if kind in MERGES}
    if merged:
        ids, told = _round(db, merged, read)
        _write_aliases(db, ids, fold_merges(told))
        _write_cases(db, _subjects_of_cases(db, ids), read)
    paired = {subject for subject, kind in facts if kind in PAIRS}
    if paired:
        _write_cases(db, paired, read)


def rebuild(db: Connection, read: Read) -> None:
    """Throw both projections away and fold everything again. Ends where it began: a test says so."""
    db.execute(delete(alias))
    db.execute(delete(review).where(review.c.kind.in_((DUPLICATE, MIRROR))))
    subjects = {kinds: set(_subjects(db, kinds)) for kinds in (MERGES, PAIRS)}
    _write_aliases(db, (), fold_merges(read(subjects[MERGES], MERGES)))
    _write_cases(db, subjects[PAIRS], read)


def _round(db: Connection, ids: Iterable[str], read: Read) -> tuple[set[str], list[AnyFact]]:
    """Everybody whom a chain of merges connects with one of these, undone ones included, and those merges.

    A merge's fact stands under its survivor; that somebody was merged into another is known from ``alias``.
    """
    seen: set[str] = set()
    told: list[AnyFact] = []
    fresh = set(ids)
    while fresh:
        around = everybody(db, fresh) - seen
        seen |= around
        facts = read(around, MERGES)
        told += facts
        fresh = {one for fact in facts for one in _named(fact)} - seen
    return seen, told


def _named(fact: AnyFact) -> tuple[str, ...]:
    return (fact.body.survivor, *fact.body.merged) if isinstance(fact.body, CustomersMerged) else ()


def _write_aliases(db: Connection, ids: Iterable[str], links: Links) -> None:
    for part in _chunks(ids):
        db.execute(delete(alias).where(alias.c.customer_id.in_(part)))
    rows = [{"customer_id": one, "survivor_id": to} for one, to in links.survivors.items() if one != to]
    statements.put(db, alias, rows, key="customer_id")


def _write_cases(db: Connection, subjects: Collection[str], read: Read) -> None:
    found = fold_cases(read(subjects, PAIRS)) if subjects else {}
    into = resolve(db, {one for both in found for one in both})
    rows = []
    for (one, other), case in found.items():
        if into.get(one, one) == into.get(other, other):
            case = msgspec.structs.replace(case, state="merged")  # noqa: PLW2901 -- the same case, seen with the merges
        rows += [_case_row(case), _case_row(case, mirrored=True)]
    statements.put(db, review, rows, newer=("state", "updated_at", "body"))


def _case_row(case: DuplicateCase, *, mirrored: bool = False) -> dict[str, Any]:
    id_ = pair_id(case.one, case.other)
    return {
        "id": f"{id_}:other" if mirrored else id_,
        "kind": MIRROR if mirrored else DUPLICATE,
        "customer_id": case.other if mirrored else case.one,
        "state": case.state,
        "updated_at": case.updated_at.timestamp(),
        "body": _encode(case),
    }


def _subjects_of_cases(db: Connection, ids: Iterable[str]) -> set[str]:
    """The first of every suspected pair in which one of these customers is."""
    where = review.c.kind.in_((DUPLICATE, MIRROR))
    return {
        _case(body).one
        for part in _chunks(ids)
        for body in db.scalars(select(review.c.body).where(where, review.c.customer_id.in_(part)))
    }


def _subjects(db: Connection, kinds: Collection[str]) -> Iterable[str]:
    return db.scalars(select(fact.c.subject_id).where(fact.c.kind.in_(kinds)).distinct()).all()


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    return statements.in_parts(sorted(set(ids)))
