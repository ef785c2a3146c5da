"""Signing in: one password check, slowed down where somebody guesses, without letting guesses keep the owner out."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, String, bindparam, delete, select, text, update

from app.errors import ProtocolError, SignInError
from app.ids import AgentId, DeviceId
from sync.protocol import SignedIn, SignInRequest
from sync.server.accounts import Passwords, find_account, keep_hash, password_hash_of
from sync.server.checking import is_id
from sync.server.database import write
from sync.server.errors import ThrottledError
from sync.server.migrate import read_epoch
from sync.server.session import is_at_home, open_session
from sync.server.tables import Instant, sign_in_attempt

FREE_ATTEMPTS = 5
"""Wrong passwords before the first wait; from then on each doubles it, beginning with one second."""

LONGEST_WAIT_AT_HOME = timedelta(seconds=30)
"""At a device where this agent has signed in before: long enough against guessing, short enough to sit out."""

LONGEST_WAIT = timedelta(minutes=15)
"""At all other devices together: device ids are free to invent, so they count as one place."""

_STRANGE_PLACES = "*"
_COUNT = text(
    "INSERT INTO sign_in_attempt (agent_id, place, failed_count, locked_until) VALUES (:agent_id, :place, 1, :now) "
    "ON CONFLICT (agent_id, place) DO UPDATE SET failed_count = sign_in_attempt.failed_count + 1 "
    "RETURNING failed_count"
).bindparams(bindparam("now", type_=Instant))
_DEVICE = text(
    "INSERT INTO device (device_id, slot, user_id, name, last_seq, seen_at, skew_ms) "
    "SELECT :id, coalesce(max(slot), 0) + 1, :agent, :name, 0, :now, 0 FROM device WHERE true "
    "ON CONFLICT (device_id) DO UPDATE "
    "SET user_id = excluded.user_id, name = excluded.name, seen_at = excluded.seen_at RETURNING slot"
).bindparams(bindparam("id", type_=String), bindparam("now", type_=Instant))
"""Makes a device known with a slot of its own. Two new ones at once want the same: one of them is tried again."""


def sign_in(engine: Engine, passwords: Passwords, request: SignInRequest, now: datetime) -> SignedIn:
    """Open a session for somebody at a device.

    An attempt is counted as failed *before* the password is looked at, and taken back when it was right: a hundred
    attempts at once get no more guesses than a hundred in a row. No transaction is open while Argon2 works.

    Raises:
        SignInError: wrong number or password (which of the two is not told).
        ThrottledError: too many wrong passwords at this place.
        ProtocolError: a malformed number or device id.
    """
    if not is_id(request.device) or not is_id(request.agent_id) or len(request.agent_id) > 64:
        raise ProtocolError("工号或设备号的格式不对")
    known = write(engine, lambda connection: _book_attempt(connection, request.agent_id, request.device, now))
    if not passwords.is_right(known, request.password) or known is None:
        raise SignInError("工号或密码不对")
    better = passwords.hash(request.password) if passwords.is_outdated(known) else None
    return write(engine, lambda connection: _welcome(connection, request, better, now))


def _book_attempt(connection: Connection, agent_id: AgentId, device: DeviceId, now: datetime) -> str | None:
    """Count an attempt at this place and return the hash to compare with (None: nobody has this number)."""
    known = password_hash_of(connection, agent_id)
    if known is None:
        return None
    at_home = is_at_home(connection, agent_id, device)
    place = device if at_home else _STRANGE_PLACES
    _count(connection, agent_id, place, now, LONGEST_WAIT_AT_HOME if at_home else LONGEST_WAIT)
    return known


def _count(connection: Connection, agent_id: AgentId, place: str, now: datetime, longest: timedelta) -> None:
    """Count first: that locks the place's row, so attempts at once look at the wait one after another."""
    failed = int(connection.execute(_COUNT, {"agent_id": agent_id, "place": place, "now": now}).scalar_one())
    here = (sign_in_attempt.c.agent_id == agent_id) & (sign_in_attempt.c.place == place)
    locked_until = connection.execute(select(sign_in_attempt.c.locked_until).where(here)).scalar_one()
    if locked_until > now:
        raise ThrottledError(math.ceil((locked_until - now).total_seconds()))
    if failed >= FREE_ATTEMPTS:
        wait = min(timedelta(seconds=2 ** min(failed - FREE_ATTEMPTS, 20)), longest)
        connection.execute(update(sign_in_attempt).where(here).values(locked_until=now + wait))


def _welcome(connection: Connection, request: SignInRequest, better: str | None, now: datetime) -> SignedIn:
    """Take the attempt back, make the device known and open the session."""
    account = find_account(connection, request.agent_id)
    if account is None or not account.active:
        raise SignInError("工号或密码不对")
    _forgive(connection, request.agent_id, request.device)
    if better is not None:
        keep_hash(connection, request.agent_id, better)
    name = "".join(letter for letter in request.device_name if letter.isprintable())[:128]
    known = {"id": request.device, "agent": account.agent_id, "name": name, "now": now}
    slot = int(connection.execute(_DEVICE, known).scalar_one())
    token, expires_at = open_session(connection, account.agent_id, request.device, now)
    return SignedIn(
        token=token,
        expires_at=expires_at,
        agent_id=account.agent_id,
        name=account.name,
        team=account.team,
        role=account.role,
        extension=account.extension,
        queues=account.queues,
        epoch=read_epoch(connection),
        now=now,
        slot=slot,
    )


def _forgive(connection: Connection, agent_id: AgentId, device: DeviceId) -> None:
    """The owner is here: this place starts anew. Guesses at strange places go on counting, unless this is one."""
    place = device if is_at_home(connection, agent_id, device) else _STRANGE_PLACES
    connection.execute(
        delete(sign_in_attempt).where(sign_in_attempt.c.agent_id == agent_id, sign_in_attempt.c.place == place)
    )
