"""Merges for tests, as they would be made one after the other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.fact import Fact
from app.ids import AgentId, DeviceId, FactId
from app.oneid.facts import CustomersMerged, MergeUndone
from app.stamp import stamp_at

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""Twelve o'clock in Shanghai."""

AnyFact = Fact[Any]


def at(minutes: float = 0.0, *, days: float = 0.0) -> datetime:
    """So long after noon."""
    return NOON + timedelta(minutes=minutes, days=days)


def merge(
    fact_id: str, survivor: str, *merged: str, when: datetime = NOON, order: int | None = None, **choices: str
) -> AnyFact:
    """These were merged into the survivor; ``choices`` name whose value is shown."""
    body = CustomersMerged(survivor=survivor, merged=list(merged), choices=choices)
    return made(fact_id, survivor, body, when, order)


def undo(fact_id: str, merged: AnyFact, *, when: datetime = NOON, order: int | None = None) -> AnyFact:
    """That merge was a mistake."""
    return made(fact_id, merged.subject_id, MergeUndone(merge_id=merged.id), when, order)


def made(fact_id: str, subject: str, body: object, when: datetime = NOON, order: int | None = None) -> AnyFact:
    """A fact of any kind."""
    return Fact(
        id=FactId(fact_id),
        subject_id=subject,
        hlc=stamp_at(when),
        at=when,
        by=AgentId("A1027"),
        device=DeviceId("pc-1"),
        body=body,
        order=order,
    )
