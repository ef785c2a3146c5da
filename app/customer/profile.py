"""The profile tab: who serves this customer, what they need, how to reach them, and where each value comes from.

Sources: `mission-rows.md` D10, D11, D14, D17, F02.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.customer.consent import consent_entries
from app.customer.record import Consent, Customer
from app.customer.view import Entry, Tag, Tone
from app.days import iso_date
from app.pack.model import Pack
from app.privacy.masking import mask_address, mask_email
from app.record import Record
from app.review.shown import source_words

MISSING = "缺失"
_PLAIN_FIELDS = (
    ("职业", "occupation"),
    ("行业", "industry"),
    ("法定代表人", "legal_person"),
    ("语言", "language"),
    ("联系偏好", "contact_preference"),
)


def build_profile(
    record: Record, person: Customer, consents: Sequence[Consent], today: date, pack: Pack
) -> tuple[Entry, ...]:
    """Label, value and source, the most useful first."""
    return (
        *_reach(record, person, pack),
        *_plain(record, pack),
        *_service(record, person, today, pack),
        *consent_entries(consents, today, pack),
    )


def need_tags(person: Customer, pack: Pack) -> tuple[Tag, ...]:
    """Special needs as chips; each tells what to do (听障: 说慢一点 …)."""
    advice = pack.labels.get("need_advice", {})
    return tuple(Tag(pack.label("need", code), "accent", hint=advice.get(code, "")) for code in person.needs)


def behaviour_tag(person: Customer, pack: Pack) -> tuple[Tag, ...]:
    """What kind of customer this is, with how to speak to them (D11); nothing where nobody has said."""
    if not person.behaviour:
        return ()
    advice = pack.labels.get("behaviour_advice", {})
    tone: Tone = "warn" if person.behaviour == "agitated" else "line"
    return (Tag(pack.label("behaviour", person.behaviour), tone, hint=advice.get(person.behaviour, "")),)


def _reach(record: Record, person: Customer, pack: Pack) -> tuple[Entry, ...]:
    verified = (person.address_verified_on or "")[:7]
    address_source = f"{verified} {source_of(record, 'address', pack)}".strip()
    address = mask_address(person.address) if person.address else MISSING
    email = mask_email(person.email) if person.email else MISSING
    return (
        Entry("通讯地址", address, address_source if person.address else "待补"),
        Entry("邮箱", email, source_of(record, "email", pack) if person.email else "待补"),
    )


def _plain(record: Record, pack: Pack) -> tuple[Entry, ...]:
    return tuple(
        Entry(label, pack.label(field, str(value)), source_of(record, field, pack))
        for label, field in _PLAIN_FIELDS
        if (value := record.fields.get(field))
    )


def _service(record: Record, person: Customer, today: date, pack: Pack) -> tuple[Entry, ...]:
    entries = []
    if person.need:
        entries.append(Entry("潜在需求", person.need, source_of(record, "need", pack)))
    if person.team:
        entries.append(Entry("服务团队", person.team, "共同服务，不归个人"))
    if until := iso_date(person.protected_until):
        note = "已过期，可以重新分配" if until < today else "保护期内，其他团队不主动联系"
        entries.append(Entry("保护期至", until.isoformat(), note))
    return tuple(entries)


def source_of(record: Record, field: str, pack: Pack) -> str:
    """Where a value came from, in words; "" where nobody said."""
    meta = record.meta.get(field)
    return source_words(meta.source, pack.label) if meta and meta.source else ""
