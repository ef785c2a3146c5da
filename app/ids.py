"""Identifiers: what they name, and how new ones are made."""

from __future__ import annotations

import hashlib
from typing import NewType

import uuid_utils

AgentId = NewType("AgentId", str)
"""A person's staff number as printed on their badge (工号), for example ``A1027``."""

CallId = NewType("CallId", str)
"""One call, through all its transfers: the exchange's own id prefixed by the exchange (``pbx1:1795514319.0``)."""

ConflictId = NewType("ConflictId", str)
CustomerId = NewType("CustomerId", str)
DeviceId = NewType("DeviceId", str)
FactId = NewType("FactId", str)
OpId = NewType("OpId", str)
TicketId = NewType("TicketId", str)


def new_id() -> str:
    """A UUIDv7: unique wherever it is made, and sorting by the time it was made."""
    return str(uuid_utils.uuid7())


def derived_id(*parts: str | int) -> str:
    """The same id for the same parts, on whichever machine asks.

    For facts that two places may find independently (an escalation on the desk and on the server): both make
    the same id, so the union of their facts holds it once. ``architecture.md`` §2.
    """
    text = "\x1f".join(map(str, parts))
    raw = bytearray(hashlib.sha256(text.encode()).digest()[:16])
    raw[6] = raw[6] & 0x0F | 0x80  # version 8, "made by our own rule"; uuid.UUID knows it from Python 3.14 on
    raw[8] = raw[8] & 0x3F | 0x80
    name = raw.hex()  # as uuid.UUID would write it, at a third of its price
    return f"{name[:8]}-{name[8:12]}-{name[12:16]}-{name[16:20]}-{name[20:]}"
