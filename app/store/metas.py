"""Who set each field, as the store keeps it: what many fields have in common is written once.

A row that came from an import says the same of every field, which was a third of a whole store. Rows written before
are read as well. On the wire nothing is shortened.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from app.record import FieldMeta

_encode = msgspec.json.Encoder().encode
_each = msgspec.json.Decoder(dict[str, FieldMeta]).decode
_shared = msgspec.json.Decoder(tuple[list[FieldMeta], dict[str, int]]).decode
_EMPTY = b"{}"
_SHARED = ord("[")


def encode(meta: dict[str, FieldMeta], fields: Collection[str]) -> bytes:
    """The bytes of a row's meta; ``fields`` are the names of the row's values.

    ``[[the metas], {field: which}]``, where a field that is not named has the first. Where not exactly the row's
    fields have a meta, each is written with its own, as it was before.
    """
    if not meta:
        return _EMPTY
    if meta.keys() != set(fields):
        return _encode(meta)
    places: dict[FieldMeta, int] = {}
    which = {name: places.setdefault(one, len(places)) for name, one in meta.items()}
    return _encode((list(places), {name: at for name, at in which.items() if at}))


def decode(kept: bytes, fields: Collection[str]) -> dict[str, FieldMeta]:
    """The meta of each field, from either form."""
    if kept[0] != _SHARED:
        return _each(kept)
    metas, which = _shared(kept)
    found = dict.fromkeys(fields, metas[0])
    for name, at in which.items():
        found[name] = metas[at]
    return found
