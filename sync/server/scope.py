"""Who may see and change what: the one place that knows (`sync.md` §3.7).

For now every row is in the organisation's feed and every signed-in agent reads it. Scoped feeds come with roles; what
will change then is this file.
"""

from __future__ import annotations

from app.ids import AgentId
from sync.protocol import ORG_FEED

_KEPT_BY_ADMINISTRATORS = frozenset({"agent"})
_ADMINISTRATORS = frozenset({"admin", "supervisor"})


def feeds_of_row(entity: str, owner_id: str) -> tuple[str, ...]:  # noqa: ARG001 -- scoped feeds will need them
    """The feeds a row belongs to, its home feed first: that one gives facts their order."""
    return (ORG_FEED,)


def feeds_of_agent(agent_id: AgentId) -> tuple[str, ...]:  # noqa: ARG001 -- scoped feeds will need it
    """The feeds an agent reads."""
    return (ORG_FEED,)


def may_change(role: str, entity: str) -> bool:
    """Whether somebody of this role may change records of this entity."""
    return entity not in _KEPT_BY_ADMINISTRATORS or role in _ADMINISTRATORS
