"""Who is on the line, as far as the number says: one customer, several, nobody, or no customer at all (§3.9).

A name stands for the caller only after an exact match of the whole number; everything else asks the agent.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from app.ids import CustomerId

CallerKind = Literal["known", "unknown", "many", "withheld", "service", "internal"]


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One of several who share a number: enough to ask for, not more (`semantics.md` complaint 5).

    ``id_tail`` are the last four of the identity number; ``last_contact`` is an instant, None for never.
    """

    customer_id: CustomerId
    name: str
    id_tail: str = ""
    holdings: int = 0
    last_contact: datetime | None = None
    stars: int = 0


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """What the number says.

    ``e164`` is set only where the number may be kept in a file: never for a withheld one. ``shown`` is the number as
    this role may see it, "" where there is none. ``name`` and ``note`` tell of a colleague (team) or a service number.
    ``is_relay`` marks a number that a platform may have lent for one call: it is kept only if the agent says so.
    """

    kind: CallerKind = "unknown"
    e164: str = ""
    shown: str = ""
    name: str = ""
    note: str = ""
    is_relay: bool = False
    candidates: tuple[Candidate, ...] = ()

    @property
    def can_keep(self) -> bool:
        """Whether the number is worth putting into a customer's file without asking twice."""
        return bool(self.e164) and not self.is_relay
