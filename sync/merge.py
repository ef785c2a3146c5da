"""The two merge rules, shared by both sides: facts are a set, records merge by field (`sync.md` §3.5).

Facts need no code here: their union is a dictionary by id (:func:`app.fact.in_order`). This is the other rule.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from app.ids import DeviceId
from app.record import FieldMeta, Patch, Record
from sync.protocol import FieldConflict

LATEST = "latest"
"""The higher HLC stands, the other is kept in the conflict and one click away."""

MANUAL = "manual"
"""The server's value stands until a person chooses: money, consent, who a ticket belongs to."""

POLICIES: Mapping[tuple[str, str], str] = {
    ("customer", "id_number"): MANUAL,
    ("customer", "id_kind"): MANUAL,
    ("customer", "real_name"): MANUAL,
    ("holding", "amount"): MANUAL,
    ("consent", "given"): MANUAL,
}
"""Fields that do not follow :data:`LATEST`, by entity and field."""


class Merged(msgspec.Struct, frozen=True):
    """A record after a patch: the new row, and every field where two people wrote different things."""

    record: Record
    conflicts: tuple[FieldConflict, ...]
    changed: bool


def merge(
    current: Record | None, patch: Patch, *, device: DeviceId, hlc: int, by: str, blind: Collection[str] = ()
) -> Merged:
    """Apply a patch to the server's row.

    A field that nobody else touched since ``patch.base_rev`` is taken. A field that this device set itself is taken
    too: a desk never conflicts with its own earlier edit (R7). The same value from two sides is no conflict, but may
    have been verified by one of them.
    Everything else is one, decided by the field's policy and always reported with base, mine and theirs.

    ``blind`` are fields whose value the author may not know: there the same value comes out exactly as another would,
    so that nobody learns a value by guessing at it.
    """
    before = current or Record(id=patch.row_id, entity=patch.entity, owner_id=patch.owner_id)
    rev = before.rev + 1
    fields = dict(before.fields)
    meta = dict(before.meta)
    conflicts: list[FieldConflict] = []
    for name, value in patch.fields.items():
        verified_on = patch.verified.get(name, "")
        known = before.meta.get(name)
        written = FieldMeta(
            rev=rev,
            device=device,
            hlc=hlc,
            by=by,
            source=patch.source,
            verified_on=verified_on,
            verified_by=by if verified_on else "",
        )
        if name in fields and name not in blind and is_same(fields[name], value):
            if known is None and verified_on:  # an import did not say where it came from; now it is known who vouches
                meta[name] = FieldMeta(rev=0, device=device, hlc=0, verified_on=verified_on, verified_by=by)
            elif known is not None and verified_on > known.verified_on:
                meta[name] = msgspec.structs.replace(known, verified_on=verified_on, verified_by=by)
            continue
        if known is not None and known.rev > patch.base_rev and known.device != device:
            conflict = _decide(patch, name, fields[name], known, (hlc, device))
            conflicts.append(conflict)
            if conflict.winner == "theirs":
                continue
        fields[name], meta[name] = value, written
    deleted = before.deleted and not patch.fields
    changed = meta != before.meta or current is None or deleted != before.deleted
    after = msgspec.structs.replace(
        before, fields=fields, meta=meta, deleted=deleted, rev=rev if changed else before.rev
    )
    return Merged(after, tuple(conflicts), changed)


def is_same(one: object, other: object) -> bool:
    """Whether two JSON values are the same: ``1`` and ``True`` are not, though Python calls them equal."""
    return msgspec.json.encode(one, order="deterministic") == msgspec.json.encode(other, order="deterministic")


def _decide(patch: Patch, name: str, theirs: object, known: FieldMeta, mine: tuple[int, str]) -> FieldConflict:
    policy = POLICIES.get((patch.entity, name), LATEST)
    mine_wins = policy == LATEST and mine > (known.hlc, known.device)
    return FieldConflict(
        field=name,
        base=patch.base.get(name),
        mine=patch.fields[name],
        theirs=theirs,
        winner="mine" if mine_wins else "theirs",
        policy=policy,
    )
