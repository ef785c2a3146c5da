"""Builds the customer 360 from what the store holds: masked, worded and in order, ready to paint.

The result is :mod:`app.customer.view`. Pure: the same records, facts and moment give the same page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.customer.hints import build_hints, selling_hints
from app.customer.holdings import Held, group_holdings, payments, read_holdings
from app.customer.quality import quality
from app.customer.record import Agent, ContactPoint, Customer, Relation, view
from app.customer.tickets import ticket_rows
from app.customer.trail import CurrentCall, Matter, build_trail, current_matter, past_contacts
from app.customer.view import Check, Customer360, Entry, Identity, Person, Tag
from app.days import age_on, iso_date
from app.fact import Fact
from app.ids import AgentId, CustomerId
from app.pack.model import Pack
from app.privacy.masking import mask_address, mask_email, mask_id_number, mask_phone
from app.record import Record
from app.ticket.fold import Ticket

REPEAT_IS_RISK = 3
"""From this many contacts about one thing a complaint is near (B08)."""
NAMELESS = "未实名客户"
"""What a customer is called of whom only the number is known (`semantics.md` complaint 4)."""
_SEXES = {"female": "女", "male": "男"}


def build_360(  # noqa: PLR0913 -- the parts of one file, each from a query of its own
    customer: Record,
    contacts: Sequence[Record],
    holdings: Sequence[Record],
    relations: Sequence[Record],
    facts: Iterable[Fact[Any]],
    tickets: Sequence[Ticket],
    agents: Mapping[str, Agent],
    *,
    call: CurrentCall | None,
    now: datetime,
    pack: Pack,
    me: AgentId | None = None,
    zone: str = "Asia/Shanghai",
) -> Customer360:
    """Everything the first ten seconds need about one customer.

    Args:
        customer: the customer's record; the other records are those it owns.
        facts: facts whose subject is the customer.
        tickets: the customer's tickets, folded.
        agents: colleagues by staff number.
        call: the call going on, if there is one; it heads the trail.
        now: an aware instant.
        me: whose desk this is.
        zone: the desk's calendar zone; days and wall times are told in it.
    """
    local = ZoneInfo(zone)
    today = now.astimezone(local).date()
    person = view(customer, Customer)
    points = [view(one, ContactPoint) for one in contacts if not one.deleted]
    held = read_holdings(holdings)
    facts = list(facts)
    matter = current_matter(past_contacts(facts, call), now, local)
    times = _times(matter, call)
    selling = selling_hints(person, held, today)
    is_tense = times >= REPEAT_IS_RISK or _has_trouble(held, tickets)
    hints = build_hints(person, held, today)
    return Customer360(
        identity=_identity(customer, person, points, _tags(person, times, today), call, today, pack),
        trail=build_trail(facts, call, now, local, pack),
        holdings=group_holdings(held, matter, today),
        payments=payments(held),
        household=tuple(_person(view(one, Relation)) for one in relations if not one.deleted),
        profile=_profile(customer, person, pack),
        tickets=ticket_rows(tickets, agents, me, call, now, local, pack),
        hints=hints if is_tense else (*hints, *selling),
        hidden_hints=selling if is_tense else (),
        contacts_on_matter=times,
    )


def _identity(
    record: Record,
    person: Customer,
    points: list[ContactPoint],
    tags: tuple[Tag, ...],
    call: CurrentCall | None,
    today: date,
    pack: Pack,
) -> Identity:
    born = iso_date(person.birth_date)
    verified = call.verified if call else frozenset()
    phone = min((one for one in points if one.e164), key=lambda one: not one.preferred, default=None)
    return Identity(
        customer_id=CustomerId(record.id),
        name=person.name or NAMELESS,
        sex=_SEXES.get(person.sex, person.sex),
        age=age_on(born, today) if born else None,
        stars=person.stars,
        tags=tags,
        quality=quality(person, points, today),
        phone_masked=mask_phone(phone.e164) if phone else "",
        id_number_masked=mask_id_number(person.id_number),
        customer_no=person.customer_no,
        branch=person.branch,
        service_agent=person.service_agent,
        checks=tuple(Check(name, code in verified) for code, name in pack.labels.get("check", {}).items()),
        checks_note="完成后可办理变更类业务",
    )


def _times(matter: Matter | None, call: CurrentCall | None) -> int:
    """The how-manieth contact about this thing it is, the call going on included."""
    return matter.times_told + (1 if call else 0) if matter and matter.times_told else 0


def _tags(person: Customer, times: int, today: date) -> tuple[Tag, ...]:
    tags = []
    if times >= REPEAT_IS_RISK:
        tags.append(Tag(f"投诉风险：同一事由第 {times} 次联系", "danger"))
    elif times > 1:
        tags.append(Tag(f"同一事由第 {times} 次联系", "warn"))
    since = iso_date(person.insured_since)
    if since and age_on(since, today) > 0:
        tags.append(Tag(f"投保 {age_on(since, today)} 年"))
    if person.household_policies > 1:
        tags.append(Tag(f"家庭保单 {person.household_policies} 件"))
    return (*tags, *(Tag(text) for text in person.tags))


def _has_trouble(held: list[Held], tickets: Sequence[Ticket]) -> bool:
    complains = any(one.kind == "complaint" and one.state != "closed" for one in tickets)
    return complains or any(one.is_open_claim for one in held)


def _person(relation: Relation) -> Person:
    return Person(name=relation.name, relation=relation.relation, note=relation.note)


def _profile(record: Record, person: Customer, pack: Pack) -> tuple[Entry, ...]:
    verified = (person.address_verified_on or "")[:7]
    address_source = f"{verified} {_source(record, 'address', pack)}".strip()
    address = mask_address(person.address) if person.address else "缺失"
    email = mask_email(person.email) if person.email else "缺失"
    entries = [
        Entry("通讯地址", address, address_source if person.address else "待补"),
        Entry("邮箱", email, _source(record, "email", pack) if person.email else "待补"),
    ]
    for label, field in (("职业", "occupation"), ("联系偏好", "contact_preference")):
        if value := record.fields.get(field):
            entries.append(Entry(label, str(value), _source(record, field, pack)))
    return tuple(entries)


def _source(record: Record, field: str, pack: Pack) -> str:
    meta = record.meta.get(field)
    return pack.label("source", meta.source) if meta and meta.source else ""
