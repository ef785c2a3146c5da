"""What this desk did that the centre does not know yet.

An operation gets the next of a gapless row of numbers in the same transaction as the edit itself, so that neither is
ever without the other. It leaves only when a pull shows that the centre has it (`sync.md` §3.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from app.ids import AgentId, OpId, new_id
from app.record import Patch
from app.store import settings, statements
from app.store.schema import fact, outbox, outbox_done

KEEP_DONE_S = 7 * 24 * 3600.0
"""How long acknowledged operations are kept, for a server that lost its newest rows (`sync.md` §3.10)."""

_patch = msgspec.json.Decoder(Patch).decode


class Waiting(msgspec.Struct, frozen=True):
    """What waits: how many, since when (UTC seconds since 1970), and how many the centre refused."""

    count: int
    oldest: float | None
    refused: int


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One operation in the outbox. ``patch`` is None for a fact, whose row is named by ``row_id``."""

    seq: int
    op_id: OpId
    row_id: str
    hlc: int
    by: AgentId
    patch: Patch | None
    created_at: float
    state: str
    code: str
    reason: str


def add_patch(db: Connection, patch: Patch, *, hlc: int, by: AgentId, now: float) -> None:
    """Note a change of a record."""
    _add(db, kind="patch", row_id=patch.row_id, hlc=hlc, by=by, body=msgspec.json.encode(patch), now=now)


def add_fact(db: Connection, fact_id: str, *, hlc: int, by: AgentId, now: float) -> None:
    """Note a fact made here; its row is already in the store."""
    _add(db, kind="fact", row_id=fact_id, hlc=hlc, by=by, body=b"", now=now)


def _add(db: Connection, *, kind: str, row_id: str, hlc: int, by: AgentId, body: bytes, now: float) -> None:
    note_stamp(db, hlc)
    db.execute(
        insert(outbox).values(
            seq=settings.next_number(db, "outbox_seq"),
            op_id=new_id(),
            kind=kind,
            row_id=row_id,
            hlc=hlc,
            by=by,
            body=body,
            created_at=now,
            state="waiting",
            code="",
            reason="",
        )
    )


def waiting(db: Connection) -> Waiting:
    """What the status bar says."""
    count, oldest = db.execute(
        select(func.count(), func.min(outbox.c.created_at)).where(outbox.c.state == "waiting")
    ).one()
    refused = db.scalar(select(func.count()).where(outbox.c.state == "refused")) or 0
    return Waiting(count=count, oldest=oldest, refused=refused)


def last_stamp(db: Connection) -> int:
    """The highest HLC this desk has given or seen: the next one has to be higher, whatever the PC's clock says."""
    kept = settings.get(db, "hlc", int, 0)
    tables = (outbox, outbox_done) if kept else (outbox, outbox_done, fact)  # without a note: look once
    return max(kept, *(db.scalar(select(func.max(table.c.hlc))) or 0 for table in tables))


def note_stamp(db: Connection, stamp: int) -> None:
    """Remember the highest HLC: what was sent is forgotten after seven days, the order of things is not."""
    kept = settings.get(db, "hlc", int, 0)
    if stamp > kept:
        settings.put(db, "hlc", stamp if kept else max(stamp, last_stamp(db)))


def next_batch(db: Connection, limit: int, most_bytes: int | None = None) -> list[Entry]:
    """The oldest operations that wait, in order; at least one, however large it is.

    Args:
        db: the store.
        limit: how many at most.
        most_bytes: how many bytes their bodies may have together (`sync.md` R12); None: as many as they have.
    """
    size = (func.length(outbox.c.body) + func.coalesce(func.length(fact.c.body), 0)).label("size")
    query = (
        select(*outbox.c, size)
        .join(fact, (fact.c.id == outbox.c.row_id) & (outbox.c.kind == "fact"), isouter=True)
        .where(outbox.c.state == "waiting")
        .order_by(outbox.c.seq)
        .limit(limit)
    )
    batch: list[Entry] = []
    total = 0
    for row in db.execute(query):
        total += row.size
        if batch and most_bytes is not None and total > most_bytes:
            break
        batch.append(_entry(row))
    return batch


def refused(db: Connection) -> list[Entry]:
    """The operations the centre did not take: 待处理."""
    query = select(outbox).where(outbox.c.state == "refused").order_by(outbox.c.seq)
    return [_entry(row) for row in db.execute(query)]


