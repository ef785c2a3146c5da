"""What an agent types → who is found, beside a bare indexed lookup (`dev.py bench search`)."""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence

import msgspec

from app.call.number import read_number
from app.store import records, search
from app.store.database import Store
from tests.bench.furnish import ME, furnished
from tests.bench.lookup import bare_lookups, phones
from tests.bench.measure import percentile, report, size_mb, timed

SIZES = (5_000, 100_000)
REPEATS = 60
_ALWAYS = (
    "张", "伟", "张伟", "zhangwei", "zhang wei", "zhangw", "zw", "z", "zh", "zhang", "li", "xian", "2025", "2603",
    "p2025", "qxzv", "没有此人", "9999999999",
)  # fmt: skip


def run(options: argparse.Namespace) -> None:
    """Every way of looking somebody up, in each size of store."""
    for customers in options.customers or SIZES:
        store = furnished(customers)
        try:
            _measure(store, customers, min(options.calls, REPEATS))
        finally:
            store.close()


def _measure(store: Store, customers: int, repeats: int) -> None:
    lookups = bare_lookups(store.path, phones(store, repeats))
    report("search", "lookup", lookups, customers=customers, store_mb=size_mb(store.path))
    limit = {"what": "bare lookup", "p50": round(percentile(lookups, 0.5), 3)}
    everything: list[float] = []
    for case, queries in _cases(store, repeats):
        found: list[int] = []
        times = [timed(_asking(store, words, found)) for words in queries]
        everything += times
        report("search", case, times, limit=limit, customers=customers, hits=round(sum(found) / len(found), 1))
    report("search", "search", everything, limit=limit, customers=customers)


def _asking(store: Store, words: str, found: list[int]) -> Callable[[], None]:
    def ask() -> None:
        e164 = read_number(words).e164
        with store.read() as db:
            found.append(len(search.find(db, words, e164=e164, agent=ME)))

    return ask


def _cases(store: Store, repeats: int) -> Iterator[tuple[str, Sequence[str]]]:
    """Fixed words are asked again and again, those of somebody are of another customer each time."""
    rng = random.Random(2)
    for words in _ALWAYS:
        yield words, [words] * repeats
    people = _people(store, repeats, rng)
    names = [one.name for one in people]
    policies = [number for one in people for number in one.held] or ["P-2025-0000-0000"]
    plates = [plate for one in people for plate in one.plates] or ["沪A12345"]
    tickets = _tickets(store, repeats)
    ways: dict[str, list[str]] = {
        "any whole name": names,
        "any sign of a name": [rng.choice(name) for name in names],
        "name and phone tail": [f"{one.name} {one.phone[-4:]}" for one in people],
        "common name and tail": [f"张伟 {one.phone[-4:]}" for one in people],
        "id tail": [one.id_number[-4:] for one in people],
        "six of an id": [one.id_number[-6:] for one in people],
        "whole id": [one.id_number for one in people],
        "phone tail": [one.phone[-4:] for one in people],
        "whole phone": [one.phone[3:] for one in people],
        "policy": policies,
        "policy without dashes": [number.replace("-", "") for number in policies],
        "part of a policy": [number[-9:-5] for number in policies],
        "policy begun": [number[: rng.randrange(4, len(number))] for number in policies],
        "customer number": [one.customer_no for one in people],
        "plate": plates,
        "part of a plate": [plate[2:] for plate in plates],
        "ticket": tickets,
        "ticket begun": [number[:9] for number in tickets],
    }
    for case, words in ways.items():
        yield case, [words[at % len(words)] for at in range(repeats)]


class _Person(msgspec.Struct):
    name: str
    id_number: str
    customer_no: str
    phone: str
    held: list[str]
    plates: list[str]


def _people(store: Store, count: int, rng: random.Random) -> list[_Person]:
    """So many customers from all over the store, with what they may be asked for."""
    found: list[_Person] = []
    with store.read() as db:
        last = db.exec_driver_sql("SELECT max(n) FROM record").scalar() or 0
        while len(found) < count:
            whose = "SELECT owner_id FROM record WHERE n = ?"
            owner = db.exec_driver_sql(whose, (rng.randrange(1, last + 1),)).scalar() or ""
            file = records.file_of(db, owner)
            of = {one.entity: one.fields for one in file}
            if {"customer", "contact_point"} <= of.keys():
                holdings = [one.fields for one in file if one.entity == "holding"]
                who = of["customer"]
                found.append(
                    _Person(
                        name=who["name"],
                        id_number=who["id_number"],
                        customer_no=who["customer_no"],
                        phone=of["contact_point"]["e164"],
                        held=[one["number"] for one in holdings],
                        plates=[one["attributes"]["plate"] for one in holdings if "attributes" in one],
                    )
                )
    return found


def _tickets(store: Store, count: int) -> list[str]:
    with store.read() as db:
        found = db.exec_driver_sql("SELECT number FROM ticket LIMIT ?", (count,)).scalars()
        return list(found) or ["ZX-261101-10000"]
