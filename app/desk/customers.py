"""Customers at this desk: found by whole keys, shown as one story, changed field by field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.call.number import read_number
from app.call.session import CallSession
from app.customer.hit import SearchHit
from app.customer.record import Agent, Customer, view
from app.customer.story import build_360
from app.customer.trail import CurrentCall
from app.customer.view import Customer360
from app.desk.seat import Changes, Seat
from app.ids import new_id
from app.record import Patch, Record
from app.store import facts, records, search, tickets
from app.ticket.draft import Draft
from app.ticket.fold import Ticket

TRAIL_DAYS = 30
MOST_TOUCHES = 200
SHORT_ID = 32
"""Staff numbers are short; every other owner's id is a UUID of 36 characters."""


class Customers:
    """Reads are one short look into the store each."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._agents: dict[str, Agent] | None = None

    def with_number(self, e164: str) -> list[str]:
        """Whose number this is: nobody's, one customer's, or several who share it. Whole numbers only."""
        with self._seat.store.read() as db:
            return records.owners_of(db, "phone", e164)

    def search(self, words: str) -> tuple[SearchHit, ...]:
        """Whom an agent means by what they typed, the surest first, twenty at most, masked. Any text will do."""
        e164 = read_number(words, area_code=self._seat.area_code).e164
        with self._seat.store.read() as db:
            return search.find(db, words, e164=e164)

    def name(self, customer_id: str) -> str:
        """The customer's name, "" where unknown."""
        with self._seat.store.read() as db:
            found = records.get(db, customer_id)
        return "" if found is None else view(found, Customer).name

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
            file = records.file_of(db, customer_id)
            kinds = ("contact_made", "call_handled")
            trail = facts.of_customer(db, customer_id, now - timedelta(days=TRAIL_DAYS), kinds, MOST_TOUCHES)
            owned = tickets.of_customer(db, customer_id)
        if draft is not None and not any(ticket.id == draft.ticket_id for ticket in owned):
            owned = [_as_ticket(draft), *owned]
        customer = next((record for record in file if record.entity == "customer"), None)
        if customer is None:
            return None
        return build_360(
            customer,
            _of(file, "contact_point"),
            _of(file, "holding"),
            _of(file, "relation"),
            trail,
            owned,
            self.colleagues(),
            call=None if call is None else self._current(call, verified),
            now=now,
            pack=seat.pack,
            me=seat.agent_id,
            zone=seat.zone.key,
        )

    def change(self, record: Record, fields: dict[str, Any], *, source: str = "customer_said") -> None:
        """Change some fields of a record the agent is looking at: here at once, at the centre as soon as possible."""
        with self._seat.store.write() as db:
            self._change(db, record, fields, source)
        self._seat.on_changes(Changes(by="desk", customers=frozenset([record.owner_id])))

    def _change(self, db: Any, record: Record, fields: dict[str, Any], source: str) -> None:
        seat = self._seat
        patch = Patch(
            entity=record.entity,
            row_id=record.id,
            owner_id=record.owner_id,
            base_rev=record.rev,
            fields=fields,
            base={name: record.fields.get(name) for name in fields},
            source=source,
        )
        stamp, now = seat.clock.stamp(), seat.clock.now().timestamp()
        records.change(db, patch, device=seat.device, hlc=stamp, by=seat.agent_id, now=now)

    def register(self, e164: str | None) -> str:
        """A new customer of whom nothing is known but, if that, the number: not real-named yet (未实名).

        Returns:
            The new customer's id.
        """
        if e164 and (owners := self.with_number(e164)):
            return owners[0]  # asked for twice, or found meanwhile: nobody is made twice
        customer_id = new_id()
        customer = Record(id=customer_id, entity="customer", owner_id=customer_id)
        point = Record(id=new_id(), entity="contact_point", owner_id=customer_id)
        with self._seat.store.write() as db:
            self._change(db, customer, {"name": "", "real_name": "no"}, "agent")
            if e164:
                self._change(db, point, {"kind": "phone", "e164": e164, "preferred": True}, "called_from")
        self._seat.on_changes(Changes(by="desk", customers=frozenset([customer_id])))
        return customer_id

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
            verified=verified,
        )


def _of(file: list[Record], entity: str) -> list[Record]:
    return [record for record in file if record.entity == entity]


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
