"""One import from the file to the summary: chunk by chunk, each in one transaction, resumable at any of them."""

from __future__ import annotations

import gc
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine

from app.privacy.policy import NO_POLICY, PrivacyPolicy
from app.review.policy import DEFAULT_POLICY, QualityPolicy
from sync.server.database import open_database, reading, write
from sync.server.importing import rejects, runs
from sync.server.importing.chunks import ChunkTaker
from sync.server.importing.faults import FileError
from sync.server.importing.feeding import WORTH_A_PROCESS, Job, feed
from sync.server.importing.mapping import Mapping, check_columns, today_of, usual_columns
from sync.server.importing.masked import masks_of
from sync.server.importing.opening import Opened, open_file, open_table
from sync.server.importing.plan import Counts
from sync.server.importing.progress import Progress
from sync.server.importing.table import Table
from sync.server.migrate import migrate

CHUNK_ROWS = {"postgresql": 4_000, "sqlite": 1_000}
"""Rows a transaction. SQLite lets nobody else write meanwhile: a tenth of a second. PostgreSQL holds the feed's head
only at the end."""

COLLECT_EVERY = 64
"""Chunks between two looks for values that go round in circles."""

REST_S = 0.02
"""Between two chunks on SQLite, so that a desk that waits to write has its turn."""

_QUOTED = re.compile(r"“[^”]*”")
MOST_REASONS = 50


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asked for; see the command's help."""

    kind: str
    file: Path
    mapping: Mapping | None = None
    source: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    rejects: Path | None = None
    dry_run: bool = False
    restart: bool = False
    quiet: bool = False


class Summary(msgspec.Struct, kw_only=True):
    """What became of the file.

    ``run`` names the run; ``reasons`` are (column, reason, rows); ``resumed_at`` rows were in before this run.
    """

    run: str
    kind: str
    file: str
    source: str
    dry_run: bool
    rows: int
    counts: Counts
    resumed_at: int
    unknown_columns: list[str]
    reasons: list[tuple[str, str, int]]
    rejects_file: str
    seconds: float
    rows_per_second: int


def import_file(
    engine: Engine,
    wish: Wish,
    *,
    clock: Callable[[], datetime],
    say: Callable[[str], None],
    quality: QualityPolicy = DEFAULT_POLICY,
    privacy: PrivacyPolicy = NO_POLICY,
) -> Summary:
    """Read a file in.

    Args:
        engine: the centre's database, in its newest form.
        wish: what to read, and how.
        clock: the time, UTC.
        say: is told what a person should know meanwhile.
        quality: the pack's rules: whose word counts, and which contradictions people have to look at.
        privacy: the pack's rules: how fields look masked, which is never taken for a value.

    Raises:
        FileError: the file cannot be read, or not to its end; what was taken before stays taken.
        RunError: another process reads the same file in.
    """
    began = time.monotonic()
    opened = open_file(wish.file, wish.encoding)
    table = open_table(opened, wish.sheet)
    mapping = _mapping(wish, table.names)
    unknown = check_columns(wish.file.name, wish.kind, mapping, table.names)
    if unknown:
        say(f"有 {len(unknown)} 列没有对应的项，不导入：{'、'.join(unknown[:20])}")
    if mapping.verified_on > today_of(clock()):
        raise FileError(wish.file.name, f"对应表里的 verified_on（{mapping.verified_on}）晚于今天")
    with reading(engine) as snapshot:
        secret = runs.read_secret(snapshot)
    with _target(engine, dry_run=wish.dry_run) as target:
        run = write(target, lambda connection: _begin(connection, wish, opened, mapping, clock()))
        if run.rows_done:
            say(f"上次导入停在第 {run.rows_done:,} 行之后，从那里继续")
        job = Job(
            opened=opened,
            sheet=wish.sheet,
            kind=wish.kind,
            mapping=mapping,
            secret=secret,
            now=clock(),
            chunk_rows=CHUNK_ROWS[target.dialect.name],
            skip=run.rows_done,
            masks=masks_of(privacy, wish.kind),
        )
        taker = ChunkTaker(target, job, table.names, clock, quality=quality, behind=engine if wish.dry_run else None)
        with _without_gc():
            finished = _read_all(taker, job, table, run, quiet=wish.quiet)
        return _end(target, wish, job, table.names, unknown, finished, began, clock)


