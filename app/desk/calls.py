"""Calls at this desk: from the first event of a queue to the story on the screen."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from app.call.direct import number_in
from app.call.event import CallEvent
from app.call.number import NumberReading, read_number
from app.call.session import CallSession, advance
from app.customer.caller import Caller, CallerKind
from app.customer.interaction import CallHandled, ContactMade, number_subject
from app.customer.record import Customer
from app.customer.spoken import talk_context
from app.customer.view import Customer360
from app.desk.callers import Callers
from app.desk.customers import Customers
from app.desk.seat import Changes, Seat
from app.desk.talks import Talks
from app.desk.tickets import Tickets
from app.desk.verification import Verification
from app.ids import CallId, derived_id, new_id
from app.script.view import ScriptView
from app.store import facts
from app.ticket.draft import Draft
from app.ticket.form import Form
from app.ticket.opening import kind_of_call
from app.verification.view import Contact

Match = Literal["one", "none", "many", "withheld", "service", "internal"]
_MATCHES: dict[CallerKind, Match] = {
    "known": "one", "unknown": "none", "many": "many",
    "withheld": "withheld", "service": "service", "internal": "internal",
}  # fmt: skip


class Pop(msgspec.Struct, frozen=True, kw_only=True):
    """What goes on the screen when a call rings.

    ``match`` says how sure we are who it is: exactly ``one`` whole-number match is a person; anything else never shows
    a name as the caller's (`semantics.md` §3.9). ``contacts`` counts the contacts on this matter, this one included.
    """

    call: CallSession
    number: NumberReading
    match: Match
    caller: Caller
    customer: Customer360 | None
    draft: Draft
    form: Form
    script: ScriptView | None
    contacts: int


MOST_SESSIONS = 200
"""Calls kept in mind, the latest: a repeated event of one that has ended must not ring again."""

MOST_PREPARED = 20


class Calls:
    """Knows this agent's calls. A pop that was prepared while the caller queued is only handed out."""

    def __init__(
        self,
        seat: Seat,
        customers: Customers,
        callers: Callers,
        tickets: Tickets,
        talks: Talks,
        verification: Verification,
    ) -> None:
        self._seat, self._customers, self._callers = seat, customers, callers
        self._tickets, self._talks, self._verification = tickets, talks, verification
        self._sessions: dict[CallId, CallSession] = {}
        self._prepared: dict[CallId, Pop] = {}

    def take(self, event: CallEvent) -> CallSession:
        """One event of a call: the call as it stands now. Repeated and late events change nothing. No disk, no wait."""
        session = advance(self._sessions.pop(event.call_id, None), event, self._seat.agent_id)
        self._sessions[event.call_id] = session
        if session.phase not in {"waiting", "ringing"}:
            self._prepared.pop(event.call_id, None)
        for kept, most in ((self._sessions, MOST_SESSIONS), (self._prepared, MOST_PREPARED)):
            while len(kept) > most:
                oldest = [*kept][0]  # noqa: RUF015 -- one step under the interpreter's lock: two threads come here
                kept.pop(oldest, None)
        return session

    def session(self, call_id: CallId) -> CallSession | None:
        """A call as it stands now; None where it is not one of the latest."""
        return self._sessions.get(call_id)

    def rang_here(self, text: str) -> CallEvent:
        """A call that a soft-phone or dialler on this PC announces, with or without the centre.

        Raises:
            InvalidFieldError: there is no number in it.
        """
        raw = number_in(text)
        number = read_number(raw, area_code=self._seat.area_code)
        here = f"local:{new_id()}"
        return CallEvent(
            id=here,
            seq=1,
            source="local",
            kind="ringing",
            call_id=CallId(here),
            at=self._seat.clock.now(),
            ani_raw=raw,
            ani=number.e164,
            ani_kind=number.kind,
            agent_id=self._seat.agent_id,
            extension=self._seat.agent.extension,
        )

    def prepare(self, session: CallSession) -> None:
        """The caller waits in a queue of this agent: read their story now, so that the pop itself waits for nothing."""
        self._prepared[session.call_id] = self._read(session)

    def pop(self, session: CallSession) -> Pop:
        """The screen for a ringing call."""
        prepared = self._prepared.pop(session.call_id, None)
        if prepared is None:
            return self._read(session)
        return msgspec.structs.replace(prepared, call=session)

    def forget_prepared(self, changes: Changes) -> None:
        """Somebody changed what had been read ahead: it is read again at the pop."""
        self._customers.forget_colleagues(changes.customers)
        for call_id, prepared in list(self._prepared.items()):
            known = prepared.customer
            if known is None or known.identity.customer_id in changes.customers:
                self._prepared.pop(call_id, None)

    def story(self, session: CallSession, draft: Draft) -> Customer360 | None:
        """The customer's story again, with the call and the draft as they stand now."""
        if draft.customer_id is None:
            return None
        story = self._customers.story(draft.customer_id, session, draft, self._talks.verified(draft.ticket_id))
        contact = Contact(contact_id=session.call_id, customer_id=draft.customer_id, ticket_id=draft.ticket_id)
        return story and self._verification.mark(story, contact)

    def handled(self, session: CallSession, customer_id: str | None) -> None:
        """The agent's part is over: into the customer's trail, once, on whichever desk it is noticed.

        A call of a number that is nobody's is kept under the number and shown to whoever owns it later; one without a
        number, or with a number that was only lent, belongs to nobody's file.

        Args:
            customer_id: whose call it was; None asks the number.
        """
        seat = self._seat
        subject = customer_id or self._owner(session)
        if subject is None:
            return
        queue = seat.pack.label("queue", session.queue or "")
        contact = ContactMade(channel="phone", title="来电", note=queue, call_id=session.call_id)
        figures = CallHandled(
            call_id=session.call_id,
            direction="out" if session.direction == "out" else "in",
            queue=session.queue or "",
            ivr=[node.node for node in session.ivr_path],
            wait_s=session.wait_s or 0.0,
            talk_s=session.talk_s or 0.0,
            simulated=session.simulated,
        )
        self._keep(session, subject, {"contact": contact, "figures": figures})
        if customer_id is not None and session.ani:
            self._callers.relabel(customer_id, session.ani)

    def _owner(self, session: CallSession) -> str | None:
        """The subject of a call nobody has named: its number's one owner, else the number itself, else None."""
        number = self._callers.read(session)
        if not number.e164:
            return None
        owners = self._callers.customers_of(self._callers.owners(number))
        if len(owners) == 1:
            return owners[0]
        return None if number.maybe_relay else number_subject(number.e164)

    def _keep(self, session: CallSession, customer_id: str, bodies: dict[str, ContactMade | CallHandled]) -> None:
        seat = self._seat
        # Under a number first and under the customer later are two facts; the trail shows one contact.
        under_number = bool(session.ani) and customer_id == number_subject(session.ani or "")
        more = ("number",) if under_number else ()
        made = [
            seat.fact(customer_id, body, fact_id=derived_id(session.call_id, seat.agent_id, part, *more))
            for part, body in bodies.items()
        ]
        with seat.store.write() as db:
            facts.record_new(db, [(fact, customer_id) for fact in made])
        seat.on_changes(Changes(by="desk", customers=frozenset([customer_id])))

    def _read(self, session: CallSession) -> Pop:
        number = self._callers.read(session)
        owners = self._callers.owners(number)
        caller = self._callers.caller(session, number, owners)
        customer_id = self._callers.customers_of(owners)[0] if caller.kind == "known" else None
        draft = self._tickets.draft_of_call(session.call_id)
        if draft is not None and draft.customer_id is not None:
            customer_id = draft.customer_id  # somebody was recognised during this call, before a restart
        story = None if customer_id is None else self._customers.story(customer_id, session, draft)
        contacts = _contacts_on_matter(story)
        if draft is None:
            kind = kind_of_call(contacts)
            values = self._first_values(kind, story)
            draft = self._tickets.prepare(kind, customer_id=customer_id, call=session, values=values)
        return Pop(
            call=session,
            number=number,
            match=_MATCHES[caller.kind] if story is None else "one",
            caller=caller,
            customer=story,
            draft=draft,
            form=self._tickets.form(draft.kind),
            script=self._talks.open(draft, self.script_words(session, story, draft)),
            contacts=contacts,
        )

    def script_words(self, session: CallSession | None, story: Customer360 | None, draft: Draft) -> dict[str, str]:
        """What the script's merge fields read as, as far as it is known."""
        pack, seat = self._seat.pack, self._seat
        who = None if story is None else Customer(name=story.identity.name, sex=story.identity.sex)
        queue = session.queue or "" if session else ""
        reason = str(draft.values.get("reason") or "")
        words = talk_context(seat.agent, pack, who, queue=queue, reason=reason)
        known = {"ticket.number": draft.number, "ticket.kind": pack.label("kind", draft.kind)}
        return words | {name: word for name, word in known.items() if word}

    def _first_values(self, kind: str, story: Customer360 | None) -> dict[str, Any]:
        values: dict[str, Any] = {"kind": kind}
        if story is None:
            return values
        related = [row for group in story.holdings[:1] for row in group.rows]
        if related and any(field.name == "holding" for field in self._tickets.form(kind).fields()):
            values["holding"] = related[0].number
        return values


def _contacts_on_matter(story: Customer360 | None) -> int:
    return 1 if story is None else max(1, story.contacts_on_matter)
