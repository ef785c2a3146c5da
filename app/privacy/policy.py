"""Who may have which personal data, as the pack says it (`mission-rows.md` F01, F06, F10, D10). Values only, no rules.

A field belongs to a class; a role has each class in one of three ways:

``hold``    the desk keeps the whole value, and shows it masked until it is revealed;
``masked``  the centre sends the masked form only: revealing needs the centre;
``none``    the centre sends nothing.

What no role and no field names is refused: a role the policy does not know has every class as ``none``.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from app.privacy.digits import NetKind
from app.privacy.masking import MaskKind
from app.privacy.writes import Writes

Access = Literal["hold", "masked", "none"]
Data = Literal["customer", "communication"]
"""The two kinds of F06: 客户信息 and 通信内容信息."""

OTHERS = "*"
"""Stands for all values inside a field that no line names: ``attributes.*``."""

OPEN = "open"
"""Where unlisted fields are nobody's secret: the class that every role holds and nothing is asked for."""


class SensitivityClass(msgspec.Struct, frozen=True, kw_only=True):
    """Fields that are equally delicate. ``offline``: a desk that holds one may show it without the centre."""

    label: str
    data: Data
    offline: bool = False


class FieldRule(msgspec.Struct, frozen=True, kw_only=True):
    """To which class a field belongs, how it is masked, and what people call it.

    ``strict`` is the mask for roles that may not even ask for the whole value. ``only`` are kinds of the record (its
    field ``kind``) that the rule is for, empty for all.
    """

    sensitivity: str
    mask: MaskKind
    label: str
    strict: MaskKind | None = None
    only: frozenset[str] = frozenset()

    def shown_as(self, role: Role | None) -> MaskKind:
        """How it is masked for this role."""
        may_ask = role is not None and self.sensitivity in role.reveal
        return self.mask if self.strict is None or may_ask else self.strict


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """What one role has: the access to each class, and the classes it may reveal."""

    access: dict[str, Access] = {}
    reveal: frozenset[str] = frozenset()


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why somebody may want to see a value. ``asks``: the code alone is no reason, words are needed."""

    code: str
    label: str
    asks: bool = False


class FactRule(msgspec.Struct, frozen=True, kw_only=True):
    """Where a kind of fact carries values of a record's field: all are keys of the fact's body.

    Under ``entity`` it names the kind of record, under ``field`` the field, under each of ``values`` it has a value of
    it. A role that may not hold the field is sent the fact with these values masked.
    """

    entity: str
    field: str
    values: tuple[str, ...]


class TextRule(msgspec.Struct, frozen=True, kw_only=True):
    """Where a kind of fact carries what people typed: ``words`` are keys of the body, searched for numbers of people.

    ``forms`` are keys under which the fields of a form stand, each of which may have a rule of its own by its name.
    """

    words: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


class PrivacyPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The whole policy of a pack. ``fields`` is by entity and then by field; a field inside another is ``outer.inner``.

    Attributes:
        forms: by name, the fields of tickets' forms that are delicate whatever the form.
        texts: where facts carry words in which numbers of people are looked for.
        net: to which class each kind of number that is found in words belongs.
        writes: who may change and state what.
        unlisted: the class of a field that no line names, :data:`OPEN` where it may be sent to everybody.
        not_secret: by entity, fields that are open even where ``unlisted`` is a class.
        seconds: how long a revealed value, or a copied one, may be had.
        hourly: how many values one person may have the centre reveal within an hour.
        asks_why: whether opening a file without a call or a ticket asks why (F06).
    """

    classes: dict[str, SensitivityClass] = {}
    fields: dict[str, dict[str, FieldRule]] = {}
    roles: dict[str, Role] = {}
    reasons: tuple[Reason, ...] = ()
    facts: dict[str, FactRule] = {}
    forms: dict[str, FieldRule] = {}
    texts: dict[str, TextRule] = {}
    net: dict[NetKind, str] = {}
    writes: Writes = Writes()
    not_secret: dict[str, frozenset[str]] = {}
    unlisted: str = OPEN
    seconds: int = 30
    hourly: int = 30
    asks_why: bool = True

    def rule(self, entity: str, field: str) -> FieldRule | None:
        """How a field is to be treated; None where it is nobody's secret."""
        listed = self.fields.get(entity, {})
        outer, inner, _ = field.partition(".")
        known = listed.get(field) or (listed.get(f"{outer}.{OTHERS}") if inner else None)
        if known is not None or self.unlisted == OPEN or field in self.not_secret.get(entity, ()):
            return known
        return FieldRule(sensitivity=self.unlisted, mask="all", label=field)

    def access(self, role: str, entity: str, field: str) -> Access:
        """How this role has this field. Unknown roles have nothing but what is open."""
        rule = self.rule(entity, field)
        if rule is None:
            return "hold"
        return self.has(role, rule.sensitivity)

    def has(self, role: str, sensitivity: str) -> Access:
        """How this role has this class."""
        known = self.roles.get(role)
        return "none" if known is None else known.access.get(sensitivity, "none")

    def reason(self, code: str) -> Reason | None:
        """The reason with this code."""
        return next((one for one in self.reasons if one.code == code), None)


NO_POLICY = PrivacyPolicy()
"""Nothing is a secret: what a pack without ``privacy.yaml`` says. The packs that ship have one."""
