"""Fields that two desks wrote differently: kept for the centre, and told to every desk that reads the record's feed.

The verdict reaches only the desk that pushed; the one whose value gave way may be another (`sync.md` §3.13).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from app.ids import new_id
from app.record import Record
from sync.protocol import CONFLICT
from sync.server.bulk import insert_many
from sync.server.plan import Disagreement
from sync.server.session import Caller
from sync.server.tables import conflict


def keep_conflicts(
    connection: Connection, caller: Caller, found: Sequence[Disagreement], now: datetime
) -> list[Record]:
    """Write conflicts down inside the transaction that found them.

    Returns:
        The records that tell of them; the caller saves them and moves their pointers.
    """
    ids = [new_id() for _ in found]
    insert_many(connection, conflict, [_row(id_, one, caller, now) for id_, one in zip(ids, found, strict=True)])
    return [_told(id_, one, now) for id_, one in zip(ids, found, strict=True)]


def _row(id_: str, one: Disagreement, caller: Caller, now: datetime) -> dict[str, Any]:
    return {
        **msgspec.structs.asdict(one.conflict),
        "id": id_,
        "entity": one.op.patch.entity,
        "row_id": one.op.patch.row_id,
        "op_id": one.op.op_id,
        "by": caller.agent_id,
        "device": caller.device,
        "at": now,
        "state": "open",
    }


def _told(id_: str, one: Disagreement, now: datetime) -> Record:
    fields = {
        **msgspec.structs.asdict(one.conflict),
        "entity": one.op.patch.entity,
        "row_id": one.op.patch.row_id,
        "mine_by": one.op.by,
        "theirs_by": one.theirs_by,
        "at": now.isoformat(),
    }
    return Record(id=id_, entity=CONFLICT, owner_id=one.owner_id, rev=1, fields=fields)
