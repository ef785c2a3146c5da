"""A ticket being written: on this desk only, saved as it is typed, until it is handed in (`architecture.md` §4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from app.ids import AgentId, CustomerId, TicketId


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What has been filled in so far. The number is the ticket's own from the first moment.

    ``touched`` says that a person has typed into it: such a draft is never covered, dropped or forgotten.
    """

    ticket_id: TicketId
    number: str
    kind: str
    opened_at: datetime
    updated_at: datetime
    first_responder: AgentId
    customer_id: CustomerId | None = None
    call_id: str = ""
    channel: str = "phone"
    values: dict[str, Any] = {}
    touched: bool = False
