"""Duplicates at this desk: suspected, looked at side by side, shown as one, taken apart (D13, complaints 33, 34)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from app.customer.record import Customer, view
from app.desk import dismissing, suspects
from app.desk.dismissing import Dismissed
from app.desk.file_parts import numbers, of_kind
from app.desk.seat import Changes, Seat
from app.desk.suspects import Suspect
from app.desk.worded import Worded
from app.errors import RefusedError
from app.oneid.case import DuplicateCase
from app.oneid.facts import CustomersMerged, MergeUndone, pair
from app.oneid.fold import PastMerge, undo_until
from app.oneid.preview import FieldRow, field_rows, warnings
from app.privacy.masking import mask_id_number, mask_phone
from app.record import Record
from app.review.moves import merge_refusal
from app.store import aliases, facts, merged, records
from app.store.merged import Counts

MOST_LOOKED_AT = 20
"""Customers that a pull may have looked at: more at once is an import or a first load, the centre's to look through."""

UNKNOWN_MERGE = "这台电脑上没有这次合并的记录。请先同步，再试一次。"


class FileSide(msgspec.Struct, frozen=True, kw_only=True):
    """One of two files as the dialog heads it; numbers are masked. ``holdings`` … are how much stands in it."""

    customer_id: str
    name: str
    customer_no: str
    id_number_masked: str
    phones: tuple[str, ...]
    holdings: int
    relations: int
    counts: Counts


class MergePreview(msgspec.Struct, frozen=True, kw_only=True):
    """What a merge would do, before anybody does it.

    ``rows`` are the fields in which they differ, ``same`` how many agree; ``reasons`` why they may be one;
    ``warnings`` what to be sure of first; ``refusal`` why it cannot be done at all, "" if it can; ``lapsed`` why they
    were suspected once and are not any more.
    """

    survivor: FileSide
    other: FileSide
    rows: tuple[FieldRow, ...]
    same: int
    reasons: tuple[str, ...]
    codes: tuple[str, ...]
    warnings: tuple[str, ...]
    refusal: str = ""
    lapsed: str = ""


class MergeDone(msgspec.Struct, frozen=True, kw_only=True):
    """A merge as it was kept. ``until`` is the UTC instant up to which it can be taken back."""

    merge_id: str
    survivor: str
    name: str
    until: datetime


