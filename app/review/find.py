"""When two values contradict each other, and when a change may simply be made. Pure (`mission-rows.md` D15, E08)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from app.ids import derived_id
from app.record import EMPTY, FieldMeta, Record
from app.review.facts import ContradictionFound
from app.review.policy import QualityPolicy

Mask = Callable[[str, Any], str]
"""How a field's value is shown: its name and the value to the masked text."""


class Finding(NamedTuple):
    """One contradiction: the id of its case, the same wherever it is found, and the fact that opens it."""

    case_id: str
    body: ContradictionFound


class Sifted(NamedTuple):
    """What of an incoming record may be written at once, and what has to be looked at first."""

    fields: dict[str, Any]
    findings: tuple[Finding, ...]


def find_contradictions(
    before: Record | None,
    incoming: Mapping[str, Any],
    source: str,
    policy: QualityPolicy,
    *,
    said_by: str = "",
    mask: Mask | None = None,
) -> tuple[Finding, ...]:
    """The guarded fields whose incoming value must not simply replace what the file says.

    That is so where the old value was verified, or comes from a stronger source, or where the new one was only said on
    the phone (E08: identity data change at the counter). An empty old value is simply filled; an empty new one says
    nothing. The same value in another spelling is no contradiction.

    Args:
        before: the record as it is; None for a new one, which contradicts nothing.
        incoming: the fields that came.
        source: where from, ``customer_said``, ``import:2026-03`` …
        said_by: who said it, in words.
        mask: how values are masked; needed where the record may hold masked values only.
    """
    if before is None or before.deleted:
        return ()
    return tuple(
        Finding(case_id(before, field, new, source), _body(before, field, new, source, said_by))
        for field, new in incoming.items()
        if policy.is_guarded(before.entity, field) and _contradicts(before, field, new, source, policy, mask)
    )


def sift(
    before: Record | None,
    incoming: Mapping[str, Any],
    source: str,
    policy: QualityPolicy,
    *,
    said_by: str = "",
    mask: Mask | None = None,
) -> Sifted:
    """Part an incoming record into what may be written and the contradictions: what an import asks, row by row.

    A guarded field is left out where it contradicts, and where it came empty: nothing is erased by silence.
    """
    findings = find_contradictions(before, incoming, source, policy, said_by=said_by, mask=mask)
    held = {found.body.field for found in findings}
    entity = "" if before is None else before.entity
    erased = {field for field, value in incoming.items() if value in EMPTY and policy.is_guarded(entity, field)}
    return Sifted({field: value for field, value in incoming.items() if field not in held | erased}, findings)


def case_id(before: Record, field: str, new: Any, source: str) -> str:
    """The same case wherever the same value from the same kind of source meets the same old value.

    The revision that set the old value belongs to it: a rejected value that comes with every import stays rejected;
    once the file has changed in between, it is a new case.
    """
    meta = before.meta.get(field)
    return derived_id("contradiction", before.id, field, 0 if meta is None else meta.rev, folded(new), _kind(source))


def folded(value: Any) -> str:
    """A value without case, width and white space: what has to differ for two values to contradict."""
    return "".join(unicodedata.normalize("NFKC", str(value)).casefold().split())


def _contradicts(before: Record, field: str, new: Any, source: str, policy: QualityPolicy, mask: Mask | None) -> bool:
    old, meta = before.fields.get(field), before.meta.get(field)
    if old in EMPTY or new in EMPTY or folded(old) == folded(new):
        return False
    if before.is_masked(field) and mask is not None and folded(mask(field, new)) == folded(old):
        return False  # as far as this desk may see, it is the same
    return _kind(source) in policy.hearsay or _is_stronger(meta, source, policy)


def _is_stronger(meta: FieldMeta | None, source: str, policy: QualityPolicy) -> bool:
    if meta is None:
        return False
    return bool(meta.verified_on) or policy.rank(meta.source) < policy.rank(source)


def _body(before: Record, field: str, new: Any, source: str, said_by: str) -> ContradictionFound:
    meta = before.meta.get(field)
    return ContradictionFound(
        entity=before.entity,
        row_id=before.id,
        customer_id=before.owner_id,
        field=field,
        old=before.fields.get(field),
        new=new,
        old_source="" if meta is None else meta.source,
        new_source=source,
        old_verified_on="" if meta is None else meta.verified_on,
        said_by=said_by,
    )


def _kind(source: str) -> str:
    return source.partition(":")[0]
