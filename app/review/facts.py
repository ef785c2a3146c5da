"""What happens to a contradiction: found, compared, reviewed, recorded or withdrawn (`mission-rows.md` D15, D19)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from app.ids import FactId

Side = Literal["new", "old"]


class ContradictionFound(msgspec.Struct, frozen=True, kw_only=True, tag="contradiction_found"):
    """A value came that does not agree with the file. The subject is the case (:func:`app.review.find.case_id`).

    ``old`` is what the file says, from ``old_source`` and last verified on ``old_verified_on`` ("" for never); ``new``
    is what came, from ``new_source``; ``said_by`` names in words who said it, where somebody did.
    """

    entity: str
    row_id: str
    customer_id: str
    field: str
    old: Any
    new: Any
    old_source: str = ""
    new_source: str = ""
    old_verified_on: str = ""
    said_by: str = ""


class ContradictionCompared(msgspec.Struct, frozen=True, kw_only=True, tag="contradiction_compared"):
    """比对: somebody held both values against papers or systems and recommends one, with what they saw."""

    recommend: Side
    note: str


class ContradictionReviewed(msgspec.Struct, frozen=True, kw_only=True, tag="contradiction_reviewed"):
    """审核: somebody else than whoever compared decides. ``compared`` is the comparison they judged."""

    accept: Side
    reason: str
    compared: FactId


class ContradictionRecorded(msgspec.Struct, frozen=True, kw_only=True, tag="contradiction_recorded"):
    """补录: the value that was accepted is in the file now. ``reviewed`` is the decision it carries out."""

    reviewed: FactId


class ContradictionWithdrawn(msgspec.Struct, frozen=True, kw_only=True, tag="contradiction_withdrawn"):
    """There was none: heard or typed wrongly. ``reviewed`` is the decision that is given up, where one was made: the
    file has changed since, and what was accepted can no longer be recorded.
    """

    reason: str
    reviewed: FactId | None = None


ContradictionFact = (
    ContradictionFound | ContradictionCompared | ContradictionReviewed | ContradictionRecorded | ContradictionWithdrawn
)
