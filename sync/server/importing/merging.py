"""A file's values against those that are there: field by field, what is stronger stands (D14, D15)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from app.record import FieldMeta, Record
from app.review.find import find_contradictions
from app.review.policy import QualityPolicy
from sync.merge import MANUAL, POLICIES, is_same
from sync.server.facts import CENTRE


class Difference(msgspec.Struct, frozen=True):
    """A value of a file that was not taken because the one that is there is stronger: for people to compare (比对).

    ``before`` is the record as it stands, ``field`` the field, ``value`` what the file says, ``verified_on`` the ISO
    date on which the file's source checked it ("" if it does not say), ``source`` whose file it is.
    """

    before: Record
    field: str
    value: Any
    verified_on: str
    source: str


class Absorbed(msgspec.Struct, frozen=True):
    """What came of it: the record one revision on (None where nothing changes), and what was not taken."""

    after: Record | None
    differences: list[Difference]


def absorb(
    before: Record,
    said: Mapping[str, Any],
    verified: Mapping[str, str],
    written: FieldMeta,
    quality: QualityPolicy,
) -> Absorbed:
    """The record after a file has said something of it.

    An empty cell says nothing. The same value keeps its history, and is verified where the file's source has checked
    it later. Another value is taken unless the one that is there stands: see :func:`stands`.

    Args:
        before: the record as it is.
        said: the file's values.
        verified: ISO dates on which its source checked fields.
        written: the meta of a field that the file sets, without verification; its revision is set here.
        quality: the pack's rules: whose word counts.
    """
    fields, meta = dict(before.fields), dict(before.meta)
    rev = before.rev + 1
    guarded = {one.body.field for one in find_contradictions(before, said, written.source, quality)}
    differences: list[Difference] = []
    changed = False
    for name, value in said.items():
        checked_on = verified.get(name, "")
        checked_by = written.source if checked_on else ""
        known = before.meta.get(name)
        if name in fields and is_same(fields[name], value):
            if known is not None and checked_on > known.verified_on:
                meta[name] = msgspec.structs.replace(known, verified_on=checked_on, verified_by=checked_by)
                changed = True
        elif name in guarded or (fields.get(name) not in (None, "") and stands(before.entity, name, known, checked_on)):
            differences.append(Difference(before, name, value, checked_on, written.source))
        else:
            fields[name] = value
            meta[name] = msgspec.structs.replace(written, rev=rev, verified_on=checked_on, verified_by=checked_by)
            changed = True
    after = msgspec.structs.replace(before, rev=rev, fields=fields, meta=meta) if changed else None
    return Absorbed(after, differences)


def stands(entity: str, field: str, known: FieldMeta | None, checked_on: str) -> bool:
    """Whether a value that is there is stronger than another one from a file.

    What is guarded (:mod:`app.review.find`) has been asked before. Number and kind of the paper, and 实名, are never
    changed by a file. A checked value yields to one that was
    checked later; one that a person at a desk wrote down yields to a checked one; anything else yields to the file.
    """
    if POLICIES.get((entity, field)) == MANUAL and not field.startswith("amount"):
        return True
    if known is None:
        return False
    if known.verified_on:
        return checked_on <= known.verified_on
    return known.device != CENTRE and not checked_on
