"""A rule pack in memory: frozen values, checked when they were loaded."""

from __future__ import annotations

import msgspec

from app.errors import PackError
from app.escalation.clock import ClockRule
from app.identity.papers import Papers
from app.pack.holding_kinds import HoldingKind
from app.privacy.policy import NO_POLICY, PrivacyPolicy
from app.review.policy import DEFAULT_POLICY, QualityPolicy
from app.script.forbidden import ForbiddenWord
from app.script.model import Script
from app.ticket.form import Form
from app.tier.model import Tiers
from app.tier.risk import Risks
from app.verification.policy import VerificationPolicy


class TicketKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of ticket (咨询, 投诉 …): its name, the letters its numbers begin with, its form and script."""

    kind: str
    label: str
    prefix: str
    form: str
    script: str = ""


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one industry's rules say, with what it inherits already in it.

    ``labels`` are words per group and code: ``labels["queue"]["claims"]`` is 理赔专席.
    """

    name: str
    version: str
    title: str
    kinds: dict[str, TicketKind] = {}
    forms: dict[str, Form] = {}
    scripts: dict[str, Script] = {}
    clocks: tuple[ClockRule, ...] = ()
    forbidden: tuple[ForbiddenWord, ...] = ()
    labels: dict[str, dict[str, str]] = {}
    holdings: dict[str, HoldingKind] = {}
    quality: QualityPolicy = DEFAULT_POLICY
    papers: Papers = Papers()
    privacy: PrivacyPolicy = NO_POLICY
    tiers: Tiers = Tiers()
    risks: Risks = {}
    verification: VerificationPolicy = VerificationPolicy()

    @property
    def edition(self) -> str:
        """Name and version: what tickets and grades say they were made by."""
        return f"{self.name} {self.version}"

    def form(self, kind: str) -> Form:
        """The form of this kind of ticket.

        Raises:
            PackError: the pack does not know the kind. An open ticket of another pack may name one.
        """
        known = self.kinds.get(kind)
        if known is None:
            raise PackError("labels.yaml", None, f"规则包 {self.name} {self.version} 里没有“{kind}”这种工单")
        return self.forms[known.form]

    def script(self, kind: str) -> Script | None:
        """The script for a talk about this kind of ticket; None where people speak without one."""
        known = self.kinds.get(kind)
        return self.scripts.get(known.script) if known else None

    def clocks_for(self, kind: str) -> tuple[ClockRule, ...]:
        """The limits of this kind of ticket, the shortest first."""
        return tuple(sorted((rule for rule in self.clocks if kind in rule.kinds), key=lambda rule: rule.limit))

    def label(self, group: str, code: str) -> str:
        """The word for a code: group ``kind``, ``queue``, ``ivr``, ``channel``, ``department`` …

        A code may follow the key that was pressed: ``2 claims`` reads 2 理赔服务. Where the pack has no word, the code
        itself comes back, so that nothing is ever shown empty.
        """
        if group == "kind" and code in self.kinds:
            return self.kinds[code].label
        words = self.labels.get(group, {})
        key, _, rest = code.partition(" ")
        return words.get(code) or (f"{key} {words[rest]}" if rest in words else code)

    def choice_label(self, kind: str, field: str, value: str) -> str:
        """What a form's list shows for a stored value; the value itself where it is not in the list."""
        if kind not in self.kinds:
            return value
        for one in self.form(kind).fields():
            if one.name == field:
                return next((choice.label for choice in one.choices if choice.value == value), value)
        return value
