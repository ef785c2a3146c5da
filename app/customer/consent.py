"""What the customer allowed and refused, and what follows from it (`mission-rows.md` F02: no unasked advertising)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.customer.record import Consent, view
from app.customer.view import Entry
from app.days import iso_date
from app.pack.model import Pack
from app.record import Record

MARKETING = "marketing"


def read_consents(records: Sequence[Record]) -> list[Consent]:
    """The latest word on each purpose, in the order of the records. What was deleted was never said."""
    latest: dict[str, Consent] = {}
    for record in records:
        said = view(record, Consent)
        known = latest.get(said.purpose)
        if not record.deleted and said.purpose and (known is None or (said.on or "") >= (known.on or "")):
            latest[said.purpose] = said
    return list(latest.values())


def allows(consents: Sequence[Consent], purpose: str, today: date) -> bool:
    """Whether the customer's consent to this purpose stands today. Nothing said means no (F02 未经客户同意)."""
    return any(one.purpose == purpose and one.given and not _is_over(one, today) for one in consents)


def consent_entries(consents: Sequence[Consent], today: date, pack: Pack) -> tuple[Entry, ...]:
    """One line a purpose for the profile: 营销推荐 · 已同意, where and when it was said, until when it stands."""
    return tuple(_entry(one, today, pack) for one in consents)


def _entry(one: Consent, today: date, pack: Pack) -> Entry:
    state = "未同意" if not one.given else "已到期" if _is_over(one, today) else "已同意"
    said = " ".join(part for part in (one.on or "", pack.label("channel", one.channel)) if part)
    until = f"至 {one.until}" if one.given and one.until else ""
    return Entry(f"授权 · {pack.label('consent', one.purpose)}", state, " ".join(p for p in (said, until) if p))


def _is_over(one: Consent, today: date) -> bool:
    until = iso_date(one.until)
    return until is not None and until < today
