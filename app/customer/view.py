"""The customer 360 as a desk shows it: plain values, already masked and worded, ready to paint.

The window decides nothing: what is masked, which tickets come first and what counts as related to this call is
settled by :mod:`app.customer.story`, which builds these.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from app.ids import CustomerId, TicketId

Tone = Literal["ok", "warn", "danger", "pause", "accent", "line"]
"""How a badge reads (`design.md` §4 Badge). Colour means state only."""


class Tag(msgspec.Struct, frozen=True):
    """A short fact about the customer under the name. ``tone`` danger and warn carry an icon.

    ``hint`` is what to do about it, in a sentence; ``opens`` what a click on it asks for: ``quality``,
    ``duplicates``, ``verification``, "" for nothing.
    """

    text: str
    tone: Tone = "line"
    hint: str = ""
    opens: str = ""
    detail: str = ""
    """What lies behind it: until when, who approved it, which figures; a tool tip."""


class Check(msgspec.Struct, frozen=True):
    """One item of identity verification and whether the caller has passed it."""

    name: str
    passed: bool


class Quality(msgspec.Struct, frozen=True):
    """How complete and fresh the record is: 0 to 100, with the reasons that cost most."""

    score: int
    reasons: tuple[str, ...] = ()


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who is calling. Numbers are masked as this role may see them."""

    customer_id: CustomerId
    name: str
    sex: str = ""
    age: int | None = None
    stars: int = 0
    tags: tuple[Tag, ...] = ()
    quality: Quality | None = None
    phone_masked: str = ""
    phone_label: str = "手机"
    """What kind of number it is: 手机, 电话, or what the file calls it (总机)."""
    calling_masked: str = ""
    """The number that is calling, where it is another one than ``phone_masked``; "" otherwise."""
    id_number_masked: str = ""
    customer_no: str = ""
    branch: str = ""
    service_agent: str = ""
    checks: tuple[Check, ...] = ()
    checks_note: str = ""
    checks_short: str = ""
    """The same note for where there is no room for it; "" where it has no shorter form."""
    grades: tuple[Tag, ...] = ()
    """Value grades beside the stars: card, grade of the organisation, VIP."""
    behaviour: str = ""
    """How this customer tends to be: demanding, confused, agitated (D11)."""
    is_organisation: bool = False
    needs_step_up: bool = False
    """Signs of fraud: before anything is changed, the caller has to be verified more strictly (D23)."""


class Touch(msgspec.Struct, frozen=True, kw_only=True):
    """One contact in the trail. ``at`` is local wall time of the desk's calendar zone.

    ``channel`` picks the icon: phone, ivr, app, push, chat, counter, sms, mail, visit.
    """

    at: datetime
    channel: str
    title: str
    note: str = ""
    current: bool = False
    failed: bool = False
    duration: str = ""
    """How long it took, where known: 通话 3:20 (D04 使用时长)."""


class Trail(msgspec.Struct, frozen=True, kw_only=True):
    """The last 48 hours, newest first, and ``all`` of 30 days.

    ``warning`` is shown above the list in alternating plain and bold pieces: plain first.
    """

    touches: tuple[Touch, ...] = ()
    all: tuple[Touch, ...] = ()
    count: int = 0
    count_30_days: int = 0
    today: date | None = None
    warning: tuple[str, ...] = ()


class Detail(msgspec.Struct, frozen=True):
    """One labelled fact of a holding."""

    label: str
    value: str


class HoldingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A policy, claim, line, device or order in one row of two lines."""

    holding_id: str
    title: str
    number: str
    amount: str = ""
    note: str = ""
    status: str = ""
    tone: Tone = "ok"
    kind: str = ""
    """What it is, in words: 保单, 理赔, 号码, 设备, 订单."""
    second: str = ""
    """The second line where it says more than the number: P-2025-7714-0382 · 沪A·D12345."""
    details: tuple[Detail, ...] = ()
    """Everything the file knows of it, in the order of the pack's ``holdings.yaml``."""


class HoldingGroup(msgspec.Struct, frozen=True):
    """Rows under one small heading (本次相关, 其他保单)."""

    title: str
    rows: tuple[HoldingRow, ...]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the household or a contact of the organisation; ``other_id`` is their own file, if they have one."""

    name: str
    relation: str
    note: str = ""
    other_id: str = ""


class Entry(msgspec.Struct, frozen=True):
    """A label and its value in the profile tab, with where the value came from."""

    label: str
    value: str
    source: str = ""


class TicketRow(msgspec.Struct, frozen=True, kw_only=True):
    """An open or recent ticket of this customer.

    Either ``status`` (a badge) or a running clock: ``due_at`` with ``started_at`` lets the window show what is
    left and how much is used without asking again.
    """

    ticket_id: TicketId
    number: str
    title: str
    first_responder: str
    note: str = ""
    status: str = ""
    tone: Tone = "pause"
    started_at: datetime | None = None
    due_at: datetime | None = None
    paused: bool = False
    is_current: bool = False
    is_mine_first: bool = False
    is_open: bool = True
    can_resume: bool = False
    """Whether this call may go on with it (续办)."""


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """Something worth saying next (renewal, birthday), with its one action. ``icon`` is an icon name."""

    icon: str
    title: str
    note: str
    action: str
    selling: bool = False
    does: Literal["follow_up", "closing", "nothing"] = "follow_up"
    """What the action does: a call-back tomorrow, a word in the script's last step, nothing (not allowed)."""
    say: str = ""
    """For ``closing``: the sentence to say."""
    done: str = ""
    """What has come of it already, in words: 已约明天 10:00. Then it is not offered again."""


class Customer360(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the first ten seconds need."""

    identity: Identity
    trail: Trail = Trail()
    holdings: tuple[HoldingGroup, ...] = ()
    payments: tuple[Entry, ...] = ()
    household: tuple[Person, ...] = ()
    corporate: tuple[Person, ...] = ()
    profile: tuple[Entry, ...] = ()
    tickets: tuple[TicketRow, ...] = ()
    hints: tuple[Hint, ...] = ()
    hidden_hints: tuple[Hint, ...] = ()
    contacts_on_matter: int = 0
    """How many contacts there were on the matter that is open now, this one included."""
