"""The bare indexed lookup that pops and searches are held against: what the disk format allows."""

from __future__ import annotations

import random
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from app.store.database import Store
from tests.bench.furnish import KEY
from tests.bench.measure import timed


def phones(store: Store, count: int) -> list[str]:
    """So many customers' numbers, drawn from all over the store."""
    with store.read() as db:
        last = db.exec_driver_sql("SELECT max(n) FROM record").scalar() or 0
        query = (
            "SELECT json_extract(CAST(fields AS TEXT), '$.e164') FROM record WHERE entity = 'contact_point' AND n IN"
        )
        rng = random.Random(1)
        drawn = sorted(rng.sample(range(1, last + 1), min(last, count * 12)))
        found = list(db.exec_driver_sql(f"{query} ({','.join(map(str, drawn))})").scalars())
    rng.shuffle(found)
    return [found[at % len(found)] for at in range(count)]


def bare_lookups(path: Path, numbers: list[str]) -> list[float]:
    """One connection, one statement, nothing decoded. Times in ms."""
    connection = sqlcipher.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{KEY}'\"")
    query = (
        "SELECT record.fields FROM lookup JOIN record ON record.owner_id = lookup.owner_id"
        " WHERE lookup.kind = 'phone' AND lookup.key = ?"
    )
    times = [timed(lambda number=number: connection.execute(query, (number,)).fetchall()) for number in numbers]
    connection.close()
    return times
