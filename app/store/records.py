"""Records in the store: found by exact keys, changed with an operation in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from app.customer.record import lookup_keys
from app.ids import AgentId, DeviceId
from app.record import Patch, Record, overlay
from app.store import aliases, index, metas, outbox, statements
from app.store.schema import alias, conflict, lookup, record

_encode = msgspec.json.Encoder().encode
_fields = msgspec.json.Decoder(dict[str, Any]).decode
_record = msgspec.json.Decoder(Record).decode
CONFLICT = "conflict"
"""The entity under which the centre tells every desk of a field with two values; kept apart, it is no customer data."""

_COLUMNS = (record.c.id, record.c.entity, record.c.owner_id, record.c.rev, record.c.fields, record.c.meta)
_ONE = select(*_COLUMNS).where(record.c.id == bindparam("row_id"), ~record.c.deleted)
_FILE = select(*_COLUMNS).where(record.c.owner_id.in_(bindparam("whose", expanding=True)), ~record.c.deleted)
_OF_KINDS = _FILE.where(record.c.entity.in_(bindparam("entities", expanding=True)))
_OWNERS = (
    select(func.coalesce(alias.c.survivor_id, lookup.c.owner_id))
    .select_from(lookup.outerjoin(alias, alias.c.customer_id == lookup.c.owner_id))
    .where(lookup.c.kind == bindparam("kind"), lookup.c.key == bindparam("key"))
    .distinct()
)
"""Made once, like the statements above: they are asked for every call that rings."""


def get(db: Connection, row_id: str) -> Record | None:
    """The record as the desk shows it, or None where it is unknown or deleted."""
    row = db.execute(_ONE, {"row_id": row_id}).first()
    return None if row is None else _read(row)


def owners_of(db: Connection, kind: str, key: str) -> list[str]:
    """Whose file a whole key belongs to: nobody's, one customer's, or several who share it.

    Customers who were merged count as the one in whose file they are shown.
    """
    return list(db.scalars(_OWNERS, {"kind": kind, "key": key}))


def file_of(db: Connection, owner_id: str) -> list[Record]:
    """Everything under one customer, the customer itself included, and under all who are shown as one with them."""
    return [_read(row) for row in db.execute(_FILE, {"whose": aliases.members(db, owner_id)})]


def of_owners(db: Connection, owner_ids: Sequence[str], entities: Sequence[str]) -> list[Record]:
    """Records of these entities in several customers' own files, each as it is."""
    return [_read(row) for row in db.execute(_OF_KINDS, {"whose": owner_ids, "entities": entities})]


def all_of(db: Connection, entity: str) -> list[Record]:
    """Every record of a small entity (agents)."""
    query = select(*_COLUMNS).where(record.c.entity == entity, ~record.c.deleted)
    return [_read(row) for row in db.execute(query)]


def change(db: Connection, patch: Patch, *, device: DeviceId, hlc: int, by: AgentId, now: float) -> None:
    """Change some fields here and now, and put the operation into the outbox: one transaction, both or neither."""
    row = db.execute(select(*_COLUMNS, record.c.shadow).where(record.c.id == patch.row_id)).first()
    before = None if row is None else _read(row)
    after = overlay(before, [patch], device=device)
    assert after is not None  # noqa: S101 -- an overlay of something is something
    _write(db, [(after, _shadow(before, None if row is None else row.shadow))])
    outbox.add_patch(db, patch, hlc=hlc, by=by, now=now)


def apply(db: Connection, rows: Sequence[Record], *, device: DeviceId) -> None:
    """Take rows as the server has them. A row with unsent changes keeps them on top (`sync.md` §3.8)."""
    _keep_conflicts(db, [row for row in rows if row.entity == CONFLICT])
    rows = [row for row in rows if row.entity != CONFLICT]
    pending = outbox.pending_patches(db, [row.id for row in rows])
    written: list[tuple[Record, bytes | None]] = []
    for row in rows:
        mine = pending.get(row.id)
        shown = overlay(row, mine, device=device) if mine else row
        assert shown is not None  # noqa: S101 -- a row is there
        written.append((shown, _encode(row) if mine else None))
    _write(db, written)


