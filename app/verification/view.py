"""How a contact stands, as a desk shows it: plain values, worded and masked, ready to paint."""

from __future__ import annotations

from datetime import datetime

import msgspec

from app.verification.standing import Unlocked


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Who is being verified, and in which contact: ``contact_id`` is the call's id, or of a visit. ``ticket_id`` is
    the ticket whose script is spoken, "" for none; ``step_up`` that there are signs of fraud (D23).
    """

    contact_id: str
    customer_id: str
    ticket_id: str = ""
    step_up: bool = False


class CheckRow(msgspec.Struct, frozen=True, kw_only=True):
    """One question. ``left`` is how many wrong answers it still takes."""

    code: str
    label: str
    passed: bool
    left: int


class VerificationView(msgspec.Struct, frozen=True, kw_only=True):
    """How the caller stands, ready to paint. ``until`` and ``code_until`` are UTC; ``phones`` are row id and mask."""

    contact: Contact
    level: int
    level_label: str
    checks: tuple[CheckRow, ...]
    ways: tuple[str, ...] = ()
    until: datetime | None = None
    code_until: datetime | None = None
    must_change: frozenset[str] = frozenset()
    stopped: str = ""
    businesses: tuple[Unlocked, ...] = ()
    read_out: str = ""
    phones: tuple[tuple[str, str], ...] = ()


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an answer was right, and how the caller stands after it. The right answer is not in it."""

    passed: bool
    view: VerificationView
