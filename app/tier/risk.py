"""When a customer's file warns, and in which words: the risk chips of a pack (`mission-rows.md` B08, D17, D20–D23)."""

from __future__ import annotations

from typing import Literal

import msgspec

from app.tier.model import Tone

RiskCode = Literal[
    "black_list",
    "fraud_signal",
    "complaint_risk",
    "multi_claim",
    "loss_ratio",
    "repeat_contact",
    "contact_often",
    "good_list",
    "protected",
]


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """One warning: from ``at`` on (times, or a share of 1), within ``days`` or ``months`` where it looks back.

    ``text`` and ``detail`` have places in braces that are filled in (:data:`PLACES`); ``names`` words for codes;
    ``action`` what the agent has to do, as a chip of its own.
    """

    code: RiskCode
    text: str
    tone: Tone
    detail: str = ""
    at: float = 0
    days: int = 0
    months: int = 0
    action: str = ""
    names: dict[str, str] = {}


PLACES: dict[RiskCode, frozenset[str]] = {
    "black_list": frozenset({"scope", "until", "approver", "reason"}),
    "good_list": frozenset({"scope", "until", "approver", "reason"}),
    "fraud_signal": frozenset({"kind", "at", "note", "count", "days"}),
    "complaint_risk": frozenset({"times"}),
    "repeat_contact": frozenset({"times"}),
    "multi_claim": frozenset({"count", "months", "at"}),
    "loss_ratio": frozenset({"percent", "paid", "premium", "at"}),
    "contact_often": frozenset({"count", "days", "at"}),
    "protected": frozenset({"team", "until"}),
}
"""What the words of each warning may name in braces."""

Risks = dict[RiskCode, Risk]
"""The warnings a pack has; one it does not name is not given."""
