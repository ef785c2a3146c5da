"""Which call-backs are put down already, so that nobody is called back twice about the same thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec

from app.days import iso_instant
from app.record import Record
from app.work.record import CallBackRecord


def open_call_backs(callbacks: Iterable[Record], customer_ids: Collection[str]) -> dict[str, Record]:
    """The call-backs to this customer that are still to be made, by what they are about; the soonest of each.

    Args:
        callbacks: records of the kind ``callback``; others are left aside.
        customer_ids: the customer, under every file that was merged into theirs.
    """
    found: dict[str, tuple[datetime, Record]] = {}
    for record in callbacks:
        one = msgspec.convert(record.fields, CallBackRecord) if record.entity == "callback" else CallBackRecord()
        at = call_back_at(record)
        if record.deleted or one.done or at is None or one.customer_id not in customer_ids:
            continue
        if one.subject not in found or at < found[one.subject][0]:
            found[one.subject] = at, record
    return {subject: record for subject, (_at, record) in found.items()}


def call_back_at(record: Record) -> datetime | None:
    """When a call-back is put down for; None where that cannot be read."""
    return iso_instant(str(record.fields.get("at", "")))
