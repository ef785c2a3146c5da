"""How a contact stands: folded from its facts, with what that unlocks and why the rest is locked (E01–E05)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from app.fact import Fact, in_order
from app.verification.facts import (
    CodeSent,
    IdentityChecked,
    PapersRefused,
    PapersSeen,
    PasswordChanged,
    PasswordVerified,
)
from app.verification.policy import HIGHEST, BusinessRule, VerificationPolicy


class PassedWay(msgspec.Struct, frozen=True, kw_only=True):
    """A way that was passed. ``until`` (UTC) is when it stops counting; ``count`` how many checks, for ``checks``."""

    way: str
    at: datetime
    until: datetime | None = None
    count: int = 1


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What one caller has proved in one contact.

    ``wrong`` counts wrong answers by check; ``must_change`` are initial passwords that were right and are not changed
    yet; ``code_until`` (UTC) is how long the code that was sent may still be given; ``stopped`` the code of a hard
    stop, "" for none.
    """

    checks: frozenset[str] = frozenset()
    checked_at: datetime | None = None
    ways: tuple[PassedWay, ...] = ()
    wrong: dict[str, int] = {}
    must_change: frozenset[str] = frozenset()
    code_until: datetime | None = None
    stopped: str = ""

    def all_ways(self) -> tuple[PassedWay, ...]:
        """Every way passed, the checks as one of them."""
        if not self.checks or self.checked_at is None:
            return self.ways
        return (PassedWay(way="checks", at=self.checked_at, count=len(self.checks)), *self.ways)


class Unlocked(msgspec.Struct, frozen=True, kw_only=True):
    """A business: whether it may be done now, and where not, what to do (empty where it may)."""

    code: str
    label: str
    allowed: bool
    why: str = ""


def fold(facts: Iterable[Fact[Any]], customers: Collection[str], policy: VerificationPolicy) -> Standing:
    """How a caller stands as this customer: the facts of one contact, in whatever order they came.

    ``customers`` are the ids of the files that are shown as the one (:mod:`app.oneid`).
    """
    passed: dict[str, datetime] = {}
    wrong: dict[str, int] = {}
    ways: dict[str, PassedWay] = {}
    must_change: set[str] = set()
    code_until: datetime | None = None
    stopped = ""
    lasts = timedelta(minutes=policy.code_minutes)
    for fact in in_order(facts):
        if getattr(fact.body, "customer_id", None) not in customers:
            continue
        match fact.body:
            case IdentityChecked(check=check, passed=True):
                passed[check] = fact.at
            case IdentityChecked(check=check, how=how):
                passed.pop(check, None)
                wrong[check] = wrong.get(check, 0) + (how == "typed")
            case CodeSent(minutes=minutes):
                code_until = fact.at + timedelta(minutes=minutes)
            case PasswordVerified(kind=kind, passed=True, must_change=True):
                must_change.add(kind)
            case PasswordVerified(kind="dynamic", passed=True):
                ways["dynamic"] = PassedWay(way="dynamic", at=fact.at, until=fact.at + lasts)
                code_until = None
            case PasswordVerified(kind=kind, passed=True) | PasswordChanged(kind=kind):
                must_change.discard(kind)
                ways[kind] = PassedWay(way=kind, at=fact.at)
            case PapersSeen(where="counter"):
                ways["papers"] = PassedWay(way="papers", at=fact.at)
            case PapersRefused(reason=reason):
                stopped = reason
    return Standing(
        checks=frozenset(passed),
        checked_at=max(passed.values(), default=None),
        ways=tuple(ways.values()),
        wrong=wrong,
        must_change=frozenset(must_change),
        code_until=code_until,
        stopped=stopped,
    )


def level_of(
    ways: Iterable[PassedWay], now: datetime, policy: VerificationPolicy, without: Collection[str] = ()
) -> int:
    """The level these ways prove at ``now`` (UTC), 0 to 3, leaving some ways out; a code counts ten minutes (E03)."""
    return max((_level(one, policy) for one in valid(ways, now) if one.way not in without), default=0)


def valid(ways: Iterable[PassedWay], now: datetime) -> list[PassedWay]:
    """Those that still count."""
    return [one for one in ways if one.until is None or now < one.until]


def unlocked(
    policy: VerificationPolicy, ways: Iterable[PassedWay], now: datetime, *, step_up: bool = False, stopped: str = ""
) -> tuple[Unlocked, ...]:
    """Every business of the pack, allowed or with what to do instead.

    Args:
        step_up: there are signs of fraud: one level more, or a second way (D23).
        stopped: words for a document that was refused (E08): only what needs the least goes on.
    """
    found = valid(ways, now)
    return tuple(
        Unlocked(code=code, label=rule.label, allowed=not why, why=why)
        for code, rule in policy.businesses.items()
        for why in (_why_not(policy, rule, found, now, step_up=step_up, stopped=stopped),)
    )


def _why_not(
    policy: VerificationPolicy,
    rule: BusinessRule,
    ways: list[PassedWay],
    now: datetime,
    *,
    step_up: bool,
    stopped: str,
) -> str:
    if stopped and rule.level > 1:
        return f"证件{stopped}，已停止办理{rule.label}"
    counted = [one for one in ways if one.way not in rule.without and _level(one, policy)]
    level = level_of(counted, now, policy)
    if level < rule.level:
        excluded = [one.way for one in ways if one.way in rule.without and _level(one, policy) >= rule.level - 1]
        other = _enough(policy, rule)
        if excluded and other:
            return f"{policy.word(excluded[0])}不能办理{rule.label}，请用{other}"
        return f"要{policy.levels[rule.level]}：请用{other}" if other else f"要{policy.levels[rule.level]}"
    if step_up and level <= rule.level and len(counted) < 2:
        return f"有异常信号，办理{rule.label}要再加核一种方式"
    return ""


def _enough(policy: VerificationPolicy, rule: BusinessRule) -> str:
    """The ways that would do, in words: 服务密码或到柜面."""
    words = [
        "到柜面核对证件" if way == "papers" else one.label
        for way, one in policy.ways.items()
        if one.level >= rule.level and way not in rule.without
    ]
    if rule.level <= HIGHEST and "checks" not in rule.without:
        enough = [count for count, level in enumerate(policy.check_levels, 1) if level >= rule.level]
        words = [f"口头核对 {enough[0]} 项", *words] if enough else words
    return "、".join(words[:-1]) + ("或" if len(words) > 1 else "") + words[-1] if words else ""


def _level(one: PassedWay, policy: VerificationPolicy) -> int:
    if one.way == "checks":
        return policy.level_of_checks(one.count)
    return policy.ways[one.way].level if one.way in policy.ways else 0
