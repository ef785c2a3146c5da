"""资料与来源: one customer's file as its quality sheet shows it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from app.customer.provenance import FieldFact
from app.customer.view import Quality
from app.review.view import CaseView


class Suspicion(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may be the same person (疑似重复), with why. Decided elsewhere: here it is only pointed at.

    ``customer_id`` and ``customer`` are whose file was looked at, ``other_id`` and ``other`` the one like it.
    """

    review_id: str
    customer_id: str
    customer: str
    other_id: str = ""
    other: str = ""
    reasons: tuple[str, ...] = ()
    state: str = ""
    updated_at: float = 0.0


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One change of grade in words: 贵宾卡：金卡 → 钻石卡, when (in the desk's zone), why, by which rule of a pack."""

    at: datetime
    scheme: str
    before: str
    after: str
    why: str
    rule: str
    pack: str


class FileSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The score with its reasons, where every value comes from, and what waits to be settled, open cases first.

    ``grades`` are the changes of the customer's grades, the latest first (D06).
    """

    customer_id: str
    name: str
    quality: Quality
    fields: tuple[FieldFact, ...] = ()
    cases: tuple[CaseView, ...] = ()
    duplicates: tuple[Suspicion, ...] = ()
    grades: tuple[LogEntry, ...] = ()


class ReviewQueue(msgspec.Struct, frozen=True, kw_only=True):
    """资料核对 as a work list: what waits, the oldest first, and how much there is under each tab."""

    cases: tuple[CaseView, ...] = ()
    duplicates: tuple[Suspicion, ...] = ()
    mine: int = 0
