"""Who is calling: read from the number, chosen by the agent, kept for the next time (`semantics.md` §3.9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from app.call.number import NumberReading, read_number
from app.call.session import CallSession
from app.customer.caller import Caller, CallerKind, Candidate
from app.customer.interaction import CallerIdentified, number_subject
from app.customer.record import Agent, Customer, view
from app.customer.story import NAMELESS
from app.desk.customers import CONTACTS, Customers
from app.desk.file_parts import holdings
from app.desk.seat import Changes, Seat
from app.ids import CustomerId, derived_id, new_id
from app.oneid.view import Shown
from app.privacy.masking import mask_phone
from app.record import Record
from app.store import aliases, drafts, facts, merged, records, tickets
from app.ticket.facts import TicketLinked

MOST_CANDIDATES = 20
"""More than this many who share a number are not offered one by one (`semantics.md` §3.9)."""
LOOKS_BACK = timedelta(days=366)
MOST_EARLIER = 200


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """What was written when the agent said who it is; enough to take it back. ``point_id`` is "" without a number."""

    customer_id: CustomerId
    point_id: str = ""


class Callers:
    """Names the caller of a call, and keeps what the agent says about it."""

    def __init__(self, seat: Seat, customers: Customers) -> None:
        self._seat, self._customers = seat, customers

    def read(self, session: CallSession) -> NumberReading:
        """The caller's number as we understand it; our own extensions are known here."""
        colleagues = self._customers.colleagues().values()
        extensions = frozenset(agent.extension for agent in colleagues if agent.extension)
        return read_number(session.ani_raw, area_code=self._seat.area_code, extensions=extensions)

    def owners(self, number: NumberReading) -> list[str]:
        """Everybody whose whole number this is, colleagues too."""
        return self._customers.with_number(number.e164) if number.e164 else []

    def customers_of(self, owners: Sequence[str]) -> list[str]:
        """Those of them who are customers."""
        colleagues = self._customers.colleagues()
        return [owner for owner in owners if owner not in colleagues]

    def caller(self, session: CallSession, number: NumberReading, everybody: Sequence[str]) -> Caller:
        """What the number says of who is calling.

        Args:
            everybody: whose number it is, from :meth:`owners`.
        """
        colleague = self._colleague(session, number, everybody)
        owners = self.customers_of(everybody)
        if colleague is not None:
            note = " · ".join(part for part in (colleague.team, colleague.agent_id) if part)
            return Caller(kind="internal", shown=colleague.extension, name=colleague.name, note=note)
        kind = _kind(session, number, len(owners))
        shown = mask_phone(number.e164) if number.e164 else ("" if kind == "withheld" else number.raw)
        names = self._seat.pack.labels.get("service_number", {})
        is_person = kind in {"known", "unknown", "many"}
        return Caller(
            kind=kind,
            e164=(number.e164 or "") if is_person else "",
            shown=shown,
            name=names.get(shown, "") if kind == "service" else "",
            note=number.reason,
            is_relay=number.maybe_relay,
            candidates=self._candidates(owners) if kind == "many" else (),
        )

    def link(
        self, customer_id: str, call: CallSession, *, how: str, e164: str = "", among: Sequence[str] = ()
    ) -> Linked:
        """The agent says who is on the line: kept as a fact and, with ``e164``, in the customer's file.

        Args:
            how: as of :class:`CallerIdentified`.
            e164: the number to keep, "" to bind only this call.
        """
        seat = self._seat
        point = Record(id=derived_id("called_from", customer_id, e164), entity="contact_point", owner_id=customer_id)
        keep = bool(e164) and self._shown_as(customer_id) not in self._customers.with_number(e164)
        said = seat.fact(customer_id, CallerIdentified(call_id=call.call_id, how=how, among=list(among)))
        with seat.store.write() as db:
            if keep:
                shown = records.get(db, point.id) or point
                self._customers.write(db, shown, {"kind": "phone", "e164": e164, "label": "来电"}, "called_from")
            facts.record_new(db, [(said, customer_id)])
        seat.on_changes(Changes(by="desk", customers=frozenset([customer_id])))
        return Linked(customer_id=CustomerId(customer_id), point_id=point.id if keep else "")

    def take_back(self, linked: Linked, call: CallSession) -> None:
        """It was not that customer: the number leaves their file again, and so much is kept as a fact."""
        seat = self._seat
        said = seat.fact(linked.customer_id, CallerIdentified(call_id=call.call_id, how="taken_back"))
        with seat.store.write() as db:
            point = records.get(db, linked.point_id) if linked.point_id else None
            if point is not None:
                self._customers.write(db, point, {"e164": ""}, "called_from")
            facts.record_new(db, [(said, linked.customer_id)])
        seat.on_changes(Changes(by="desk", customers=frozenset([linked.customer_id])))

    def register(self, call: CallSession, *, e164: str = "", name: str = "") -> Linked:
        """A new customer of whom only a number and perhaps a name are known: not real-named yet (未实名).

        A number that belongs to somebody meanwhile makes nobody new.
        """
        known = self._customers.with_number(e164) if e164 else []
        if known:
            return self.link(known[0], call, how="found")
        customer_id = new_id()
        customer = Record(id=customer_id, entity="customer", owner_id=customer_id)
        with self._seat.store.write() as db:
            self._customers.write(db, customer, {"name": name, "real_name": "no"}, "agent")
        return self.link(customer_id, call, how="created", e164=e164)

    def relabel(self, customer_id: str, e164: str) -> None:
        """Tickets and drafts of earlier calls from this number, of nobody until now, are this customer's (complaint 3).

        Done when the call is over, so that a wrong choice can be taken back before it reaches any ticket.
        """
        if not e164 or self._customers.with_number(e164) != [self._shown_as(customer_id)]:
            return
        seat, changed = self._seat, set()
        with seat.store.write() as db:
            calls = self._earlier_calls(db, e164)
            for ticket in tickets.of_customer(db, "", MOST_EARLIER) if calls else ():
                if ticket.call_id in calls:
                    linked = seat.fact(ticket.id, TicketLinked(customer_id=CustomerId(customer_id)))
                    facts.record_new(db, [(linked, customer_id)])
                    changed.add(str(ticket.id))
            for draft in drafts.open_drafts(db) if calls else ():
                if draft.customer_id is None and draft.call_id in calls:
                    drafts.save(db, msgspec.structs.replace(draft, customer_id=CustomerId(customer_id)))
                    changed.add(str(draft.ticket_id))
        if changed:
            seat.on_changes(Changes(by="desk", tickets=frozenset(changed), customers=frozenset([customer_id])))

    def _earlier_calls(self, db: Any, e164: str) -> set[str]:
        since = self._seat.clock.now() - LOOKS_BACK
        noted = facts.of_customer(db, number_subject(e164), since, CONTACTS, MOST_EARLIER)
        return {fact.body.call_id for fact in noted if fact.body.call_id}

    def _shown_as(self, customer_id: str) -> str:
        """In whose file this customer is shown: their own, for most."""
        with self._seat.store.read() as db:
            return aliases.members(db, customer_id)[0]

    def _colleague(self, session: CallSession, number: NumberReading, everybody: Sequence[str]) -> Agent | None:
        extension = number.extension if number.kind == "internal" else ""
        if not extension and (session.ani_kind == "internal" or session.direction == "internal"):
            extension = session.ani_raw
        colleagues = self._customers.colleagues()
        if extension:
            return next((agent for agent in colleagues.values() if agent.extension == extension), None)
        return next((colleagues[owner] for owner in everybody if owner in colleagues), None)

    def _candidates(self, owners: Sequence[str]) -> tuple[Candidate, ...]:
        since = self._seat.clock.now() - LOOKS_BACK
        found = []
        with self._seat.store.read() as db:
            for owner in owners[:MOST_CANDIDATES]:
                file = records.file_of(db, owner)
                latest = facts.of_customer(db, owner, since, CONTACTS, 1)
                shown = merged.in_file(db, owner, file)
                found.append(_candidate(owner, shown, file, latest[0].at if latest else None))
        never = datetime.min.replace(tzinfo=UTC)
        return tuple(sorted(found, key=lambda one: one.last_contact or never, reverse=True))


def _candidate(owner: str, shown: Shown | None, file: Sequence[Record], last_contact: datetime | None) -> Candidate:
    who = view(shown.record, Customer) if shown else Customer()
    return Candidate(
        customer_id=CustomerId(owner),
        name=who.name or NAMELESS,
        id_tail=who.id_number[-4:],
        holdings=sum(1 for one in holdings(file) if one.fields.get("kind") != "payment"),
        last_contact=last_contact,
        stars=who.stars,
    )


def _kind(session: CallSession, number: NumberReading, owners: int) -> CallerKind:
    if number.kind == "internal" or (session.ani_kind == "internal" and not number.e164):
        return "internal"
    if number.kind in {"withheld", "invalid"}:
        return "withheld"
    if number.kind == "service":
        return "service"
    return "known" if owners == 1 else "many" if owners else "unknown"
