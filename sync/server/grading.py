"""Tiers at the centre: customers put where the pack's rules say, some hundred at a time (`mission-rows.md` D06, D07).

The rules, the ids of the log entries and the view of merged files are the desks': both find the same, once. A pass
that was stopped is begun again, or goes on ``after`` the last customer it came to; who is graded already stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import Connection, Engine, Select, func, select

from app.catalogue import AnyFact
from app.oneid.facts import MERGES
from app.oneid.fold import Links, fold_merges
from app.oneid.view import cleared_source, merged_record, once_each
from app.pack.model import Pack
from app.record import EMPTY, FieldMeta, Record
from app.stamp import stamp_at
from app.tier.model import Tiers
from app.tier.regrade import Regrading, inputs_of_file, regrade
from sync.server.checking import ZONE
from sync.server.database import reading, write
from sync.server.facts import CENTRE, stated_here
from sync.server.importer import import_records
from sync.server.rows import FACT_COLUMNS, facts_about, in_chunks, known_fact, lock_records, read_files, wire_fact
from sync.server.scope import feeds_of_row
from sync.server.tables import fact, feed, feed_row, record
from sync.server.tickets import folded

CHUNK = 500
MOST_NAMED = 20
"""Customers that are named who could not be graded; of more only the number is told."""
SOURCE = "rules"
"""Where a graded field's value comes from, in its meta; the same as at a desk."""
COUNTED = timedelta(days=30)
_TICKETS = ("ticket_opened", "ticket_linked")


class Graded(msgspec.Struct, kw_only=True):
    """What a pass came to. ``schemes`` counts the changes per scheme; ``last`` is the customer it went on to.

    ``aside`` counts customers whose file could not be graded and stays as it is; ``aside_ids`` names the first of them.
    """

    dry_run: bool
    customers: int = 0
    changed: int = 0
    schemes: dict[str, int] = {}
    last: str = ""
    aside: int = 0
    aside_ids: list[str] = []

    def set_aside(self, ids: Sequence[str]) -> None:
        """These could not be graded."""
        self.aside += len(ids)
        self.aside_ids += ids[: MOST_NAMED - len(self.aside_ids)]


class _Change(msgspec.Struct, frozen=True):
    """One customer's: ``rows`` are the records that change, whole."""

    regrading: Regrading
    rows: list[Record]
    facts: list[AnyFact]


def grade_customers(
    engine: Engine,
    pack: Pack,
    *,
    clock: Callable[[], datetime],
    since: int | None = None,
    after: str = "",
    dry_run: bool = False,
    say: Callable[[Graded], None] = lambda _: None,
) -> Graded:
    """Put customers where the rules say, each change in the record and in the log.

    Nothing is locked while the rules are held against a part; where something changes they are held against it once
    more in the transaction that writes it.

    Args:
        engine: the centre's database, in its newest form.
        pack: whose tiers.
        clock: the time, UTC.
        since: only customers of whose files a row has moved past this position of the feed; None: all.
        after: only customers with greater ids: goes on with a pass that was stopped.
        dry_run: change nothing.
        say: is told after each part.
    """
    done = Graded(dry_run=dry_run, last=after)
    with reading(engine) as snapshot:
        links = _links(snapshot)
    for ids in _customers(engine, since, after):
        survivors = sorted({links.survivor(one) for one in ids})
        with reading(engine) as snapshot:
            part = _Part(snapshot, pack, links, clock())
            found = part.changes(survivors)
        done.set_aside(part.aside)
        if found and not dry_run:
            found = write(engine, _writer(pack, links, sorted(found), clock))
        done.customers += len(survivors)
        done.changed += len(found)
        for change in found.values():
            for entry in change.regrading.log.values():
                done.schemes[entry.scheme] = done.schemes.get(entry.scheme, 0) + 1
        done.last = ids[-1]
        say(done)
    return done


def count_customers(engine: Engine, since: int | None = None, after: str = "") -> int:
    """How many a pass will go through, for a progress bar."""
    wanted = _wanted(since, after).subquery()
    with reading(engine) as snapshot:
        return int(snapshot.execute(select(func.count()).select_from(wanted)).scalar_one())


def _writer(
    pack: Pack, links: Links, ids: Sequence[str], clock: Callable[[], datetime]
) -> Callable[[Connection], dict[str, _Change]]:
    def work(connection: Connection) -> dict[str, _Change]:
        now = clock()
        lock_records(connection, {member for one in ids for member in _members(links, one)})
        found = _Part(connection, pack, links, now).changes(ids)
        rows = [row for change in found.values() for row in change.rows]
        facts = [one for change in found.values() for one in change.facts]
        import_records(connection, rows, facts, now=now, source=SOURCE)
        return found

    return work


def _members(links: Links, survivor: str) -> tuple[str, ...]:
    group = links.group(survivor)
    return (survivor,) if group is None else group.members


