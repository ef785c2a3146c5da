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


class CurrentCall(msgspec.Struct, frozen=True, kw_only=True):
    """The call that is going on, as far as the customer's file needs it. Labels are words, not codes.

    ``verified`` are the codes of the identity checks the caller has passed (group ``check`` of the pack).
    """

    call_id: CallId
    at: datetime
    queue: str = ""
    ivr: tuple[str, ...] = ()
    verified: frozenset[str] = frozenset()


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """What the customer is in touch about, how often they have told a person so far, and where (channel codes)."""

    key: str
    times_told: int
    channels: tuple[str, ...]


def build_trail(facts: Iterable[Fact[Any]], call: CurrentCall | None, now: datetime, zone: tzinfo, pack: Pack) -> Trail:
    """The last 48 hours, newest first, the oldest day whole, with the warning not to ask again.

    Args:
        facts: this customer's facts; other kinds than contacts are left aside.
        now: an aware instant; the result is in the desk's ``zone``.
    """
    past = past_contacts(facts, call)
    today = now.astimezone(zone).date()
    # A day cut in the middle would hide this morning's half of a story that began there.
    since = datetime.combine((now - TRAIL).astimezone(zone).date(), time(), zone)
    shown = [fact for fact in past if since <= fact.at <= now]
    matter = current_matter(past, now, zone)
    touches = [_touch(fact, zone) for fact in reversed(shown)]
    if call is not None:
        touches.insert(0, _current(call, zone))
    extra = 1 if call is not None else 0
    return Trail(
        touches=tuple(touches),
        count=len(touches),
        count_30_days=sum(1 for fact in past if now - LONG <= fact.at <= now) + extra,
        today=today,
        warning=_warning(matter, pack) if matter else (),
    )


def past_contacts(facts: Iterable[Fact[Any]], call: CurrentCall | None = None) -> list[Fact[ContactMade]]:
    """Every past contact once, oldest first. The current call is not past, and a call noted twice is one contact."""
    ordered = in_order(facts)
    made = [fact for fact in ordered if isinstance(fact.body, ContactMade) and not _is_current(fact.body, call)]
    noted = {fact.body.call_id for fact in made if fact.body.channel == "phone"}
    if call is not None:
        noted.add(call.call_id)
    for fact in ordered:
        if isinstance(fact.body, CallHandled) and fact.body.call_id not in noted:
            noted.add(fact.body.call_id)
            title = "来电" if fact.body.direction == "in" else "去电"
            body = ContactMade(channel="phone", title=title, call_id=fact.body.call_id)
            made.append(msgspec.structs.replace(fact, body=body))
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


def _is_current(body: ContactMade, call: CurrentCall | None) -> bool:
    return call is not None and body.channel == "phone" and body.call_id == call.call_id


def _touch(fact: Fact[ContactMade], zone: tzinfo) -> Touch:
    body = fact.body
    return Touch(
        at=fact.at.astimezone(zone), channel=body.channel, title=body.title, note=body.note, failed=body.failed
    )


def _current(call: CurrentCall, zone: tzinfo) -> Touch:
    note = f"{call.queue} · 首问受理" if call.queue else "首问受理"
    return Touch(at=call.at.astimezone(zone), channel="phone", title="本次来电", note=note, current=True)


def _warning(matter: Matter, pack: Pack) -> tuple[str, ...]:
    if not matter.channels:
        return ()
    where = "、".join(pack.label("channel", channel) for channel in matter.channels)
    return ("客户已在", where, "说明过此事，请勿让客户再说一遍。")
