"""Customers at this desk: found by whole keys, shown as one story, changed field by field."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.call.number import read_number
from app.call.session import CallSession
from app.catalogue import AnyFact
from app.customer.hit import SearchHit
from app.customer.interaction import number_subject
from app.customer.record import Agent
from app.customer.story import build_360
from app.customer.trail import CurrentCall
from app.customer.view import Customer360
from app.desk import suspects
from app.desk.file_parts import holdings, numbers, of_kind
from app.desk.seat import Changes, Seat
from app.record import Patch, Record
from app.review.case import open_fields
from app.store import aliases, drafts, facts, merged, records, reviews, search, tickets
from app.ticket.draft import Draft
from app.ticket.fold import Ticket
from app.work.booked import call_back_at, open_call_backs

CONTACTS = ("contact_made", "call_handled")
ENTITLEMENTS = ("entitlement_used", "entitlement_returned")
"""The kinds of fact that tell of them."""
TRAIL_DAYS, YEAR_DAYS = 30, 366
MOST_TOUCHES = 200
MOST_NUMBERS = 8
"""Numbers of one customer under which earlier calls are looked for."""
SHORT_ID = 32
"""Staff numbers are short; every other owner's id is a UUID of 36 characters."""


class Customers:
    """Reads are one short look into the store each."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._agents: dict[str, Agent] | None = None

    def with_number(self, e164: str) -> list[str]:
        """Whose number this is: nobody's, one customer's, or several who share it. Whole numbers only.

        A number whose owner was deleted is nobody's: what is left of the file has no customer to show.
        """
        with self._seat.store.read() as db:
            owners = records.owners_of(db, "phone", e164)
            return [one for one in owners if any(records.get(db, row) for row in aliases.members(db, one))]

    def search(self, words: str) -> tuple[SearchHit, ...]:
        """Whom an agent means by what they typed, the surest first, twenty at most, masked. Any text will do."""
        e164 = read_number(words, area_code=self._seat.area_code).e164
        with self._seat.store.read() as db:
            return search.find(db, words, e164=e164, agent=self._seat.agent_id)

    def name(self, customer_id: str) -> str:
        """The customer's name, "" where unknown."""
        with self._seat.store.read() as db:
            return merged.name(db, customer_id)

    def story(
        self,
        customer_id: str,
        call: CallSession | None = None,
        draft: Draft | None = None,
        verified: frozenset[str] = frozenset(),
    ) -> Customer360 | None:
        """Everything the first ten seconds need; None where this desk does not know the customer.

        ``verified`` are the identity checks the caller has passed.
        """
        seat = self._seat
        now = seat.clock.now()
        with seat.store.read() as db:
            together = aliases.members(db, customer_id)
            customer_id = together[0]
            file = records.file_of(db, customer_id)
            shown = merged.in_file(db, customer_id, file)
            trail = self._contacts(db, customer_id, file, now - timedelta(days=TRAIL_DAYS))
            year_ago = now - timedelta(days=YEAR_DAYS)
            uses = facts.of_customer(db, customer_id, year_ago, ENTITLEMENTS, MOST_TOUCHES)
            owned = tickets.of_customer(db, customer_id)
            twins = suspects.open_pairs(db, together)
            mine = open_call_backs(records.of_owners(db, [seat.agent_id], ["callback"]), together)
            disputed = open_fields(reviews.of_customer(db, customer_id))
            written = [one for one in drafts.open_drafts(db) if one.touched and one.customer_id in together]
        owned += [_as_ticket(one) for one in written]
        if draft is not None and not any(ticket.id == draft.ticket_id for ticket in owned):
            owned = [_as_ticket(draft), *owned]
        if shown is None:
            return None
        booked = {about: at for about, one in mine.items() if (at := call_back_at(one)) is not None}
        return build_360(
            shown.record,
            numbers(file),
            holdings(file),
            of_kind(file, "relation"),
            trail,
            owned,
            self.colleagues(),
            call=None if call is None else self._current(call, verified),
            now=now,
            pack=seat.pack,
            me=seat.agent_id,
            zone=seat.zone.key,
            consents=of_kind(file, "consent"),
            listings=of_kind(file, "listing"),
            signals=of_kind(file, "signal"),
            may_resume=_may_resume(call, draft, owned),
            open_fields=disputed,
            duplicates=len(twins),
            uses=uses,
            booked=booked,
        )

    def set_behaviour(self, customer_id: str, behaviour: str) -> None:
        """The agent has learned what kind of customer this is (D11); "" takes it back."""
        with self._seat.store.read() as db:
            shown = merged.shown(db, customer_id)
        if shown is not None and shown.record.fields.get("behaviour", "") != behaviour:
            self.change(shown.record, {"behaviour": behaviour}, source="agent")

    def _contacts(self, db: Any, customer_id: str, file: list[Record], since: datetime) -> list[AnyFact]:
        """What happened with this customer, and under numbers that are nobody else's, before it was known whose."""
        found = facts.of_customer(db, customer_id, since, CONTACTS, MOST_TOUCHES)
        points = [one for one in of_kind(file, "contact_point") if one.fields.get("e164")]
        for point in points[:MOST_NUMBERS]:
            e164 = str(point.fields["e164"])
            earlier = facts.of_customer(db, number_subject(e164), since, CONTACTS, MOST_TOUCHES)
            if earlier and records.owners_of(db, "phone", e164) == [customer_id]:
                found += earlier
        return found

    def change(
        self,
        record: Record,
        fields: dict[str, Any],
        *,
        source: str = "customer_said",
        verified: dict[str, str] | None = None,
    ) -> None:
        """Change some fields of a record the agent is looking at: here at once, at the centre as soon as possible.

        Args:
            source: where the values come from.
            verified: per field, the ISO date on which it was held against its source; a field that keeps its value is
                verified without being changed. What may need review first goes through :mod:`app.desk.review`.
        """
        with self._seat.store.write() as db:
            self.write(db, record, fields, source, verified)
        self._seat.on_changes(Changes(by="desk", customers=frozenset([record.owner_id])))

    def write(
        self,
        db: Any,
        record: Record,
        fields: dict[str, Any],
        source: str,
        verified: dict[str, str] | None = None,
        *,
        as_is: bool = False,
    ) -> None:
        """The same inside a transaction that is open already; tells nobody.

        Of a customer who is shown out of several files each field is changed where its value is from, except ``as_is``:
        then in this very record. Whoever may now look like somebody else is noted as 疑似.
        """
        parts = [(record, fields, source)] if as_is else merged.by_home(db, record, fields, source)
        for row, part, said in parts:
            self._patch(db, row, part, said, {name: day for name, day in (verified or {}).items() if name in part})
        if suspects.concerns(record.entity, fields):
            suspects.note(db, self._seat, record.owner_id)

    def _patch(self, db: Any, record: Record, fields: dict[str, Any], source: str, verified: dict[str, str]) -> None:
        seat = self._seat
        patch = Patch(
            entity=record.entity,
            row_id=record.id,
            owner_id=record.owner_id,
            base_rev=record.rev,
            fields=fields,
            base={name: record.fields.get(name) for name in fields},
            source=source,
            verified=verified,
        )
        stamp, now = seat.clock.stamp(), seat.clock.now().timestamp()
        records.change(db, patch, device=seat.device, hlc=stamp, by=seat.agent_id, now=now)

    def record(self, row_id: str) -> Record | None:
        """One record as this desk shows it."""
        with self._seat.store.read() as db:
            return records.get(db, row_id)

    def forget_colleagues(self, owners: frozenset[str]) -> None:
        """Where one of these is a colleague (or may be a new one), the directory is read again when it is needed."""
        if self._agents is not None and any(owner in self._agents or len(owner) < SHORT_ID for owner in owners):
            self._agents = None

    def colleagues(self) -> dict[str, Agent]:
        """Everybody by staff number, read once."""
        if self._agents is None:
            self._agents = self._seat.colleagues()
        return self._agents

    def _current(self, call: CallSession, verified: frozenset[str]) -> CurrentCall:
        pack = self._seat.pack
        return CurrentCall(
            call_id=call.call_id,
            at=call.answered_at or call.rang_at or call.started_at,
            queue=pack.label("queue", call.queue or ""),
            ivr=tuple(pack.label("ivr", f"{node.node} {node.label}".strip()) for node in call.ivr_path),
            ivr_at=call.started_at,
            ivr_s=(call.queued_at - call.started_at).total_seconds() if call.queued_at else 0.0,
            verified=verified,
            e164=call.ani or "",
        )


def _may_resume(call: CallSession | None, draft: Draft | None, owned: list[Ticket]) -> bool:
    """Whether this call has no ticket of its own that anybody has typed into or handed in."""
    if call is None or (draft is not None and draft.touched):
        return False
    return not any(ticket.call_id == call.call_id and ticket.state != "draft" for ticket in owned)


def _as_ticket(draft: Draft) -> Ticket:
    """A draft shown in the customer's list, beside what others have opened."""
    return Ticket(
        id=draft.ticket_id,
        number=draft.number,
        kind=draft.kind,
        form_id=draft.kind,
        pack="",
        first_responder=draft.first_responder,
        holder=draft.first_responder,
        state="draft",
        opened_at=draft.opened_at,
        customer_id=draft.customer_id,
        call_id=draft.call_id,
        updated_at=draft.updated_at,
    )