class _Part:
    """Some hundred customers as one connection sees them."""

    def __init__(self, connection: Connection, pack: Pack, links: Links, now: datetime) -> None:
        self._connection, self._links, self._now = connection, links, now
        self._tiers: Tiers = pack.tiers
        self._pack = pack.edition
        self._day: date = now.astimezone(ZONE).date()
        self.aside: list[str] = []

    def changes(self, survivors: Sequence[str]) -> dict[str, _Change]:
        """What changes, by survivor."""
        together = {one: _members(self._links, one) for one in survivors}
        everybody = sorted({member for members in together.values() for member in members})
        files = read_files(self._connection, everybody, ("customer", "holding"))
        contacts, complaints = self._contacts(everybody), self._complaints(everybody)
        found: dict[str, _Change] = {}
        for survivor, members in together.items():
            counts = {
                "contacts": sum(contacts.get(one, 0) for one in members),
                "complaints": sum(complaints.get(one, 0) for one in members),
            }
            file = [row for one in members for row in files.get(one, ())]
            try:
                change = self._change(survivor, file, counts)
            except Exception:  # noqa: BLE001 -- pure and of one file: whatever is wrong with it must not stop the others
                self.aside.append(survivor)  # no log of the error: its text may hold what stands in the file
                continue
            if change is not None:
                found[survivor] = change
        return found

    def _change(self, survivor: str, file: Sequence[Record], counts: Mapping[str, int]) -> _Change | None:
        customers = {one.id: one for one in file if one.entity == "customer" and not one.deleted}
        shown = merged_record(customers.values(), self._links.group(survivor))
        if shown is None:
            return None
        customer = shown.record
        held = once_each([one for one in file if one.entity == "holding"], "number")
        inputs = inputs_of_file(customer, held, counts, self._day)
        change = regrade(customer, inputs, self._tiers, pack=self._pack, day=self._day)
        if not change.fields:
            return None
        rows: dict[str, Record] = {}
        for name, value in change.fields.items():
            home = shown.home_of(name)
            before = rows.get(home) or customers[home]
            group = self._links.group(survivor)
            source = cleared_source(SOURCE, group) if group is not None and value in EMPTY else SOURCE
            meta = {**before.meta, name: FieldMeta(rev=0, device=CENTRE, hlc=stamp_at(self._now), source=source)}
            rows[home] = msgspec.structs.replace(before, fields={**before.fields, name: value}, meta=meta)
        facts = [stated_here(id_, customer.id, body, self._now) for id_, body in change.log.items()]
        return _Change(change, [*rows.values()], facts)

    def _contacts(self, ids: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for part in in_chunks(ids):
            wanted = select(fact.c.customer_id, func.count()).where(
                fact.c.customer_id.in_(part), fact.c.kind == "contact_made", fact.c.at >= self._now - COUNTED
            )
            found.update((row[0], row[1]) for row in self._connection.execute(wanted.group_by(fact.c.customer_id)))
        return found

    def _complaints(self, ids: Sequence[str]) -> dict[str, int]:
        subjects: set[str] = set()
        for part in in_chunks(ids):
            wanted = select(fact.c.subject_id).where(fact.c.customer_id.in_(part), fact.c.kind.in_(_TICKETS))
            subjects.update(self._connection.scalars(wanted))
        found: dict[str, int] = {}
        for facts in facts_about(self._connection, subjects).values():
            ticket = folded(facts)
            if ticket is not None and ticket.kind == "complaint" and ticket.state != "closed":
                owner = str(ticket.customer_id or "")
                found[owner] = found.get(owner, 0) + 1
        return found


def _links(connection: Connection) -> Links:
    rows = connection.execute(select(*FACT_COLUMNS).where(fact.c.kind.in_(MERGES)))
    return fold_merges([known for row in rows if (known := known_fact(wire_fact(row))) is not None])


def _wanted(since: int | None, after: str) -> Select[tuple[str]]:
    customers = select(record.c.id).where(record.c.entity == "customer", ~record.c.deleted, record.c.id > after)
    if since is None:
        return customers
    home = feeds_of_row("customer", "")[0]
    moved = (
        select(record.c.owner_id)
        .join(feed_row, feed_row.c.row_id == record.c.id)
        .join(feed, feed.c.feed_id == feed_row.c.feed_id)
        .where(feed.c.key == home, feed_row.c.pos > since)
    )
    return customers.where(record.c.id.in_(moved))


def _customers(engine: Engine, since: int | None, after: str) -> Iterator[Sequence[str]]:
    with reading(engine) as snapshot:
        # The ids alone: a million of them take 100 MB, and what joins meanwhile is graded by whoever brings it.
        ids = [*snapshot.scalars(_wanted(since, after).order_by(record.c.id))]
    yield from in_chunks(ids, CHUNK)
