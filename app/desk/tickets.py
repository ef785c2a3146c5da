"""Tickets at this desk: drafts that survive anything, and tickets handed in."""

from __future__ import annotations

from typing import Any

import msgspec

from app.call.session import CallSession
from app.desk.seat import Changes, Seat
from app.errors import InvalidFieldError
from app.ids import CustomerId, TicketId, derived_id, new_id
from app.store import drafts, facts, settings, tickets
from app.ticket.draft import Draft
from app.ticket.facts import TicketEdited, TicketFact, TicketLinked, TicketNoted, TicketOpened, TicketSubmitted
from app.ticket.fold import Ticket
from app.ticket.form import Form, check
from app.ticket.number import ticket_number


class HandedIn(msgspec.Struct, frozen=True, kw_only=True):
    """What became of handing in: the ticket, or what keeps the draft from becoming one, in reading order."""

    draft: Draft
    problems: tuple[InvalidFieldError, ...]
    ticket: Ticket | None


class Tickets:
    """Opens, saves and hands in. Everything here writes at once; nothing waits for the centre."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def prepare(self, kind: str, *, customer_id: str | None, call: CallSession | None, values: dict[str, Any]) -> Draft:
        """A draft that is shown but not kept yet: it gets its number with the first key or the answered call."""
        now = self._seat.clock.now()
        return Draft(
            ticket_id=TicketId(new_id()),
            number="",
            kind=kind,
            opened_at=now,
            updated_at=now,
            first_responder=self._seat.agent_id,
            customer_id=None if customer_id is None else CustomerId(customer_id),
            call_id="" if call is None else call.call_id,
            channel="phone",
            values=values,
        )

    def save(self, draft: Draft) -> Draft:
        """Keep what has been typed so far. The first time, the draft gets its number.

        What is typed after the ticket was handed in (a key pressed while that went on) becomes an edit of the ticket.

        Raises:
            StoreFullError: no room; what was kept before is still there.
        """
        kept = msgspec.structs.replace(draft, updated_at=self._seat.clock.now())
        ticket = self.get(kept.ticket_id)
        if ticket is not None:
            changed = {name: value for name, value in kept.values.items() if ticket.value(name) != value}
            if changed:
                self.edit(ticket.id, changed)
            return msgspec.structs.replace(kept, number=ticket.number)
        with self._seat.store.write() as db:
            if not kept.number:
                known = drafts.get(db, kept.ticket_id)
                number = known.number if known else self._number(db, kept.kind)
                kept = msgspec.structs.replace(kept, number=number)
            drafts.save(db, kept)
        return kept

    def hand_in(self, draft: Draft) -> HandedIn:
        """Save, check and hand in, in this order: whatever happens, what was typed is kept.

        Raises:
            StoreFullError: no room.
        """
        kept = self.save(draft)
        problems = self.problems(kept)
        return HandedIn(draft=kept, problems=tuple(problems), ticket=None if problems else self.submit(kept))

    def discard_untouched(self) -> None:
        """Drop drafts nobody has typed into: calls that needed no ticket."""
        with self._seat.store.write() as db:
            for draft in drafts.open_drafts(db):
                if not draft.touched:
                    drafts.discard(db, draft.ticket_id)

    def submit(self, draft: Draft) -> Ticket:
        """Hand the ticket in: checked, then its facts, its place in the outbox and the end of the draft at once.

        Handing the same draft in twice (an impatient click, a restart in between) has one effect.

        Raises:
            InvalidFieldError: the first field that keeps it from being handed in; the draft is untouched.
        """
        if problems := self.problems(draft):
            raise problems[0]
        kept = draft if draft.number else self.save(draft)
        seat = self._seat
        form = self.form(kept.kind)
        with seat.store.write() as db:
            known = tickets.get(db, kept.ticket_id)
            if known is not None:
                return known
            opened = TicketOpened(
                kind=kept.kind,
                number=kept.number,
                form_id=form.form_id,
                pack=seat.pack.edition,
                first_responder=kept.first_responder,
                customer_id=kept.customer_id,
                call_id=kept.call_id,
                channel=kept.channel,
                fields=kept.values,
                opened_at=kept.opened_at,
            )
            made = [seat.fact(kept.ticket_id, body) for body in (opened, TicketSubmitted())]
            facts.record_new(db, [(fact, kept.customer_id or "") for fact in made])
            drafts.discard(db, kept.ticket_id)
            ticket = tickets.get(db, kept.ticket_id)
        assert ticket is not None  # noqa: S101 -- its opening fact has just been kept
        self._tell(ticket)
        return ticket

    def take_up(self, ticket_id: str, call: CallSession) -> Ticket | str:
        """This call goes on with an open ticket instead of opening another (续办, `semantics.md` complaint 7).

        The ticket learns of the call, and a note says who took it; once, however often it is pressed. What was prepared
        for the call and never typed into is dropped.

        Returns:
            The ticket, or the id as it came where there is no ticket of it: a draft of this desk goes on as it is.
        """
        seat = self._seat
        note = TicketNoted(text=f"客户再次来电，{seat.agent.name or seat.agent_id} 接听续办")
        linked = TicketLinked(call_id=call.call_id)
        with seat.store.write() as db:
            before = tickets.get(db, ticket_id)
            if before is None:
                return ticket_id
            made = [
                seat.fact(ticket_id, body, fact_id=derived_id("taken_up", ticket_id, call.call_id, part))
                for part, body in (("call", linked), ("note", note))
            ]
            facts.record_new(db, [(fact, before.customer_id or "") for fact in made])
            for draft in drafts.open_drafts(db):
                if draft.call_id == call.call_id and not draft.touched:
                    drafts.discard(db, draft.ticket_id)
            after = tickets.get(db, ticket_id) or before
        self._tell(after)
        return after

    def edit(self, ticket_id: str, fields: dict[str, Any]) -> Ticket | None:
        """Change some fields of a ticket, replacing what is shown here: what nobody here has seen stays beside it."""
        with self._seat.store.write() as db:
            before = tickets.get(db, ticket_id)
            if before is None:
                return None
            replaces = {name: [value.fact_id for value in before.values.get(name, ())] for name in fields}
            self._keep(db, before, TicketEdited(fields=fields, replaces=replaces))
            after = tickets.get(db, ticket_id)
        if after is not None:
            self._tell(after)
        return after

    def problems(self, draft: Draft) -> list[InvalidFieldError]:
        """What keeps the draft from being handed in, in reading order."""
        return check(self.form(draft.kind), draft.values)

    def form(self, kind: str) -> Form:
        """The form of a kind of ticket, as the pack has it."""
        return self._seat.pack.form(kind)

    def drafts(self) -> list[Draft]:
        """Everything half written on this desk, the last one first."""
        with self._seat.store.read() as db:
            return [draft for draft in drafts.open_drafts(db) if draft.touched]

    def draft(self, ticket_id: str) -> Draft | None:
        """One draft, or None where it was handed in or never kept."""
        with self._seat.store.read() as db:
            return drafts.get(db, ticket_id)

    def whose(self, ticket_id: str) -> Draft | str | None:
        """What choosing a row opens: the draft itself, or the id of the customer whose ticket it is."""
        with self._seat.store.read() as db:
            known = tickets.get(db, ticket_id)
            return known.customer_id if known is not None else drafts.get(db, ticket_id)

    def draft_of_call(self, call_id: str) -> Draft | None:
        """What was begun for this call, if anything: after a restart in mid-call it goes on with that."""
        with self._seat.store.read() as db:
            return next((draft for draft in drafts.open_drafts(db) if draft.call_id == call_id), None)

    def get(self, ticket_id: str) -> Ticket | None:
        """One ticket as this desk knows it."""
        with self._seat.store.read() as db:
            return tickets.get(db, ticket_id)

    def by_number(self, number: str) -> Ticket | None:
        """One ticket by the number people say."""
        with self._seat.store.read() as db:
            return tickets.by_number(db, number)

    def _number(self, db: Any, kind: str) -> str:
        day = self._seat.today()
        count = settings.next_number(db, f"ticket_count_{day:%y%m%d}")
        return ticket_number(self._seat.pack.kinds[kind].prefix, day, self._seat.slot, count)

    def _keep(self, db: Any, ticket: Ticket, body: TicketFact) -> None:
        facts.record_new(db, [(self._seat.fact(ticket.id, body), ticket.customer_id or "")])

    def _tell(self, ticket: Ticket) -> None:
        customers = frozenset([ticket.customer_id]) if ticket.customer_id else frozenset[str]()
        self._seat.on_changes(Changes(by="desk", tickets=frozenset([ticket.id]), customers=customers))
