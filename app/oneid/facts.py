"""What can happen to the question who is who: files shown as one, taken apart again, suspected or not the same (D13).

A merge moves nothing: every record keeps its owner, and several files are shown as one. That is why it can be taken
back without loss (`semantics.md` complaint 33).
"""

from __future__ import annotations

import msgspec

from app.ids import derived_id


class CustomersMerged(msgspec.Struct, frozen=True, kw_only=True, tag="customers_merged"):
    """Somebody found that these files are one customer's. The fact's subject, and its customer, is the survivor.

    ``choices`` names, for each field where the files differ, the customer of these whose value is shown; ``reasons``
    are codes of :data:`app.oneid.matching.WORDS`, as the person saw them.
    """

    survivor: str
    merged: list[str]
    choices: dict[str, str] = {}
    reasons: list[str] = []


class MergeUndone(msgspec.Struct, frozen=True, kw_only=True, tag="merge_undone"):
    """A merge (the id of its fact) was a mistake. The subject is the survivor of that merge."""

    merge_id: str
    reason: str = ""


class DuplicateSuspected(msgspec.Struct, frozen=True, kw_only=True, tag="duplicate_suspected"):
    """A rule found that two files may be one customer's (疑似). The subject is ``one``, the lesser of the two ids.

    Codes only: what the two people are called is not for a log. ``score`` is out of 100.
    """

    one: str
    other: str
    reasons: list[str]
    score: int


class DuplicateDismissed(msgspec.Struct, frozen=True, kw_only=True, tag="duplicate_dismissed"):
    """Somebody looked and says: 不是同一人. The subject is ``one``, the lesser of the two ids."""

    one: str
    other: str
    reason: str = ""


class DuplicateReopened(msgspec.Struct, frozen=True, kw_only=True, tag="duplicate_reopened"):
    """不是同一人 was said by mistake: these dismissals (ids of their facts) count no more. The subject is ``one``."""

    one: str
    other: str
    dismissals: list[str]


OneIdFact = CustomersMerged | MergeUndone | DuplicateSuspected | DuplicateDismissed | DuplicateReopened

MERGES = frozenset({"customers_merged", "merge_undone"})
PAIRS = frozenset({"duplicate_suspected", "duplicate_dismissed", "duplicate_reopened"})


def pair(one: str, other: str) -> tuple[str, str]:
    """The two ids, always in the same order."""
    return (one, other) if one < other else (other, one)


def pair_id(one: str, other: str) -> str:
    """The case of these two customers, the same wherever it is opened."""
    return derived_id("duplicate", *pair(one, other))


def suspicion_id(suspected: DuplicateSuspected) -> str:
    """The id of the fact: found by several desks for the same reasons, it is one fact; other reasons are news."""
    return derived_id("duplicate_suspected", suspected.one, suspected.other, suspected.score, *suspected.reasons)


def dismissal_id(one: str, other: str, by: str, reopened: int = 0) -> str:
    """The id of the fact that this person dismissed this pair: pressing twice is once.

    ``reopened`` is how often it had been taken back before: after that, the same word is said anew.
    """
    return derived_id("duplicate_dismissed", *pair(one, other), by, *((reopened,) if reopened else ()))
