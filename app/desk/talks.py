"""Talks at this desk: the script as it is spoken, each tick kept as evidence (`mission-rows.md` G01)."""

from __future__ import annotations

from app.desk.seat import Seat
from app.script import talk
from app.script.evidence import ClosingSet, MoodSet, ScriptFact
from app.script.talk import Talk
from app.script.view import Mood, ScriptView
from app.store import facts
from app.ticket.draft import Draft

MOST_TALKS = 50
"""Talks kept in mind, the latest; an older one is read again from its evidence."""


class Talks:
    """One talk per ticket. Views go out; what was said and ticked goes into the ticket's facts."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._talks: dict[str, tuple[Talk, str]] = {}

    def open(self, draft: Draft, context: dict[str, str], after: str | None = None) -> ScriptView | None:
        """The card for a ticket, where it was left; None where its kind has no script.

        ``after`` is the ticket this talk was about until now: who has been verified, and how the caller sounds, belongs
        to the talk and is carried over.
        """
        script = self._seat.pack.script(draft.kind)
        if script is None:
            return None
        with self._seat.store.read() as db:
            said = [fact.body for fact in facts.of_subject(db, draft.ticket_id) if isinstance(fact.body, ScriptFact)]
        resumed = talk.resume(script, context, said) if said else talk.start(script, context)
        if after in self._talks:
            resumed = talk.carry_over(self._talks[after][0], resumed)
        return self._show(draft.ticket_id, resumed, draft.customer_id or "")

    def first_view(self, kind: str) -> ScriptView | None:
        """What the card of this kind of ticket begins with, for nobody in particular."""
        script = self._seat.pack.script(kind)
        return None if script is None else talk.view(talk.start(script, {}))

    def tick(self, ticket_id: str, check_id: str, done: bool) -> ScriptView:
        """A check was done, or taken back: kept at once. A step whose checks are all done leads on to the next."""
        now, customer = self._talks[ticket_id]
        self._keep(ticket_id, customer, talk.evidence(now, check_id, done))
        ticked = talk.tick(now, check_id, done)
        leads_on = done and ticked.is_done(ticked.step) and not now.is_done(now.step)
        return self._show(ticket_id, talk.move(ticked, 1) if leads_on else ticked, customer)

    def refill(self, ticket_id: str, words: dict[str, str]) -> ScriptView:
        """Something became known since: the ticket's number, what it is about."""
        now, customer = self._talks[ticket_id]
        return self._show(ticket_id, talk.refill(now, words), customer)

    def bind(self, ticket_id: str, customer_id: str) -> None:
        """The caller has been recognised: evidence from here on belongs to their file."""
        if ticket_id in self._talks:
            self._talks[ticket_id] = (self._talks[ticket_id][0], customer_id)

    def verified(self, ticket_id: str) -> frozenset[str]:
        """The identity checks the caller has passed, by the pack's codes."""
        return talk.verified(self._talks[ticket_id][0]) if ticket_id in self._talks else frozenset()

    def asks(self, ticket_id: str) -> frozenset[str]:
        """The identity checks this talk's script asks for: for them, its ticks have the say."""
        if ticket_id not in self._talks:
            return frozenset()
        steps = self._talks[ticket_id][0].script.steps
        return frozenset(check.verifies for step in steps for check in step.checks if check.verifies)

    def verify(self, ticket_id: str, code: str, done: bool) -> None:
        """An identity check was passed outside the script, or taken back: the script is ticked the same."""
        if ticket_id not in self._talks:
            return
        now, customer = self._talks[ticket_id]
        checks = [check for step in now.script.steps for check in step.checks if check.verifies == code]
        for check in checks:
            if (check.check_id in now.ticked) != done:
                self._keep(ticket_id, customer, talk.evidence(now, check.check_id, done))
                now = talk.tick(now, check.check_id, done)
        self._show(ticket_id, now, customer)

    def shown(self, ticket_id: str) -> ScriptView | None:
        """The card as it stands; None where no talk is open."""
        return talk.view(self._talks[ticket_id][0]) if ticket_id in self._talks else None

    def set_mood(self, ticket_id: str, mood: Mood) -> ScriptView:
        """The caller sounds different: other words, nothing un-ticked."""
        now, customer = self._talks[ticket_id]
        if mood != now.mood:
            self._keep(ticket_id, customer, MoodSet(mood=mood))
        return self._show(ticket_id, talk.set_mood(now, mood), customer)

    def use_phrase(self, ticket_id: str, phrase_id: str, used: bool) -> ScriptView:
        """A sentence was said."""
        now, customer = self._talks[ticket_id]
        return self._show(ticket_id, talk.use_phrase(now, phrase_id, used), customer)

    def add_closing(self, ticket_id: str, text: str) -> ScriptView:
        """A sentence to say before the talk ends (a birthday wish)."""
        return self._set_closing(ticket_id, text, wanted=True)

    def drop_closing(self, ticket_id: str, text: str) -> ScriptView:
        """It is not wanted after all."""
        return self._set_closing(ticket_id, text, wanted=False)

    def _set_closing(self, ticket_id: str, text: str, *, wanted: bool) -> ScriptView:
        now, customer = self._talks[ticket_id]
        then = talk.add_closing(now, text) if wanted else talk.drop_closing(now, text)
        if then is not now:
            self._keep(ticket_id, customer, ClosingSet(text=text, wanted=wanted))
        return self._show(ticket_id, then, customer)

    def move(self, ticket_id: str, steps: int) -> ScriptView:
        """On, or back."""
        now, customer = self._talks[ticket_id]
        return self._show(ticket_id, talk.move(now, steps), customer)

    def _show(self, ticket_id: str, now: Talk, customer: str) -> ScriptView:
        self._talks.pop(ticket_id, None)
        self._talks[ticket_id] = (now, customer)
        while len(self._talks) > MOST_TALKS:
            self._talks.pop(next(iter(self._talks)))
        return talk.view(now)

    def _keep(self, ticket_id: str, customer_id: str, body: ScriptFact) -> None:
        with self._seat.store.write() as db:
            facts.record_new(db, [(self._seat.fact(ticket_id, body), customer_id)])
