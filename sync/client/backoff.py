"""How long to wait before trying again: growing, with full jitter, never so long that a returned link is missed."""

from __future__ import annotations

import random
from collections.abc import Callable

FIRST_S = 0.5
LONGEST_S = 8.0
"""A desk is back within ten seconds of the link returning (`semantics.md` complaint 19)."""


def delay_s(failures: int, rand: Callable[[], float] = random.random) -> float:
    """Seconds to wait after this many failures in a row. Full jitter, so that a thousand desks do not come at once."""
    return float(min(LONGEST_S, FIRST_S * 2 ** min(failures, 10)) * (0.5 + 0.5 * rand()))
