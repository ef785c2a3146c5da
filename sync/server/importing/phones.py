"""Phone numbers of a file, by the thousand. The rules are :func:`app.call.number.read_number`'s."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from app.call.number import NumberReading, read_number
from sync.server.importing.converters import BadCell, number

_MOBILE = re.compile(r"1\d{10}", re.ASCII)
_PREFIX = 7


class Phone(NamedTuple):
    """A number as a customer has it. ``label`` says which it is (手机, 单位)."""

    e164: str
    extension: str
    label: str


def read_phone(text: str, label: str = "") -> Phone:
    """A person's number.

    Raises:
        BadCell: not a number, or nobody's: a service number, a withheld one.
    """
    if _MOBILE.fullmatch(text):
        kind, reason = _mobile_range(text[:_PREFIX], len(text))
        if kind == "person":
            return Phone(f"+86{text}", "", label)
        raise BadCell(reason)
    reading = read_number(number(text))
    if reading.kind != "person" or reading.e164 is None:
        raise BadCell(reading.reason or "不是有效的电话号码，请核对")
    return Phone(reading.e164, reading.extension or "", label)


@lru_cache(maxsize=50_000)
def _mobile_range(prefix: str, length: int) -> tuple[str, str]:
    """What eleven plain digits that begin so are: ranges are given out whole, so the rest says nothing."""
    reading: NumberReading = read_number(prefix.ljust(length, "1"))
    return reading.kind, reading.reason
