"""What is short and worth knowing about a customer, the gravest first: risk chips and plain tags.

When a chip is shown and how it reads comes from the pack's ``risks.yaml`` (`mission-rows.md` B08, D17, D20–D23).
Pure: the same records and day give the same chips.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from app.customer.holdings import Held
from app.customer.record import Customer, Listing, Signal
from app.customer.view import Tag
from app.days import age_on, iso_date, months_before
from app.pack.model import Pack
from app.tier.inputs import count_claims, paid_claims, premium_year
from app.tier.model import Grade
from app.tier.risk import Risk, RiskCode, Risks

_SEVERITY = {"danger": 0, "warn": 1}
_PLAIN = 2
_FOR_EVER = "长期"
_UNNAMED = "未写明"


def build_tags(  # noqa: PLR0913 -- each part of the file that can warn
    person: Customer,
    listings: Sequence[Listing],
    signals: Sequence[Signal],
    holdings: Sequence[Held],
    times: int,
    grades: Sequence[Grade],
    today: date,
    pack: Pack,
    *,
    contacts: int = 0,
    zone: str = "Asia/Shanghai",
) -> tuple[Tag, ...]:
    """The chips under a customer's name: what endangers first, then what warns, then what is good to know.

    Args:
        listings, signals: of this customer, expired ones included.
        holdings: what they hold; claims and payments among them.
        times: the how-manieth contact about one matter this is, 0 where there is no matter.
        grades: what their record holds; those that warn are shown here, the others beside the stars (`grade_tags`).
        today: the desk's day.
        contacts: contacts of the last 30 days.
        zone: the zone in which the days of signals are told.
    """
    risks = pack.risks
    tags = [
        *_listed(listings, today, risks),
        *_suspicious(signals, today, risks, ZoneInfo(zone)),
        *_repeated(times, risks),
        *_claiming(person, holdings, today, risks),
        *_often(contacts, risks),
        *(_grade_tag(one) for one in grades if one.chip and one.tone in _SEVERITY),
        *_known(person, today, risks),
    ]
    return tuple(sorted(tags, key=lambda tag: _SEVERITY.get(tag.tone, _PLAIN)))


def grade_tags(grades: Sequence[Grade]) -> tuple[Tag, ...]:
    """The value grades to show beside the stars: card, VIP, grade of the organisation; never what warns."""
    return tuple(_grade_tag(one) for one in grades if one.chip and one.tone not in _SEVERITY)


def needs_step_up(signals: Sequence[Signal], today: date, pack: Pack, zone: str = "Asia/Shanghai") -> bool:
    """Whether signs of fraud ask for a stricter verification of the caller (D23)."""
    risk = pack.risks.get("fraud_signal")
    return risk is not None and bool(_recent(signals, today, risk, ZoneInfo(zone)))


def is_complaint_near(times: int, pack: Pack) -> bool:
    """Whether the customer has called so often about one matter that a complaint is near (B08)."""
    risk = pack.risks.get("complaint_risk")
    return risk is not None and times >= risk.at


def _listed(listings: Sequence[Listing], today: date, risks: Risks) -> Iterator[Tag]:
    codes: tuple[tuple[str, RiskCode], ...] = (("black", "black_list"), ("good", "good_list"))
    for kind, code in codes:
        risk = risks.get(code)
        for one in listings if risk else ():
            until = iso_date(one.until)
            # An end that cannot be read is no end: a blacklist is not lifted by a typing mistake.
            if risk is None or one.kind != kind or (until is not None and until < today):
                continue
            yield _tag(
                risk,
                scope=one.scope or "全部业务",
                until=until.isoformat() if until else _FOR_EVER,
                approver=one.approver or _UNNAMED,
                reason=one.reason or _UNNAMED,
            )


def _suspicious(signals: Sequence[Signal], today: date, risks: Risks, zone: ZoneInfo) -> Iterator[Tag]:
    risk = risks.get("fraud_signal")
    recent = _recent(signals, today, risk, zone) if risk else []
    if risk is None or not recent:
        return
    for kind in dict.fromkeys(one.kind for _, one in recent):
        same = [pair for pair in recent if pair[1].kind == kind]
        day, latest = same[0]
        name = risk.names.get(kind, kind) or "未分类"
        yield _tag(risk, kind=name, at=f"{day:%m-%d}", note=latest.note, count=len(same), days=risk.days)
    if risk.action:
        yield Tag(risk.action, "danger", detail="办理变更、退保、给付前，先加做一项身份核验")


def _recent(signals: Sequence[Signal], today: date, risk: Risk, zone: ZoneInfo) -> list[tuple[date, Signal]]:
    """The signals that still count, the newest first, each with its local day."""
    days = ((_local_day(one.at, zone), one) for one in signals)
    recent = [(day, one) for day, one in days if day is not None and today - day < timedelta(days=risk.days)]
    return sorted(recent, key=lambda pair: (pair[0], pair[1].at), reverse=True)


def _repeated(times: int, risks: Risks) -> Iterator[Tag]:
    codes: tuple[RiskCode, ...] = ("complaint_risk", "repeat_contact")
    for code in codes:
        risk = risks.get(code)
        if risk is not None and times >= risk.at:
            yield _tag(risk, times=times)
            return


def _claiming(person: Customer, holdings: Sequence[Held], today: date, risks: Risks) -> Iterator[Tag]:
    fields = [one.extra for one in holdings]
    if many := risks.get("multi_claim"):
        count = count_claims(fields, months_before(today, many.months))
        if count >= many.at:
            yield _tag(many, count=count, months=many.months, at=round(many.at))
    if high := risks.get("loss_ratio"):
        yearly = premium_year(msgspec.structs.asdict(person), fields, today) or 0
        paid, premium = paid_claims(fields, months_before(today, high.months)), yearly * high.months / 12
        if premium and paid / premium >= high.at:
            share = f"{100 * paid / premium:,.0f}"
            yield _tag(high, percent=share, paid=f"{paid:,.2f}", premium=f"{premium:,.2f}", at=f"{100 * high.at:.0f}")


def _often(contacts: int, risks: Risks) -> Iterator[Tag]:
    risk = risks.get("contact_often")
    if risk is not None and contacts >= risk.at:
        yield _tag(risk, count=contacts, days=risk.days, at=round(risk.at))


def _known(person: Customer, today: date, risks: Risks) -> Iterator[Tag]:
    since = iso_date(person.insured_since)
    if since and age_on(since, today) > 0:
        yield Tag(f"投保 {age_on(since, today)} 年")
    if person.household_policies > 1:
        yield Tag(f"家庭保单 {person.household_policies} 件")
    risk, until = risks.get("protected"), iso_date(person.protected_until)
    if risk is not None and person.team and until is not None and until >= today:
        yield _tag(risk, team=person.team, until=until.isoformat())
    yield from (Tag(text) for text in person.tags)


def _tag(risk: Risk, **words: object) -> Tag:
    return Tag(risk.text.format(**words), risk.tone, detail=risk.detail.format(**words).strip())


def _grade_tag(grade: Grade) -> Tag:
    return Tag(grade.label, grade.tone, detail="；".join(part for part in (grade.why, grade.hint) if part))


def _local_day(text: str, zone: ZoneInfo) -> date | None:
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo("UTC"))).astimezone(zone).date()
    except (ValueError, OverflowError):  # the last hours of the year 9999 have no day further east
        return None
