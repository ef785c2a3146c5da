"""Personal data at this desk: shown whole for some seconds, with a reason, on record before it is seen.

`design.md` §7 rule 5. Two ways: a value that the desk holds is shown by the desk, also offline; one it has only masked,
or that may not be shown without the centre, comes from there. Either way the record of it is durable first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from app.desk.customers import CONTACTS
from app.desk.file_parts import numbers
from app.desk.seat import Changes, Seat
from app.errors import RefusedError, UnreachableError
from app.privacy.facts import FileOpened, ValueCopied, ValueRevealed
from app.privacy.masking import mask_value
from app.privacy.policy import FieldRule, Reason
from app.privacy.reveal import (
    Revealed,
    RevealRequest,
    dialled,
    spaced,
    value_at,
    why_no_reason,
    why_not,
    why_not_ask,
)
from app.record import Record
from app.store import facts, merged, records, tickets

PHONE = "phone"
"""Stands for the number shown in the header, which is a record of its own."""

RECENTLY = timedelta(hours=48)
"""A customer who was in touch within this time has a reason to be looked at (the trail's own window, D04)."""

ONCE_ASKED = timedelta(hours=1)
"""How long a reason for opening a file is good for (试行)."""

Line = Callable[[RevealRequest], Revealed]


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """A value that is shown masked and may be asked for. ``is_here``: the desk may show it without the centre."""

    customer_id: str
    row_id: str
    entity: str
    field: str
    mask: str
    label: str
    masked: str
    is_here: bool


class ShownValue(msgspec.Struct, frozen=True, kw_only=True):
    """A whole value for whoever asked, until ``seconds`` after ``at`` (UTC). ``copied`` is what is pasted."""

    secret: Secret
    text: str
    copied: str
    seconds: int
    at: datetime
    reason: str

    def __repr__(self) -> str:
        """Without the value: this must be safe to log by accident."""
        return f"ShownValue(field={self.secret.field!r}, at={self.at!r})"


class Privacy:
    """Everything but :meth:`ask` reads or writes the store; :meth:`ask` waits for the network and touches no store.

    ``line`` asks the centre; None where there is no centre to ask.
    """

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self.line: Line | None = None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why a value may be wanted, in the order of the buttons."""
        return self._seat.pack.privacy.reasons

    def find(self, customer_id: str, what: str, row_id: str | None = None) -> Secret:
        """What may be shown of this customer: ``what`` is ``phone`` or a field, of the row ``row_id`` where given.

        Without a row it is the one the header shows, also where several files are shown as one.

        Raises:
            RefusedError: there is nothing, or this role may not ask for it; says what to do.
        """
        with self._seat.store.read() as db:
            if row_id is not None:
                row, field = records.get(db, row_id), what
            elif what == PHONE:
                row, field = _usual(records.file_of(db, customer_id)), "e164"
            else:
                shown = merged.shown(db, customer_id)
                row, field = records.get(db, shown.home_of(what)) if shown else None, what
        return self._secret(customer_id, row, field)

    def reveal(self, secret: Secret, reason: str, note: str = "") -> ShownValue:
        """Show what the desk holds: on record first, in the same transaction that reads it.

        Raises:
            RefusedError: not without the centre, not for this role, or not without a reason.
            StoreError: it could not be put on record, so it is not shown.
        """
        seat, policy = self._seat, self._seat.pack.privacy
        note = note.strip()
        refusal = why_not(policy, seat.agent.role, secret.entity, secret.field, reason=reason, note=note, online=False)
        if refusal is not None:
            raise RefusedError(refusal)
        body = ValueRevealed(
            row_id=secret.row_id, field=secret.field, reason=reason, note=note, offline=True, seconds=policy.seconds
        )
        made = seat.fact(secret.customer_id, body)
        with seat.store.write() as db:
            row = records.get(db, secret.row_id)
            value = "" if row is None or row.is_masked(_whole(secret.field)) else value_at(row.fields, secret.field)
            if not value:
                raise RefusedError("这一项刚刚变了，请关上再打开一次")
            facts.record_new(db, [(made, secret.customer_id)])
        seat.on_changes(Changes(by="desk"))
        return self._shown(secret, value, policy.seconds, made.at, reason)

    def ask(self, secret: Secret, reason: str, note: str = "") -> ShownValue:
        """Have the centre show it and keep the record. Waits for the network: never on the store's thread.

        Raises:
            RefusedError: the centre cannot be reached, or says no; the text says what to do.
            SignInError: the session has ended.
        """
        seat, note = self._seat, note.strip()
        refusal = why_not(
            seat.pack.privacy, seat.agent.role, secret.entity, secret.field, reason=reason, note=note, online=True
        )
        if refusal is not None:
            raise RefusedError(refusal)
        offline = RefusedError(
            f"显示完整{secret.label}要联网，由中心核对并记录；现在连不上中心，可以先用打码的部分核对"
        )
        if self.line is None:
            raise offline
        try:
            told = self.line(RevealRequest(row_id=secret.row_id, field=secret.field, reason=reason, note=note))
        except UnreachableError as error:
            raise offline from error
        return self._shown(secret, told.value, told.seconds, told.at, reason)

    def copied(self, shown: ShownValue) -> None:
        """The value is about to go to the clipboard: on record first.

        Raises:
            StoreError: it could not be put on record, so it must not be copied.
        """
        secret = shown.secret
        body = ValueCopied(row_id=secret.row_id, field=secret.field, reason=shown.reason, seconds=shown.seconds)
        self._keep(secret.customer_id, body)

    def needs_why(self, customer_id: str, *, on_the_line: bool = False) -> bool:
        """Whether opening this file asks why (F06): nobody calls, nothing is open, and nothing was lately.

        ``on_the_line``: this customer is the one being talked to.
        """
        seat = self._seat
        if on_the_line or not seat.pack.privacy.asks_why:
            return False
        now = seat.clock.now()
        with seat.store.read() as db:
            if any(one.state not in {"closed", "draft"} for one in tickets.of_customer(db, customer_id)):
                return False
            if facts.of_customer(db, customer_id, now - RECENTLY, CONTACTS, 1):
                return False
            asked = facts.of_customer(db, customer_id, now - ONCE_ASKED, ("file_opened",), 20)
        return not any(one.by == seat.agent_id for one in asked)

    def opened(self, customer_id: str, why: str, note: str = "") -> None:
        """Why this file is opened although its customer was not in touch: on record before it is shown.

        Raises:
            RefusedError: that is no reason.
        """
        refusal = why_no_reason(self._seat.pack.privacy, why, note)
        if refusal is not None:
            raise RefusedError(refusal)
        self._keep(customer_id, FileOpened(why=why, note=note.strip()))

    def _keep(self, customer_id: str, body: ValueCopied | FileOpened) -> None:
        with self._seat.store.write() as db:
            facts.record_new(db, [(self._seat.fact(customer_id, body), customer_id)])
        self._seat.on_changes(Changes(by="desk"))

    def _secret(self, customer_id: str, row: Record | None, field: str) -> Secret:
        policy, role = self._seat.pack.privacy, self._seat.agent.role
        rule = None if row is None else policy.rule(row.entity, field)
        value = "" if row is None else value_at(row.fields, field)
        if row is None or (rule is not None and not value and policy.access(role, row.entity, field) != "none"):
            raise RefusedError("档案里没有这一项")
        refusal = why_not_ask(policy, role, row.entity, field)
        if refusal is not None or rule is None:
            raise RefusedError(refusal or "")
        return Secret(
            customer_id=customer_id,
            row_id=row.id,
            entity=row.entity,
            field=field,
            mask=rule.mask,
            label=rule.label,
            masked=str(mask_value(rule.mask, value)),
            is_here=self._is_here(row, field, rule),
        )

    def _is_here(self, row: Record, field: str, rule: FieldRule) -> bool:
        policy = self._seat.pack.privacy
        held = policy.access(self._seat.agent.role, row.entity, field) == "hold" and not row.is_masked(_whole(field))
        return held and policy.classes[rule.sensitivity].offline

    def _shown(self, secret: Secret, value: str, seconds: int, at: datetime, reason: str) -> ShownValue:
        text, copied = spaced(secret.mask, value), dialled(secret.mask, value)
        return ShownValue(secret=secret, text=text, copied=copied, seconds=seconds, at=at, reason=reason)


def _usual(file: list[Record]) -> Record | None:
    """The number in the header: the preferred one, else the first."""
    numbered = [one for one in numbers(file) if one.fields.get("e164")]
    return min(numbered, key=lambda one: not one.fields.get("preferred"), default=None)


def _whole(field: str) -> str:
    """The field of the record in which this value stands: what is known of it is known of the whole."""
    return field.partition(".")[0]
