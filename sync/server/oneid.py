"""疑似重复 at the centre: what an import brings is held against what is here (D13). Links nobody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, Engine, select

from app.catalogue import AnyFact
from app.oneid.facts import DuplicateSuspected, pair, suspicion_id
from app.oneid.matching import Person, candidates, person_of
from sync.server.database import reading, write
from sync.server.facts import stated_here
from sync.server.importer import import_records
from sync.server.lookups import Key, find_keys
from sync.server.rows import read_files
from sync.server.tables import record

MOST_IN_BLOCK = 200
CHUNK = 500


class Looked(msgspec.Struct, kw_only=True):
    """How many customers were looked at, and how many suspected pairs are news."""

    customers: int = 0
    found: int = 0


def look_through(engine: Engine, clock: Callable[[], datetime], say: Callable[[Looked], None]) -> Looked:
    """Hold every customer against the others: after a large import, which does not do it by itself.

    Some hundred at a time, each in its own snapshot, and a short transaction only where something was found; stopped
    and run again it finds the same, once. ``say`` is told after each part.
    """
    looked = Looked()
    for ids in _customers(engine):
        with reading(engine) as snapshot:
            facts = suspect(snapshot, ids, clock())
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


def suspect(connection: Connection, customer_ids: Collection[str], now: datetime) -> list[AnyFact]:
    """Who of these may be somebody who is here: facts with derived ids, for ``import_records(facts=…)`` to write.

    Args:
        customer_ids: some hundred.
        now: UTC.
    """
    found: dict[str, AnyFact] = {}
    mine = _people(connection, sorted(customer_ids))
    keys = {one: _keys(person) for one, person in mine.items()}
    owners = find_keys(connection, {key for each in keys.values() for key in each})
    blocks = {
        one: {there.owner_id for key in each for there in owners.get(key, [])[:MOST_IN_BLOCK]} - {one}
        for one, each in keys.items()
    }
    others = _people(connection, sorted({owner for block in blocks.values() for owner in block}))
    for one, person in mine.items():
        for candidate in candidates(person, [others[other] for other in blocks[one] if other in others]):
            first, second = pair(one, candidate.customer_id)
            body = DuplicateSuspected(one=first, other=second, reasons=[*candidate.codes], score=candidate.score)
            made = stated_here(suspicion_id(body), first, body, now)
            found[made.id] = made
    return [*found.values()]


def _keys(person: Person) -> set[Key]:
    keys = {("phone", phone) for phone in person.phones}
    named = (("customer_no", person.customer_no), ("birth_date", person.birth_date), ("id_number", person.id_number))
    return keys | {(kind, key) for kind, key in named if key}


def _people(connection: Connection, ids: Sequence[str]) -> dict[str, Person]:
    files = read_files(connection, ids, ("customer", "contact_point"))
    return {
        owner: person_of(one, [each for each in file if each.entity == "contact_point"])
        for owner, file in files.items()
        for one in file
        if one.entity == "customer"
    }
