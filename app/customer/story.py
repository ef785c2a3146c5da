"""Builds the customer 360 from what the store holds: masked, worded and in order, ready to paint.

The result is :mod:`app.customer.view`. Pure: the same records, facts and moment give the same page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from app.customer.chips import build_tags, grade_tags, is_complaint_near, needs_step_up
from app.customer.consent import MARKETING, allows, read_consents
from app.customer.hints import build_hints, entitlement_hints, mark_booked, selling_hints
from app.customer.holdings import Held, group_holdings, payments, read_holdings
from app.customer.profile import behaviour_tag, build_profile, need_tags
from app.customer.quality import quality
from app.customer.real_name import real_name
from app.customer.record import Agent, ContactPoint, Customer, Listing, Relation, Signal, view
from app.customer.tickets import resumable, ticket_rows
from app.customer.trail import CurrentCall, Matter, build_trail, current_matter, past_contacts
from app.customer.view import Check, Customer360, Identity, Person, Tag
from app.days import age_on, iso_date
from app.fact import Fact
from app.ids import AgentId, CustomerId
from app.pack.model import Pack
from app.pack.words import check_words
from app.privacy.masking import mask_id_number, mask_phone
from app.record import Record
from app.ticket.fold import Ticket
from app.tier.entitlement import entitlement_card
from app.tier.grade import held_grades

ROOM_FOR_HINTS = 2
"""Entitlements that lapse are told only while fewer hints than this are more urgent."""
NAMELESS = "未实名客户"
"""What a customer is called of whom only the number is known (`semantics.md` complaint 4)."""
CALLED_FROM = "来电"
"""How a number is labelled that came into the file with a call; it says nothing of what kind it is."""
_MOBILE = re.compile(r"1[3-9]\d\*{4}\d{4}")
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
    consents: Sequence[Record] = (),
    listings: Sequence[Record] = (),
    signals: Sequence[Record] = (),
    may_resume: bool = False,
    open_fields: Collection[str] = (),
    duplicates: int = 0,
    uses: Iterable[Fact[Any]] = (),
    booked: Mapping[str, datetime] | None = None,
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
        consents: what the customer allowed; without consent nothing is sold (F02).
        listings, signals: black and good lists, signs of fraud: what the chips warn of (D20, D23).
        open_fields: fields with a contradiction nobody has settled (D15).
        uses: what the customer took up of their entitlements.
        booked: when this customer is called back already, by what about.
        duplicates: how many files may be of the same person and wait for a decision (D13).
        may_resume: whether this call has no ticket of its own yet and may go on with an open one (complaint 7).
    """
    local = ZoneInfo(zone)
    today = now.astimezone(local).date()
    person = view(customer, Customer)
    points = [view(one, ContactPoint) for one in contacts if not one.deleted]
    held = read_holdings(holdings)
    facts = list(facts)
    matter = current_matter(past_contacts(facts, call), now, local)
    times = _times(matter, call)
    allowed = read_consents(consents)
    selling = selling_hints(person, held, today, may_sell=allows(allowed, MARKETING, today))
    is_tense = is_complaint_near(times, pack) or _has_trouble(held, tickets)
    grades = held_grades(pack.tiers, customer.fields)
    card = entitlement_card(pack.tiers, grades, uses, today, local)
    hints = build_hints(person, held, today)
    hints = (*hints, *entitlement_hints(card, today)[: max(0, ROOM_FOR_HINTS - len(hints))])
    hints, selling = (mark_booked(some, booked or {}, now.astimezone(local)) for some in (hints, selling))
    rows = ticket_rows(tickets, agents, me, call, now, local, pack)
    people = [view(one, Relation) for one in relations if not one.deleted]
    trail = build_trail(facts, call, now, local, pack)
    signs = [view(one, Signal) for one in signals if not one.deleted]
    tags = build_tags(
        person,
        [view(one, Listing) for one in listings if not one.deleted],
        signs,
        held,
        times,
        grades,
        today,
        pack,
        contacts=trail.count_30_days,
        zone=zone,
    )
    if duplicates:
        tags = (*tags, Tag("疑似重复", "warn", hint=f"{duplicates} 份档案像是同一个人", opens="duplicates"))
    identity = _identity(customer, person, points, tags, call, today, pack, open_fields)
    return Customer360(
        identity=msgspec.structs.replace(
            identity, grades=grade_tags(grades), needs_step_up=needs_step_up(signs, today, pack, zone)
        ),
        trail=trail,
        holdings=group_holdings(held, matter, today, pack.holdings),
        payments=payments(held),
        household=tuple(_person(one) for one in people if one.kind != "corporate"),
        corporate=tuple(_person(one) for one in people if one.kind == "corporate"),
        profile=build_profile(customer, person, allowed, today, pack),
        tickets=resumable(rows) if may_resume else rows,
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
    open_fields: Collection[str],
) -> Identity:
    born = iso_date(person.birth_date)
    verified = call.verified if call else frozenset()
    asked = check_words(pack, is_organisation=person.kind == "organisation")
    phone = min((one for one in points if one.e164), key=lambda one: not one.preferred, default=None)
    return Identity(
        customer_id=CustomerId(record.id),
        name=person.name or NAMELESS,
        sex=_SEXES.get(person.sex, person.sex),
        age=age_on(born, today) if born else None,
        stars=person.stars,
        tags=_gravest_first(
            *tags,
            *_real_name(person, record, open_fields, pack),
            *need_tags(person, pack),
            *behaviour_tag(person, pack),
        ),
        quality=quality(person, points, today, policy=pack.quality, meta=record.meta, open_fields=open_fields),
        phone_masked=mask_phone(phone.e164) if phone else "",
        phone_label=_phone_label(phone),
        calling_masked=_calling(phone, call),
        id_number_masked=mask_id_number(person.id_number),
        customer_no=person.customer_no,
        branch=person.branch,
        service_agent=person.service_agent,
        checks=tuple(Check(name, code in verified) for code, name in asked.items()),
        checks_note="完成后可办理变更类业务",
        checks_short="完成后可办变更",
        behaviour=person.behaviour,
        is_organisation=person.kind == "organisation",
    )


