"""Call-backs and messages as records owned by the agent they wait for: typed views over :class:`app.record.Record`.

Entities ``callback`` and ``message``; ``owner_id`` is the agent's staff number.
"""

from __future__ import annotations

import msgspec


class CallBackRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A call promised to a customer for a time. ``at`` is an ISO 8601 instant with zone."""

    at: str = ""
    customer: str = ""
    customer_id: str = ""
    subject: str = ""
    ticket_id: str = ""
    done: bool = False


class MessageRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A line from a colleague or the system. ``at`` is an ISO 8601 instant with zone; ``sender`` words for people."""

    at: str = ""
    text: str = ""
    sender: str = ""
    read: bool = False