def _begin(connection: Connection, wish: Wish, opened: Opened, mapping: Mapping, now: datetime) -> runs.Run:
    id_ = runs.run_id(opened, wish.kind, mapping, wish.sheet)
    source = mapping.source
    return runs.begin(connection, id_, kind=wish.kind, source=source, file=wish.file, now=now, restart=wish.restart)


def _mapping(wish: Wish, names: list[str]) -> Mapping:
    mapping = wish.mapping or Mapping(columns=usual_columns(wish.kind, names))
    return msgspec.structs.replace(mapping, source=wish.source) if wish.source else mapping


@contextmanager
def _target(engine: Engine, *, dry_run: bool) -> Iterator[Engine]:
    """Where to write: the centre's database, or for a rehearsal an empty one that is thrown away."""
    if not dry_run:
        yield engine
        return
    with empty_database() as rehearsal:
        yield rehearsal


@contextmanager
def empty_database() -> Iterator[Engine]:
    """A database in its newest form with nothing in it, thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="shouwen-rehearsal-") as folder:
        engine = open_database(f"sqlite:///{Path(folder) / 'rehearsal.sqlite3'}")
        try:
            migrate(engine)
            yield engine
        finally:
            engine.dispose()


@contextmanager
def _without_gc() -> Iterator[None]:
    """Chunks are tens of thousands of values without circles: looking for some takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_all(taker: ChunkTaker, job: Job, table: Table, run: runs.Run, *, quiet: bool) -> runs.Run:
    height = getattr(table, "height", job.opened.lines)
    apart = job.opened.lines - run.rows_done > WORTH_A_PROCESS
    rest = REST_S if taker.rests else 0.0
    with (
        closing(feed(job, table, taker.way, apart=apart)) as chunks,
        Progress(height, run.rows_done, quiet=quiet) as progress,
    ):
        for number, chunk in enumerate(chunks, 1):
            run = taker.take(run, chunk)
            if number % COLLECT_EVERY == 0:
                gc.collect()
            progress.at(run.rows_done)
            time.sleep(rest)
    return run


def _end(
    target: Engine,
    wish: Wish,
    job: Job,
    names: list[str],
    unknown: list[str],
    run: runs.Run,
    began: float,
    clock: Callable[[], datetime],
) -> Summary:
    """Write the rejects file, then let go of the rows in it."""
    with reading(target) as snapshot:
        reasons = runs.count_reasons(snapshot, run.id)
    path = wish.rejects
    if run.counts.rejected and (path is not None or not wish.dry_run):
        path = path or rejects.default_path(wish.file)
        rejects.write_rejects(target, run.id, names, path)
    write(target, lambda connection: runs.finish(connection, run.id, clock()))
    seconds = time.monotonic() - began
    return Summary(
        run=run.id,
        kind=wish.kind,
        file=wish.file.name,
        source=job.source,
        dry_run=wish.dry_run,
        rows=run.counts.rows,
        counts=run.counts,
        resumed_at=job.skip,
        unknown_columns=unknown,
        reasons=_grouped(reasons),
        rejects_file=str(path) if run.counts.rejected and path else "",
        seconds=round(seconds, 3),
        rows_per_second=round((run.counts.rows - job.skip) / max(seconds, 0.001)),
    )


def _grouped(reasons: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """By reason, without what a cell said: that may be a person's."""
    grouped: Counter[tuple[str, str]] = Counter()
    for column, reason, many in reasons:
        grouped[column, _QUOTED.sub("“…”", reason)] += many
    return [(column, reason, many) for (column, reason), many in grouped.most_common(MOST_REASONS)]
