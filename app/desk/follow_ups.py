"""稍后跟进: a hint put off becomes a call-back tomorrow, in the agent's own work (`mission-rows.md` C05)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import msgspec

from app.desk.customers import Customers
from app.desk.seat import Changes, Seat
from app.ids import derived_id
from app.record import Record
from app.store import aliases, records
from app.work.booked import call_back_at, open_call_backs

CALL_AT = time(10, 0)
"""When the next day's call-backs are put (试行); a calendar of working days comes with the limits' own room."""


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """A call-back that was put into the agent's work. ``at`` is in the desk's zone.

    ``is_new`` is False where it had been put down already, and nothing was written.
    """

    row_id: str
    at: datetime
    customer: str
    subject: str
    customer_id: str
    is_new: bool = True


class FollowUps:
    """Call-backs as records owned by the agent (:class:`app.work.record.CallBackRecord`)."""

    def __init__(self, seat: Seat, customers: Customers) -> None:
        self._seat, self._customers = seat, customers

    def add(self, customer_id: str, customer: str, subject: str) -> FollowUp:
        """Call this customer tomorrow about this; asked for twice, they are called once."""
        seat = self._seat
        tomorrow = seat.today() + timedelta(days=1)
        at, is_new = datetime.combine(tomorrow, CALL_AT, seat.zone), True
        row_id = derived_id("follow_up", seat.agent_id, customer_id, subject, tomorrow.isoformat())
        with seat.store.write() as db:
            mine = records.of_owners(db, [seat.agent_id], ["callback"])
            known = open_call_backs(mine, aliases.members(db, customer_id)).get(subject)
            if known is not None:
                row_id, at, is_new = known.id, (call_back_at(known) or at).astimezone(seat.zone), False
            else:
                fields = {"customer": customer, "customer_id": customer_id, "subject": subject, "done": False}
                self._write(db, row_id, fields | {"at": at.isoformat()})
        made = FollowUp(
            row_id=row_id, at=at, customer=customer, subject=subject, customer_id=customer_id, is_new=is_new
        )
        self._tell(made)
        return made

    def take_back(self, made: FollowUp) -> None:
        """It is not wanted after all."""
        with self._seat.store.write() as db:
            self._write(db, made.row_id, {"done": True})
        self._tell(made)

    def _write(self, db: Any, row_id: str, fields: dict[str, Any]) -> None:
        record = records.get(db, row_id) or Record(id=row_id, entity="callback", owner_id=self._seat.agent_id)
        self._customers.write(db, record, fields, "agent")

    def _tell(self, made: FollowUp) -> None:
        """My work has another line, or one less; the customer's page says that a call is put down."""
        self._seat.on_changes(Changes(by="desk", customers=frozenset([self._seat.agent_id, made.customer_id])))
