"""What can happen to a ticket. Each is the body of a :class:`app.fact.Fact` whose subject is the ticket."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from app.ids import AgentId, CustomerId, FactId


class TicketOpened(msgspec.Struct, frozen=True, kw_only=True, tag="ticket_opened"):
    """A ticket came into being. Whoever opened it was asked first and stays answerable (B01): it never changes.

    ``pack`` is the version of the rules the ticket keeps; ``form_id`` the form of its kind. ``opened_at`` is when the
    customer asked (UTC), which may be before the ticket was handed in: its clocks run from there.
    """

    kind: str
    number: str
    form_id: str
    pack: str
    first_responder: AgentId
    customer_id: CustomerId | None = None
    call_id: str = ""
    channel: str = "phone"
    fields: dict[str, Any] = {}
    opened_at: datetime | None = None


class TicketEdited(msgspec.Struct, frozen=True, kw_only=True, tag="ticket_edited"):
    """Some fields were changed.

    ``replaces`` names, per field, the facts whose value the person saw and replaced. Values that nobody replaced
    stand beside each other: a conflict, which an edit that replaces both settles.
    """

    fields: dict[str, Any]
    replaces: dict[str, list[FactId]] = {}


class TicketLinked(msgspec.Struct, frozen=True, kw_only=True, tag="ticket_linked"):
    """The ticket was bound to a customer or a call found or created later (complaint 6)."""

    customer_id: CustomerId | None = None
    call_id: str = ""


class TicketSubmitted(msgspec.Struct, frozen=True, kw_only=True, tag="ticket_submitted"):
    """The form was complete and the ticket handed in: its clocks are promises from here on."""


class TicketNoted(msgspec.Struct, frozen=True, kw_only=True, tag="ticket_noted"):
    """Somebody wrote something down. Internal and customer-visible text never mix (complaint 49)."""

    text: str
    visible_to_customer: bool = False


class TicketOffered(msgspec.Struct, frozen=True, kw_only=True, tag="ticket_offered"):
    """The holder offers the ticket to somebody. Until accepted, the holder stays the holder (B05)."""

    to: AgentId
    reason: str = ""


class TicketAccepted(msgspec.Struct, frozen=True, kw_only=True, tag="ticket_accepted"):
    """Somebody takes the ticket: the one it was offered to, or anyone, from the pool (``offer`` empty).

    Only one can take one offer: the first by server order. The others are collisions, shown, never dropped.
    """

    offer: FactId | None = None


class TicketRefused(msgspec.Struct, frozen=True, kw_only=True, tag="ticket_refused"):
    """The one it was offered to says no, with a reason: the ticket stays where it was (B04)."""

    offer: FactId
    reason: str


class TicketResolved(msgspec.Struct, frozen=True, kw_only=True, tag="ticket_resolved"):
    """The matter is settled from our side; the customer has still to be told."""

    how: str
    at_once: bool = False


class CustomerTold(msgspec.Struct, frozen=True, kw_only=True, tag="customer_told"):
    """The customer knows, and is satisfied or not. Only a satisfied customer ends the first-asked duty (B01)."""

    satisfied: bool
    note: str = ""


class TicketClosed(msgspec.Struct, frozen=True, kw_only=True, tag="ticket_closed"):
    """Nothing more is owed on this ticket."""


class TicketReopened(msgspec.Struct, frozen=True, kw_only=True, tag="ticket_reopened"):
    """It was not settled after all."""

    reason: str


TicketFact = (
    TicketOpened
    | TicketEdited
    | TicketLinked
    | TicketSubmitted
    | TicketNoted
    | TicketOffered
    | TicketAccepted
    | TicketRefused
    | TicketResolved
    | CustomerTold
    | TicketClosed
    | TicketReopened
)
