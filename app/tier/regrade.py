"""Re-grades customers by the rules of the pack, with a log entry for each change (`mission-rows.md` D06, D07).

Pure, and the same at the desk and at the centre: a change has an id of its own making, so that both find one entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from app.ids import FactId, derived_id
from app.record import Record
from app.tier.expression import Inputs
from app.tier.facts import CustomerRegraded
from app.tier.grade import grade
from app.tier.inputs import inputs_of
from app.tier.model import Tiers


class Regrading(msgspec.Struct, frozen=True, kw_only=True):
    """What re-grading one customer comes to: fields for their record, and log entries by their facts' ids."""

    fields: dict[str, Any] = {}
    log: dict[FactId, CustomerRegraded] = {}


def regrade(customer: Record, inputs: Inputs, tiers: Tiers, *, pack: str, day: date) -> Regrading:
    """What changes for one customer; nothing where every grade stays.

    Args:
        customer: the customer's record.
        inputs: their figures, from :func:`inputs_of_file`.
        pack: name and version of the rules (``insurance 2026.11.1``).
        day: today where the customer is served; a grade reached twice in a day is logged once.
    """
    fields: dict[str, Any] = {}
    log: dict[FactId, CustomerRegraded] = {}
    for scheme in tiers.schemes.values():
        found = grade(scheme, inputs)
        if found is None:
            continue
        before, after = customer.fields.get(scheme.field), scheme.codes[found.code].value
        if before == after or (not before and not after):  # no stars, never had any: nothing to tell
            continue
        fields[scheme.field] = after
        fact_id = FactId(derived_id("regrade", customer.id, scheme.scheme, found.code, pack, day.isoformat()))
        log[fact_id] = CustomerRegraded(
            scheme=scheme.scheme, before=before, after=after, why=found.why, rule=found.rule, pack=pack
        )
    return Regrading(fields=fields, log=log)


def regrade_many(
    records_by_owner: Mapping[str, Sequence[Record]],
    tiers: Tiers,
    *,
    pack: str,
    day: date,
    counts: Mapping[str, Mapping[str, int]] | None = None,
) -> dict[str, Regrading]:
    """What changes for a batch of customers, by customer; those of whom nothing changes are left out.

    Args:
        records_by_owner: each customer's file: the customer's record and what they hold.
        counts: what facts say of each customer, see :func:`app.tier.inputs.inputs_of`.
    """
    found: dict[str, Regrading] = {}
    for owner, file in records_by_owner.items():
        customer = next((one for one in file if one.entity == "customer" and not one.deleted), None)
        if customer is None:
            continue
        inputs = inputs_of_file(customer, file, (counts or {}).get(owner, {}), day)
        change = regrade(customer, inputs, tiers, pack=pack, day=day)
        if change.fields:
            found[owner] = change
    return found


def inputs_of_file(customer: Record, file: Iterable[Record], counts: Mapping[str, int], day: date) -> Inputs:
    """A customer's figures from their records. What this role sees masked is not known, rather than nought."""
    seen = {name: value for name, value in customer.fields.items() if not customer.is_masked(name)}
    holdings = [one.fields for one in file if one.entity == "holding" and not one.deleted]
    return inputs_of(seen, holdings, counts, day)
