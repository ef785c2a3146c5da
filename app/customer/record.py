"""What a customer's file is made of, as typed views over :class:`app.record.Record`.

Field names are the wire's and the store's. Unknown fields of newer programs are kept in the record and ignored here.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from app.plain_text import plain
from app.record import Record


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """One person or organisation: one unique file (`mission-rows.md` D13).

    ``kind`` is ``person`` or ``organisation``; ``id_kind`` a code of :mod:`app.identity.document`; dates are ISO texts.

    Value: ``stars`` 0 to 6, ``org_grade`` ``group`` … ``local_c``, ``card`` ``diamond``/``gold``/``silver``, ``vip``,
    ``lifecycle``, ``stability``, ``value_segment``, ``list_kind``: what the pack's tiers made of ``arpu`` (yuan a
    month), ``annual_premium`` (yuan) and the rest.

    ``behaviour`` is ``demanding``, ``confused`` or ``agitated`` (D11); ``needs`` are codes of special needs, ``need``
    what the customer may want next in words; ``team`` serves the customer together, nobody else may court them before
    ``protected_until`` (D17); ``real_name`` is ``yes``, ``no`` or ``doubtful`` (D16); ``tags`` are words for people.
    """

    kind: str = "person"
    name: str = ""
    sex: str = ""
    birth_date: str | None = None
    id_kind: str = ""
    id_number: str = ""
    customer_no: str = ""
    stars: int = 0
    branch: str = ""
    service_agent: str = ""
    insured_since: str | None = None
    household_policies: int = 0
    email: str = ""
    address: str = ""
    address_verified_on: str | None = None
    real_name: str = "no"
    tags: list[str] = []
    org_grade: str = ""
    card: str = ""
    vip: bool = False
    lifecycle: str = ""
    stability: str = ""
    value_segment: str = ""
    list_kind: str = ""
    arpu: float | None = None
    annual_premium: float | None = None
    points: int | None = None
    behaviour: str = ""
    need: str = ""
    needs: list[str] = []
    team: str = ""
    protected_until: str | None = None
    language: str = ""


class ContactPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A way to reach a customer. ``e164`` is the full number without extension: the only thing a call matches on."""

    kind: str = "phone"
    e164: str = ""
    extension: str = ""
    label: str = ""
    preferred: bool = False


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """Something the customer has with us: policy, claim, line, device or order.

    ``amount`` is in yuan (a number) where money, ``amount_text`` the words to show; ``due_on`` an ISO date;
    ``parent`` the number of the holding it belongs to (a claim's policy); ``attributes`` what only this kind has, by
    the names of the pack's ``holdings.yaml`` (a car's ``plate``, a device's ``serial``).
    """

    kind: str = "policy"
    number: str = ""
    title: str = ""
    amount_text: str = ""
    amount: float | None = None
    status: str = ""
    tone: str = "ok"
    note: str = ""
    due_on: str | None = None
    opened_on: str | None = None
    parent: str = ""
    attributes: dict[str, Any] = {}


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the household or a contact of the organisation, from this customer's side.

    ``kind`` is ``household`` or ``corporate``; ``other_id`` the other's own file, "" where there is none.
    """

    kind: str = "household"
    name: str = ""
    relation: str = ""
    note: str = ""
    other_id: str = ""


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """What the customer allowed or refused: ``purpose`` is ``marketing``, ``sms``, ``recording``, ``share`` (F02).

    ``on`` is an ISO date, ``channel`` where it was said, ``until`` the ISO date it ends, None for as long as it stands.
    """

    purpose: str = ""
    given: bool = False
    on: str | None = None
    channel: str = ""
    until: str | None = None


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A place on a list: ``kind`` ``black`` or ``good`` (D20), what it covers, until when, who approved it, and why."""

    kind: str = "black"
    scope: str = ""
    until: str | None = None
    approver: str = ""
    reason: str = ""


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """Something that looks like fraud: ``kind`` ``frequent_login``, ``large_transfer`` … (D23). ``at`` is ISO, UTC."""

    kind: str = ""
    at: str = ""
    note: str = ""


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague: what other desks need to show a name instead of a number."""

    agent_id: str = ""
    name: str = ""
    team: str = ""
    role: str = "agent"
    extension: str = ""
    queues: list[str] = []


T = TypeVar("T", Customer, ContactPoint, Holding, Relation, Consent, Listing, Signal, Agent)


def view(record: Record, kind: type[T]) -> T:
    """The record's fields as a typed value.

    Unknown fields are ignored; missing ones and values of the wrong type (from an import) take their default: one bad
    field must not hide a customer. Texts come as they may be shown (:func:`app.plain_text.plain`); the record keeps
    them as they are.
    """
    fields = {name: _plain(value) for name, value in record.fields.items()}
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError:
        return msgspec.convert({name: value for name, value in fields.items() if _fits(name, value, kind)}, kind)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _fits(name: str, value: object, kind: type[T]) -> bool:
    try:
        msgspec.convert({name: value}, kind)
    except msgspec.ValidationError:
        return False
    return True


MASKED_KEYS = {"id_number": "id_masked", "phone": "phone_masked"}
"""The kind of look-up key that a masked value has instead."""

_KEY_FIELDS = {
    "customer": (("id_number", "id_number"), ("customer_no", "customer_no"), ("birth_date", "birth_date")),
    "contact_point": (("phone", "e164"),),
    "holding": (("holding", "number"),),
    "agent": (("agent", "agent_id"),),
}
"""Per entity the kinds of key and the fields they stand in."""


def lookup_keys(record: Record) -> list[tuple[str, str]]:
    """The exact keys under which this record is found: pairs of kind and value.

    Kinds: ``phone`` (E.164), ``id_number``, ``customer_no``, ``holding`` (policy, claim or order number), ``plate``,
    ``serial`` (of a device), ``agent``; ``birth_date`` finds whom to compare with, never a person. Matching uses
    nothing but whole keys; anything less is a guess and says so (`semantics.md` §3.9). A number that this desk has
    only masked is no key: it stands under ``id_masked`` or ``phone_masked``, to be compared with a masked one.
    """
    if record.deleted:
        return []
    names = _KEY_FIELDS.get(record.entity, ())
    found = [(kind, record.fields.get(field)) for kind, field in names]
    attributes = record.fields.get("attributes")
    if record.entity == "holding" and isinstance(attributes, dict):
        found += [(kind, attributes.get(kind)) for kind in ("plate", "serial")]
    if not record.meta:
        return [(kind, str(value)) for kind, value in found if value]
    hidden = {kind for kind, field in names if record.is_masked(field)}
    return [(MASKED_KEYS.get(kind, kind) if kind in hidden else kind, str(value)) for kind, value in found if value]
