"""Showing one whole value to one person, with a reason: on record before it leaves (`mission-rows.md` F01, F06).

The value travels in the answer's body only, never in an address or a log. What is on record names who, when, which
field of whom and why, and is a fact like any other: every desk and every report sees it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, Engine, select

from app.errors import RefusedError
from app.ids import AgentId
from app.privacy.facts import ValueRevealed
from app.privacy.policy import PrivacyPolicy
from app.privacy.reveal import Revealed, RevealRequest, value_at, why_not
from sync.server.checking import is_id
from sync.server.database import write
from sync.server.errors import NotFoundError, TooOftenError
from sync.server.facts import settle_alone, stated_by
from sync.server.rows import RECORD_COLUMNS
from sync.server.session import Caller
from sync.server.tables import REVEALED, fact, record, user

WINDOW = timedelta(hours=1)


def _pass_through(connection: Connection, agent_id: AgentId, most: int, now: datetime) -> None:
    """Let one more be shown, if there have been fewer than ``most`` in this hour by what is on record.

    What is on record outlives a restart and is one for all processes of the centre; the lock on the account keeps two
    that come at once in a row. What a desk showed by itself is its own doing and does not count.
    """
    connection.execute(select(user.c.agent_id).where(user.c.agent_id == agent_id).with_for_update())
    lately = fact.c.at > now - WINDOW
    wanted = select(fact.c.at, fact.c.body).where(REVEALED, fact.c.by == agent_id, lately)
    passed = sorted(row.at for row in connection.execute(wanted) if not _is_offline(row.body))
    if len(passed) >= most:
        minutes = max(1, round((passed[-most] + WINDOW - now).total_seconds() / 60))
        raise TooOftenError(f"一小时内最多查看 {most} 次完整内容，已经用完；{minutes} 分钟后可以再看，急用请找班长")


def _is_offline(body: str) -> bool:
    return msgspec.json.decode(body, type=ValueRevealed).offline


class Shown(msgspec.Struct, frozen=True):
    """The value for the one who asked, and the new heads of the feeds that the record of it moved."""

    revealed: Revealed
    heads: dict[str, int]


def reveal(engine: Engine, caller: Caller, policy: PrivacyPolicy, request: RevealRequest, now: datetime) -> Shown:
    """Show a field's whole value to somebody whose role may ask for it, and keep that they did: one transaction.

    Raises:
        RefusedError: the policy does not allow it, or no reason was given; says what to do.
        TooOftenError: more often than the policy allows.
        NotFoundError: no such record, or the field is empty.
    """
    return write(engine, lambda connection: _reveal(connection, caller, policy, request, now))


def _reveal(
    connection: Connection,
    caller: Caller,
    policy: PrivacyPolicy,
    request: RevealRequest,
    now: datetime,
) -> Shown:
    wanted = select(*RECORD_COLUMNS).where(record.c.id == request.row_id, ~record.c.deleted)
    row = connection.execute(wanted).one_or_none() if is_id(request.row_id) else None
    if row is None:
        raise NotFoundError("中心没有这条资料，可能已被删除或合并；请刷新后再试")
    refusal = why_not(
        policy, caller.role, row.entity, request.field, reason=request.reason, note=request.note, online=True
    )
    if refusal is not None:
        raise RefusedError(refusal)
    value = value_at(row.fields, request.field)
    if not value:
        raise NotFoundError("这一项在中心也是空的")
    _pass_through(connection, caller.agent_id, policy.hourly, now)
    body = ValueRevealed(
        row_id=request.row_id,
        field=request.field,
        reason=request.reason,
        note=request.note.strip(),
        seconds=policy.seconds,
    )
    made = stated_by(caller, row.owner_id, row.owner_id, body, now)
    settled = settle_alone(connection, made)
    return Shown(Revealed(value=value, seconds=policy.seconds, fact_id=made.id, at=now), settled.heads)
