"""Who sits where: the agent of an extension and the queues an agent serves, as the accounts say."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec
from sqlalchemy import Connection, Engine, select

from app.ids import AgentId
from sync.server.database import reading
from sync.server.tables import user


class Seating(msgspec.Struct, frozen=True):
    """The seating at one instant. Of two agents with one extension the lower number has it."""

    by_extension: Mapping[str, AgentId] = {}
    queues: Mapping[AgentId, frozenset[str]] = {}


class Directory:
    """The seating for the exchanges, which ask on the event loop and must not wait: kept, and read anew by others."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seating = Seating()

    def refresh(self) -> None:
        """Read the accounts again. Blocks on the database."""
        with reading(self._engine) as snapshot:
            self._seating = read_seating(snapshot)

    def agent_at(self, extension: str) -> AgentId | None:
        """The agent at an extension, or None."""
        return self._seating.by_extension.get(extension)

    def queues_of(self, agent_id: AgentId) -> Collection[str] | None:
        """The queues an agent takes calls from; None if there is no such agent."""
        return self._seating.queues.get(agent_id)


def read_seating(connection: Connection) -> Seating:
    """The seating from the active accounts."""
    columns = select(user.c.agent_id, user.c.extension, user.c.queues)
    rows = connection.execute(columns.where(user.c.active).order_by(user.c.agent_id.desc())).all()
    return Seating(
        by_extension={row.extension: row.agent_id for row in rows if row.extension},
        queues={row.agent_id: frozenset(row.queues) for row in rows},
    )


def read_roles(connection: Connection) -> dict[str, str]:
    """The role of every active account now, by staff number."""
    rows = connection.execute(select(user.c.agent_id, user.c.role).where(user.c.active))
    return {row.agent_id: row.role for row in rows}