def answer(db: Connection, seqs: Sequence[int]) -> None:
    """The centre has these. They stay in sight until a pull covers them, so that nothing flickers."""
    _set(db, seqs, state="answered")


def refuse(db: Connection, seq: int, code: str, reason: str) -> None:
    """The centre will not take this one: set aside with the reason; the others go on."""
    _set(db, [seq], state="refused", code=code, reason=reason)


def finish(db: Connection, last_seq: int, now: float) -> list[str]:
    """A pull has reached the head and covers everything up to ``last_seq``: file it away.

    Returns:
        The rows that were waiting for it.
    """
    where = (outbox.c.state == "answered") & (outbox.c.seq <= last_seq)
    done = db.execute(select(outbox).where(where)).all()
    if done:
        names = ("seq", "op_id", "kind", "row_id", "hlc", "by", "body")
        kept = [{name: getattr(row, name) for name in names} | {"acknowledged_at": now} for row in done]
        db.execute(insert(outbox_done).prefix_with("OR REPLACE"), kept)
        db.execute(delete(outbox).where(where))
    db.execute(delete(outbox_done).where(outbox_done.c.acknowledged_at < now - KEEP_DONE_S))
    return [row.row_id for row in done if row.kind == "patch"]


def offer_again(db: Connection, expected: int) -> None:
    """The centre misses everything from ``expected`` on (restored from a backup, or another one): send it again.

    What was filed away in the last seven days comes back; operation ids stay, so what it does have is not done twice.
    Numbers are given anew from ``expected``, without a gap, whatever has been forgotten in between.
    """
    again = db.execute(select(outbox_done).where(outbox_done.c.seq >= expected)).all()
    open_ones = db.execute(select(outbox).order_by(outbox.c.seq)).all()
    names = ("op_id", "kind", "row_id", "hlc", "by", "body")
    rows = [
        {name: getattr(row, name) for name in names}
        | {"created_at": row.acknowledged_at, "state": "waiting", "code": "", "reason": ""}
        for row in sorted(again, key=lambda row: row.seq)
    ]
    kept = {row["op_id"] for row in rows}
    rows += [
        {name: getattr(row, name) for name in (*names, "created_at", "state", "code", "reason")}
        for row in open_ones
        if row.op_id not in kept
    ]
    db.execute(delete(outbox))
    db.execute(delete(outbox_done).where(outbox_done.c.seq >= expected))
    to_send = [row for row in rows if row["state"] != "refused"]
    set_aside = [row for row in rows if row["state"] == "refused"]
    for number, row in enumerate(to_send):
        db.execute(insert(outbox).values(row | {"seq": expected + number, "state": "waiting"}))
    for number, row in enumerate(set_aside):  # these are not sent: any number that is nobody else's
        db.execute(insert(outbox).values(row | {"seq": -1 - number}))
    settings.put(db, "outbox_seq", expected + len(to_send) - 1)


def forget_done_patches(db: Connection) -> None:
    """This desk may hold less from now on: forget what acknowledged changes of records said.

    The centre is the same and has them all. What has not been sent yet stays, whatever it says.
    """
    db.execute(delete(outbox_done).where(outbox_done.c.kind == "patch"))


def pending_patches(db: Connection, row_ids: Iterable[str]) -> dict[str, list[Patch]]:
    """The unsent changes of these rows, oldest first. Refused ones are no longer shown on top."""
    wanted = set(row_ids)
    found: dict[str, list[Patch]] = {}
    query = select(outbox.c.row_id, outbox.c.body).where(outbox.c.kind == "patch", outbox.c.state != "refused")
    for row in db.execute(query.order_by(outbox.c.seq)):
        if row.row_id in wanted:
            found.setdefault(row.row_id, []).append(_patch(row.body))
    return found


def _set(db: Connection, seqs: Sequence[int], **values: Any) -> None:
    for part in statements.in_parts(seqs):
        db.execute(update(outbox).where(outbox.c.seq.in_(part)).values(**values))


def _entry(row: Any) -> Entry:
    return Entry(
        seq=row.seq,
        op_id=row.op_id,
        row_id=row.row_id,
        hlc=row.hlc,
        by=row.by,
        patch=_patch(row.body) if row.kind == "patch" else None,
        created_at=row.created_at,
        state=row.state,
        code=row.code,
        reason=row.reason,
    )
