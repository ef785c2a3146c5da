"""疑似重复 at the centre: what an import brings is held against what is here (D13). Links nobody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import msgspec
from sqlalchemy import Connection, Engine, select

from app.catalogue import AnyFact
from app.fact import Fact
from app.ids import AgentId, FactId
from app.oneid.facts import DuplicateSuspected, pair, suspicion_id
from app.oneid.matching import Person, candidates, person_of
from app.record import Record
from app.stamp import stamp_at
from sync.server.database import reading, write
from sync.server.importer import CENTRE, import_records
from sync.server.lookups import find_keys
from sync.server.rows import RECORD_COLUMNS, _record
from sync.server.tables import record

MOST_IN_BLOCK = 200
CHUNK = 500
Key = tuple[str, str]


class LookUp(Protocol):
    """Whose files stand under whole keys: pairs of kind (``phone``, ``birth_date`` …) and value."""

    def __call__(self, connection: Connection, keys: Collection[Key], most: int) -> Mapping[Key, Sequence[str]]:
        """At most ``most`` owners per key."""


class Looked(msgspec.Struct, kw_only=True):
    """How many customers were looked at, and how many suspected pairs are news."""

    customers: int = 0
    found: int = 0


def owners_of(connection: Connection, keys: Collection[Key], most: int) -> Mapping[Key, Sequence[str]]:
    """Whose files stand under these keys, by the centre's own table: the :class:`LookUp` of the centre."""
    found = find_keys(connection, keys)
    return {key: [one.owner_id for one in several[:most]] for key, several in found.items()}


def look_through(engine: Engine, clock: Callable[[], datetime], say: Callable[[Looked], None]) -> Looked:
    """Hold every customer against the others: after a large import, which does not do it by itself.

    Some hundred at a time, each in its own snapshot, and a short transaction only where something was found; stopped
    and run again it finds the same, once. ``say`` is told after each part.
    """
    looked = Looked()
    for ids in _customers(engine):
        with reading(engine) as snapshot:
            facts = suspect(snapshot, ids, owners_of, clock())
        looked.customers += len(ids)
        if facts:
            looked.found += write(engine, _keep(facts, clock()))
        say(looked)
    return looked


def _keep(facts: Sequence[AnyFact], now: datetime) -> Callable[[Connection], int]:
    return lambda connection: import_records(connection, (), facts, now=now).facts


def _customers(engine: Engine) -> Iterator[list[str]]:
    after = ""
    while True:
        query = select(record.c.id).where(record.c.entity == "customer", ~record.c.deleted, record.c.id > after)
        with reading(engine) as snapshot:
            ids = [*snapshot.scalars(query.order_by(record.c.id).limit(CHUNK))]
        if not ids:
            return
        yield ids
        after = ids[-1]


def suspect(connection: Connection, customer_ids: Iterable[str], look_up: LookUp, now: datetime) -> list[AnyFact]:
    """Who of these may be somebody who is here: facts with derived ids, for ``import_records(facts=…)`` to write.

    Args:
        customer_ids: those that were just written; any number, worked through in chunks.
        now: UTC.
    """
    ids = sorted(set(customer_ids))
    found: dict[str, AnyFact] = {}
    for start in range(0, len(ids), CHUNK):
        mine = _people(connection, ids[start : start + CHUNK])
        keys = {one: _keys(person) for one, person in mine.items()}
        owners = look_up(connection, {key for each in keys.values() for key in each}, MOST_IN_BLOCK)
        blocks = {one: {owner for key in each for owner in owners.get(key, ())} - {one} for one, each in keys.items()}
        others = _people(connection, sorted({owner for block in blocks.values() for owner in block}))
        for one, person in mine.items():
            for candidate in candidates(person, [others[other] for other in blocks[one] if other in others]):
                first, second = pair(one, candidate.customer_id)
                reasons = [*candidate.codes]
                body = DuplicateSuspected(one=first, other=second, reasons=reasons, score=candidate.score)
                made = _fact(body, now)
                found[made.id] = made
    return [*found.values()]


def _fact(body: DuplicateSuspected, now: datetime) -> AnyFact:
    return Fact(
        id=FactId(suspicion_id(body)),
        subject_id=body.one,
        hlc=stamp_at(now),
        at=now,
        by=AgentId("centre"),
        device=CENTRE,
        body=body,
    )


def _keys(person: Person) -> set[Key]:
    keys = {("phone", phone) for phone in person.phones}
    named = (("customer_no", person.customer_no), ("birth_date", person.birth_date), ("id_number", person.id_number))
    return keys | {(kind, key) for kind, key in named if key}


def _people(connection: Connection, ids: Sequence[str]) -> dict[str, Person]:
    files: dict[str, list[Record]] = {}
    wanted = record.c.entity.in_(("customer", "contact_point")) & ~record.c.deleted
    for start in range(0, len(ids), CHUNK):
        query = select(*RECORD_COLUMNS).where(record.c.owner_id.in_(ids[start : start + CHUNK]), wanted)
        for row in connection.execute(query):
            files.setdefault(row.owner_id, []).append(_record(row))
    return {
        owner: person_of(one, [each for each in file if each.entity == "contact_point"])
        for owner, file in files.items()
        for one in file
        if one.entity == "customer"
    }
