"""Tiers, segments and what they give, as a pack says: schemes of codes with rules, and entitlements (D01–D12)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from app.tier.expression import Condition

Tone = Literal["ok", "warn", "danger", "pause", "accent", "line"]
"""How the badge of a code reads; the same words as on the screen."""
Period = Literal["year", "month"]


class TierCode(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a scheme.

    ``value`` is what the customer's record holds for it (``5``, ``diamond``, true); ``rank`` the higher the better;
    ``hint`` what it means for whoever answers (六星客户专席接入, D01); ``chip`` whether it is shown under the name.
    """

    code: str
    label: str
    value: Any
    rank: int
    tone: Tone = "line"
    hint: str = ""
    organisation_label: str = ""
    chip: bool = False


class TierRule(msgspec.Struct, frozen=True, kw_only=True):
    """If ``when`` holds, the code is ``code``; ``words`` say so to people. ``place`` is file and line, for the log."""

    code: str
    when: Condition
    words: str
    place: str


class Scheme(msgspec.Struct, frozen=True, kw_only=True):
    """One way of putting customers into order. The first rule that holds decides; ``field`` is the record's."""

    scheme: str
    label: str
    field: str
    codes: dict[str, TierCode]
    rules: tuple[TierRule, ...]

    def held(self, value: object) -> TierCode | None:
        """The code that a record's value stands for; None where there is none."""
        for one in self.codes.values():
            if one.value == value and isinstance(one.value, bool) == isinstance(value, bool):
                return one
        return None


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """Who gets an entitlement how often: ``quota`` in one period, None without a limit."""

    scheme: str
    code: str
    quota: int | None = None


class Entitlement(msgspec.Struct, frozen=True, kw_only=True):
    """Something a tier gives (D03): its name, how it is ordered, what to know, and to whom it is granted."""

    code: str
    name: str
    how: str
    note: str = ""
    period: Period = "year"
    grants: tuple[Grant, ...] = ()


class Tiers(msgspec.Struct, frozen=True, kw_only=True):
    """All schemes and entitlements of a pack, in the pack's order."""

    schemes: dict[str, Scheme] = {}
    entitlements: dict[str, Entitlement] = {}


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """Where a customer stands in one scheme, and why, in Chinese with the figures."""

    scheme: str
    code: str
    label: str
    why: str
    rank: int
    tone: Tone = "line"
    hint: str = ""
    chip: bool = False
    rule: str = ""
