"""Values of a file that contradict who somebody is, as facts for the queue 比对 → 审核 → 补录 (D15).

The fact's id comes from the case (:func:`app.review.find.case_id`), as a desk makes it: a file that is read again
finds the same case.
Values that say nothing of who somebody is are only counted: a queue of a million addresses helps nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.ids import derived_id
from app.review.facts import ContradictionFound
from app.review.find import case_id
from app.review.policy import QualityPolicy
from sync.protocol import WireFact
from sync.server.facts import stated_here
from sync.server.importer import wire_fact_of
from sync.server.importing.merging import Difference


def contradictions_of(differences: Iterable[Difference], quality: QualityPolicy, now: datetime) -> dict[str, WireFact]:
    """The facts that open a case for each difference that people have to look at, by id."""
    facts: dict[str, WireFact] = {}
    for one in differences:
        if quality.is_guarded(one.before.entity, one.field):
            fact = _found(one, now)
            facts.setdefault(fact.id, fact)
    return facts


def _found(one: Difference, now: datetime) -> WireFact:
    before, known = one.before, one.before.meta.get(one.field)
    case = case_id(before, one.field, one.value, one.source)
    body = ContradictionFound(
        entity=before.entity,
        row_id=before.id,
        customer_id=before.owner_id,
        field=one.field,
        old=before.fields.get(one.field),
        new=one.value,
        old_source="" if known is None else known.source,
        new_source=one.source,
        old_verified_on="" if known is None else known.verified_on,
    )
    fact = stated_here(derived_id(case, "found"), case, body, now, by=one.source[:64])
    return wire_fact_of(fact, before.owner_id)
