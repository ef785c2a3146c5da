"""What a batch of operations from one desk comes to: verdicts, and the rows to write. No SQL here, and no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import assert_never

import msgspec

from app.record import Patch, Record
from app.stamp import instant_of
from sync.hlc import clamp
from sync.merge import merge
from sync.protocol import FactOp, FieldConflict, Operation, Outcome, PatchOp, Verdict, WireFact
from sync.server.checking import Refusal, check_fact, check_patch
from sync.server.masking import UNMASKED, Masking
from sync.server.scope import OPENING
from sync.server.session import Caller

_NOT_YOU = Refusal("not_you", "这条操作署的是别人的名字，不能由您发送")
_NOT_THIS_DEVICE = Refusal("not_this_device", "这条操作署的是另一台电脑，不能由这台发送")
_ID_TAKEN = Refusal("id_taken", "这个编号已经用于别的内容，请用新编号重发")


class Disagreement(msgspec.Struct, frozen=True):
    """One field of one record that two desks wrote differently, and by which operation it came out.

    ``owner_id`` is whose file the record is in, ``theirs_by`` who had written the value that was there.
    """

    op: PatchOp
    conflict: FieldConflict
    owner_id: str
    theirs_by: str


class Plan:
    """Takes operations one by one, in order, against the rows as they are; nothing is written.

    Args:
        caller: whose session and which device the operations come from.
        now: the centre's time, UTC.
        facts: those facts with an id that the batch uses which are already here.
        records: those records with an id that the batch uses which are already here, locked.
        masking: what the caller's role is not shown, may not change, and must not write back as it sees it.
    """

    def __init__(
        self,
        caller: Caller,
        now: datetime,
        facts: Mapping[str, WireFact],
        records: Mapping[str, Record],
        masking: Masking = UNMASKED,
    ) -> None:
        self._rights = masking.rights
        self.new_facts: dict[str, WireFact] = {}
        self.changed_records: dict[str, Record] = {}
        self.disagreements: list[Disagreement] = []
        self.skew = timedelta(0)
        self.locked = dict(records)
        self._caller = caller
        self._now = now
        self._masking = masking
        self._facts = dict(facts)
        self._records = dict(records)
        self._last_clamped = 0
        opened = (one for one in facts.values() if one.kind == OPENING and one.by == caller.agent_id)
        self._own_tickets = {one.subject_id for one in opened}

    def take(self, op: Operation) -> Verdict:
        """The verdict on one operation. A fact's ``order`` is not known before the change log has moved."""
        match op:
            case FactOp():
                return self._take_fact(op)
            case PatchOp():
                return self._take_patch(op)
            case _:
                assert_never(op)

    def _take_fact(self, op: FactOp) -> Verdict:
        fact = op.fact
        refusal = self._authorship(fact.by, fact.device) or check_fact(fact) or self._may_state(fact)
        if refusal:
            return refused(op, refusal)
        known = self._facts.get(fact.id)
        if known is not None:
            same = (known.subject_id, known.kind, known.body) == (fact.subject_id, fact.kind, fact.body)
            return _verdict(op, "noop", order=known.order) if same else refused(op, _ID_TAKEN)
        if fact.id in self._records:
            return refused(op, _ID_TAKEN)
        taken = msgspec.structs.replace(fact, hlc=self._clamp(fact.hlc), order=None)
        self._facts[fact.id] = self.new_facts[fact.id] = taken
        if fact.kind == OPENING:
            self._own_tickets.add(fact.subject_id)
        return _verdict(op, "applied")

    def _take_patch(self, op: PatchOp) -> Verdict:
        refusal = self._authorship(op.by, self._caller.device) or check_patch(op.patch, self._now)
        current = self._records.get(op.patch.row_id)
        if refusal is None:
            refusal = self._rights.refuse_patch(self._caller.role, op.patch, current)
        if refusal is None and (op.patch.row_id in self._facts or (current and current.entity != op.patch.entity)):
            refusal = _ID_TAKEN
        if refusal is not None:
            return refused(op, refusal)
        patch = self._masking.check_patch(op.patch, current, self._caller.role)
        return refused(op, patch) if isinstance(patch, Refusal) else self._merge(op, patch, current)

    def _merge(self, op: PatchOp, patch: Patch, current: Record | None) -> Verdict:
        stamp = self._clamp(op.hlc)
        blind = self._masking.blind(op.patch, patch, self._caller.role)
        merged = merge(current, patch, device=self._caller.device, hlc=stamp, by=op.by, blind=blind)
        self._records[op.patch.row_id] = merged.record
        if merged.changed:
            self.changed_records[op.patch.row_id] = merged.record
        if current is not None:
            self.disagreements += [
                Disagreement(op, conflict, current.owner_id, current.meta[conflict.field].by)
                for conflict in merged.conflicts
            ]
        outcome: Outcome = "applied"
        if merged.conflicts:
            outcome = "conflict"
        elif not merged.changed:
            outcome = "noop"
        elif current is not None and current.rev > op.patch.base_rev:
            outcome = "merged"
        return _verdict(op, outcome, rev=merged.record.rev, conflicts=merged.conflicts)

    def _may_state(self, fact: WireFact) -> Refusal | None:
        role = self._caller.role
        is_own = fact.kind == OPENING or fact.subject_id in self._own_tickets
        refusal = self._rights.refuse_fact(role, fact, is_own=is_own)
        return refusal or self._masking.check_fact(fact, role)

    def _authorship(self, by: str, device: str) -> Refusal | None:
        if by != self._caller.agent_id:
            return _NOT_YOU
        return None if device == self._caller.device else _NOT_THIS_DEVICE

    def _clamp(self, stamp: int) -> int:
        """The stamp as it is kept; of several from a clock that runs ahead, each later than the one before."""
        kept, was_ahead = clamp(stamp, self._now)
        if not was_ahead:
            return max(kept, 0)
        self._last_clamped = max(self._last_clamped + 1, kept)
        self.skew = max(self.skew, _ahead(stamp, self._now))
        return self._last_clamped


def refused(op: Operation, refusal: Refusal) -> Verdict:
    """The verdict that sets an operation aside."""
    return Verdict(op_id=op.op_id, seq=op.seq, outcome="rejected", code=refusal.code, reason=refusal.reason)


def _verdict(
    op: Operation,
    outcome: Outcome,
    *,
    order: int | None = None,
    rev: int | None = None,
    conflicts: Iterable[FieldConflict] = (),
) -> Verdict:
    return Verdict(op_id=op.op_id, seq=op.seq, outcome=outcome, order=order, rev=rev, conflicts=list(conflicts))


def _ahead(stamp: int, now: datetime) -> timedelta:
    try:
        return instant_of(stamp) - now
    except (OverflowError, ValueError, OSError):
        return timedelta(days=365)  # a stamp beyond the calendar: only "far ahead" can be said of it
