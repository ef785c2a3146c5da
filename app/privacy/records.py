"""Records as a role may have them: the centre's last step before a row leaves (`mission-rows.md` F01, complaint 42)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

import msgspec

from app.privacy.digits import has_masked, mask_inside
from app.privacy.masking import is_masked_form, mask_value
from app.privacy.policy import OPEN, OTHERS, FieldRule, PrivacyPolicy
from app.record import FieldMeta

MASKING = 2
"""Raised when a mask hides more than it used to: desks then read everything again."""

_INNER = "."
_OPEN_MASK = "open"
_NO_CUTS: dict[str, Any] = {}


class Row(Protocol):
    """What is masked: a record, as it is kept or as it travels."""

    @property
    def entity(self) -> str: ...
    @property
    def fields(self) -> dict[str, Any]: ...
    @property
    def meta(self) -> dict[str, FieldMeta]: ...


R = TypeVar("R", bound=Row)


class Cut(NamedTuple):
    """What becomes of one field: ``mask`` names how it is masked, None that it is not sent at all.

    ``inner`` are the cuts of single values inside, where the field itself is open; ``*`` is for those not named, and
    then those named and held are there with the mask ``open``. ``only`` are the kinds of record it is for, if not all.
    """

    mask: str | None = None
    inner: Mapping[str, Cut] | None = None
    only: frozenset[str] = frozenset()

    def inside(self, name: str) -> Cut | None:
        """What becomes of one value inside."""
        inner = self.inner or {}
        found = inner.get(name, inner.get(OTHERS))
        return None if found is not None and found.mask == _OPEN_MASK else found


class RoleMask:
    """The policy as one role meets it, made ready once: most rows pass untouched."""

    def __init__(self, policy: PrivacyPolicy, role: str) -> None:
        self._policy, self._role = policy, role
        self._cuts = {entity: cuts for entity in policy.fields if (cuts := self._of(entity))}
        self._net = tuple(sorted(kind for kind, name in policy.net.items() if policy.has(role, name) != "hold"))
        self._forms = {name: cut for name, rule in policy.forms.items() if (cut := self._takes_rule(rule)) is not None}
        self._is_open = policy.unlisted == OPEN or self._takes(policy.unlisted) is None

    @property
    def digest(self) -> str:
        """Names this way of masking, "" where nothing is masked: two roles that see alike have the same."""
        if not (self._cuts or self._net or self._forms) and self._is_open:
            return ""
        named = {entity: {name: _named(cut) for name, cut in cuts.items()} for entity, cuts in self._cuts.items()}
        others = [] if self._is_open else [self._policy.unlisted, _named(self._takes(self._policy.unlisted) or Cut())]
        others += [] if self._is_open else [{key: sorted(names) for key, names in self._policy.not_secret.items()}]
        facts = [msgspec.to_builtins(self._policy.facts), msgspec.to_builtins(self._policy.texts)]
        typed = [{name: _named(cut) for name, cut in self._forms.items()}, self._net]
        text = msgspec.json.encode([MASKING, named, others, facts, typed], order="deterministic")
        return hashlib.sha256(text).hexdigest()[:12]

    def mask(self, row: R) -> R:
        """The row as this role may have it, the same object where nothing in it is hidden."""
        cuts = self._cuts.get(row.entity, _NO_CUTS) if self._is_open else self._cuts_of(row)
        if not cuts:
            return row
        kind = row.fields.get("kind")
        found = [
            name
            for name, cut in cuts.items()
            if name in row.fields and (not cut.only or kind in cut.only) and _touches(cut, row.fields[name])
        ]
        if not found:
            return row
        fields, meta = dict(row.fields), dict(row.meta)
        for name in found:
            self._cut(fields, meta, name, cuts[name])
        return msgspec.structs.replace(row, fields=fields, meta=meta)  # type: ignore[type-var]

    def value(self, entity: str, field: str, value: Any) -> Any:
        """One value of a field as this role may have it: None where it may not have it at all."""
        cut = self._cuts.get(entity, {}).get(field)
        if cut is None:
            cut = (
                None
                if self._is_open or self._policy.rule(entity, field) is None
                else self._takes(self._policy.unlisted)
            )
        return value if cut is None else _cut_value(cut, value)

    def restored(self, entity: str, field: str, value: Any, current: Any) -> Any:
        """A new value of a field with hidden parts, with the parts this role could not see as they are now.

        Only for fields that are open but for some of what is inside: whoever changes one part must not wipe the others.
        """
        cut = self._cuts.get(entity, {}).get(field)
        if cut is None or cut.inner is None or not isinstance(value, dict) or not isinstance(current, dict):
            return value
        unseen = {
            name: known
            for name, known in current.items()
            if (one := cut.inside(name)) and (one.mask is None or value.get(name) == mask_value(one.mask, known))
        }
        return value | unseen

    def hides(self, entity: str, field: str) -> bool:
        """Whether this role sees a value of this field, or something inside it, otherwise than it is."""
        cut = self._cuts.get(entity, {}).get(field)
        return cut is not None or (not self._is_open and self.value(entity, field, "x") != "x")

    def fact_body(self, kind: str, body: bytes) -> bytes:
        """The JSON of a fact's body as this role may have it; the same bytes where nothing in it is hidden."""
        if kind not in self._policy.facts and kind not in self._policy.texts:
            return body
        said = msgspec.json.decode(body)
        hidden = self._quoted(kind, said)
        hidden |= self._typed(kind, said | hidden)
        return body if all(said[name] == one for name, one in hidden.items()) else msgspec.json.encode(said | hidden)

    def masked_words(self, kind: str, body: bytes) -> str | None:
        """The label of the first field in this fact that holds only what this role was shown; None where none does.

        Of fields that were edited only: what is new overwrites nothing.
        """
        rule = self._policy.texts.get(kind)
        if rule is None or not (self._net or self._forms):
            return None
        said = msgspec.json.decode(body)
        for name, value in ((name, one) for key in rule.forms for name, one in _entries(said.get(key))):
            known = self._policy.forms.get(name)
            if name in self._forms and known is not None and is_masked_form(known.mask, value):
                return known.label
            if self._net and (known is None or known.mask == "all") and _has_masked(value):
                return "文字里的号码"
        return None

    def _quoted(self, kind: str, said: dict[str, Any]) -> dict[str, Any]:
        rule = self._policy.facts.get(kind)
        if rule is None:
            return {}
        entity, field = str(said.get(rule.entity, "")), str(said.get(rule.field, ""))
        return {name: self.value(entity, field, said[name]) for name in rule.values if name in said}

    def _typed(self, kind: str, said: dict[str, Any]) -> dict[str, Any]:
        rule = self._policy.texts.get(kind)
        if rule is None:
            return {}
        words = {name: mask_inside(said[name], self._net) for name in rule.words if name in said}
        forms = {name: self._form(said[name]) for name in rule.forms if name in said}
        return words | forms

    def _form(self, fields: Any) -> Any:
        if not isinstance(fields, dict):
            return mask_inside(fields, self._net)
        kept = {name: one for name, one in fields.items() if name not in self._forms or self._forms[name].mask}
        return {name: self._field(name, one) for name, one in kept.items()}

    def _field(self, name: str, value: Any) -> Any:
        if name in self._forms:
            return _cut_value(self._forms[name], value)
        rule = self._policy.forms.get(name)  # whoever holds what a field is for has it whole; of 全部隐去 nobody knows
        return value if rule is not None and rule.mask != "all" else mask_inside(value, self._net)

    def _cuts_of(self, row: Row) -> Mapping[str, Cut]:
        cuts = self._cuts.get(row.entity, {})
        other = None if self._is_open else self._takes(self._policy.unlisted)
        if other is None:
            return cuts
        listed = {name.partition(_INNER)[0] for name in self._policy.fields.get(row.entity, ())}
        free = listed | self._policy.not_secret.get(row.entity, frozenset())
        return {**{name: other for name in row.fields if name not in free}, **cuts}

    def _of(self, entity: str) -> dict[str, Cut]:
        cuts: dict[str, Cut] = {}
        for name, rule in self._policy.fields[entity].items():
            cut = self._takes_rule(rule)
            outer, _, inner = name.partition(_INNER)
            if cut is None and inner and self._policy.fields[entity].get(f"{outer}{_INNER}{OTHERS}"):
                cut = Cut(_OPEN_MASK) if inner != OTHERS else None
            if cut is None or (inner and cuts.get(outer, Cut(inner={})).inner is None):
                continue  # held, or inside a field that is cut as a whole
            cuts[outer] = Cut(inner={**(cuts.get(outer, Cut()).inner or {}), inner: cut}) if inner else cut
        return {name: cut for name, cut in cuts.items() if cut.inner is None or _cuts_something(cut.inner)}

    def _takes_rule(self, rule: FieldRule) -> Cut | None:
        cut = self._takes(rule.sensitivity, rule.shown_as(self._policy.roles.get(self._role)))
        return None if cut is None else cut._replace(only=rule.only)

    def _takes(self, sensitivity: str, mask: str = "all") -> Cut | None:
        access = self._policy.has(self._role, sensitivity)
        return None if access == "hold" else Cut(mask if access == "masked" else None)

    def _cut(self, fields: dict[str, Any], meta: dict[str, FieldMeta], name: str, cut: Cut) -> None:
        if cut.mask is None and cut.inner is None:
            del fields[name]
            meta.pop(name, None)
            return
        before = fields[name]
        fields[name] = _cut_value(cut, before)
        if name in meta and before not in (None, "") and (cut.inner is None or fields[name] != before):
            meta[name] = msgspec.structs.replace(meta[name], masked=True)


