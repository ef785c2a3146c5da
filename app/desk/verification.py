"""Verifying a caller at this desk: answers compared, passwords asked of the centre, papers on record (E01–E08, F03).

What was proved belongs to a contact: one call, or one visit. A check ticked in the script and one passed here are the
same thing: passing it here ticks the script.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

import msgspec

from app.customer.record import ContactPoint, Customer, Holding, view
from app.customer.view import Customer360
from app.desk.file_parts import numbers, of_kind
from app.desk.seat import Changes, Seat
from app.desk.talks import Talks
from app.errors import RefusedError, UnreachableError
from app.ids import AgentId, DeviceId, FactId
from app.pack.words import check_words
from app.privacy.masking import mask_phone
from app.store import aliases, facts, merged, records
from app.verification.answers import fits
from app.verification.facts import IdentityChecked, PapersRefused, PapersSeen
from app.verification.policy import Kind, VerificationPolicy
from app.verification.secret import Act, KeepSecret, SecretLine, SecretTold, SendCode, VerifySecret, why_not_six
from app.verification.standing import Standing, fold, level_of, unlocked, valid
from app.verification.view import CheckRow, Compared, Contact, VerificationView

_TAIL = 4


class Verification:
    """Everything but ``ask_…`` reads or writes the store; ``ask_…`` waits for the network and touches no store.

    ``line`` asks the centre; None where there is none to ask.
    """

    def __init__(self, seat: Seat, talks: Talks) -> None:
        self._seat, self._talks = seat, talks
        self.line: SecretLine | None = None

    @property
    def policy(self) -> VerificationPolicy:
        """The pack's rules."""
        return self._seat.pack.verification

    def state(self, contact: Contact) -> VerificationView:
        """How this caller stands now."""
        with self._seat.store.read() as db:
            standing = self._standing(db, contact)
            file = records.file_of(db, contact.customer_id)
        is_organisation = any(view(one, Customer).kind == "organisation" for one in of_kind(file, "customer"))
        phones = [(one.id, view(one, ContactPoint)) for one in numbers(file)]
        return self._view(
            contact,
            standing,
            tuple((row, mask_phone(one.e164)) for row, one in phones if one.e164 and not one.extension),
            check_words(self._seat.pack, is_organisation=is_organisation),
        )

    def passed(self, contact: Contact) -> frozenset[str]:
        """The checks passed in this contact, here or in the script."""
        with self._seat.store.read() as db:
            return self._standing(db, contact).checks

    def mark(self, story: Customer360, contact: Contact) -> Customer360:
        """The story with the header's row as this contact stands, whichever way it was done."""
        with self._seat.store.read() as db:
            standing = self._standing(db, contact)
        shown = self._view(contact, standing, (), {})
        asked = check_words(self._seat.pack, is_organisation=story.identity.is_organisation)
        words = {code: label for code, label in asked.items() if code in standing.checks}
        checks = tuple(
            msgspec.structs.replace(one, passed=one.passed or one.name in words.values())
            for one in story.identity.checks
        )
        ways = "、".join(self.policy.word(way) for way in shown.ways if way != "checks")
        note = " · ".join(part for part in (shown.level_label, ways) if part) if shown.level else ""
        identity = msgspec.structs.replace(
            story.identity,
            checks=checks,
            checks_note=note or story.identity.checks_note,
            checks_short="" if note else story.identity.checks_short,
        )
        return msgspec.structs.replace(story, identity=identity)

    def check(
        self, contact: Contact, code: str, passed: bool, how: Literal["spoken", "typed"] = "spoken"
    ) -> VerificationView:
        """The agent heard the right answer, or takes that back.

        Raises:
            RefusedError: too many wrong answers were given in this contact.
        """
        with self._seat.store.write() as db:
            self._refuse_closed(db, contact, code)
            body = IdentityChecked(
                customer_id=contact.customer_id, check=code, passed=passed, how=how, ticket_id=contact.ticket_id
            )
            self._keep(db, contact, body)
        self._talks.verify(contact.ticket_id, code, passed)
        self._tell(contact)
        return self.state(contact)

    def compare(self, contact: Contact, code: str, answer: str) -> Compared:
        """Hold what the caller said against the file, without showing the file's value. A wrong one counts.

        Raises:
            RefusedError: nothing was typed, the file has nothing to compare with, or too many were wrong.
        """
        if not answer.strip():
            raise RefusedError("请输入客户说的内容")
        with self._seat.store.read() as db:
            self._refuse_closed(db, contact, code)
            known = self._known(db, contact.customer_id, self.policy.compares.get(code, ()))
        if not known:
            raise RefusedError("档案里没有可以比对的内容，请换一项核对")
        is_right = any(fits(part, answer, value) for part, value in known)
        return Compared(passed=is_right, view=self.check(contact, code, is_right, "typed"))

    def papers_seen(
        self, contact: Contact, business: str, comer: str, where: str, papers: Collection[str]
    ) -> VerificationView:
        """The checklist is complete (E06–E08). ``papers`` are codes."""
        body = PapersSeen(
            customer_id=contact.customer_id, business=business, comer=comer, where=where, papers=sorted(papers)
        )
        return self._put(contact, body)

    def papers_refused(self, contact: Contact, business: str, comer: str, where: str, reason: str) -> VerificationView:
        """A document ended it (E08)."""
        body = PapersRefused(
            customer_id=contact.customer_id, business=business, comer=comer, where=where, reason=reason
        )
        return self._put(contact, body)

    def ask_verify(
        self, contact: Contact, kind: Literal["service", "electronic", "dynamic"], secret: str
    ) -> SecretTold:
        """Have the centre compare a password or code. Waits for the network: never on the store's thread.

        Raises:
            RefusedError: not six digits, locked, or the centre cannot be reached; says what to do.
            SignInError: the session has ended.
        """
        if wrong := why_not_six(secret):
            raise RefusedError(wrong)
        request = VerifySecret(contact_id=contact.contact_id, customer_id=contact.customer_id, kind=kind, secret=secret)
        return self._ask(lambda line: line.verify_secret(request))

    def ask_code(self, contact: Contact, contact_point: str) -> SecretTold:
        """Have a dynamic code sent. As :meth:`ask_verify`."""
        request = SendCode(contact_id=contact.contact_id, customer_id=contact.customer_id, contact_point=contact_point)
        return self._ask(lambda line: line.send_code(request))

    def ask_keep(self, contact: Contact, kind: Kind, act: Act, secret: str, old: str = "") -> SecretTold:
        """Set, change or reset a password (E04). As :meth:`ask_verify`."""
        if wrong := why_not_six(secret):
            raise RefusedError(wrong)
        request = KeepSecret(
            contact_id=contact.contact_id,
            customer_id=contact.customer_id,
            kind=kind,
            act=act,
            secret=secret,
            old=old,
        )
        return self._ask(lambda line: line.keep_secret(request))

    def take(self, contact: Contact, told: SecretTold) -> VerificationView:
        """Keep what the centre has kept of it: the same fact, as if it had come with the next round."""
        seat = self._seat
        stored = facts.StoredFact(
            id=FactId(told.fact_id),
            subject_id=told.subject_id,
            customer_id=contact.customer_id,
            kind=told.kind,
            hlc=told.hlc,
            at=told.at,
            by=AgentId(seat.agent_id),
            device=DeviceId(seat.device),
            body=told.body.encode(),
            order=told.order,
        )
        with seat.store.write() as db:
            facts.apply(db, [stored])
        self._tell(contact)
        return self.state(contact)

    def _ask(self, ask: Any) -> SecretTold:
        offline = RefusedError("密码要联网核对，现在连不上中心；可以先口头核对，或请客户到柜面")
        if self.line is None:
            raise offline
        try:
            told: SecretTold = ask(self.line)
        except UnreachableError as error:
            raise offline from error
        return told

    def _put(self, contact: Contact, body: PapersSeen | PapersRefused) -> VerificationView:
        with self._seat.store.write() as db:
            self._keep(db, contact, body)
        self._tell(contact)
        return self.state(contact)

    def _keep(self, db: Any, contact: Contact, body: object) -> None:
        facts.record_new(db, [(self._seat.fact(contact.contact_id, body), contact.customer_id)])

    def _tell(self, contact: Contact) -> None:
        self._seat.on_changes(Changes(by="desk", customers=frozenset([contact.customer_id])))

    def _standing(self, db: Any, contact: Contact) -> Standing:
        """The contact's facts, and the script's ticks where the script asks the same question: it has the say then."""
        together = aliases.members(db, contact.customer_id)
        found = fold(facts.of_subject(db, contact.contact_id), together, self.policy)
        asked, ticked = self._talks.asks(contact.ticket_id), self._talks.verified(contact.ticket_id)
        checks = frozenset((found.checks - asked) | ticked)
        return msgspec.structs.replace(
            found, checks=checks, checked_at=found.checked_at or (self._seat.clock.now() if checks else None)
        )

    def _refuse_closed(self, db: Any, contact: Contact, code: str) -> None:
        if self._standing(db, contact).wrong.get(code, 0) >= self.policy.answers:
            raise RefusedError(f"这一项已经答错 {self.policy.answers} 次，这通电话里不再核对，请换一种方式")

    def _known(self, db: Any, customer_id: str, parts: Collection[str]) -> list[tuple[str, str]]:
        shown = merged.shown(db, customer_id)
        if shown is None:
            return []
        person = view(shown.record, Customer)
        found = {"name": [person.name], "id_tail": [person.id_number[-_TAIL:]], "birth_date": [person.birth_date or ""]}
        if "holding" in parts:
            held = of_kind(records.file_of(db, customer_id), "holding")
            found["holding"] = [view(one, Holding).number for one in held]
        values = [(part, value) for part in parts for value in found.get(part, ())]
        return [(part, value) for part, value in values if value and "*" not in value]

    def _view(
        self,
        contact: Contact,
        standing: Standing,
        phones: tuple[tuple[str, str], ...],
        asked: dict[str, str],
    ) -> VerificationView:
        policy, now = self.policy, self._seat.clock.now()
        ways = standing.all_ways()
        stop = self._seat.pack.papers.stops.get(standing.stopped)
        stopped = (stop.label if stop else standing.stopped) if standing.stopped else ""
        level = level_of(ways, now, policy)
        is_open = standing.code_until is not None and now < standing.code_until
        return VerificationView(
            contact=contact,
            level=level,
            level_label=policy.levels[level],
            checks=tuple(
                CheckRow(
                    code=code,
                    label=label,
                    passed=code in standing.checks,
                    left=max(0, policy.answers - standing.wrong.get(code, 0)),
                )
                for code, label in asked.items()
            ),
            ways=tuple(one.way for one in valid(ways, now)),
            until=min((one.until for one in valid(ways, now) if one.until), default=None),
            code_until=standing.code_until if is_open else None,
            must_change=standing.must_change,
            stopped=stopped,
            businesses=unlocked(policy, ways, now, step_up=contact.step_up, stopped=stopped),
            read_out=policy.read_out if level else "",
            phones=phones,
        )
