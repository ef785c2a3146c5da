"""Records at their first revision, as text: what is the same for every row of a file is made once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from app.ids import derived_id
from app.record import FieldMeta, Record
from app.stamp import stamp_at
from sync.server.facts import CENTRE
from sync.server.importing.entry import NewRow, encode_json
from sync.server.lookups import lookup_keys_of


class Maker:
    """Makes new records of one run.

    Args:
        secret: the centre's: nobody else can tell from an id which number it came from.
        source: whom the values come from, as fields name it (``import:policy_system``).
        now: UTC.
    """

    def __init__(self, secret: str, source: str, now: datetime) -> None:
        self.source = source
        self.stamp = stamp_at(now)
        self._secret = secret
        self._metas: dict[tuple[str, tuple[str, ...]], str] = {}

    def id_of(self, *parts: str) -> str:
        """The id that these parts have at this centre, in this run and every other."""
        return derived_id(self._secret, *parts)

    def row(self, id_: str, entity: str, owner_id: str, fields: dict[str, Any], verified_on: str = "") -> NewRow:
        """A new record."""
        keys = lookup_keys_of(Record(id=id_, entity=entity, owner_id=owner_id, fields=fields))
        return NewRow(id_, entity, owner_id, encode_json(fields), self._meta(fields, verified_on), keys)

    def field_meta(self, rev: int, verified_on: str = "") -> FieldMeta:
        """The meta of a field that this run sets at a revision."""
        checked_by = self.source if verified_on else ""
        return FieldMeta(rev, CENTRE, self.stamp, "", self.source, verified_on, checked_by)

    def _meta(self, fields: Mapping[str, Any], verified_on: str) -> str:
        shape = (verified_on, tuple(fields))
        known = self._metas.get(shape)
        if known is None:
            one = msgspec.to_builtins(self.field_meta(1, verified_on))
            # Trailing defaults are left out: a third less for the database to take apart.
            short = one if verified_on else one[:5]
            known = encode_json(dict.fromkeys(fields, short))
            if len(self._metas) < 10_000:
                self._metas[shape] = known
        return known
