"""Writing a plan: new records as one stream, changed ones by their revision, then the feeds' heads, last of all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from sync.server.bulk import copy_many, copy_stream
from sync.server.changelog import Pointer, join_many
from sync.server.facts import Moves, join_facts, settle
from sync.server.importing.contradictions import contradictions_of
from sync.server.importing.entry import NewRow
from sync.server.importing.fresh import LOOKUP, RECORD, lookup_lines, lookups_of, record_lines
from sync.server.importing.plan import Plan
from sync.server.rows import lock_records, read_facts, save_records
from sync.server.scope import feeds_of_row
from sync.server.tables import lookup, record


class Stale(Exception):  # noqa: N818 -- it says what it is
    """A record was changed by somebody else since the plan was made: plan again."""


def write_plan(connection: Connection, plan: Plan, now: datetime, *, rehearsed: bool = False) -> None:
    """Write what a plan says. Locks: changed records by id, new ones by id, the feeds' heads.

    ``now`` is UTC; ``rehearsed``: into a database that need not have what changes.

    Raises:
        Stale: nothing is written; roll back and plan again.
        IntegrityError: somebody else was first to create one of the new records; the same.
    """
    locked = lock_records(connection, plan.after.keys())
    if not rehearsed and any(locked[id_].rev != plan.before[id_].rev for id_ in plan.after):
        raise Stale
    save_records(connection, plan.after.values(), locked)
    if plan.new:
        _create(connection, [plan.new[id_] for id_ in sorted(plan.new)])
    joining: dict[str, list[tuple[str, str]]] = {}
    for row in plan.new.values():
        for feed in feeds_of_row(row.entity, row.owner_id):
            joining.setdefault(feed, []).append((row.id, row.entity))
    join_many(connection, joining)
    moves: Moves = {}
    for one in plan.after.values():
        for feed in feeds_of_row(one.entity, one.owner_id):
            moves.setdefault(feed, []).append(Pointer(one.id, one.entity, one.rev))
    _keep_contradictions(connection, plan, moves, now)


def _keep_contradictions(connection: Connection, plan: Plan, moves: Moves, now: datetime) -> None:
    """Move the feeds, with the contradictions that are new; a fact's order is its place in its feed."""
    facts = contradictions_of(plan.differences, plan.quality, now)
    there = read_facts(connection, facts.keys())
    fresh = [fact for id_, fact in facts.items() if id_ not in there]
    join_facts(moves, fresh)
    settle(connection, moves, fresh)


def _create(connection: Connection, rows: list[NewRow]) -> None:
    keys = lookups_of(rows)
    if connection.dialect.name == "postgresql":
        copy_stream(connection, record, RECORD, record_lines(rows))
        copy_stream(connection, lookup, LOOKUP, lookup_lines(keys))
        return
    records = [(one.id, one.entity, one.owner_id, 1, one.fields, one.meta, False) for one in rows]
    copy_many(connection, record, RECORD, records)
    copy_many(connection, lookup, LOOKUP, keys)
