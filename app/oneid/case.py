"""Two customers who may be one: the case as it stands, folded from what rules found and people said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

import msgspec

from app.fact import Fact, first_accepted, in_order
from app.oneid.facts import DuplicateDismissed, DuplicateReopened, DuplicateSuspected
from app.oneid.matching import WORDS

CaseState = Literal["open", "dismissed", "merged", "lapsed"]
_ABOUT = DuplicateSuspected | DuplicateDismissed | DuplicateReopened


class DuplicateCase(msgspec.Struct, frozen=True, kw_only=True):
    """A row of kind ``duplicate`` in the review list; this is the JSON of its body.

    ``reasons`` are the words for ``codes``, the weightiest first; ``score`` is out of 100. ``state`` is ``open``,
    ``dismissed`` (by whom and why in ``dismissed_by`` and ``dismissed_for``), ``merged`` while the two are shown as
    one, or ``lapsed``: as the files are now nobody would suspect it, with why in ``lapsed_for``. That last one is never
    kept: it is found whenever somebody looks, and is over as soon as the files are alike again.
    ``found_at`` is the UTC instant of the first finding, ``updated_at`` of the last word on it.
    """

    one: str
    other: str
    codes: tuple[str, ...]
    reasons: tuple[str, ...]
    score: int
    state: CaseState
    found_at: datetime
    updated_at: datetime
    dismissed_by: str = ""
    dismissed_for: str = ""
    lapsed_for: str = ""


def fold_cases(facts: Iterable[Fact[Any]]) -> dict[tuple[str, str], DuplicateCase]:
    """Each pair's case, whatever the order of the facts. ``merged`` is not known here: it comes from the merges."""
    pairs: dict[tuple[str, str], list[Fact[Any]]] = {}
    for fact in in_order(facts):
        body = fact.body
        if isinstance(body, _ABOUT) and fact.subject_id == body.one < body.other:
            pairs.setdefault((body.one, body.other), []).append(fact)
    return {both: _case(both, told) for both, told in pairs.items()}


def _case(both: tuple[str, str], told: list[Fact[Any]]) -> DuplicateCase:
    found = [fact.body for fact in told if isinstance(fact.body, DuplicateSuspected)]
    void = {id_ for fact in told if isinstance(fact.body, DuplicateReopened) for id_ in fact.body.dismissals}
    dismissals = (fact for fact in told if isinstance(fact.body, DuplicateDismissed) and fact.id not in void)
    said = sorted(dismissals, key=first_accepted)
    mentioned = {code for body in found for code in body.reasons}
    codes = tuple(code for code in WORDS if code in mentioned)
    return DuplicateCase(
        one=both[0],
        other=both[1],
        codes=codes,
        reasons=tuple(WORDS[code] for code in codes),
        score=max((body.score for body in found), default=0),
        state="dismissed" if said else "open",
        found_at=min(fact.at for fact in told),
        updated_at=max(fact.at for fact in told),
        dismissed_by=said[0].by if said else "",
        dismissed_for=said[0].body.reason if said else "",
    )
