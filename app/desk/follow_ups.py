"""稍后跟进: a hint put off becomes a call-back tomorrow, in the agent's own work (`mission-rows.md` C05)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from typing import Any

import msgspec

from app.desk.customers import Customers
from app.desk.seat import Changes, Seat
from app.ids import derived_id
from app.record import Record, view
from app.store import aliases, records
from app.work.record import CallBackRecord

CALL_AT = time(10, 0)
"""When the next day's call-backs are put (试行); a calendar of working days comes with the limits' own room."""


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """A call-back that was put into the agent's work. ``at`` is in the desk's zone."""

    row_id: str
    at: datetime
    customer: str
    subject: str
    customer_id: str = ""


class FollowUps:
    """Call-backs as records owned by the agent (:class:`app.work.record.CallBackRecord`)."""

    def __init__(self, seat: Seat, customers: Customers) -> None:
        self._seat, self._customers = seat, customers
