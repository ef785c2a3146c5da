"""A desk without a window or a centre, for tests about who is who."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.customer.record import Agent
from app.desk import Changes, Desk, Seat
from app.ids import DeviceId, new_id
from app.pack.model import Pack
from app.record import Patch, Record
from app.store import records
from app.store.database import Store
from sync.hlc import DeskClock

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
WORDS = {"source": {"counter": "柜面", "agent": "坐席登记"}}


class Sitting:
    """An agent at a desk whose clock can be put forward."""

    def __init__(
        self,
        store: Store,
        device: str = "pc-1",
        *,
        clock: DeskClock | None = None,
        by: str = "A1027",
        role: str = "agent",
        pack: Pack | None = None,
    ) -> None:
        self.now = NOON
        self.told: list[Changes] = []
        self.clock = clock or DeskClock(wall=lambda: self.now, monotonic=self._seconds)
        self.seat = Seat(
            store=store,
            clock=self.clock,
            pack=pack or Pack(name="t", version="1", title="t", labels=WORDS),
            agent=Agent(agent_id=by, name="周雨桐", role=role),
            device=DeviceId(device),
            slot=1,
            on_changes=self.told.append,
        )
        self.desk = Desk(self.seat)
        self.merging = self.desk.merging

    def _seconds(self) -> float:
        return self.now.timestamp()

    def days_later(self, days: float) -> None:
        """Time passes."""
        self.now += timedelta(days=days)

    def customer(self, *phones: str, customer_id: str | None = None, **fields: Any) -> str:
        """A new customer is written down at this desk."""
        row_id = customer_id or new_id()
        with self.seat.store.write() as db:
            self.desk.customers.write(db, Record(id=row_id, entity="customer", owner_id=row_id), fields, "counter")
            for phone in phones:
                point = Record(id=new_id(), entity="contact_point", owner_id=row_id)
                self.desk.customers.write(db, point, {"kind": "phone", "e164": phone}, "counter")
        return row_id

    def holding(self, owner: str, number: str) -> None:
        """The customer has something with us."""
        patch = Patch(entity="holding", row_id=new_id(), owner_id=owner, base_rev=0, fields={"number": number})
        with self.seat.store.write() as db:
            stamp = self.clock.stamp()
            records.change(db, patch, device=self.seat.device, hlc=stamp, by=self.seat.agent_id, now=1.0)