def mask_record(record: R, role: str, policy: PrivacyPolicy) -> R:
    """The record as this role may have it: masked fields say so in their meta, fields it may not have are gone."""
    return RoleMask(policy, role).mask(record)


def masked_write(policy: PrivacyPolicy, entity: str, fields: Mapping[str, Any]) -> str | None:
    """The label of the first of these new values that is only a masked form, None where all are values."""
    for name, rule in policy.fields.get(entity, {}).items():
        outer, _, inner = name.partition(_INNER)
        value = fields.get(outer)
        if inner == OTHERS and isinstance(value, dict):
            named = policy.fields[entity]
            value = [one for key, one in value.items() if f"{outer}{_INNER}{key}" not in named]
        elif inner:
            value = value.get(inner) if isinstance(value, dict) else None
        if is_masked_form(rule.mask, value):
            return rule.label
    return None


def _entries(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _has_masked(value: Any) -> bool:
    if isinstance(value, str):
        return has_masked(value)
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_has_masked(one) for one in inside)


def _cuts_something(inner: Mapping[str, Cut]) -> bool:
    return any(one.mask != _OPEN_MASK for one in inner.values())


def _touches(cut: Cut, value: Any) -> bool:
    """Whether there is anything to hide: most groups of values have none of the delicate ones."""
    if cut.inner is None:
        return True
    return value is not None and not (isinstance(value, dict) and not any(cut.inside(name) for name in value))


def _cut_value(cut: Cut, value: Any) -> Any:
    if cut.inner is not None:
        return _cut_inside(cut, value)
    return None if cut.mask is None else mask_value(cut.mask, value)


def _cut_inside(cut: Cut, value: Any) -> Any:
    if not isinstance(value, dict):
        return mask_value("all", value)  # not the form the policy knows: nobody can say what is in it
    found = {name: cut.inside(name) for name in value}
    kept = {name: one for name, one in value.items() if (hers := found[name]) is None or hers.mask is not None}
    return {
        name: one if (hers := found[name]) is None else mask_value(hers.mask or "all", one)
        for name, one in kept.items()
    }


def _named(cut: Cut) -> Any:
    if cut.inner is not None:
        return {name: _named(one) for name, one in cut.inner.items()}
    return [cut.mask or "none", sorted(cut.only)] if cut.only else cut.mask or "none"
