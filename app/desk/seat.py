"""Who sits here, with what in reach: what every room of the desk needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from app.catalogue import AnyFact
from app.clock import Clock
from app.customer.record import Agent, view
from app.fact import Fact
from app.ids import AgentId, DeviceId, FactId, new_id
from app.pack.model import Pack
from app.store import records
from app.store.database import Store


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What an operation changed, told once; a view redraws only if concerned. ``by`` is who did it: desk or centre."""

    by: str
    tickets: frozenset[str] = frozenset()
    customers: frozenset[str] = frozenset()


@dataclass
class Seat:
    """One agent at one device.

    ``slot`` is the device's number in ticket numbers; ``zone`` the calendar zone that wall times are shown in;
    ``on_changes`` is told after each change, on the thread that made it.
    """

    store: Store
    clock: Clock
    pack: Pack
    agent: Agent
    device: DeviceId
    slot: int
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    area_code: str | None = None
    on_changes: Callable[[Changes], None] = lambda _changes: None

    @property
    def agent_id(self) -> AgentId:
        """The staff number of whoever sits here."""
        return AgentId(self.agent.agent_id)

    def today(self) -> date:
        """The day in the desk's zone."""
        return self.clock.now().astimezone(self.zone).date()

    def fact(self, subject_id: str, body: object, *, fact_id: str | None = None) -> AnyFact:
        """Something this agent just did, ready to be kept. ``fact_id`` where two places may find the same thing."""
        return Fact(
            id=FactId(fact_id or new_id()),
            subject_id=subject_id,
            hlc=self.clock.stamp(),
            at=self.clock.now(),
            by=self.agent_id,
            device=self.device,
            body=body,
        )

    def colleagues(self) -> dict[str, Agent]:
        """Everybody by staff number, for names instead of numbers."""
        with self.store.read() as db:
            found = [view(record, Agent) for record in records.all_of(db, "agent")]
        return {agent.agent_id: agent for agent in found} | {self.agent.agent_id: self.agent}
