"""Records: things that are. Every field carries where it came from and which server revision last set it.

A change names the revision it was based on, so that conflicts are found by revisions, never by clocks
(`architecture.md` §2, `sync.md` §3.5). The merge itself is :mod:`sync.merge`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from app.ids import DeviceId

Entity = Literal["customer", "contact_point", "holding", "relation", "consent", "listing", "signal", "agent", "article"]
Value = Any
"""A JSON value: str, int, float, bool, None, list or dict of these. Instants and dates are ISO 8601 text."""
EMPTY: tuple[Value, ...] = (None, "", [], {})
"""What counts as no value."""


class FieldMeta(msgspec.Struct, frozen=True, array_like=True):
    """Who last set a field.

    ``rev`` is the record's server revision that set it (0: not at the server yet); ``source`` names where the value
    came from (``policy_system``, ``customer_said``, ``import:2026-03``), ``by`` who collected it, ``hlc`` when.
    ``verified_on`` is the ISO date on which ``verified_by`` last held the value against its source, "" if nobody has
    (`mission-rows.md` D14, D15). ``masked``: the centre sent only the masked form, this role may
    not hold more.
    """

    rev: int
    device: DeviceId
    hlc: int
    by: str = ""
    source: str = ""
    verified_on: str = ""
    verified_by: str = ""
    masked: bool = False


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One record as this machine knows it.

    ``owner_id`` is the customer (or other root) it belongs to, itself for a root. ``rev`` is the server's revision of
    the row. A deleted record stays as a tombstone.
    """

    id: str
    entity: str
    owner_id: str
    rev: int = 0
    fields: dict[str, Value] = {}
    meta: dict[str, FieldMeta] = {}
    deleted: bool = False

    def is_masked(self, field: str) -> bool:
        """Whether this desk has only the masked form of a field's value."""
        known = self.meta.get(field)
        return known is not None and known.masked


class Patch(msgspec.Struct, frozen=True, kw_only=True):
    """A change of some fields of one record, made on one desk.

    ``base_rev`` is the server revision the person was looking at; ``base`` the values they saw. A record that does
    not exist yet is created by its first patch (``base_rev`` 0). ``verified`` are the ISO dates on which fields of the
    patch were held against their source; one whose value stays the same is verified without being changed.
    """

    entity: str
    row_id: str
    owner_id: str
    base_rev: int
    fields: dict[str, Value]
    base: dict[str, Value] = {}
    source: str = "agent"
    verified: dict[str, str] = {}


def overlay(server: Record | None, pending: Iterable[Patch], *, device: DeviceId) -> Record | None:
    """What the desk shows: the server's row with this desk's unsent changes on top (`sync.md` §3.8)."""
    shown = server
    for patch in pending:
        base = shown or Record(id=patch.row_id, entity=patch.entity, owner_id=patch.owner_id)
        unsent = {name: _unsent(base, patch, name, device) for name in patch.fields}
        shown = msgspec.structs.replace(
            base, fields={**base.fields, **patch.fields}, meta={**base.meta, **unsent}, deleted=False
        )
    return shown


def _unsent(base: Record, patch: Patch, name: str, device: DeviceId) -> FieldMeta:
    known, verified_on = base.meta.get(name), patch.verified.get(name, "")
    if known is not None and verified_on and base.fields.get(name) == patch.fields[name]:
        return msgspec.structs.replace(known, verified_on=verified_on)
    return FieldMeta(rev=base.rev, device=device, hlc=0, source=patch.source, verified_on=verified_on)