class Merging:
    """Every change is a fact; records stay where they are. Refusals are :class:`RefusedError` with what to do."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def suspects(self, customer_id: str) -> tuple[Suspect, ...]:
        """Who may be the same customer, the likeliest first; those that were dismissed, or lapsed, are not."""
        with self._seat.store.read() as db:
            return suspects.known(db, customer_id)

    def queue(self) -> list[DuplicateCase]:
        """The suspected pairs that nobody has decided on and that still look alike, the last found first."""
        with self._seat.store.read() as db:
            return suspects.still_open(db, aliases.cases(db))

    def case(self, one_id: str, other_id: str) -> DuplicateCase | None:
        """What became of the suspicion that these two are one; None where nobody ever had it."""
        with self._seat.store.read() as db:
            found = suspects.reviewed(db, aliases.cases_between(db, [pair(one_id, other_id)]))
        return next(iter(found), None)

    def merges(self, customer_id: str) -> tuple[PastMerge, ...]:
        """The merges round this customer, the last first: who, when, until when it can be taken back, which collide."""
        with self._seat.store.read() as db:
            return merged.links(db, customer_id).merges[::-1]

    def preview(self, survivor_id: str, other_id: str) -> MergePreview:
        """The two files side by side.

        Raises:
            RefusedError: this desk does not know one of them.
        """
        with self._seat.store.read() as db:
            survivor, other = self._shown(db, survivor_id), self._shown(db, other_id)
            found = [one for one in suspects.known(db, survivor.id) if one.shown_as == other.id]
            told = suspects.reviewed(db, aliases.cases_between(db, [pair(survivor_id, other_id)]))
            sides = self._side(db, survivor), self._side(db, other)
        words = Worded(self._seat.pack, self._seat.colleagues(), self._seat.zone)
        rows = field_rows(survivor, other, words)
        return MergePreview(
            survivor=sides[0],
            other=sides[1],
            rows=rows,
            same=len({*survivor.fields, *other.fields}) - len(rows),
            reasons=tuple(reason.words for one in found for reason in one.candidate.reasons),
            codes=tuple(code for one in found for code in one.candidate.codes),
            warnings=warnings(survivor, other),
            refusal=_refusal(survivor, other) or self._not_allowed(),
            lapsed="" if found else next((case.lapsed_for for case in told), ""),
        )

    def merge(
        self, survivor_id: str, other_id: str, choices: Mapping[str, str] | None = None, reasons: tuple[str, ...] = ()
    ) -> MergeDone:
        """Show the two as one from now on, under the survivor.

        Args:
            choices: for fields that differ, whose value is shown: one of the two ids.
            reasons: codes of why they are one, as the person saw them.

        Raises:
            RefusedError: one is unknown, both are one already, a person and an organisation, or not for this role.
        """
        seat = self._seat
        with seat.store.write() as db:
            survivor, other = self._shown(db, survivor_id), self._shown(db, other_id)
            if refusal := _refusal(survivor, other) or self._not_allowed():
                raise RefusedError(refusal)
            whose = {survivor_id: survivor.id, other_id: other.id}
            chosen = {field: whose.get(one, one) for field, one in (choices or {}).items()}
            body = CustomersMerged(survivor=survivor.id, merged=[other.id], choices=chosen, reasons=[*reasons])
            made = seat.fact(survivor.id, body)
            facts.record_new(db, [(made, survivor.id)])
            together = aliases.members(db, survivor.id)
            view_now = merged.shown(db, survivor.id)
        self._tell(frozenset(together))
        name = view(survivor if view_now is None else view_now.record, Customer).name
        return MergeDone(merge_id=made.id, survivor=survivor.id, name=name, until=undo_until(made))

    def undo(self, merge_id: str, reason: str = "") -> tuple[str, ...]:
        """Take a merge back: every file is as if it had never been. Nothing that was added since is lost.

        Returns:
            Ids of other merges that still hold the same files together: two desks may have merged them.

        Raises:
            RefusedError: unknown, taken back already, or longer ago than thirty days.
        """
        seat = self._seat
        with seat.store.write() as db:
            made = merged.merge(db, merge_id)
            if made is None or not isinstance(made.body, CustomersMerged):
                raise RefusedError(UNKNOWN_MERGE)
            before = merged.links(db, made.body.survivor)
            self._check_undo(next((one for one in before.merges if one.id == merge_id), None))
            touched = aliases.everybody(db, [made.body.survivor, *made.body.merged])
            fact = seat.fact(made.subject_id, MergeUndone(merge_id=merge_id, reason=reason))
            facts.record_new(db, [(fact, made.subject_id)])
            links = merged.links(db, made.body.survivor)
        self._tell(touched)
        still = {links.survivor(one) for one in (made.body.survivor, *made.body.merged)}
        if len(still) > 1:
            return ()
        return tuple(one.id for one in links.merges if not one.undone_by and links.survivor(one.survivor) in still)

    def dismiss(self, one_id: str, other_id: str, reason: str = "") -> Dismissed:
        """不是同一人; the answer takes it back with :meth:`take_back`.

        Raises:
            RefusedError: not for this role.
        """
        if refusal := self._not_allowed():
            raise RefusedError(refusal)
        return dismissing.dismiss(self._seat, one_id, other_id, reason)

    def take_back(self, dismissed: Dismissed) -> None:
        """不是同一人 was said by mistake: they are suspected again, if they still look alike."""
        dismissing.take_back(self._seat, dismissed)

    def look_at(self, customers: frozenset[str]) -> int:
        """A pull has changed these customers: look for pairs that this desk and another have made together.

        Whoever changed a file has looked already; what only two desks together make, each finds by itself, under one
        id. Of more customers than :data:`MOST_LOOKED_AT` none is looked at. Run one customer at a time where a call may
        be waiting for the store.

        Returns:
            How many suspected pairs are news.
        """
        if len(customers) > MOST_LOOKED_AT:
            return 0
        seat = self._seat
        with seat.store.read() as db:
            wanted = [one for one in sorted(customers) if suspects.find(db, one, touched_by=seat.device)]
        if not wanted:
            return 0
        with seat.store.write() as db:
            news = sum(suspects.note(db, seat, one, touched_by=seat.device) for one in wanted)
        if news:
            self._tell(frozenset(wanted))
        return news

    def _check_undo(self, past: PastMerge | None) -> None:
        seat = self._seat
        if past is None:
            raise RefusedError(UNKNOWN_MERGE)
        if past.undone_by:
            raise RefusedError("这次合并已经撤回了，两份档案是分开的。")
        if seat.clock.now() > past.until:
            day = past.at.astimezone(seat.zone).date()
            raise RefusedError(f"这次合并是 {day:%Y-%m-%d} 做的，超过 30 天不能撤回。确要分开，请交主管登记处理。")

    def _not_allowed(self) -> str:
        seat = self._seat
        return merge_refusal(seat.agent.role, seat.pack.quality, seat.pack.label)

    def _shown(self, db: Any, customer_id: str) -> Record:
        found = merged.shown(db, customer_id)
        if found is None:
            raise RefusedError("这台电脑上没有这份客户档案。请先同步，再试一次。")
        return found.record

    def _side(self, db: Any, customer: Record) -> FileSide:
        file = records.file_of(db, customer.id)
        known = view(customer, Customer)
        return FileSide(
            customer_id=customer.id,
            name=known.name,
            customer_no=known.customer_no,
            id_number_masked=mask_id_number(known.id_number) if known.id_number else "",
            phones=tuple(mask_phone(str(one.fields["e164"])) for one in numbers(file) if one.fields.get("e164")),
            holdings=len(of_kind(file, "holding")),
            relations=len(of_kind(file, "relation")),
            counts=merged.counts(db, aliases.members(db, customer.id)),
        )

    def _tell(self, customers: frozenset[str]) -> None:
        self._seat.on_changes(Changes(by="desk", customers=customers))


def _refusal(survivor: Record, other: Record) -> str:
    if survivor.id == other.id:
        return "这两份档案已经合在一起了。"
    if (survivor.fields.get("kind") or "person") != (other.fields.get("kind") or "person"):
        return "一份是个人，一份是单位，不能合并。请先核对客户类型。"
    return ""
