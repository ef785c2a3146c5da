"""Sessions: a random token in the desk's memory, its SHA-256 in the database, twelve hours, one agent at one device."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, delete, insert, select

from app.ids import AgentId, DeviceId
from sync.server.errors import SessionExpiredError
from sync.server.tables import session, user

LIFETIME = timedelta(hours=12)
KEPT_AFTER_EXPIRY = timedelta(days=30)
"""How long an expired session still says that this agent is at home at that device."""


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who is asking: a signed-in agent at a device, until ``expires_at`` (UTC)."""

    agent_id: AgentId
    device: DeviceId
    name: str
    team: str
    role: str
    extension: str
    queues: list[str]
    expires_at: datetime


def open_session(connection: Connection, agent_id: AgentId, device: DeviceId, now: datetime) -> tuple[str, datetime]:
    """A new session.

    Returns:
        The token (256 random bits, told once) and the instant it expires (UTC).
    """
    token = secrets.token_urlsafe(32)
    expires_at = now + LIFETIME
    connection.execute(delete(session).where(session.c.expires_at < now - KEPT_AFTER_EXPIRY))
    connection.execute(
        insert(session).values(
            token_sha256=_digest(token), agent_id=agent_id, device_id=device, created_at=now, expires_at=expires_at
        )
    )
    return token, expires_at


def find_caller(connection: Connection, token: str, now: datetime) -> Caller:
    """Whose token this is. The look-up by digest tells an attacker's stopwatch nothing about the token.

    Raises:
        SessionExpiredError: unknown, over, or the account was closed.
    """
    wanted = (
        select(
            session.c.agent_id,
            session.c.device_id.label("device"),
            session.c.expires_at,
            user.c.name,
            user.c.team,
            user.c.role,
            user.c.extension,
            user.c.queues,
        )
        .join(user, user.c.agent_id == session.c.agent_id)
        .where(session.c.token_sha256 == _digest(token), session.c.expires_at > now, user.c.active)
    )
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise SessionExpiredError("登录已过期，请重新登录；未发送的内容都还在")
    return Caller(**row._mapping)


def is_at_home(connection: Connection, agent_id: AgentId, device: DeviceId) -> bool:
    """Whether this agent has signed in at this device before."""
    known = select(session.c.agent_id).where(session.c.agent_id == agent_id, session.c.device_id == device).limit(1)
    return connection.execute(known).first() is not None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
