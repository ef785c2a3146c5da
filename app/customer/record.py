"""What a customer's file is made of, as typed views over :class:`app.record.Record`.

Field names are the wire's and the store's. Unknown fields of newer programs are kept in the record and ignored here.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from app.record import Record


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """One person or organisation: one unique file (`mission-rows.md` D13).

    ``id_kind`` is ``resident_id``, ``passport``, ``uscc`` …; dates are ISO texts; ``tags`` are words for people.
    """

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
    ``parent`` the number of the holding it belongs to (a claim's policy).
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


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the household or a contact of the organisation, from this customer's side."""

    name: str = ""
    relation: str = ""
    note: str = ""
    other_id: str = ""


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague: what other desks need to show a name instead of a number."""

    agent_id: str = ""
    name: str = ""
    team: str = ""
    role: str = "agent"
    extension: str = ""
    queues: list[str] = []


T = TypeVar("T", Customer, ContactPoint, Holding, Relation, Agent)


def view(record: Record, kind: type[T]) -> T:
    """The record's fields as a typed value.

    Unknown fields are ignored; missing ones and values of the wrong type (from an import) take their default: one bad
    field must not hide a customer.
    """
    try:
        return msgspec.convert(record.fields, kind)
    except msgspec.ValidationError:
        return msgspec.convert({name: value for name, value in record.fields.items() if _fits(name, value, kind)}, kind)


def _fits(name: str, value: object, kind: type[T]) -> bool:
    try:
        msgspec.convert({name: value}, kind)
    except msgspec.ValidationError:
        return False
    return True


def lookup_keys(record: Record) -> list[tuple[str, str]]:
    """The exact keys under which this record is found: pairs of kind and value.

    Kinds: ``phone`` (E.164), ``id_number``, ``customer_no``, ``holding`` (policy, claim or order number), ``agent``.
    Matching uses nothing but whole keys; anything less is a guess and says so (`semantics.md` §3.9).
    """
    if record.deleted:
        return []
    names = {
        "customer": (("id_number", "id_number"), ("customer_no", "customer_no")),
        "contact_point": (("phone", "e164"),),
        "holding": (("holding", "number"),),
        "agent": (("agent", "agent_id"),),
    }
    found = ((kind, record.fields.get(field)) for kind, field in names.get(record.entity, ()))
    return [(kind, str(value)) for kind, value in found if value]
