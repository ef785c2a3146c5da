"""What an HLC stamp says: when, to the millisecond (`sync.md` §3.6). How stamps are given out: :mod:`sync.hlc`.

An int64: milliseconds since 1970 in the upper 48 bits, a counter in the lower 16.
"""

from __future__ import annotations

from datetime import UTC, datetime

COUNTER_BITS = 16


def stamp_at(instant: datetime, counter: int = 0) -> int:
    """The stamp of a UTC instant."""
    return (round(instant.timestamp() * 1000) << COUNTER_BITS) | counter


def instant_of(stamp: int) -> datetime:
    """The UTC instant in a stamp, to the millisecond."""
    return datetime.fromtimestamp((stamp >> COUNTER_BITS) / 1000, tz=UTC)
