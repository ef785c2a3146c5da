"""How often somebody guessed: counted before the guess is looked at, so that two at once count twice."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, delete, text, update

from sync.server.errors import TooOftenError
from sync.server.tables import Instant, secret_attempt

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANTS = tuple(bindparam(name, type_=Instant) for name in ("now", "stale", "never"))
_COUNT = (
    text(
        "INSERT INTO secret_attempt (scope, key, failed, since, locked_until) VALUES (:scope, :key, 1, :now, :never) "
        "ON CONFLICT (scope, key) DO UPDATE SET "
        "failed = CASE WHEN secret_attempt.since <= :stale THEN 1 ELSE secret_attempt.failed + 1 END, "
        "since = CASE WHEN secret_attempt.since <= :stale THEN :now ELSE secret_attempt.since END "
        "RETURNING failed, locked_until"
    )
    .bindparams(*_INSTANTS)
    .columns(locked_until=Instant)
)


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """So many wrong guesses within ``window`` lock for ``lock``; ``words`` say whom, with ``{0}`` for the minutes."""

    scope: str
    most: int
    window: timedelta
    lock: timedelta
    words: str


def count(connection: Connection, limit: Limit, key: str, now: datetime) -> int:
    """Book one guess: it is wrong until :func:`forgive` takes it back. How many are left after it.

    The statement locks the row: others wait here until this transaction is over.

    Raises:
        TooOftenError: locked; says for how long. The guess is not counted then.
    """
    given = {"scope": limit.scope, "key": key, "now": now, "stale": now - limit.window, "never": _NEVER}
    row = connection.execute(_COUNT, given).one()
    if row.locked_until > now:
        minutes = max(1, math.ceil((row.locked_until - now).total_seconds() / 60))
        raise TooOftenError(limit.words.format(minutes))
    if row.failed >= limit.most:
        locked = {"locked_until": now + limit.lock, "failed": 0, "since": now}
        connection.execute(update(secret_attempt).where(_here(limit, key)).values(**locked))
    return max(0, limit.most - int(row.failed))


def forgive(connection: Connection, limit: Limit, key: str) -> None:
    """It was right: whoever guessed is the owner, and all is forgotten."""
    connection.execute(delete(secret_attempt).where(_here(limit, key)))


def take_back(connection: Connection, limit: Limit, key: str) -> None:
    """That one was right: one guess less, the wrong ones before stay. A lock that it set itself goes."""
    none_left = (secret_attempt.c.failed == 0) & _here(limit, key)
    connection.execute(update(secret_attempt).where(none_left).values(failed=limit.most, locked_until=_NEVER))
    connection.execute(update(secret_attempt).where(_here(limit, key)).values(failed=secret_attempt.c.failed - 1))


def _here(limit: Limit, key: str) -> ColumnElement[bool]:
    return (secret_attempt.c.scope == limit.scope) & (secret_attempt.c.key == key)
