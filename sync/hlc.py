"""Hybrid logical clocks: order for what happened on many desks, whatever their PC clocks say (`sync.md` §3.6).

A stamp is an int64: milliseconds since 1970 in the upper 48 bits, a counter in the lower 16. It orders and labels;
it never decides whether there is a conflict.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.stamp import stamp_at

MAX_AHEAD = timedelta(seconds=60)
"""How far ahead of the server a stamp may be before it is clamped (`sync.md` R6)."""


def next_stamp(last: int, now: datetime) -> int:
    """The stamp after ``last``, not before ``now``: strictly larger than every stamp given before."""
    return max(last + 1, stamp_at(now))


def clamp(stamp: int, now: datetime) -> tuple[int, bool]:
    """A stamp as the server takes it, and whether it had to be brought back because the desk's clock runs ahead.

    Any past value is legal: a desk may have been away for days.
    """
    latest = stamp_at(now + MAX_AHEAD)
    return (stamp_at(now), True) if stamp > latest else (stamp, False)


class DeskClock:
    """Time on a desk: the centre's at the last contact plus monotonic time since, so wall-clock jumps are harmless.

    Before the first contact the PC's own clock is the best there is. Safe to use from several threads.
    """

    def __init__(
        self,
        last: int = 0,
        *,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lock = threading.Lock()
        self._wall = wall
        self._monotonic = monotonic
        self._base = wall()
        self._since = monotonic()
        self._last = last
        self._drift = timedelta(0)

    def now(self) -> datetime:
        """This instant, UTC."""
        with self._lock:
            return self._now()

    def stamp(self) -> int:
        """The next stamp."""
        with self._lock:
            self._last = next_stamp(self._last, self._now())
            return self._last

    def observe(self, stamp: int) -> None:
        """Take note of a stamp made elsewhere: ours will be larger."""
        with self._lock:
            self._last = max(self._last, stamp)

    def set_server_time(self, server_now: datetime) -> None:
        """The centre told us its time."""
        with self._lock:
            self._base, self._since = server_now, self._monotonic()
            self._drift = self._wall() - server_now

    def drift(self) -> timedelta:
        """How far the PC's own clock was ahead of the centre's at the last contact."""
        with self._lock:
            return self._drift

    def _now(self) -> datetime:
        return self._base + timedelta(seconds=self._monotonic() - self._since)
