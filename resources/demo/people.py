"""Invented customers by number: the nth is always the same person, made without the others."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from app.customer.interaction import ContactMade
from app.days import age_on
from app.fact import Fact
from app.ids import AgentId, CustomerId, derived_id
from app.record import Record
from app.ticket.facts import CustomerTold, TicketClosed, TicketNoted, TicketOpened, TicketResolved, TicketSubmitted
from resources.demo import names, worth
from resources.demo.making import fact, id_number, record

OLDEST = date(1942, 1, 1)
BIRTH_DAYS = 23_000
"""Birth dates reach this many days from :data:`OLDEST`: up to the end of 2004."""
SHARES_PHONE_EVERY = 97
"""Every so manieth customer gives the phone of the one before: a couple with one number."""
FRONT_LINE = tuple(AgentId(number) for number in ("A1031", "A1044", "A1001", "A1002", "A1003"))
_NUMBERS = 10**8
_STEP = 61_803_399
"""Coprime to :data:`_NUMBERS`, so that phone numbers look scattered and never repeat."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """What the records and facts of one customer are made from."""

    index: int
    customer_id: CustomerId
    name: str
    sex: str
    born: date
    branch: str
    agent_id: AgentId


def person(seed: int, index: int) -> Person:
    """The customer of this number."""
    rng = _rng(seed, index, "who")
    born = OLDEST + timedelta(days=(index * 7_919 + seed) % BIRTH_DAYS)
    sex = rng.choice(("female", "male"))
    generation = 0 if born.year < 1965 else 1 if born.year < 1985 else 2
    is_compound = rng.random() < 0.01
    family = rng.choice(names.COMPOUND) if is_compound else rng.choices(names.SURNAMES, names.WEIGHTS)[0]
    return Person(
        index=index,
        customer_id=CustomerId(derived_id("demo-customer", seed, index)),
        name=family + rng.choice(names.GIVEN[sex][generation]),
        sex=sex,
        born=born,
        branch=names.BRANCHES[index % len(names.BRANCHES)],
        agent_id=FRONT_LINE[index % len(FRONT_LINE)],
    )


def phone_of(seed: int, index: int) -> str:
    """The full number of this customer, in a range that mobile phones have, different for each."""
    if index and index % SHARES_PHONE_EVERY == 0:
        index -= 1
    prefix = names.MOBILE_PREFIXES[index % len(names.MOBILE_PREFIXES)]
    return f"+86{prefix}{(index * _STEP + seed) % _NUMBERS:08d}"


def records_of(seed: int, index: int, today: date) -> Iterator[Record]:
    """The customer, a phone, the policies, sometimes a claim and a relative."""
    who, rng = person(seed, index), _rng(seed, index, "has")
    policies = rng.choices((0, 1, 2, 3), (5, 55, 30, 10))[0]
    customer = _customer(who, rng, policies, today)
    customer.fields.update(worth.value_fields(seed, index, customer.fields["stars"], policies))
    yield customer
    yield record(
        "contact_point",
        derived_id("demo-phone", seed, index),
        who.customer_id,
        {"kind": "phone", "e164": phone_of(seed, index), "label": "手机", "preferred": True},
    )
    for part in range(policies):
        yield _policy(who, rng, part, today, seed)
    if policies and rng.random() < 0.08:
        yield _claim(who, rng, today, seed)
    if rng.random() < 0.3:
        yield _relative(who, rng, seed)
    yield from worth.warnings_of(seed, index, who.customer_id, today)


def _customer(who: Person, rng: random.Random, policies: int, today: date) -> Record:
    since = max(today - timedelta(days=rng.randrange(200, 7_000)), who.born)
    # Who shares a birth date differs in region: no number is ever made twice.
    region = names.REGIONS[(who.index + who.index // BIRTH_DAYS) % len(names.REGIONS)]
    serial = rng.randrange(500) * 2 + (1 if who.sex == "male" else 0)
    fields = {
        "name": who.name,
        "sex": who.sex,
        "birth_date": who.born.isoformat(),
        "id_kind": "resident_id",
        "id_number": id_number(region, who.born, serial),
        "customer_no": f"C-{30_000_000 + who.index}",
        "stars": rng.choices((0, 1, 2, 3, 4, 5, 6), (20, 25, 22, 16, 10, 6, 1))[0],
        "branch": who.branch,
        "service_agent": "沈嘉禾" if who.branch == names.BRANCHES[0] else "",
        "insured_since": since.isoformat(),
        "household_policies": policies,
        "address": f"{rng.choice(names.DISTRICTS)}{rng.choice(names.ROADS)} {rng.randrange(1, 999)} 号",
        "address_verified_on": (today - timedelta(days=rng.randrange(30, 1_500))).isoformat(),
        "email": f"kh{who.index}@{rng.choice(names.EMAIL_HOSTS)}" if rng.random() < 0.6 else "",
        "real_name": "yes" if rng.random() < 0.97 else "no",
    }
    return record("customer", who.customer_id, who.customer_id, fields)


def _policy(who: Person, rng: random.Random, part: int, today: date, seed: int) -> Record:
    line, title, short, amount, due_word = rng.choice(_products(age_on(who.born, today)))
    due = today + timedelta(days=rng.randrange(1, 365))
    opened = due.replace(day=min(due.day, 28), year=due.year - rng.randrange(1, 9))
    return record(
        "holding",
        derived_id("demo-policy", seed, who.index, part),
        who.customer_id,
        {
            "kind": "policy",
            "number": _policy_number(who.index, part, opened.year),
            "title": f"{title} {opened.year}" if line == "medical" else title,
            "short_title": short,
            "line": line,
            "amount_text": amount,
            "status": "有效",
            "tone": "ok",
            "note": due_word,
            "due_on": due.isoformat(),
            "opened_on": opened.isoformat(),
        },
    )


def _products(age: int) -> Sequence[tuple[str, str, str, str, str]]:
    if age < 18:
        return names.PRODUCTS[:3]
    return names.PRODUCTS if age < 60 else [one for one in names.PRODUCTS if "少儿" not in one[1]]


def _policy_number(index: int, part: int, year: int) -> str:
    number = index * 4 + part + 10_000_000
    return f"P-{year}-{number // 10_000:04d}-{number % 10_000:04d}"


def _claim(who: Person, rng: random.Random, today: date, seed: int) -> Record:
    opened = today - timedelta(days=rng.randrange(1, 90))
    is_open = rng.random() < 0.4
    return record(
        "holding",
        derived_id("demo-claim", seed, who.index),
        who.customer_id,
        {
            "kind": "claim",
            "number": f"CL-{opened:%y%m%d}-{who.index + 10_000:05d}",
            "title": rng.choice(("住院医疗理赔", "意外医疗理赔", "门诊理赔")),
            "amount": round(rng.uniform(300, 40_000), 2),
            "status": rng.choice(("审核中", "补件中")) if is_open else "已赔付",
            "tone": "warn" if is_open else "ok",
            "opened_on": opened.isoformat(),
        },
    )


def _relative(who: Person, rng: random.Random, seed: int) -> Record:
    relation, sex = rng.choice(
        (("配偶", ""), ("儿子", "male"), ("女儿", "female"), ("父亲", "male"), ("母亲", "female"))
    )
    sex = sex or ("male" if who.sex == "female" else "female")
    same_name = relation in {"儿子", "女儿", "父亲"}
    family = who.name[:1] if same_name else rng.choice(names.SURNAMES)
    fields = {"name": family + rng.choice(names.GIVEN[sex][1]), "relation": relation, "note": ""}
    return record("relation", derived_id("demo-relation", seed, who.index), who.customer_id, fields)


def facts_of(seed: int, index: int, now: datetime, pack: str) -> Iterator[Fact[Any]]:
    """The customer's contacts of thirty days, and now and then a ticket, most of them settled."""
    if index % worth.USES_EVERY == 5:
        customer = next(records_of(seed, index, now.date()))
        yield from worth.uses_of(seed, index, CustomerId(customer.id), customer.fields["stars"], now)
    rng = _rng(seed, index, "did")
    if rng.random() > 0.4:
        return
    who = person(seed, index)
    for part in range(rng.choices((1, 2, 3, 4), (60, 25, 10, 5))[0]):
        channel, title, note = rng.choice(names.CONTACTS)
        at = _moment(rng, channel, now)
        body = ContactMade(channel=channel, title=title, note=note, failed=note == "未接通")
        by = who.agent_id if channel in {"phone", "chat"} else AgentId("")
        yield fact(who.customer_id, at, body, by, key=f"{now:%Y%m%d}/{part}")
    if rng.random() < 0.05:
        yield from _ticket(who, rng, now, pack, seed)


