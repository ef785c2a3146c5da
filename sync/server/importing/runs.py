"""How far a file has been read in: one row a run, moved on in the transaction of each chunk."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from sync.server.bulk import insert_many
from sync.server.changelog import read_heads
from sync.server.importing.entry import Reject
from sync.server.importing.faults import RunError
from sync.server.importing.mapping import Mapping
from sync.server.importing.opening import Opened
from sync.server.importing.plan import Counts
from sync.server.scope import feeds_of_row
from sync.server.tables import import_reject, import_run, secret

RUNNING = "running"
DONE = "done"
LAST = "last"


class Run(msgspec.Struct, frozen=True):
    """A run as the database knows it: ``rows_done`` rows of the file are in, or set aside."""

    id: str
    rows_done: int
    counts: Counts


def run_id(opened: Opened, kind: str, mapping: Mapping, sheet: str | None) -> str:
    """The same file, read the same way, is the same run, whatever it is called."""
    parts = [opened.digest, opened.encoding, kind, sheet or "", msgspec.json.encode(mapping).hex()]
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def begin(
    connection: Connection, id_: str, *, kind: str, source: str, file: Path, now: datetime, restart: bool = False
) -> Run:
    """Begin a run, or go on with one that was interrupted.

    A finished run is begun anew: what is in already will not change. ``restart`` begins an interrupted one anew too.
    """
    known = _lock(connection, id_)
    if known is not None and known.state == RUNNING and not restart:
        return Run(id_, known.rows_done, _counts(known))
    values = {"kind": kind, "source": source, "file_name": file.name[:256], "state": RUNNING}
    fresh = {**values, "started_at": now, "updated_at": now, "rows_done": 0, **msgspec.structs.asdict(Counts())}
    fresh["feed_head"] = read_heads(connection).get(feeds_of_row(kind, "")[0], 0)
    if known is None:
        connection.execute(insert(import_run).values(id=id_, **fresh))
    else:
        forget_rejects(connection, id_)
        connection.execute(update(import_run).where(import_run.c.id == id_).values(**fresh))
    return Run(id_, 0, Counts())


def check_place(connection: Connection, run: Run) -> None:
    """Lock the run, first of all locks of a chunk.

    Raises:
        RunError: another process reads the same file in.
    """
    known = _lock(connection, run.id)
    if known is None or known.state != RUNNING or known.rows_done != run.rows_done:
        raise RunError("另一个进程正在导入同一个文件，这一次停下；已经导入的都在")


def move_on(
    connection: Connection, run: Run, *, rows_done: int, counts: Counts, rejects: Sequence[Reject], now: datetime
) -> Run:
    """Note a chunk: how far the file is read now, what became of its rows, which were set aside."""
    total = msgspec.structs.replace(run.counts)
    total.add(counts)
    insert_many(connection, import_reject, [_reject_row(run.id, one) for one in rejects])
    done = update(import_run).where(import_run.c.id == run.id)
    connection.execute(done.values(rows_done=rows_done, updated_at=now, **msgspec.structs.asdict(total)))
    return Run(run.id, rows_done, total)


def began_at(connection: Connection, name: str) -> int | None:
    """Where the feed was when a run began: ``name`` is its id, or ``last`` for the one that began last."""
    own = import_run.c
    wanted = select(own.feed_head).order_by(own.started_at.desc()).limit(1)
    found = connection.execute(wanted if name == LAST else wanted.where(own.id == name)).scalar_one_or_none()
    return None if found is None else int(found)


def finish(connection: Connection, id_: str, now: datetime) -> None:
    """The file is read to its end, and the rows set aside are in their file: they need not be kept here."""
    forget_rejects(connection, id_)
    connection.execute(update(import_run).where(import_run.c.id == id_).values(state=DONE, updated_at=now))


def forget_rejects(connection: Connection, id_: str) -> None:
    """Delete the rows a run has set aside."""
    connection.execute(delete(import_reject).where(import_reject.c.run_id == id_))


def read_rejects(connection: Connection, id_: str, after: int, limit: int) -> list[Reject]:
    """The next rows a run has set aside, in the order of the file."""
    own = import_reject.c
    wanted = select(own.row_no, own.line, own.column, own.reason, own.cells)
    wanted = wanted.where(own.run_id == id_, own.row_no > after).order_by(own.row_no).limit(limit)
    return [Reject(*row) for row in connection.execute(wanted)]


def count_reasons(connection: Connection, id_: str) -> list[tuple[str, str, int]]:
    """Column, reason and how many rows, the most frequent first."""
    own = import_reject.c
    many = func.count()
    wanted = select(own.column, own.reason, many).where(own.run_id == id_).group_by(own.column, own.reason)
    return [(row[0], row[1], row[2]) for row in connection.execute(wanted.order_by(many.desc()))]


def read_secret(connection: Connection) -> str:
    """What ids are derived with at this centre."""
    return str(connection.execute(select(secret.c.value).where(secret.c.name == "ids")).scalar_one())


def _lock(connection: Connection, id_: str) -> Any:
    return connection.execute(select(import_run).where(import_run.c.id == id_).with_for_update()).one_or_none()


def _counts(row: Any) -> Counts:
    return Counts(*(getattr(row, name) for name in Counts.__struct_fields__))


def _reject_row(id_: str, one: Reject) -> dict[str, Any]:
    row = msgspec.structs.asdict(one)
    # A NUL fits neither into a PostgreSQL text nor into anybody's editor; JSON writes it as an escape.
    return {"run_id": id_, "row_no": row.pop("row"), **row, "column": one.column[:256]}
