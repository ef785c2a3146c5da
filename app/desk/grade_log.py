"""How a customer's grades changed, in words: for the grading itself and for the sheet of the file (D06)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.customer.file_sheet import LogEntry
from app.desk.seat import Seat
from app.fact import Fact
from app.store import facts
from app.tier.facts import CustomerRegraded

MOST = 500
_DAWN = datetime(2000, 1, 1, tzinfo=UTC)


def grade_log(db: Any, seat: Seat, customer_id: str) -> tuple[LogEntry, ...]:
    """The changes of grade of a customer and of all who are shown with them, the latest first."""
    found = facts.of_customer(db, customer_id, _DAWN, ("customer_regraded",), MOST)
    return tuple(_entry(seat, one) for one in found)


def _entry(seat: Seat, fact: Fact[CustomerRegraded]) -> LogEntry:
    body = fact.body
    scheme = seat.pack.tiers.schemes.get(body.scheme)

    def words(value: object) -> str:
        code = scheme.held(value) if scheme else None
        return code.label if code else str(value) if value not in (None, "") else "无"

    return LogEntry(
        at=fact.at.astimezone(seat.zone),
        scheme=scheme.label if scheme else body.scheme,
        before=words(body.before),
        after=words(body.after),
        why=body.why,
        rule=body.rule,
        pack=body.pack,
    )
