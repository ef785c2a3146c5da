"""Which clock of a ticket counts right now (`mission-rows.md` A01–A05).

A complaint first has to be started (15 minutes), then settled (48 hours): the clock that matters is the one that is
due first and has not ended. First form: it reads the folded ticket; pauses stand in its ``pauses`` field until they
are facts of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.escalation.clock import ClockRule, Pause, RunningClock, running
from app.ticket.fold import Ticket

PAUSES_FIELD = "pauses"
"""A list of ``{"from": instant, "to": instant or null, "reason": words}``, ISO 8601 with zone."""


def ticket_clock(ticket: Ticket, rules: Iterable[ClockRule], now: datetime) -> RunningClock | None:
    """The clock that is due first among those still running; None where nothing is owed in time.

    Args:
        rules: the limits of the ticket's kind, from the pack it was opened with.
        now: an aware instant.
    """
    pauses = pauses_of(ticket)
    running_now = [running(rule, ticket.opened_at, now, pauses) for rule in rules if not has_ended(ticket, rule)]
    return min(running_now, key=lambda clock: clock.due_at, default=None)


def has_ended(ticket: Ticket, rule: ClockRule) -> bool:
    """Whether what this clock waits for has happened."""
    if ticket.state == "closed":
        return True
    return is_started(ticket) if rule.ends_on == "first_action" else is_told(ticket)


def is_started(ticket: Ticket) -> bool:
    """Whether anything has been done: a note, an offer, a hand-over, a settlement. Filling in a form is not (A02)."""
    moved = ticket.offered_to is not None or ticket.holder != ticket.first_responder
    return moved or bool(ticket.notes) or ticket.state in {"resolved", "closed"}


def is_told(ticket: Ticket) -> bool:
    """Whether the customer knows: asked about satisfaction, or told in words when it was settled (A05)."""
    if ticket.customer_satisfied is not None:
        return True
    return ticket.state == "resolved" and any(note.visible_to_customer for note in ticket.notes)


def pauses_of(ticket: Ticket) -> tuple[Pause, ...]:
    """The times that do not count; what cannot be read counts."""
    found = (_pause(entry) for entry in _entries(ticket))
    return tuple(pause for pause in found if pause is not None)


def pause_reason(ticket: Ticket) -> str:
    """Why the ticket waits now, in words; empty where it does not."""
    standing = [entry for entry in _entries(ticket) if entry.get("to") is None and _pause(entry)]
    return str(standing[-1].get("reason", "")) if standing else ""


def _entries(ticket: Ticket) -> list[dict[str, Any]]:
    value = ticket.value(PAUSES_FIELD)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _pause(entry: dict[str, Any]) -> Pause | None:
    start, end = _instant(entry.get("from")), _instant(entry.get("to"))
    if start is None or (end is None and entry.get("to") is not None):
        return None
    return Pause(start, end)


def _instant(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None
