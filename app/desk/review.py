"""Quality of files at this desk: the sheet of one customer, and contradictions on their way 比对 → 审核 → 补录.

Rows D14, D15, D16, D19 and E08 of `mission-rows.md`. Everything is written here at once and told to the centre later.
"""

from __future__ import annotations

from typing import Any

import msgspec

from app.customer.field_value import checked
from app.customer.file_sheet import FileSheet, ReviewQueue, Suspicion
from app.customer.provenance import provenance
from app.customer.quality import quality
from app.customer.record import ContactPoint, Customer, view
from app.desk import suspects
from app.desk.customers import Customers
from app.desk.file_parts import numbers
from app.desk.grade_log import grade_log
from app.desk.seat import Changes, Seat
from app.errors import InvalidFieldError, RefusedError
from app.ids import derived_id
from app.oneid.case import DuplicateCase
from app.oneid.facts import pair_id
from app.record import Record
from app.review.case import Case, open_fields
from app.review.facts import (
    ContradictionCompared,
    ContradictionFact,
    ContradictionRecorded,
    ContradictionReviewed,
    ContradictionWithdrawn,
    Side,
)
from app.review.find import Finding, find_contradictions, folded
from app.review.moves import Move, refusal
from app.review.shown import masked
from app.review.view import CaseView, case_view
from app.store import aliases, facts, merged, records, reviews


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a change that was proposed: made at once, or a case that has to be reviewed first."""

    changed: bool
    case: CaseView | None = None


class Review:
    """Reads and writes are one short transaction each."""

    def __init__(self, seat: Seat, customers: Customers) -> None:
        self._seat, self._customers = seat, customers

    def queue(self, *, mine: bool = False) -> ReviewQueue:
        """What waits, the oldest first. ``mine``: only contradictions whose next step this agent may do."""
        with self._seat.store.read() as db:
            cases = reviews.waiting(db)
            suspected = self._suspected(db, aliases.cases(db, most=reviews.MOST))
            names = {one: merged.name(db, one) for one in {case.found.customer_id for case in cases}}
        seen = [self._view(case, names[case.found.customer_id]) for case in cases]
        return ReviewQueue(
            cases=tuple(one for one in seen if one.is_mine or not mine),
            duplicates=suspected[::-1],
            mine=sum(one.is_mine for one in seen),
        )

    def case(self, case_id: str) -> CaseView | None:
        """One contradiction as it stands; None where this desk does not know it."""
        with self._seat.store.read() as db:
            case = reviews.get(db, case_id)
            name = "" if case is None else merged.name(db, case.found.customer_id)
        return None if case is None else self._view(case, name)

    def file_sheet(self, customer_id: str) -> FileSheet | None:
        """资料与来源 of one customer; None where this desk does not know them."""
        with self._seat.store.read() as db:
            file = records.file_of(db, customer_id)
            cases = reviews.of_customer(db, customer_id)
            together = aliases.members(db, customer_id)
            suspected = self._suspected(db, aliases.cases_of(db, together), first=together[0])
            shown = merged.in_file(db, customer_id, file)
            grades = grade_log(db, self._seat, customer_id)
        if shown is None:
            return None
        record = shown.record
        contacts = numbers(file)
        pack, today = self._seat.pack, self._seat.today()
        disputed = open_fields(cases)
        customer = view(record, Customer)
        points = [view(one, ContactPoint) for one in contacts]
        return FileSheet(
            customer_id=record.id,
            name=customer.name,
            quality=quality(customer, points, today, policy=pack.quality, meta=record.meta, open_fields=disputed),
            fields=provenance(record, contacts, pack, self._customers.colleagues(), today, disputed, shown.homes),
            cases=tuple(self._view(case, customer.name) for case in sorted(cases, key=lambda one: not one.is_open)),
            duplicates=suspected,
            grades=grades,
        )

    def propose(self, record: Record, field: str, value: Any, source: str, *, said_by: str = "") -> Proposed:
        """Change one field, at once where nothing speaks against it; else open a case that keeps both values.

        Raises:
            InvalidFieldError: the value cannot be one of this field.
        """
        value = checked(record, field, value, area_code=self._seat.area_code)
        policy = self._seat.pack.quality
        found = find_contradictions(record, {field: value}, source, policy, said_by=said_by, mask=masked)
        if not found:
            self._customers.change(record, {field: value}, source=source)
            return Proposed(changed=True)
        self._open(found)
        return Proposed(changed=False, case=self.case(found[0].case_id))

    def propose_for(self, row_id: str, field: str, value: Any, source: str, *, said_by: str = "") -> Proposed | None:
        """The same for a record this desk knows by its id; None where it does not."""
        record = self._customers.record(row_id)
        return None if record is None else self.propose(record, field, value, source, said_by=said_by)

    def verify(self, row_id: str, field: str) -> None:
        """已核实: somebody held the value against its source today. The value stays as it is."""
        record = self._customers.record(row_id)
        if record is not None and record.fields.get(field):
            same = {field: record.fields[field]}
            self._customers.change(record, same, source="agent", verified={field: self._seat.today().isoformat()})

    def compare(self, case_id: str, recommend: Side, note: str) -> CaseView:
        """比对: recommend one of the two values, saying what they were held against.

        Raises:
            RefusedError: not this person's step, or not now.
            InvalidFieldError: nothing was said.
        """
        body = ContradictionCompared(
            recommend=recommend, note=_said(note, "note", "写一下对照了什么（证件、保单、系统）")
        )
        return self._move(case_id, "compare", lambda _case: body)

    def review(self, case_id: str, accept: Side, reason: str) -> CaseView:
        """审核: accept the new value or keep the old one. Not by whoever compared.

        Raises:
            RefusedError, InvalidFieldError: as :meth:`compare`.
        """
        said = _said(reason, "reason", "写一下为什么这样定")

        def body(case: Case) -> ContradictionFact:
            assert case.comparison is not None  # noqa: S101 -- it is this step's turn
            return ContradictionReviewed(accept=accept, reason=said, compared=case.comparison.fact_id)

        return self._move(case_id, "review", body)

    def withdraw(self, case_id: str, reason: str) -> CaseView:
        """It was heard or typed wrongly, or what was accepted can no longer be recorded: there is no contradiction.

        Raises:
            RefusedError, InvalidFieldError: as :meth:`compare`.
        """
        said = _said(reason, "reason", "写一下为什么撤回")

        def body(case: Case) -> ContradictionFact:
            approved = case.decision if case.state == "approved" else None
            return ContradictionWithdrawn(reason=said, reviewed=None if approved is None else approved.fact_id)

        return self._move(case_id, "withdraw", body)

    def record(self, case_id: str) -> CaseView:
        """补录: put the accepted value into the file, verified today; the change and its fact in one transaction.

        Raises:
            RefusedError: not this person's step, or the file has changed since the two values were compared.
        """
        seat = self._seat
        with seat.store.write() as db:
            case = self._allowed(db, case_id, "record")
            found = case.found
            if _is_hidden(found.new):
                raise RefusedError("您的岗位只收到打码的新值，不能补录。请由能看到完整值的建档人或操作员来做。")
            record = records.get(db, found.row_id)
            if record is None:
                raise RefusedError("这份资料已经不在档案里，不能补录。请撤回或联系主管。")
            if not _stands(record, case):
                raise RefusedError(
                    "档案里的值在审核之后又变了，不能直接补录。请撤回这一条，按现在的值重新登记、重新比对。"
                )
            today = {found.field: self._seat.today().isoformat()}
            self._customers.write(db, record, {found.field: found.new}, found.new_source, today, as_is=True)
            assert case.decision is not None  # noqa: S101 -- it is this step's turn
            self._keep(db, case, ContradictionRecorded(reviewed=case.decision.fact_id))
        return self._told(case)

    def _move(self, case_id: str, move: Move, body: Any) -> CaseView:
        with self._seat.store.write() as db:
            case = self._allowed(db, case_id, move)
            self._keep(db, case, body(case))
        return self._told(case)

    def _allowed(self, db: Any, case_id: str, move: Move) -> Case:
        seat = self._seat
        case = reviews.get(db, case_id)
        if case is None:
            raise RefusedError("这处矛盾还没有传到这台电脑，请稍后再试。")
        why_not = refusal(case, move, seat.agent_id, seat.agent.role, seat.pack.quality, seat.pack.label)
        if why_not:
            raise RefusedError(f"{why_not}。")
        return case

    def _keep(self, db: Any, case: Case, body: ContradictionFact) -> None:
        facts.record_new(db, [(self._seat.fact(case.id, body), case.found.customer_id)])

    def _open(self, found: tuple[Finding, ...]) -> None:
        seat = self._seat
        with seat.store.write() as db:
            made = [seat.fact(one.case_id, one.body, fact_id=derived_id(one.case_id, "found")) for one in found]
            facts.record_new(db, [(fact, fact.body.customer_id) for fact in made])
        seat.on_changes(Changes(by="desk", customers=frozenset(one.body.customer_id for one in found)))

    def _told(self, case: Case) -> CaseView:
        self._seat.on_changes(Changes(by="desk", customers=frozenset([case.found.customer_id])))
        seen = self.case(case.id)
        assert seen is not None  # noqa: S101 -- it has just been written
        return seen

    def _view(self, case: Case, customer: str) -> CaseView:
        seat, colleagues = self._seat, self._customers.colleagues()

        def name(agent_id: str) -> str:
            return colleagues[agent_id].name if agent_id in colleagues else agent_id

        pack = seat.pack
        return case_view(
            case, pack.quality, pack.label, name, me=seat.agent_id, role=seat.agent.role, customer=customer
        )

    def _suspected(self, db: Any, cases: list[DuplicateCase], first: str = "") -> tuple[Suspicion, ...]:
        """The pairs that still look alike, as their files are shown, each once; ``first`` is always named first."""
        found = []
        for (one, other), case in suspects.as_shown(db, suspects.still_open(db, cases)):
            mine, like = (other, one) if other == first else (one, other)
            found.append(
                Suspicion(
                    review_id=pair_id(case.one, case.other),
                    customer_id=mine,
                    customer=merged.name(db, mine),
                    other_id=like,
                    other=merged.name(db, like),
                    reasons=case.reasons,
                    state=case.state,
                    updated_at=case.updated_at.timestamp(),
                )
            )
        return tuple(found)


def _stands(record: Record, case: Case) -> bool:
    """Whether the file still says what was compared, or the accepted value already."""
    meta, found = record.meta.get(case.found.field), case.found
    if (meta is not None and meta.masked) or _is_hidden(found.old):
        return True  # this desk may not see it; the centre's merge looks at the revision
    return folded(record.fields.get(found.field)) in (folded(found.old), folded(found.new))


def _is_hidden(value: Any) -> bool:
    """Whether the centre sent only the masked form: a real name, number or date has no stars in it."""
    return isinstance(value, str) and "*" in value


def _said(text: str, field: str, ask: str) -> str:
    if not text.strip():
        raise InvalidFieldError(field, ask)
    return text.strip()
