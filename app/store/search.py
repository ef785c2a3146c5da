"""Customers by what an agent types: a name or its pinyin, a tail, any number whole or from one of its parts on.

Nothing of what is typed is ever read as a query language: every word goes in quoted, and what comes back is held
against the record itself before it counts. Looks at a bounded number of candidates, the best first (the index is in
the order of stars), so that a search for 张 among a million customers does not stand in front of a ringing call.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import Connection, select, text

from app.customer.hit import Closeness, SearchHit, find_in, is_named
from app.customer.query import TAIL, Term, joined, masked_id, terms_of
from app.ids import CustomerId
from app.privacy.masking import mask_phone
from app.store import aliases
from app.store.asked import Level, question
from app.store.candidates import files_of, lately_served, names_of, owners_in
from app.store.schema import lookup, search_part, ticket
from app.store.words import is_year

MOST_HITS = 20
CANDIDATES = 40
"""How many rows one look into the index may bring."""

_BY_WORDS = text("SELECT rowid FROM search WHERE search MATCH :query LIMIT :most")
_KEY_KINDS = ("customer_no", "holding", "id_number", "plate", "serial")
_LAST = "\U0010ffff"


def find(
    db: Connection, words: str, *, e164: str | None = None, agent: str = "", most: int = MOST_HITS
) -> tuple[SearchHit, ...]:
    """Whom these words mean, the surest first; several words narrow it down.

    Among those who are equally close, whom ``agent`` served lately comes first, then who has more stars.

    Args:
        db: the store.
        words: what was typed, whatever it is.
        e164: the same read as a telephone number, or None where it is none.
        agent: who is asking, "" for nobody in particular.
        most: how many hits at most.
    """
    terms = terms_of(words)
    if not terms:
        return ()
    lately = lately_served(db, agent) if agent and not any(term.has_digits for term in terms) else []
    ranks = set(lately)
    seen: set[str] = set()
    found: dict[str, tuple[_Rank, SearchHit]] = {}
    for step in _steps(db, terms, e164, lately):
        owners = [owner for owner in dict.fromkeys(step) if owner not in seen]
        seen.update(owners)
        for rank, hit in _hits(db, owners, terms, e164, ranks):
            kept = found.get(hit.customer_id)
            if kept is None or rank < kept[0]:
                found[hit.customer_id] = rank, hit
        if len(found) >= most:
            break
    return tuple(hit for _rank, hit in sorted(found.values(), key=_rank_of)[:most])


_Rank = tuple[Closeness, bool, int, str, str, str]


def _rank_of(one: tuple[_Rank, SearchHit]) -> _Rank:
    return one[0]


def _hits(
    db: Connection, owners: list[str], terms: Sequence[Term], e164: str | None, lately: Collection[str]
) -> Iterator[tuple[_Rank, SearchHit]]:
    """Who of these is meant. Who was merged into another's file is that other, under the name that was typed."""
    shown_in = aliases.resolve(db, owners) if owners else {}
    whole = joined(terms)
    for file in files_of(db, owners):
        if match := find_in(file, terms, e164) or (find_in(file, (whole,), e164) if whole else None):
            closeness, hit = match
            customer_id = CustomerId(shown_in.get(hit.customer_id, hit.customer_id))
            rank = (closeness, customer_id not in lately, -hit.stars, hit.name, hit.customer_no, customer_id)
            yield rank, msgspec.structs.replace(hit, customer_id=customer_id)


def _steps(db: Connection, terms: Sequence[Term], e164: str | None, lately: Sequence[str]) -> Iterator[Iterable[str]]:
    """Whose files are worth a look, in steps from sure to vague. The next step is taken only where it is needed."""
    numbers = [term for term in terms if term.has_digits]
    longest = max(numbers, key=lambda term: len(term.folded), default=None)
    asked = [one for one in (longest, joined(terms)) if one is not None]
    if asked:
        yield [owner for one in asked for owner in (*_with_key(db, one, e164), *_with_ticket(db, one))]
    yield [owner for owner, name in names_of(db, lately) if is_named(name, terms)] if lately else ()
    for level in Level:
        if query := question(terms, level):
            yield owners_in(db, db.scalars(_BY_WORDS, {"query": query, "most": CANDIDATES}))
        if level is Level.EXACT:
            begun = [one for one in asked if not is_year(one.folded)]
            begun += [term for term in terms if term.begins_plate and term not in begun]
            yield [owner for one in begun for owner in (*_with_part(db, one), *_with_ticket_begun(db, one))]


def _with_key(db: Connection, term: Term, e164: str | None) -> list[str]:
    keys = {kind: {term.typed, term.typed.upper(), term.folded.upper()} for kind in _KEY_KINDS}
    keys["id_masked"] = {masked_id(term)}
    if term.is_number:
        digits = term.folded.removeprefix("+")
        keys["phone"] = {f"+86{digits}", f"+{digits}", e164 or ""}
        keys["phone_masked"] = {mask_phone(e164)} if e164 else set()
    owners: list[str] = []
    for kind, wanted in keys.items():
        query = select(lookup.c.owner_id).where(lookup.c.kind == kind, lookup.c.key.in_(wanted)).limit(CANDIDATES)
        owners += db.scalars(query) if wanted else ()
    return owners


def _with_ticket(db: Connection, term: Term) -> list[str]:
    query = select(ticket.c.customer_id).where(ticket.c.number == term.typed.upper(), ticket.c.customer_id != "")
    return list(db.scalars(query.limit(CANDIDATES)))


def _with_ticket_begun(db: Connection, term: Term) -> list[str]:
    begun = term.typed.upper()
    if not term.is_mixed or len(term.folded) < TAIL:
        return []
    query = select(ticket.c.customer_id).where(
        ticket.c.number.between(begun, begun + _LAST), ticket.c.customer_id != ""
    )
    return list(db.scalars(query.limit(CANDIDATES)))


def _with_part(db: Connection, term: Term) -> list[str]:
    """By a number typed from the left of it or of one of its parts: as many as are asked for, then it stops reading."""
    if len(term.folded) < TAIL and not term.begins_plate:
        return []
    query = select(search_part.c.n).where(search_part.c.word.between(term.folded, term.folded + _LAST))
    return owners_in(db, db.scalars(query.limit(CANDIDATES)))
