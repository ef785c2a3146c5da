"""One chunk, one transaction: plan it, write it, note how far the file is; all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime

from sqlalchemy import Connection, Engine, text

from app.review.policy import QualityPolicy
from sync.server.database import ATTEMPTS, reading, write
from sync.server.importing import runs
from sync.server.importing.books import Books
from sync.server.importing.chunk import Chunk
from sync.server.importing.creating import Maker
from sync.server.importing.feeding import Job, Way, entries_of, reader_of, row_reader
from sync.server.importing.fresh import NotFresh, write_fresh
from sync.server.importing.plan import Counts, Plan
from sync.server.importing.plan_customers import CustomersPlan
from sync.server.importing.plan_holdings import HoldingsPlan
from sync.server.importing.same import different_rows
from sync.server.importing.writing import Stale, write_plan

# A plan that PostgreSQL made while the table was empty would read all of it when it is full; and tables that have
# grown since it last looked at them seem small enough to be read whole, for every chunk again.
_BY_KEY = tuple(
    text(f"SET LOCAL {setting}")
    for setting in (
        "plan_cache_mode = force_custom_plan",
        "enable_seqscan = off",
        "enable_hashjoin = off",
        "enable_mergejoin = off",
    )
)
_MOSTLY = 0.7
"""The share of unchanged rows from which the database is asked first which rows differ."""
_COLUMNS = ("id_number", "customer_no", "number", "owner_key")


class ChunkTaker:
    """Takes the chunks of one run.

    Args:
        target: where to write.
        job: the run's file and mapping.
        names: the file's columns.
        clock: the time, UTC.
        quality: the pack's rules for contradictions.
        behind: for a rehearsal, the database it is rehearsed for, which is only read.
    """

    def __init__(
        self,
        target: Engine,
        job: Job,
        names: list[str],
        clock: Callable[[], datetime],
        *,
        quality: QualityPolicy,
        behind: Engine | None = None,
    ) -> None:
        # PostgreSQL has its quick ways; nothing is known yet of who is there.
        self._is_quick = target.dialect.name == "postgresql"
        self.way = Way("fresh" if self._is_quick else "entries")
        self.rests = target.dialect.name == "sqlite" and behind is None
        self._target = target
        self._behind = behind
        self._clock = clock
        self._quality = quality
        self._plan_of = CustomersPlan if job.kind == "customers" else HoldingsPlan
        self._maker = Maker(job.secret, job.source, job.now)
        reader = row_reader(job, names)
        self._entry_of = reader_of(job, names)
        self._columns = {field: reader.column_of(field) for field in _COLUMNS}

    def take(self, run: runs.Run, chunk: Chunk) -> runs.Run:
        """Take one chunk; planned again where somebody else wrote the same records meanwhile.

        Raises:
            RunError: another process reads the same file in.
        """
        if chunk.fresh is not None:
            try:
                return write(self._target, lambda connection: self._take_fresh(connection, run, chunk))
            except NotFresh:
                pass  # the slow way, which says what the next chunk is likely to be
        for attempt in range(ATTEMPTS):
            try:
                after = write(self._target, lambda connection: self._take(connection, run, chunk))
            except Stale:
                if attempt == ATTEMPTS - 1:
                    raise
            else:
                self._choose_way(run.counts, after.counts)
                return after
        raise AssertionError("unreachable")

    def _choose_way(self, before: Counts, after: Counts) -> None:
        """What this chunk was the next is likely to be."""
        rows, unchanged = after.rows - before.rows, after.unchanged - before.unchanged
        if not self._is_quick:
            return
        if after.created - before.created == rows:
            self.way.mode = "fresh"
        else:
            self.way.mode = "same" if unchanged > rows * _MOSTLY else "entries"

    def _take_fresh(self, connection: Connection, run: runs.Run, chunk: Chunk) -> runs.Run:
        assert chunk.fresh is not None  # noqa: S101 -- for mypy
        _begin(connection)
        runs.check_place(connection, run)
        write_fresh(connection, chunk.fresh)
        counts = Counts(created=chunk.last - run.rows_done - len(chunk.rejects), rejected=len(chunk.rejects))
        return runs.move_on(
            connection, run, rows_done=chunk.last, counts=counts, rejects=chunk.rejects, now=self._clock()
        )

    def _take(self, connection: Connection, run: runs.Run, chunk: Chunk) -> runs.Run:
        _begin(connection)
        runs.check_place(connection, run)
        with ExitStack() as stack:
            behind = [] if self._behind is None else [stack.enter_context(reading(self._behind))]
            plan = self._planned(Books(*behind, connection), chunk, connection)
        write_plan(connection, plan, self._clock(), rehearsed=self._behind is not None)
        return runs.move_on(
            connection, run, rows_done=chunk.last, counts=plan.counts, rejects=plan.rejects, now=self._clock()
        )

    def _planned(self, books: Books, chunk: Chunk, connection: Connection) -> Plan:
        same = chunk.same
        if same is not None:
            rest = different_rows(connection, same)
            plan: Plan = self._plan_of(books, self._maker, self._columns, self._quality)
            plan.take(entries_of(chunk, self._entry_of, rest), chunk.rejects)
            left = [id_ for row, id_ in zip(same.rows, same.ids, strict=True) if row not in rest]
            # A row that changes a record of which another row says what it says now: the later of them has to win.
            if plan.after.keys().isdisjoint(left):
                plan.counts.unchanged += len(left)
                return plan
        plan = self._plan_of(books, self._maker, self._columns, self._quality)
        plan.take(entries_of(chunk, self._entry_of), chunk.rejects)
        return plan


def _begin(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        for setting in _BY_KEY:
            connection.execute(setting)
