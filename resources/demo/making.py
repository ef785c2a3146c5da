"""Small makers of records and facts that the world and its story share. The same parts give the same ids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from app.fact import Fact
from app.identity.resident_id import check_digit
from app.ids import AgentId, DeviceId, FactId, derived_id
from app.record import FieldMeta, Record
from app.stamp import stamp_at

DEVICE = DeviceId("demo-import")


def record(entity: str, record_id: str, owner_id: str, fields: dict[str, Any], **sources: str) -> Record:
    """A record as an import brings it. ``sources`` names, per field, where its value came from."""
    meta = {
        field: FieldMeta(rev=0, device=DEVICE, hlc=0, by="import", source=source) for field, source in sources.items()
    }
    return Record(id=record_id, entity=entity, owner_id=owner_id, fields=fields, meta=meta)


def fact(subject_id: str, at: datetime, body: Any, by: str = "", *, key: str) -> Fact[Any]:
    """A fact whose id follows from its subject, kind and key: importing a day's world twice adds nothing.

    Args:
        at: an instant of any zone; stored in UTC.
        key: keeps apart the facts of one kind that one subject has.
    """
    fact_id = FactId(derived_id("demo-fact", subject_id, type(body).__name__, key))
    at = at.astimezone(UTC)
    return Fact(id=fact_id, subject_id=subject_id, hlc=stamp_at(at), at=at, by=AgentId(by), device=DEVICE, body=body)


def id_number(region: str, born: date, serial: int) -> str:
    """A valid identity number of nobody: odd serials are men's."""
    first = f"{region}{born:%Y%m%d}{serial:03d}"
    return first + check_digit(first)


def id_number_ending(regions: Sequence[str], born: date, serial: int, check: str) -> str:
    """The first region whose number for this birth date and serial ends in this check digit.

    Raises:
        ValueError: none of them does.
    """
    for region in regions:
        number = id_number(region, born, serial)
        if number[-1] == check:
            return number
    raise ValueError("no region gives this check digit")
