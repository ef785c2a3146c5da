"""Several files shown as one: nothing is written, each value says from which file it is (D13, D14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from app.oneid.fold import Group, Step
from app.record import EMPTY, FieldMeta, Record

_CLEARED = "cleared"


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A customer's record as it is shown: the survivor's, with values of the others where chosen or missing.

    ``homes`` names, per field, the row its value is from.
    """

    record: Record
    homes: dict[str, str]

    def home_of(self, field: str) -> str:
        """The row to patch when this field is edited: where its value is from, so that the edit is seen."""
        return self.homes.get(field, self.record.id)


def cleared_source(source: str, group: Group) -> str:
    """The source of a value that somebody emptied while these files were shown as one: nothing shows through it.

    It stands in the meta of the one row that is emptied, with the merges it was emptied under. So the other files keep
    what they say and show it again when they are on their own; a file that joins later is not hidden. Clocks could not
    tell this: a change that has not been sent has no stamp yet, and a nameless file may well be the younger one.
    """
    return ":".join([source.partition(":")[0], _CLEARED, *(step.merge_id for step in group.steps)])


def merged_record(records: Iterable[Record], group: Group | None) -> Shown | None:
    """One record out of those of a group, by replaying its merges; None where there is none.

    Args:
        records: the ``customer`` records of the group, in any order; ones that are missing here are passed over.
        group: None for a customer who is with nobody.
    """
    known = {record.id: record for record in records if not record.deleted}
    if not known:
        return None
    if group is None:
        only = next(iter(known.values()))
        return Shown(record=only, homes=dict.fromkeys(only.fields, only.id))
    sides = {id_: dict.fromkeys(record.fields, id_) for id_, record in known.items()}
    for step in group.steps:
        sides[step.into] = _over(sides.get(step.into, {}), sides.get(step.source, {}), step, known)
    homes = sides[group.survivor]
    base = known.get(group.survivor) or next(known[one] for one in group.members if one in known)
    return Shown(record=_drawn(base, group.survivor, homes, known), homes=homes)


def once_each(records: Iterable[Record], key: str) -> list[Record]:
    """The records without those that say the same again under ``key`` (two files with one number): the preferred, or
    else the first, stays. Records without the key all stay.
    """
    kept: dict[str, Record] = {}
    for record in records:
        value = record.fields.get(key)
        name = f"={value}" if value else record.id
        if name not in kept or (record.fields.get("preferred") and not kept[name].fields.get("preferred")):
            kept[name] = record
    return list(kept.values())


def _over(
    into: Mapping[str, str], source: Mapping[str, str], step: Step, known: Mapping[str, Record]
) -> dict[str, str]:
    """From which row each field is, after one file has joined another."""

    def has(side: Mapping[str, str], field: str) -> bool:
        return field in side and known[side[field]].fields.get(field) not in EMPTY

    def cleared(side: Mapping[str, str], field: str) -> bool:
        return field in side and _is_cleared(known[side[field]], field, step.merge_id)

    def home(field: str) -> str:
        if has(source, field) and field in step.taken:
            return source[field]
        if cleared(source, field) or (has(source, field) and not has(into, field) and not cleared(into, field)):
            return source[field]
        return into.get(field) or source[field]

    return {field: home(field) for field in (*into, *(field for field in source if field not in into))}


def _is_cleared(record: Record, field: str, merge_id: str) -> bool:
    meta = record.meta.get(field)
    if meta is None or record.fields.get(field) not in EMPTY:
        return False
    _, *mark = meta.source.split(":")
    return mark[:1] == [_CLEARED] and merge_id in mark[1:]


def _drawn(base: Record, survivor: str, homes: Mapping[str, str], known: Mapping[str, Record]) -> Record:
    fields: dict[str, Any] = {field: known[home].fields[field] for field, home in homes.items()}
    meta: dict[str, FieldMeta] = {
        field: known[home].meta[field] for field, home in homes.items() if field in known[home].meta
    }
    return msgspec.structs.replace(base, id=survivor, owner_id=survivor, fields=fields, meta=meta)
