"""What leaves the centre, masked for whoever asked (row F01, complaint 42): the last step of every answer.

A masked desk never gets a whole value, whether in a page, a conflict that is told to everybody, the verdict on its own
operation or a fact that quotes a field. What a desk sends is merged whole, so masks never get into the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from app.call.event import CallEvent
from app.privacy.policy import NO_POLICY, PrivacyPolicy
from app.privacy.records import RoleMask, masked_write
from app.record import Patch, Record
from sync.protocol import CONFLICT, FieldConflict, Operation, Page, PatchOp, Verdict, WireFact, WireRecord, epoch_for
from sync.server.checking import Refusal
from sync.server.scope import Rights

_MOST_ROLES = 64
_LONGEST_EXTENSION = 6
_EDIT = "ticket_edited"
_VALUES = ("base", "mine", "theirs")


class Masking:
    """The pack's policy, as every answer applies it, and the rights it gives. Safe to use from all threads."""

    def __init__(self, policy: PrivacyPolicy, rights: Rights | None = None) -> None:
        self.policy = policy
        self.rights = rights or Rights(policy)
        self.of = lru_cache(_MOST_ROLES)(self._of)

    def _of(self, role: str) -> RoleMask:
        return RoleMask(self.policy, role)

    def epoch(self, epoch: str, role: str) -> str:
        """The epoch this role's desks see: another role or policy is another epoch, and everything is read again."""
        return epoch_for(epoch, self.of(role).digest)

    def page(self, page: Page, role: str) -> Page:
        """One page as this role may have it."""
        mask = self.of(role)
        if not mask.digest:
            return page
        return msgspec.structs.replace(
            page,
            records=[_record(mask, one) for one in page.records],
            facts=[_fact(mask, one) for one in page.facts],
        )

    def verdicts(self, verdicts: Sequence[Verdict], ops: Sequence[Operation], role: str) -> list[Verdict]:
        """The verdicts on ``ops``, in their order, as this role may have them."""
        mask = self.of(role)
        return [_verdict(mask, one, op) if one.conflicts else one for one, op in zip(verdicts, ops, strict=True)]

    def call(self, event: CallEvent, role: str) -> CallEvent:
        """A step of a call as this role may have it: the caller's number is a customer's telephone number."""
        mask = self.of(role)
        ani, raw, to = (mask.value("contact_point", "e164", one) for one in (event.ani, event.ani_raw, event.to))
        if (ani, raw) == (event.ani, event.ani_raw):
            return event
        to = to if len(event.to or "") > _LONGEST_EXTENSION else event.to
        return msgspec.structs.replace(event, ani=ani, ani_raw=raw or "", to=to)

    def facts(self, facts: Sequence[WireFact], role: str) -> list[WireFact]:
        """Facts as this role may have them."""
        mask = self.of(role)
        return [_fact(mask, one) for one in facts] if mask.digest else list(facts)

    def check_fact(self, fact: WireFact, role: str) -> Refusal | None:
        """Why this fact is not taken: what this role sees only masked must not stand in the place of the value.

        Only an edit can do that: what is opened or noted replaces nothing, and no word of it is lost.
        """
        label = self.of(role).masked_words(fact.kind, fact.body) if fact.kind == _EDIT else None
        if label is None:
            return None
        words = f"{label}是打码的样子，这次修改没有收下：要改请输入完整内容，只想补充请写在跟进记录里"
        return Refusal("masked_value", words)

    def blind(self, op: Patch, taken: Patch, role: str) -> frozenset[str]:
        """The fields of ``op`` whose value its author may not know; ``taken`` is the patch as it is to be merged.

        What :meth:`check_patch` put in the place of a masked form is no guess.
        """
        mask = self.of(role)
        hidden = {name for name in op.fields if mask.hides(op.entity, name)}
        return frozenset(
            name for name in hidden if isinstance(op.fields[name], dict) or op.fields[name] == taken.fields[name]
        )

    def check_patch(self, patch: Patch, current: Record | None, role: str) -> Patch | Refusal:
        """The patch as it is to be merged, or why not: a masked form is never written over the value it stands for.

        What this role cannot see inside a field that it may change stays as it is. And a masked value in a patch that
        says it was verified stands for the value itself: whoever held it against a paper need not type it again.
        """
        for name in patch.fields:
            if self.policy.access(role, patch.entity, name) == "none":
                return Refusal("not_allowed", "您的岗位不能修改这一项资料，请找班长或管理员")
        fields = patch.fields if current is None else self._whole(patch, current, role)
        label = masked_write(self.policy, patch.entity, fields)
        if label is not None:
            words = f"{label}是打码的样子，没有存：要改请输入完整内容，不改请不要提交这一项"
            return Refusal("masked_value", words)
        return patch if fields == patch.fields else msgspec.structs.replace(patch, fields=fields)

    def _whole(self, patch: Patch, current: Record, role: str) -> dict[str, Any]:
        """The patch's fields with what this role could not see as it is now."""
        mask, fields = self.of(role), dict(patch.fields)
        for name, value in patch.fields.items():
            known = current.fields.get(name)
            if name in patch.verified and value == mask.value(patch.entity, name, known):
                fields[name] = known
            else:
                fields[name] = mask.restored(patch.entity, name, value, known)
        return fields


UNMASKED = Masking(NO_POLICY)
"""Nothing is hidden: for work that no desk asked for."""


def _record(mask: RoleMask, row: WireRecord) -> WireRecord:
    if row.entity != CONFLICT:
        return mask.mask(row)
    entity, field = str(row.fields.get("entity", "")), str(row.fields.get("field", ""))
    hidden = _hidden(mask, entity, field, row.fields)
    return msgspec.structs.replace(row, fields=row.fields | hidden | {"masked": True}) if hidden else row


def _fact(mask: RoleMask, fact: WireFact) -> WireFact:
    body = mask.fact_body(fact.kind, fact.body)
    return fact if body is fact.body else msgspec.structs.replace(fact, body=body)


def _verdict(mask: RoleMask, verdict: Verdict, op: Operation) -> Verdict:
    entity = op.patch.entity if isinstance(op, PatchOp) else ""
    return msgspec.structs.replace(verdict, conflicts=[_conflict(mask, entity, one) for one in verdict.conflicts])


def _conflict(mask: RoleMask, entity: str, one: FieldConflict) -> FieldConflict:
    hidden = _hidden(mask, entity, one.field, msgspec.structs.asdict(one))
    return msgspec.structs.replace(one, **hidden) if hidden else one


def _hidden(mask: RoleMask, entity: str, field: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a conflict that this role sees otherwise than they are."""
    seen = {name: mask.value(entity, field, values[name]) for name in _VALUES if name in values}
    return {name: value for name, value in seen.items() if value != values[name]}
