"""Time as the desk knows it, passed in so that rules and tests never ask the machine."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """A source of time that a wrong PC clock cannot disorder."""

    def now(self) -> datetime:
        """This instant, UTC, corrected by the measured offset from the server."""

    def stamp(self) -> int:
        """The next hybrid logical stamp: larger than any given or seen before. Orders facts; labels, never decides."""
