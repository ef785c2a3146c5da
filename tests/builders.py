"""Builders for tests: read like the sentence they stand in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.fact import Fact
from app.ids import AgentId, DeviceId, FactId, TicketId, new_id
from app.ticket.facts import TicketAccepted, TicketEdited, TicketFact, TicketOffered, TicketOpened

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""Twelve o'clock in Shanghai."""


class ATicket:
    """Collects facts about one ticket: ``a_ticket().edited("pc-1", {"city": "沪"}).facts``."""

    def __init__(self, **fields: Any) -> None:
        self.id = TicketId(new_id())
        self.facts: list[Fact[TicketFact]] = []
        self._clock = 0
        opened = TicketOpened(
            kind="complaint",
            number="TS-261124-01001",
            form_id="complaint",
            pack="insurance 2026.11.1",
            first_responder=AgentId("A1027"),
            fields=fields,
        )
        self.add("pc-1", opened, by="A1027")

    def add(
        self, device: str, body: TicketFact, *, by: str = "A1027", hlc: int | None = None, order: int | None = None
    ) -> Fact[TicketFact]:
        """One more fact, a second after the last unless ``hlc`` says otherwise."""
        self._clock += 1
        fact = Fact(
            id=FactId(new_id()),
            subject_id=self.id,
            hlc=self._clock if hlc is None else hlc,
            at=NOON + timedelta(seconds=self._clock),
            by=AgentId(by),
            device=DeviceId(device),
            body=body,
            order=order,
        )
        self.facts.append(fact)
        return fact

    def edited(
        self, device: str, fields: dict[str, Any], *, replacing: dict[str, list[FactId]] | None = None
    ) -> ATicket:
        """Somebody changed some fields."""
        self.add(device, TicketEdited(fields=fields, replaces=replacing or {}), by=f"A-{device}")
        return self

    def offered(self, to: str) -> Fact[TicketFact]:
        """The holder offered it to somebody."""
        return self.add("pc-1", TicketOffered(to=AgentId(to)))

    def accepted(self, by: str, *, offer: FactId | None = None, order: int | None = None) -> ATicket:
        """Somebody took it, on their own desk."""
        self.add(f"pc-{by}", TicketAccepted(offer=offer), by=by, order=order)
        return self


def a_ticket(**fields: Any) -> ATicket:
    """A complaint, just opened by A1027 with these fields."""
    return ATicket(**fields)
