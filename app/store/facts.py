"""Facts in the store, and the tickets folded from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, case, func, select
from sqlalchemy.dialects.sqlite import insert

from app.catalogue import AnyFact, decode_body, encode_body, kind_of
from app.fact import Fact
from app.ids import AgentId, DeviceId, FactId
from app.store import aliases, outbox, reviews, statements, tickets
from app.store.schema import fact

_OF_SUBJECT = select(fact).where(fact.c.subject_id == bindparam("subject")).order_by(fact.c.hlc, fact.c.id)
_OF_CUSTOMER = (
    select(fact)
    .where(fact.c.customer_id.in_(bindparam("whose", expanding=True)), fact.c.at >= bindparam("since"))
    .where(fact.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(fact.c.at.desc())
    .limit(bindparam("most"))
)
"""Made once: they are asked for every call that rings."""


class StoredFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact with its body still as bytes: what travels, whether or not this program understands it.

    ``customer_id`` says whose file it belongs to, "" if nobody's.
    """

    id: FactId
    subject_id: str
    customer_id: str
    kind: str
    hlc: int
    at: datetime
    by: AgentId
    device: DeviceId
    body: bytes
    order: int | None = None


def record_new(db: Connection, facts: Sequence[tuple[AnyFact, str]]) -> None:
    """Keep facts made here and put them into the outbox: one transaction. Each comes with its customer's id.

    A fact that is there already (a derived id, found twice) is left as it is and not sent again.
    """
    fresh = _insert(db, [_stored(made, customer_id) for made, customer_id in facts])
    for made, _ in facts:
        if made.id in fresh:
            outbox.add_fact(db, made.id, hlc=made.hlc, by=made.by, now=made.at.timestamp())


def apply(db: Connection, facts: Sequence[StoredFact]) -> None:
    """Take facts from the server: a union by id.

    A fact of our own learns its order, and the stamp and device the server keeps for it: a stamp from a clock that ran
    ahead was brought back there, and every desk has to fold the same. Nor is more kept of its body than the server
    sends: values in it may be masked for this role.
    """
    _insert(db, facts)


def stored(db: Connection, ids: Sequence[str]) -> dict[str, StoredFact]:
    """Facts by id, as they travel."""
    return {row.id: _read(row) for row in db.execute(select(fact).where(fact.c.id.in_(ids)))}


def of_subject(db: Connection, subject_id: str) -> list[AnyFact]:
    """Everything that happened to one ticket (or call, or customer), as far as this program understands it."""
    return _decoded(db.execute(_OF_SUBJECT, {"subject": subject_id}))


def of_subjects(db: Connection, subjects: Iterable[str], kinds: Collection[str]) -> list[AnyFact]:
    """What happened to several subjects, of these kinds only, in no order."""
    found = list[AnyFact]()
    for part in statements.in_parts(subjects):
        found += _decoded(db.execute(select(fact).where(fact.c.subject_id.in_(part), fact.c.kind.in_(kinds))))
    return found


def of_customer(db: Connection, customer_id: str, since: datetime, kinds: Sequence[str], limit: int) -> list[AnyFact]:
    """The newest facts of a customer's file since an instant, newest first; of all who are shown in it."""
    whose = aliases.members(db, customer_id)
    asked = {"whose": whose, "since": since.timestamp(), "kinds": kinds, "most": limit}
    return _decoded(db.execute(_OF_CUSTOMER, asked))


def _insert(db: Connection, facts: Sequence[StoredFact]) -> set[FactId]:
    if not facts:
        return set()
    known = _known(db, [one.id for one in facts])
    statement = insert(fact)
    from_server = statement.excluded.order.is_not(None)
    learnt: dict[str, Any] = {
        name: case((from_server, statement.excluded[name]), else_=fact.c[name]) for name in ("hlc", "device", "body")
    }
    learnt["order"] = func.coalesce(statement.excluded.order, fact.c.order)
    db.execute(statement.on_conflict_do_update(index_elements=["id"], set_=learnt), [_row(one) for one in facts])
    outbox.note_stamp(db, max(one.hlc for one in facts))
    project(db, [(one.subject_id, one.kind) for one in facts])
    return {one.id for one in facts} - known


def project(db: Connection, told: Sequence[tuple[str, str]]) -> None:
    """Bring what is folded from facts up to date with these, which are in the store: subject and kind of each."""
    touched = {subject for subject, kind in told if kind in tickets.KINDS}
    tickets.project(db, touched, partial(of_subject, db))
    cases = {subject for subject, kind in told if kind in reviews.KINDS}
    reviews.project(db, cases, partial(of_subject, db))
    if files := [(subject, kind) for subject, kind in told if kind in aliases.KINDS]:
        aliases.project(db, files, partial(of_subjects, db))


def _known(db: Connection, ids: list[FactId]) -> set[FactId]:
    known: set[FactId] = set()
    for part in statements.in_parts(ids):
        known.update(FactId(found) for found in db.scalars(select(fact.c.id).where(fact.c.id.in_(part))))
    return known


def _stored(made: AnyFact, customer_id: str) -> StoredFact:
    return StoredFact(
        id=made.id,
        subject_id=made.subject_id,
        customer_id=customer_id,
        kind=kind_of(made.body),
        hlc=made.hlc,
        at=made.at,
        by=made.by,
        device=made.device,
        body=encode_body(made.body),
        order=made.order,
    )


def _row(one: StoredFact) -> dict[str, Any]:
    return msgspec.structs.asdict(one) | {"at": one.at.timestamp()}


def _read(row: Any) -> StoredFact:
    values = dict(row._mapping)
    return StoredFact(**(values | {"at": datetime.fromtimestamp(row.at, tz=UTC)}))


def _decoded(rows: Iterable[Any]) -> list[AnyFact]:
    found = []
    for row in rows:
        body = decode_body(row.body)
        if body is not None:
            found.append(
                Fact(
                    id=row.id,
                    subject_id=row.subject_id,
                    hlc=row.hlc,
                    at=datetime.fromtimestamp(row.at, tz=UTC),
                    by=row.by,
                    device=row.device,
                    body=body,
                    order=row.order,
                )
            )
    return found
