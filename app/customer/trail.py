"""The trail: whom of us this customer has been in touch with lately, and about what (`mission-rows.md` D04, B08)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

import msgspec

from app.customer.interaction import CallHandled, ContactMade
from app.customer.view import Touch, Trail
from app.fact import Fact, in_order
from app.ids import CallId
from app.pack.model import Pack

TRAIL = timedelta(hours=48)
LONG = timedelta(days=30)
SPOKEN = frozenset({"phone", "chat", "counter", "visit"})
"""Channels on which the customer told a person about it."""
IVR_BEFORE_CALL = timedelta(minutes=30)
"""A menu noted this shortly before a call belongs to it."""


class CurrentCall(msgspec.Struct, frozen=True, kw_only=True):
    """The call that is going on, as far as the customer's file needs it. Labels are words, not codes.

    ``ivr`` are the menus on the way here, reached at ``ivr_at`` and left ``ivr_s`` seconds later. ``verified`` are the
    codes of the identity checks the caller has passed (group ``check`` of the pack). ``e164`` is the number that
    calls, "" where none is shown.
    """

    call_id: CallId
    at: datetime
    queue: str = ""
    ivr: tuple[str, ...] = ()
    ivr_at: datetime | None = None
    ivr_s: float = 0.0
    verified: frozenset[str] = frozenset()
    e164: str = ""


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """What the customer is in touch about, how often they have told a person so far, and where (channel codes)."""

    key: str
    times_told: int
    channels: tuple[str, ...]


def build_trail(facts: Iterable[Fact[Any]], call: CurrentCall | None, now: datetime, zone: tzinfo, pack: Pack) -> Trail:
    """The last 48 hours, the oldest day whole, and thirty days behind them; the warning not to ask again.

    Args:
        facts: this customer's facts; other kinds than contacts are left aside.
        now: an aware instant; the result is in the desk's ``zone``.
    """
    past = past_contacts(facts, call)
    today = now.astimezone(zone).date()
    # A day cut in the middle would hide this morning's half of a story that began there.
    since = datetime.combine((now - TRAIL).astimezone(zone).date(), time(), zone)
    shown = [fact for fact in past if now - LONG <= fact.at <= now]
    here = () if call is None else _current(call, shown, zone)
    before = [_touch(fact, zone) for fact in reversed(shown)]
    touches = (*here, *(touch for touch in before if touch.at >= since))
    whole = (*here, *before)
    matter = current_matter(past, now, zone)
    return Trail(
        touches=touches,
        all=whole,
        count=len(touches),
        count_30_days=len(whole),
        today=today,
        warning=_warning(matter, pack) if matter else (),
    )


def past_contacts(facts: Iterable[Fact[Any]], call: CurrentCall | None = None) -> list[Fact[ContactMade]]:
    """Every past contact once, oldest first, with how long it took where that is known.

    The current call is not past. A call that was noted twice (by desk and exchange, or under the number before anybody
    knew whose it is and again under the customer) is one contact.
    """
    ordered = in_order(facts)
    figures = {fact.body.call_id: fact for fact in ordered if isinstance(fact.body, CallHandled)}
    noted = set() if call is None else {call.call_id}
    made: list[Fact[ContactMade]] = []
    for fact in ordered:
        body = fact.body
        if not isinstance(body, ContactMade) or (body.channel == "phone" and body.call_id and body.call_id in noted):
            continue
        if body.channel == "phone" and body.call_id:
            noted.add(CallId(body.call_id))
            body = _with_duration(body, figures.get(body.call_id))
        made.append(msgspec.structs.replace(fact, body=body))
    for call_id, fact in figures.items():
        if call_id not in noted:
            title = "来电" if fact.body.direction == "in" else "去电"
            contact = ContactMade(channel="phone", title=title, call_id=call_id)
            made.append(msgspec.structs.replace(fact, body=_with_duration(contact, fact)))
    return sorted(made, key=lambda fact: (fact.at, fact.id))


def current_matter(past: Iterable[Fact[ContactMade]], now: datetime, zone: tzinfo) -> Matter | None:
    """What the latest contacts were about, told to a person at least once in 30 days; None where nothing stands out."""
    recent = [fact for fact in past if fact.body.matter and now - LONG <= fact.at <= now]
    since = datetime.combine((now - TRAIL).astimezone(zone).date(), time(), zone)
    if not recent or recent[-1].at < since:
        return None
    key = recent[-1].body.matter
    told = [fact for fact in recent if fact.body.matter == key and fact.body.channel in SPOKEN]
    return Matter(key=key, times_told=len(told), channels=tuple(dict.fromkeys(fact.body.channel for fact in told)))


def duration_text(seconds: float, channel: str) -> str:
    """How long somebody took: 通话 3:20, 用时 0:45; empty for nothing measured."""
    whole = round(seconds)
    if whole <= 0:
        return ""
    hours, rest = divmod(whole, 3600)
    clock = f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
    return f"{'通话' if channel == 'phone' else '用时'} {clock}"


def _with_duration(body: ContactMade, figures: Fact[CallHandled] | None) -> ContactMade:
    if figures is None or body.duration_s:
        return body
    return msgspec.structs.replace(body, duration_s=figures.body.talk_s)


def _touch(fact: Fact[ContactMade], zone: tzinfo) -> Touch:
    body = fact.body
    return Touch(
        at=fact.at.astimezone(zone),
        channel=body.channel,
        title=body.title,
        note=body.note,
        failed=body.failed,
        duration=duration_text(body.duration_s, body.channel),
    )


def _current(call: CurrentCall, past: list[Fact[ContactMade]], zone: tzinfo) -> tuple[Touch, ...]:
    """The call itself, and the menus it came through unless the exchange has noted them already."""
    note = f"{call.queue} · 首问受理" if call.queue else "首问受理"
    here = Touch(at=call.at.astimezone(zone), channel="phone", title="本次来电", note=note, current=True)
    noted = any(fact.body.channel == "ivr" and call.at - fact.at <= IVR_BEFORE_CALL for fact in past)
    if not call.ivr or call.ivr_at is None or noted:
        return (here,)
    used = duration_text(call.ivr_s, "ivr")
    menus = " › ".join(call.ivr)
    return here, Touch(at=call.ivr_at.astimezone(zone), channel="ivr", title="IVR 自助", note=menus, duration=used)


def _warning(matter: Matter, pack: Pack) -> tuple[str, ...]:
    if not matter.channels:
        return ()
    where = "、".join(pack.label("channel", channel) for channel in matter.channels)
    return ("客户已在", where, "说明过此事，请勿让客户再说一遍。")
