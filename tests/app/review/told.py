"""Builders for what happens to a contradiction: read like the sentence they stand in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.fact import Fact
from app.ids import AgentId, DeviceId, FactId, new_id
from app.review.facts import (
    ContradictionCompared,
    ContradictionFound,
    ContradictionRecorded,
    ContradictionReviewed,
    ContradictionWithdrawn,
    Side,
)
from tests.builders import NOON

FOUND = ContradictionFound(
    entity="customer",
    row_id="c-1",
    customer_id="c-1",
    field="name",
    old="林婉清",
    new="林婉青",
    old_source="policy_system",
    new_source="customer_said",
)


class ACase:
    """Collects facts about one contradiction, a second apart."""

    def __init__(self, by: str = "A1") -> None:
        self.facts: list[Fact[Any]] = []
        self.found = self._add(FOUND, by)

    def compared(self, by: str, side: Side = "new", **more: Any) -> Fact[Any]:
        """Somebody held both against papers."""
        return self._add(ContradictionCompared(recommend=side, note="对照了身份证"), by, **more)

    def reviewed(self, by: str, compared: Fact[Any], side: Side = "new", **more: Any) -> Fact[Any]:
        """Somebody decided."""
        return self._add(ContradictionReviewed(accept=side, reason="证件为准", compared=compared.id), by, **more)

    def recorded(self, by: str, reviewed: Fact[Any], **more: Any) -> Fact[Any]:
        """The value is in the file."""
        return self._add(ContradictionRecorded(reviewed=reviewed.id), by, **more)

    def withdrawn(self, by: str, reviewed: Fact[Any] | None = None, **more: Any) -> Fact[Any]:
        """It was heard wrongly, or what was decided can no longer be recorded."""
        given_up = None if reviewed is None else reviewed.id
        return self._add(ContradictionWithdrawn(reason="听错了", reviewed=given_up), by, **more)

    def _add(self, body: object, by: str, *, hlc: int | None = None, order: int | None = None) -> Fact[Any]:
        clock = len(self.facts) + 1
        fact: Fact[Any] = Fact(
            id=FactId(new_id()),
            subject_id="case-1",
            hlc=clock if hlc is None else hlc,
            at=NOON + timedelta(seconds=clock),
            by=AgentId(by),
            device=DeviceId(f"pc-{by}"),
            body=body,
            order=order,
        )
        self.facts.append(fact)
        return fact
