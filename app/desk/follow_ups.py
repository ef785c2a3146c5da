"""稍后跟进: a hint put off becomes a call-back tomorrow, in the agent's own work (`mission-rows.md` C05)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import msgspec

from app.desk.customers import Customers
from app.desk.seat import Changes, Seat
from app.ids import new_id
from app.record import Record
from app.store import records

CALL_AT = time(10, 0)
"""When the next day's call-backs are put (试行); a calendar of working days comes with the limits' own room."""


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """A call-back that was put into the agent's work. ``at`` is in the desk's zone."""

    row_id: str
    at: datetime
    customer: str
    subject: str


class FollowUps:
    """Call-backs as records owned by the agent (:class:`app.work.record.CallBackRecord`)."""

    def __init__(self, seat: Seat, customers: Customers) -> None:
        self._seat, self._customers = seat, customers

    def add(self, customer_id: str, customer: str, subject: str) -> FollowUp:
        """Call this customer tomorrow about this."""
        zone = self._seat.zone
        tomorrow = self._seat.clock.now().astimezone(zone).date() + timedelta(days=1)
        made = FollowUp(
            row_id=new_id(), at=datetime.combine(tomorrow, CALL_AT, zone), customer=customer, subject=subject
        )
        fields = {"customer": customer, "customer_id": customer_id, "subject": subject, "done": False}
        self._write(made.row_id, fields | {"at": made.at.isoformat()})
        return made

    def take_back(self, made: FollowUp) -> None:
        """It is not wanted after all."""
        self._write(made.row_id, {"done": True})

    def _write(self, row_id: str, fields: dict[str, Any]) -> None:
        seat = self._seat
        with seat.store.write() as db:
            known = records.get(db, row_id)
            record = known or Record(id=row_id, entity="callback", owner_id=seat.agent_id)
            self._customers.write(db, record, fields, "agent")
        seat.on_changes(Changes(by="desk", customers=frozenset([seat.agent_id])))
