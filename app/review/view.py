"""A contradiction as the window shows it: masked, worded, with what this person may do and why not the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

import msgspec

from app.ids import AgentId
from app.review.case import Case, Done
from app.review.facts import Side
from app.review.moves import STATE_WORDS, STEP_WORDS, Move, Words, refusal
from app.review.policy import STEPS, QualityPolicy
from app.review.shown import NOTHING, in_words, source_words

Tone = Literal["ok", "warn", "danger", "pause", "accent", "line"]

_TONES: dict[str, Tone] = {
    "found": "danger",
    "compared": "warn",
    "approved": "accent",
    "rejected": "pause",
    "recorded": "ok",
    "withdrawn": "pause",
}
_SIDES: dict[Side | None, str] = {"new": "采用新值", "old": "维持原值", None: ""}
_RECOMMENDS: dict[Side | None, str] = {"new": "建议采用新值", "old": "建议维持原值", None: ""}
_DONE_WORDS = {"found": "发现", "compared": "比对", "reviewed": "审核", "recorded": "补录", "withdrawn": "撤回"}
_VOIDS = {
    "": "",
    "later": "同时有人先做了，以先到中心的为准",
    "same_person": "比对和审核是同一个人，不算数",
    "unknown_comparison": "它所依据的比对还没有传到",
    "not_approved": "审核没有通过这个值，不算数",
}


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened. ``note`` is what was said, ``void`` why it does not count ("" where it does)."""

    words: str
    who: str
    at: datetime
    note: str = ""
    void: str = ""


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """A button: ``refusal`` is why it cannot be pressed by this person now, "" where it can."""

    move: Move
    words: str
    refusal: str = ""


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """One contradiction, ready to paint. Instants are UTC; values are masked."""

    case_id: str
    customer_id: str
    field: str
    label: str
    old: str
    new: str
    old_source: str
    new_source: str
    old_verified_on: str
    state: str
    state_words: str
    tone: Tone
    found_at: datetime
    updated_at: datetime
    customer: str = ""
    found_by: str = ""
    said_by: str = ""
    is_mine: bool = False
    is_open: bool = True
    recommends: Side | None = None
    steps: tuple[StepRow, ...] = ()
    actions: tuple[Action, ...] = ()


def case_view(
    case: Case,
    policy: QualityPolicy,
    words: Words,
    name: Callable[[str], str],
    *,
    me: AgentId,
    role: str,
    customer: str = "",
) -> CaseView:
    """How this person sees a case.

    Args:
        words: the pack's word for a code, by group and code.
        name: a colleague's name by staff number.
        me, role: who looks.
        customer: the customer's name.
    """
    found = case.found
    old, new = in_words(found.field, found.old, words), in_words(found.field, found.new, words)
    if old == new:  # two numbers that differ only where they are hidden
        new = f"{new}（遮住的部分不同）"
    moves: tuple[Move, ...] = (*STEPS, "withdraw")
    actions = tuple(
        Action(move=move, words=STEP_WORDS[move], refusal=refusal(case, move, me, role, policy, words))
        for move in moves
    )
    following = case.next_step
    return CaseView(
        case_id=case.id,
        customer_id=found.customer_id,
        customer=customer,
        field=found.field,
        label=policy.label(found.field),
        old=old or NOTHING,
        new=new or NOTHING,
        old_source=source_words(found.old_source, words),
        new_source=source_words(found.new_source, words),
        old_verified_on=found.old_verified_on,
        state=case.state,
        state_words=STATE_WORDS[case.state],
        tone=_TONES[case.state],
        found_at=case.opening.at,
        updated_at=case.updated_at,
        found_by=name(case.opening.by),
        said_by=found.said_by,
        is_mine=any(one.move == following and not one.refusal for one in actions),
        is_open=case.is_open,
        recommends=None if case.comparison is None else case.comparison.side,
        steps=tuple(_row(one, name) for one in case.done),
        actions=actions,
    )


def _row(done: Done, name: Callable[[str], str]) -> StepRow:
    sides = {"compared": _RECOMMENDS, "reviewed": _SIDES}.get(done.kind)
    said = sides[done.side] if sides else ""
    return StepRow(
        words=_DONE_WORDS[done.kind],
        who=name(done.by),
        at=done.at,
        note="：".join(part for part in (said, done.words) if part),
        void=_VOIDS[done.void],
    )
