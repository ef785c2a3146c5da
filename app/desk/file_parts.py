"""The parts of a file as it was read: of several that are shown as one, what two of them say is there once."""

from __future__ import annotations

from collections.abc import Iterable

from app.oneid.view import once_each
from app.record import Record


def of_kind(file: Iterable[Record], entity: str) -> list[Record]:
    """The records of one kind, all of them."""
    return [one for one in file if one.entity == entity]


def numbers(file: Iterable[Record]) -> list[Record]:
    """The contact points, each telephone number once."""
    return once_each(of_kind(file, "contact_point"), "e164")


def holdings(file: Iterable[Record]) -> list[Record]:
    """The holdings, each number once."""
    return once_each(of_kind(file, "holding"), "number")
