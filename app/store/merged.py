"""Customers as they are shown: several files read as one where somebody merged them (D13)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from app.customer.record import Customer, view
from app.fact import Fact
from app.ids import FactId
from app.oneid.facts import MERGES
from app.oneid.fold import Group, Links
from app.oneid.matching import Person, person_of
from app.oneid.view import Shown, cleared_source, merged_record
from app.record import EMPTY, Record, Value
from app.store import aliases, drafts, facts, records, statements
from app.store.schema import fact, ticket

_COMPARED = ("customer", "contact_point")


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it is held against others, and the devices that set any of what is compared.

    ``is_masked``: the centre sent some of it only masked, so that this desk cannot see all that speaks for a pair.
    """

    person: Person
    devices: frozenset[str]
    is_masked: bool = False


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much stands in a file."""

    calls: int
    tickets: int
    open_tickets: int
    drafts: int


def shown(db: Connection, customer_id: str) -> Shown | None:
    """The customer's record as it is shown, out of every file that was merged with it; None where it is unknown."""
    return _as_one(db, customer_id, _rows(db, aliases.members(db, customer_id)))


def in_file(db: Connection, customer_id: str, file: Iterable[Record]) -> Shown | None:
    """The same out of :func:`records.file_of`, where that has been read anyhow."""
    return _as_one(db, customer_id, [one for one in file if one.entity == "customer"])


def name(db: Connection, customer_id: str) -> str:
    """What the customer is called as they are shown, "" where unknown."""
    found = shown(db, customer_id)
    return "" if found is None else view(found.record, Customer).name


def group(db: Connection, customer_id: str) -> Group | None:
    """With whom this customer is shown as one; None for most."""
    return aliases.group_of(db, customer_id, partial(facts.of_subjects, db))


def links(db: Connection, customer_id: str) -> Links:
    """The merges round this customer, undone ones too."""
    return aliases.links_of(db, customer_id, partial(facts.of_subjects, db))


def merge(db: Connection, merge_id: str) -> Fact[Any] | None:
    """A merge by the id of its fact."""
    known = facts.stored(db, [merge_id]).get(FactId(merge_id))
    if known is None or known.kind not in MERGES:
        return None
    return next((one for one in facts.of_subjects(db, [known.subject_id], MERGES) if one.id == merge_id), None)


def by_home(
    db: Connection, edited: Record, fields: dict[str, Value], source: str
) -> list[tuple[Record, dict[str, Value], str]]:
    """The rows to patch when these fields of a customer are edited as they are shown, each with its part and source.

    A field lives where its shown value is from, so that the edit is seen. One that is emptied is emptied there and
    nowhere else, so that the others have theirs again when the merge is taken back; its source says that what the
    others have is not to show through (:func:`app.oneid.view.cleared_source`).
    """
    if edited.entity != "customer" or len(together := aliases.members(db, edited.owner_id)) == 1:
        return [(edited, fields, source)]
    stored = {one.id: one for one in _rows(db, together)}
    rows = {**stored, edited.id: edited}  # as it was seen, for what it was based on; it may hold the others' values
    whole = group(db, edited.owner_id)
    seen = merged_record([*stored.values()], whole)
    parts: dict[tuple[str, str], dict[str, Value]] = {}
    for field, value in fields.items():
        home = edited.id if seen is None else seen.home_of(field)
        home = home if home in rows else edited.id
        others = value in EMPTY and any(
            row.fields.get(field) not in EMPTY for one, row in stored.items() if one != home
        )
        said = cleared_source(source, whole) if others and whole else source
        parts.setdefault((home, said), {})[field] = value
    return [(rows[row_id], part, said) for (row_id, said), part in parts.items()]


def compared(db: Connection, ids: Iterable[str]) -> dict[str, Compared]:
    """What of these files can be held against others; those that are not here are left out."""
    found: dict[str, list[Record]] = {}
    for part in statements.in_parts(sorted(set(ids))):
        for row in records.of_owners(db, part, _COMPARED):
            found.setdefault(row.owner_id, []).append(row)
    return {
        one: _compared(customer, file)
        for one, file in found.items()
        for customer in file
        if customer.entity == "customer"
    }


def counts(db: Connection, ids: Sequence[str]) -> Counts:
    """How much stands in the files of these customers themselves."""
    calls = select(func.count()).where(fact.c.customer_id.in_(ids), fact.c.kind == "call_handled")
    of_them = ticket.c.customer_id.in_(ids)
    return Counts(
        calls=db.scalar(calls) or 0,
        tickets=db.scalar(select(func.count()).where(of_them)) or 0,
        open_tickets=db.scalar(select(func.count()).where(of_them, ticket.c.state != "closed")) or 0,
        drafts=sum(1 for draft in drafts.open_drafts(db) if draft.touched and draft.customer_id in ids),
    )


def _rows(db: Connection, together: Iterable[str]) -> list[Record]:
    return [one for member in together if (one := records.get(db, member)) is not None]


def _as_one(db: Connection, customer_id: str, customers: Sequence[Record]) -> Shown | None:
    """Out of the ``customer`` records of a whole group; the merges are read only where there are several."""
    return merged_record(customers, group(db, customer_id) if len(customers) > 1 else None)


def _compared(customer: Record, file: list[Record]) -> Compared:
    points = [one for one in file if one.entity == "contact_point"]
    compared_fields = ("name", "birth_date", "id_number", "customer_no", "e164")
    seen = [row.meta[name] for row in file for name in compared_fields if name in row.meta]
    return Compared(
        person=person_of(customer, points),
        devices=frozenset(meta.device for meta in seen),
        is_masked=any(meta.masked for meta in seen),
    )
