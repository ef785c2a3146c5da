"""Looking for files that may be one customer's: at entry, and after a pull (`issue 3` OneID, D13).

Only files that share a whole key are held against each other, and only so many per key, so that it takes as long
among a million customers as among ten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import msgspec

from app.desk.seat import Seat
from app.oneid.case import DuplicateCase
from app.oneid.facts import DuplicateSuspected, pair, suspicion_id
from app.oneid.matching import AGAINST, WORDS, Candidate, Person, Reason, candidates
from app.store import aliases, facts, merged

MOST_IN_BLOCK = 200
"""Files looked at per key: a telephone number of more people is a switchboard's, a birthday of more a default."""

KEYS = {
    "customer": frozenset({"name", "kind", "sex", "birth_date", "id_kind", "id_number", "customer_no"}),
    "contact_point": frozenset({"e164"}),
}
"""The fields by entity that say who somebody is: whoever changes one may have made a duplicate."""


class Suspect(msgspec.Struct, frozen=True, kw_only=True):
    """疑似: the file ``mine`` of the customer in question may be the same person's as ``candidate``'s.

    ``shown_as`` is the customer in whose file the candidate is shown: the one to merge with. ``name`` is what the
    candidate's file calls them.
    """

    mine: str
    candidate: Candidate
    shown_as: str
    name: str


def known(db: Any, customer_id: str) -> tuple[Suspect, ...]:
    """Who may be the same customer: looked for now, and whom the centre or another desk found who sees more."""
    found = {one.shown_as: one for one in find(db, customer_id)}
    together = aliases.members(db, customer_id)
    told = still_open(db, aliases.cases_of(db, together))
    sides = [(case, *((case.one, case.other) if case.one in together else (case.other, case.one))) for case in told]
    into = aliases.resolve(db, {other for _, _, other in sides})
    people = merged.compared(db, {other for _, _, other in sides})
    for case, mine, other in sides:
        reasons = tuple(Reason(code, WORDS[code]) for code in case.codes)
        candidate = Candidate(customer_id=other, reasons=reasons, score=case.score)
        shown_as = into.get(other, other)
        name = people[other].person.name if other in people else ""
        found.setdefault(shown_as, Suspect(mine=mine, candidate=candidate, shown_as=shown_as, name=name))
    return tuple(sorted(found.values(), key=lambda one: (-one.candidate.score, one.shown_as)))


def reviewed(db: Any, cases: Iterable[DuplicateCase]) -> list[DuplicateCase]:
    """The cases as the files are now: an open one that nobody would suspect any more has ``lapsed``, and says why.

    Files that are not here, or that this desk sees only masked, are left as they were found.
    """
    told = list(cases)
    here = merged.compared(db, {one for case in told if case.state == "open" for one in (case.one, case.other)})
    return [_as_now(case, here) if case.state == "open" else case for case in told]


def still_open(db: Any, cases: Iterable[DuplicateCase]) -> list[DuplicateCase]:
    """Those that nobody has decided on and that still look alike."""
    return [case for case in reviewed(db, cases) if case.state == "open"]


def open_pairs(db: Any, together: Collection[str]) -> list[tuple[str, str]]:
    """The pairs nobody has decided on in which one of these is, as the files are now; as they are shown, each once."""
    return [both for both, _ in as_shown(db, still_open(db, aliases.cases_of(db, together)))]


def as_shown(db: Any, cases: Iterable[DuplicateCase]) -> list[tuple[tuple[str, str], DuplicateCase]]:
    """The cases with the two customers in whose files their people are shown; of several for the same two, the first.

    The first of the two is always the one in whose file the case's ``one`` is.
    """
    told = list(cases)
    into = aliases.resolve(db, {one for case in told for one in (case.one, case.other)})
    seen: dict[tuple[str, str], tuple[tuple[str, str], DuplicateCase]] = {}
    for case in told:
        both = (into.get(case.one, case.one), into.get(case.other, case.other))
        seen.setdefault(pair(*both), (both, case))
    return list(seen.values())


def _as_now(case: DuplicateCase, here: dict[str, merged.Compared]) -> DuplicateCase:
    one, other = here.get(case.one), here.get(case.other)
    if one is None or other is None or one.is_masked or other.is_masked or candidates(one.person, [other.person]):
        return case
    gone = "、".join(WORDS[code] for code in case.codes if code not in AGAINST)
    why = f"资料改正后，当时的依据（{gone}）已不足以怀疑是同一人"
    return msgspec.structs.replace(case, state="lapsed", lapsed_for=why)


def concerns(entity: str, fields: Iterable[str]) -> bool:
    """Whether a change of these fields may make somebody look like somebody else."""
    return not KEYS.get(entity, frozenset()).isdisjoint(fields)


def find(db: Any, customer_id: str, *, touched_by: str | None = None) -> tuple[Suspect, ...]:
    """Who may be the same customer, the likeliest first; once per customer as shown. Dismissed ones are left out.

    ``touched_by`` is a device: only pairs are found of which it has set anything that is compared.
    """
    together = aliases.members(db, customer_id)
    here = merged.compared(db, together)
    blocks = {one: set(_blocked(db, mine.person)) - set(together) for one, mine in here.items()}
    others = merged.compared(db, {other for found in blocks.values() for other in found})
    suspects = [
        (mine.person.id, candidate, others[candidate.customer_id].person.name)
        for one, mine in here.items()
        for candidate in candidates(mine.person, [others[other].person for other in blocks[one] if other in others])
        if touched_by is None or touched_by in mine.devices | others[candidate.customer_id].devices
    ]
    return _once_each(db, suspects)


def note(db: Any, seat: Seat, customer_id: str, *, touched_by: str | None = None) -> int:
    """Find and record, once for the same reasons; returns how many are news. Inside the caller's transaction."""
    found = {}
    for suspect in find(db, customer_id, touched_by=touched_by):
        one, other = pair(suspect.mine, suspect.candidate.customer_id)
        codes, score = list(suspect.candidate.codes), suspect.candidate.score
        body = DuplicateSuspected(one=one, other=other, reasons=codes, score=score)
        found[suspicion_id(body)] = body
    known = facts.stored(db, [*found])
    news = [seat.fact(body.one, body, fact_id=id_) for id_, body in found.items() if id_ not in known]
    facts.record_new(db, [(fact, fact.subject_id) for fact in news])
    return len(news)


def _blocked(db: Any, person: Person) -> Iterator[str]:
    keys = [("phone", phone) for phone in person.phones]
    keys += [("customer_no", person.customer_no), ("birth_date", person.birth_date)]
    keys += [] if person.id_masked else [("id_number", person.id_number)]
    for kind, key in keys:
        if key:
            yield from aliases.sharing(db, kind, key, MOST_IN_BLOCK)


def _once_each(db: Any, found: list[tuple[str, Candidate, str]]) -> tuple[Suspect, ...]:
    into = aliases.resolve(db, {candidate.customer_id for _, candidate, _ in found})
    pairs = [pair(mine, candidate.customer_id) for mine, candidate, _ in found]
    closed = {(case.one, case.other) for case in aliases.cases_between(db, pairs) if case.state == "dismissed"}
    best: dict[str, Suspect] = {}
    for mine, candidate, name in sorted(found, key=lambda each: (-each[1].score, each[1].customer_id, each[0])):
        shown_as = into.get(candidate.customer_id, candidate.customer_id)
        if pair(mine, candidate.customer_id) not in closed:
            best.setdefault(shown_as, Suspect(mine=mine, candidate=candidate, shown_as=shown_as, name=name))
    return tuple(best.values())