def _phone_label(phone: ContactPoint | None) -> str:
    """What stands over the number: the file's own word for it, else what it looks like."""
    if phone is None:
        return "手机"
    if phone.label and phone.label != CALLED_FROM:
        return phone.label
    return "手机" if _MOBILE.fullmatch(mask_phone(phone.e164)) else "电话"


def _calling(phone: ContactPoint | None, call: CurrentCall | None) -> str:
    """The number on the line, masked, where it is not the one that is shown anyway."""
    shown = mask_phone(phone.e164) if phone else ""
    calling = mask_phone(call.e164) if call else ""
    is_same = phone is not None and call is not None and ("*" in phone.e164 or phone.e164 == call.e164)
    return "" if calling == shown and is_same else calling


def _gravest_first(*tags: Tag) -> tuple[Tag, ...]:
    """What must not be missed stands first: there may be no room for all."""
    return tuple(sorted(tags, key=lambda tag: {"danger": 0, "warn": 1, "line": 3}.get(tag.tone, 2)))


def _times(matter: Matter | None, call: CurrentCall | None) -> int:
    """The how-manieth contact about this thing it is, the call going on included."""
    return matter.times_told + (1 if call else 0) if matter and matter.times_told else 0


def _has_trouble(held: list[Held], tickets: Sequence[Ticket]) -> bool:
    complains = any(one.kind == "complaint" and one.state != "closed" for one in tickets)
    return complains or any(one.is_open_claim for one in held)


def _person(relation: Relation) -> Person:
    return Person(name=relation.name, relation=relation.relation, note=relation.note, other_id=relation.other_id)


def _real_name(person: Customer, record: Record, open_fields: Collection[str], pack: Pack) -> tuple[Tag, ...]:
    """未实名 or 实名存疑 with its rule, opening the file's quality; nothing where the identity stands (D16)."""
    found = real_name(person, record.meta, open_fields, pack.quality)
    if found.state == "yes":
        return ()
    papers = "单位名称和信用代码" if person.kind == "organisation" else "姓名和证件"
    return (Tag(found.words, "warn", hint=f"{found.reason}。先核对{papers}，再办理业务", opens="quality"),)
