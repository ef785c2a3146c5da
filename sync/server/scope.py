"""Who may see and change what: the one place that knows (`sync.md` §3.7).

For now every row is in the organisation's feed and every signed-in agent reads it. Scoped feeds come with roles; what
will change then is this file. What a role may write says the pack (``privacy.yaml``, ``quality.yaml``); the desk is
only asked to be polite, the centre decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.ids import AgentId
from app.privacy.policy import PrivacyPolicy
from app.record import Patch, Record
from app.review.moves import STEP_WORDS, Words, merge_refusal
from app.review.policy import DEFAULT_POLICY, Duty, QualityPolicy
from sync.protocol import ORG_FEED, WireFact
from sync.server.checking import Refusal

NOT_ALLOWED = "not_allowed"
OPENING = "ticket_opened"
DUTIES: Final[Mapping[str, Duty]] = {
    "contradiction_compared": "compare",
    "contradiction_reviewed": "review",
    "contradiction_recorded": "record",
    "customers_merged": "merge",
    "merge_undone": "merge",
    "duplicate_dismissed": "merge",
    "duplicate_reopened": "merge",
}
"""The facts that are a step of D19 or a merge of D13, and whose duty each is."""

_KEPT_BY_ADMINISTRATORS = frozenset({"agent"})
_ADMINISTRATORS = frozenset({"admin", "supervisor"})


def in_code(_group: str, code: str) -> str:
    """The code itself: where there is no pack to say it in words."""
    return code


def feeds_of_row(entity: str, owner_id: str) -> tuple[str, ...]:  # noqa: ARG001 -- scoped feeds will need them
    """The feeds a row belongs to, its home feed first: that one gives facts their order."""
    return (ORG_FEED,)


def feeds_of_agent(agent_id: AgentId) -> tuple[str, ...]:  # noqa: ARG001 -- scoped feeds will need it
    """The feeds an agent reads."""
    return (ORG_FEED,)


class Rights:
    """What each role may change and state: the pack's table, and its roles for the steps of a review and for merging.

    Args:
        policy: has the table; one that says nothing holds nobody back but from colleagues' accounts.
        quality: has the roles of 比对, 审核, 补录 and 合并.
        words: the pack's word for a code, by group and code.
    """

    def __init__(self, policy: PrivacyPolicy, quality: QualityPolicy = DEFAULT_POLICY, words: Words = in_code) -> None:
        self._policy, self._quality, self._words = policy, quality, words

    def refuse_patch(self, role: str, patch: Patch, current: Record | None) -> Refusal | None:
        """Why this role may not make this change, in words that say who may; None where it may."""
        writes = self._policy.writes
        if writes.is_empty:
            kept = patch.entity in _KEPT_BY_ADMINISTRATORS and role not in _ADMINISTRATORS
            return Refusal(NOT_ALLOWED, "您的岗位不能修改这类资料，请找班长或管理员") if kept else None
        refusal = writes.refusal(role, patch.entity, patch.fields, None if current is None else current.fields)
        return Refusal(NOT_ALLOWED, refusal) if refusal else None

    def refuse_fact(self, role: str, fact: WireFact, *, is_own: bool) -> Refusal | None:
        """Why this role may not state this, in words that say who may; None where it may.

        ``is_own``: the ticket it is about was opened by the caller, or is opened by this.
        """
        writes = self._policy.writes
        if writes.is_empty:
            return None
        if role not in self._policy.roles and not (is_own and fact.kind in writes.everybody):
            return Refusal(NOT_ALLOWED, "您的岗位没有登记权限，只能记自己开的工单，请找系统管理员设置岗位")
        refusal = self._duty(role, fact.kind) or writes.fact_refusal(role, fact.kind)
        return Refusal(NOT_ALLOWED, refusal) if refusal else None

    def _duty(self, role: str, kind: str) -> str:
        duty = DUTIES.get(kind)
        if duty is None or role in self._quality.roles.get(duty, ()):
            return ""
        if duty == "merge":
            return merge_refusal(role, self._quality, self._words)
        allowed = "、".join(self._words("role", one) for one in self._quality.roles.get(duty, ()))
        return f"{STEP_WORDS[duty]}由{allowed}来做，这一条没有收下"
