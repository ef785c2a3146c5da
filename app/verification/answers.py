"""Whether what a caller said names what the file has: spelling is forgiven, content is not (F03)."""

from __future__ import annotations

import re
import unicodedata

from app.days import iso_date
from app.identity.spelling import tidy


def fits(part: str, answer: str, value: str) -> bool:
    """Whether an answer names this value; ``part`` is one of :data:`app.verification.policy.COMPARED`."""
    if part == "birth_date":
        return _is_day(answer, value)
    if part == "name":
        return "".join(unicodedata.normalize("NFKC", answer).split()) == "".join(value.split())
    return tidy(answer) == tidy(value) != ""


def _is_day(answer: str, value: str) -> bool:
    """19840321, 1984-3-21, 1984年3月21日."""
    born = iso_date(value)
    plain = unicodedata.normalize("NFKC", answer)
    parts = re.findall(r"[0-9]+", plain)
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    return born is not None and len(parts) == 3 and [int(one) for one in parts] == [born.year, born.month, born.day]
