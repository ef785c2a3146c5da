"""Reads ``risks.yaml``: when a customer's file warns, and in which words (`mission-rows.md` B08, D17, D20–D23)."""

from __future__ import annotations

import string
from typing import cast, get_args

from app.pack.source import Item
from app.tier.model import Tone
from app.tier.risk import PLACES, Risk, RiskCode, Risks

_TONES = get_args(Tone)
_CODES = get_args(RiskCode)
_NEEDS: dict[str, tuple[str, ...]] = {
    "complaint_risk": ("at",),
    "repeat_contact": ("at",),
    "multi_claim": ("at", "months"),
    "loss_ratio": ("at", "months"),
    "contact_often": ("at", "days"),
    "fraud_signal": ("days", "names"),
}
"""What each warning has to say beside its words and tone."""
MAX_TIMES = 1_000
MAX_DAYS = 3_660
MAX_MONTHS = 120


def read_risks(source: Item) -> Risks:
    """The warnings of one file.

    Raises:
        PackError: with file and line.
    """
    found = source.mapping((), _CODES)
    return {cast("RiskCode", code): _risk(cast("RiskCode", code), item) for code, item in found.items()}


def merge_risks(old: Risks, new: Risks) -> Risks:
    """What a pack inherits: a warning of the same name is replaced whole."""
    return old | new


def _risk(code: RiskCode, source: Item) -> Risk:
    needs = _NEEDS.get(code, ())
    found = source.mapping(("text", "tone", *needs), ("detail", "action"))
    return Risk(
        code=code,
        text=_words(found["text"], code, 24),
        tone=cast("Tone", found["tone"].one_of(_TONES)),
        detail=_words(found["detail"], code, 120) if "detail" in found else "",
        at=_threshold(found["at"], is_share=code == "loss_ratio") if "at" in found else 0,
        days=found["days"].whole(1, MAX_DAYS) if "days" in found else 0,
        months=found["months"].whole(1, MAX_MONTHS) if "months" in found else 0,
        action=found["action"].text(max_length=12) if "action" in found else "",
        names={name: item.text(max_length=12) for name, item in found["names"].entries().items()}
        if "names" in found
        else {},
    )


def _threshold(source: Item, *, is_share: bool) -> float:
    if not is_share:
        return source.whole(1, MAX_TIMES)
    if isinstance(source.value, bool) or not isinstance(source.value, int | float) or not 0 < source.value <= MAX_TIMES:
        source.fail("这里应当是一个比例，例如 0.8 表示 80%")
    return float(source.value)


def _words(source: Item, code: RiskCode, longest: int) -> str:
    words = source.text(max_length=longest)
    try:
        named = {name for _, name, form, conversion in string.Formatter().parse(words) if name is not None}
        plain = all(not form and not conversion for _, _, form, conversion in string.Formatter().parse(words))
    except ValueError:
        source.fail("花括号没有成对")
    if not plain or (unknown := named - PLACES[code]):
        wrong = next(iter(unknown)) if plain else words
        source.fail(f"没有“{{{wrong}}}”这个字段，可以用：{'、'.join(f'{{{one}}}' for one in sorted(PLACES[code]))}")
    return words