def settle(db: Connection, row_ids: Iterable[str], *, device: DeviceId) -> None:
    """After acknowledgements and refusals: show the server's row with what still waits on top.

    A row that the server never had, and of which nothing waits any more, was made by a refused change only: it goes.
    """
    wanted = list(row_ids)
    pending = outbox.pending_patches(db, wanted)
    unsettled = record.c.shadow.is_not(None) | (record.c.rev == 0)
    query = select(record.c.id, record.c.shadow).where(record.c.id.in_(wanted), unsettled)
    written: list[tuple[Record, bytes | None]] = []
    for row in db.execute(query).all():
        server = None if row.shadow is None else _record(row.shadow)
        mine = pending.get(row.id, [])
        shown = overlay(server, mine, device=device)
        if shown is None:
            _forget(db, row.id)
        else:
            written.append((shown, row.shadow if mine else None))
    _write(db, written)


def _shadow(before: Record | None, kept: bytes | None) -> bytes | None:
    """The server's image of a row that is about to be changed here; None where the server has never had it."""
    if kept is not None or before is None or before.rev == 0:
        return kept
    return _encode(before)


def _forget(db: Connection, row_id: str) -> None:
    owners = db.scalars(select(record.c.owner_id).where(record.c.id == row_id)).all()
    found_by = index.entries(db, owners)
    db.execute(delete(lookup).where(lookup.c.row_id == row_id))
    db.execute(delete(record).where(record.c.id == row_id))
    index.renew(db, owners, found_by)


def _write(db: Connection, rows: Sequence[tuple[Record, bytes | None]]) -> None:
    if not rows:
        return
    values = [
        {
            "id": row.id,
            "entity": row.entity,
            "owner_id": row.owner_id,
            "rev": row.rev,
            "fields": _encode(row.fields),
            "meta": metas.encode(row.meta, row.fields),
            "deleted": row.deleted,
            "shadow": shadow,
        }
        for row, shadow in rows
    ]
    known = _known(db, [row.id for row, _ in rows])
    owners = [row.owner_id for row, _ in rows]
    found_by = index.entries(db, owners)
    statements.put(db, record, values)
    _write_keys(db, [row for row, _ in rows], known)
    index.renew(db, owners, found_by)


def _write_keys(db: Connection, rows: Sequence[Record], known: set[str]) -> None:
    for row_id in known:
        db.execute(delete(lookup).where(lookup.c.row_id == row_id))
    keys = [
        {"kind": kind, "key": key, "row_id": row.id, "owner_id": row.owner_id}
        for row in rows
        for kind, key in lookup_keys(row)
    ]
    if keys:
        db.execute(insert(lookup).on_conflict_do_nothing(), keys)


def _known(db: Connection, row_ids: list[str]) -> set[str]:
    known: set[str] = set()
    for part in statements.in_parts(row_ids):
        known.update(db.scalars(select(record.c.id).where(record.c.id.in_(part))))
    return known


def _keep_conflicts(db: Connection, rows: Sequence[Record]) -> None:
    """Note the conflicts the centre tells of, each once, however often it comes."""
    gone = [row.id for row in rows if row.deleted]
    if gone:
        db.execute(delete(conflict).where(conflict.c.id.in_(gone)))
    values = [_conflict_row(row) for row in rows if not row.deleted]
    statements.put(db, conflict, values, newer=("body", "at"))


def _conflict_row(row: Record) -> dict[str, Any]:
    return {
        "id": row.id,
        "entity": row.fields["entity"],
        "row_id": row.fields["row_id"],
        "body": _encode(row.fields),
        "at": datetime.fromisoformat(row.fields["at"]).timestamp(),
        "state": "open",
    }


def open_conflicts(db: Connection) -> list[tuple[str, bytes]]:
    """Row id and JSON (field, base, mine, theirs, winner, who and when) of every conflict nobody has settled."""
    query = select(conflict.c.row_id, conflict.c.body).where(conflict.c.state == "open")
    return [(row.row_id, row.body) for row in db.execute(query)]


def count_open_conflicts(db: Connection) -> int:
    """How many fields have two values that nobody has chosen between."""
    return db.scalar(select(func.count()).where(conflict.c.state == "open")) or 0


def _read(row: Any) -> Record:
    fields = _fields(row.fields)
    return Record(
        id=row.id,
        entity=row.entity,
        owner_id=row.owner_id,
        rev=row.rev,
        fields=fields,
        meta=metas.decode(row.meta, fields),
    )
