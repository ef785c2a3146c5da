"""Who may do what to a contradiction now, and if not, why not and what to do instead (`mission-rows.md` D15, D19)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from app.ids import AgentId
from app.review.case import Case, State
from app.review.policy import STEPS, QualityPolicy, Step

Move = Step | Literal["withdraw"]
Words = Callable[[str, str], str]
"""The pack's word for a code: group and code (:meth:`app.pack.model.Pack.label`)."""

STEP_WORDS: dict[Move, str] = {"compare": "比对", "review": "审核", "record": "补录", "withdraw": "撤回"}
STATE_WORDS: dict[State, str] = {
    "found": "待比对",
    "compared": "待审核",
    "approved": "待补录",
    "rejected": "维持原值",
    "recorded": "已补录",
    "withdrawn": "已撤回",
}


def refusal(case: Case, move: Move, who: AgentId, role: str, policy: QualityPolicy, words: Words) -> str:
    """Why this person may not do this now, in a sentence; "" where they may.

    Four eyes: whoever compared does not review. Whoever found it may withdraw it before the decision; what was accepted
    and can no longer be recorded is given up by somebody who reviews or records.
    """
    if not case.is_open:
        return f"这处矛盾已经{STATE_WORDS[case.state].removeprefix('已')}，不用再处理"
    if move == "withdraw":
        return _withdrawal(case, who, role, policy)
    following = case.next_step
    if move != following:
        return _out_of_turn(move, following)
    if move == "review" and case.comparison is not None and case.comparison.by == who:
        return "比对是您做的，审核要换一个人（四眼原则）"
    if role not in policy.roles.get(move, ()):
        allowed = "、".join(words("role", one) for one in policy.roles.get(move, ()))
        return f"{STEP_WORDS[move]}由{allowed}来做"
    return ""


def merge_refusal(role: str, policy: QualityPolicy, words: Words) -> str:
    """Why somebody in this role may not merge files, nor say that two are not one customer's; "" where they may."""
    allowed = policy.roles.get("merge", ())
    if role in allowed:
        return ""
    if not allowed:
        return "规则包里没有岗位可以合并档案、判定不是同一人，请联系系统管理员"
    return f"合并档案、判定不是同一人由{'、'.join(words('role', one) for one in allowed)}来做，请把两份档案告诉他们"


def is_mine(case: Case, who: AgentId, role: str, policy: QualityPolicy) -> bool:
    """Whether the next step is one this person may do."""
    following = case.next_step
    return following is not None and not refusal(case, following, who, role, policy, lambda _group, code: code)


def _withdrawal(case: Case, who: AgentId, role: str, policy: QualityPolicy) -> str:
    if case.state == "approved":
        may = role in policy.roles.get("record", ()) or role in policy.roles.get("review", ())
        return "" if may else "已经审核通过：由审核或补录的人来放弃，其他人等补录"
    if case.opening.by != who and role not in policy.roles.get("review", ()):
        return "谁登记的谁撤回；其他人请走比对和审核"
    return ""


def _out_of_turn(move: Move, following: Step | None) -> str:
    if following is not None and move in STEPS and STEPS.index(move) < STEPS.index(following):
        return f"{STEP_WORDS[move]}已经做过，现在是{STEP_WORDS[following]}"
    return f"先{STEP_WORDS[following or 'compare']}，再{STEP_WORDS[move]}"