def _moment(rng: random.Random, channel: str, now: datetime) -> datetime:
    """Some time in the last thirty days; at a counter between nine and five."""
    at = now - timedelta(minutes=rng.randrange(60, 30 * 24 * 60))
    if channel == "counter":
        at = at.replace(hour=9 + at.hour % 8)
    return at if at < now else at - timedelta(days=1)


def _ticket(who: Person, rng: random.Random, now: datetime, pack: str, seed: int) -> Iterator[Fact[Any]]:
    kind, prefix, subject = rng.choice(
        (("inquiry", "ZX", "续期扣款时间"), ("inquiry", "ZX", "电子保单下载"), ("complaint", "TS", "理赔时效过长"))
    )
    at = now - timedelta(minutes=rng.randrange(3 * 24 * 60, 30 * 24 * 60))
    ticket_id = derived_id("demo-ticket", seed, who.index, f"{now:%Y%m%d}")
    opened = TicketOpened(
        kind=kind,
        number=f"{prefix}-{at:%y%m%d}-{who.index + 10_000:05d}",
        form_id=kind,
        pack=pack,
        first_responder=who.agent_id,
        customer_id=who.customer_id,
        fields={"kind": kind, "subject": subject, "description": f"客户来电反映：{subject}"},
    )
    steps = (
        (0, opened),
        (3, TicketSubmitted()),
        (9, TicketNoted(text="已电话答复客户", visible_to_customer=True)),
        (12, TicketResolved(how="已答复", at_once=kind == "inquiry")),
        (30, CustomerTold(satisfied=True)),
        (31, TicketClosed()),
    )
    for minutes, body in steps:
        yield fact(ticket_id, at + timedelta(minutes=minutes), body, who.agent_id, key="once")


def _rng(seed: int, index: int, what: str) -> random.Random:
    return random.Random(f"{seed}/{index}/{what}")
