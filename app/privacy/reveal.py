"""May this value be shown, and to whom is it told: reveal with a reason, for some seconds, never silently.

`design.md` §7 rule 5, `mission-rows.md` F01 and F06: eye → reason → value for 30 s → masked again; offline for phone
numbers, not for whole identity numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from app.ids import FactId
from app.privacy.policy import PrivacyPolicy

MOST_NOTE = 200
"""Characters of the words behind a reason."""


class RevealRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody asks the centre for a whole value. ``reason`` is a code of the policy, ``note`` words for it."""

    row_id: str
    field: str
    reason: str
    note: str = ""


class Revealed(msgspec.Struct, frozen=True, kw_only=True):
    """A whole value, already on record under ``fact_id`` at ``at`` (UTC); to be hidden again after ``seconds``."""

    value: str
    seconds: int
    fact_id: FactId
    at: datetime

    def __repr__(self) -> str:
        """Without the value: this must be safe to log by accident."""
        return f"Revealed(fact_id={self.fact_id!r})"


def why_not_ask(policy: PrivacyPolicy, role: str, entity: str, field: str) -> str | None:
    """Why this role cannot have this field revealed at all, in words for its owner; None where it can."""
    rule, known = policy.rule(entity, field), policy.roles.get(role)
    if rule is None:
        return "这一项本来就完整显示，不用申请"
    if known is None or known.access.get(rule.sensitivity, "none") == "none":
        return f"您的岗位看不到{rule.label}，需要时请找班长"
    if rule.sensitivity not in known.reveal:
        return f"您的岗位只能看打码的{rule.label}，需要完整内容请找班长"
    return None


def why_not(
    policy: PrivacyPolicy, role: str, entity: str, field: str, *, reason: str, note: str = "", online: bool
) -> str | None:
    """Why this value may not be shown now, in words; None where it may. Deny by default: nothing here is assumed.

    ``online`` says that the centre answers; a desk that shows what it holds by itself passes False.
    """
    refusal = why_not_ask(policy, role, entity, field)
    if refusal is not None:
        return refusal
    rule = policy.rule(entity, field)
    if rule is not None and not online and not policy.classes[rule.sensitivity].offline:
        return f"显示完整{rule.label}要联网，由中心核对并记录；现在可以先用打码的部分核对"
    return why_no_reason(policy, reason, note)


def why_no_reason(policy: PrivacyPolicy, reason: str, note: str) -> str | None:
    """What is missing from a reason, in words; None where it is one."""
    known = policy.reason(reason)
    if known is None:
        return "请先选择查看的原因"
    if known.asks and not note.strip():
        return f"选“{known.label}”要写明原因"
    return f"原因最多 {MOST_NOTE} 字" if len(note) > MOST_NOTE else None


def value_at(fields: Mapping[str, Any], field: str) -> str:
    """The value of a field, or of one inside another (``outer.inner``), as text; "" where there is none."""
    outer, _, inner = field.partition(".")
    value = fields.get(outer)
    if inner:
        value = value.get(inner) if isinstance(value, dict) else None
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return "" if value is None else str(value)


def spaced(kind: str, value: str) -> str:
    """A whole value as it is read aloud: ``138 0013 8000``, ``310105 19840321 0028``."""
    if kind == "phone" and value.startswith("+86"):
        digits = value.removeprefix("+86")
        if len(digits) == 11 and digits[0] == "1":
            return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
        area = 2 if digits[:2] == "10" or digits[:1] == "2" else 3
        return f"0{digits[:area]} {digits[area:-4]} {digits[-4:]}"
    if kind == "id_number" and len(value) == 18:
        return f"{value[:6]} {value[6:14]} {value[14:]}"
    if kind == "bank_card" and value.isdigit():
        return " ".join(value[at : at + 4] for at in range(0, len(value), 4))
    return value


def dialled(kind: str, value: str) -> str:
    """A whole value as it is pasted elsewhere: a phone number as it is dialled here, everything else as it is."""
    if kind != "phone" or not value.startswith("+86"):
        return value
    digits = value.removeprefix("+86")
    return digits if len(digits) == 11 and digits[0] == "1" else f"0{digits}"
