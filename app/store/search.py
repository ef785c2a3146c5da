"""Customers by what an agent types: a name or a part of it, the tail of a number, any number whole.

Nothing of what is typed is ever read as a query language: every word goes in quoted, and what comes back is held
against the record itself before it counts. Looks at a bounded number of candidates, so that a search for 张 among a
million customers does not stand in front of a ringing call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select, text, tuple_

from app.customer.hit import Closeness, File, SearchHit, Term, find_in, terms_of
from app.customer.record import ContactPoint, Holding
from app.record import Record
from app.store.schema import lookup, record, ticket

MOST_HITS = 20
CANDIDATES = 80
"""How many rows one look into the index may bring."""

_fields = msgspec.json.Decoder(dict[str, Any]).decode
_BY_WORDS = text("SELECT owner_id FROM search WHERE search MATCH :query LIMIT :most")
_KEY_KINDS = ("customer_no", "holding", "id_number")


def find(db: Connection, words: str, *, e164: str | None = None, most: int = MOST_HITS) -> tuple[SearchHit, ...]:
    """Whom these words mean, the surest first; several words narrow it down.

    Args:
        db: the store.
        words: what was typed, whatever it is.
        e164: the same read as a telephone number, or None where it is none.
        most: how many hits at most.
    """
    terms = terms_of(words)
    if not terms:
        return ()
    seen: set[str] = set()
    found: list[tuple[Closeness, SearchHit]] = []
    for owners in _owners(db, _leading(terms), e164):
        files = _files(db, [owner for owner in dict.fromkeys(owners) if owner not in seen])
        seen.update(owners)
        found += [hit for file in files if (hit := find_in(file, terms, e164))]
        if len(found) >= most:
            break
    found.sort(key=lambda hit: (hit[0], hit[1].name, hit[1].customer_no, hit[1].customer_id))
    return tuple(hit for _closeness, hit in found[:most])


def _leading(terms: Sequence[Term]) -> Term:
    """The word that leaves the fewest candidates: numbers before names, long before short."""
    return max(terms, key=lambda term: (any(c.isdigit() for c in term.folded), len(term.folded)))


def _owners(db: Connection, term: Term, e164: str | None) -> Iterator[list[str]]:
    """Whose files are worth a look, in steps from sure to vague. The next step is taken only where it is needed."""
    yield [*_with_key(db, term, e164), *_with_ticket(db, term, whole=True)]
    yield _with_words(db, " OR ".join(_quoted(words) for words in dict.fromkeys((term.typed, term.folded))))
    if not term.is_number:
        yield _with_words(db, _quoted(" ".join(term.folded)))
    if term.is_mixed:
        yield [*_with_words(db, f"{_quoted(term.typed)} *"), *_with_ticket(db, term, whole=False)]


def _with_key(db: Connection, term: Term, e164: str | None) -> list[str]:
    keys = [(kind, key) for kind in _KEY_KINDS for key in {term.typed, term.typed.upper()}]
    keys += [("phone", e164)] if e164 else []
    query = select(lookup.c.owner_id).where(tuple_(lookup.c.kind, lookup.c.key).in_(keys)).limit(CANDIDATES)
    return list(db.scalars(query))


def _with_ticket(db: Connection, term: Term, *, whole: bool) -> list[str]:
    number = term.typed.upper()
    named = ticket.c.number == number if whole else ticket.c.number.startswith(number, autoescape=True)
    query = select(ticket.c.customer_id).where(named, ticket.c.customer_id != "").limit(CANDIDATES)
    return list(db.scalars(query))


def _with_words(db: Connection, query: str) -> list[str]:
    return list(db.scalars(_BY_WORDS, {"query": query, "most": CANDIDATES}))


def _quoted(words: str) -> str:
    """One phrase of the index's language, whatever the words are."""
    return '"' + words.replace('"', '""') + '"'


def _files(db: Connection, owners: list[str]) -> list[File]:
    if not owners:
        return []
    columns = (record.c.id, record.c.owner_id, record.c.entity, record.c.fields)
    query = select(*columns).where(record.c.owner_id.in_(owners), ~record.c.deleted)
    rows: dict[str, dict[str, list[Record]]] = {owner: {} for owner in owners}
    for row in db.execute(query):
        one = Record(id=row.id, entity=row.entity, owner_id=row.owner_id, fields=_fields(row.fields))
        rows[row.owner_id].setdefault(row.entity, []).append(one)
    numbers: dict[str, list[str]] = {}
    wanted = select(ticket.c.customer_id, ticket.c.number).where(ticket.c.customer_id.in_(owners))
    for line in db.execute(wanted):
        numbers.setdefault(line.customer_id, []).append(line.number)
    return [
        File(
            customer=customer,
            phones=[msgspec.convert(one.fields, ContactPoint) for one in kinds.get("contact_point", ())],
            holdings=[msgspec.convert(one.fields, Holding) for one in kinds.get("holding", ())],
            tickets=numbers.get(owner, ()),
        )
        for owner, kinds in rows.items()
        for customer in kinds.get("customer", ())[:1]
    ]
