"""Records as a role may have them: the centre's last step before a row leaves (`mission-rows.md` F01, complaint 42)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

import msgspec

from app.privacy.masking import is_masked_form, mask_value
from app.privacy.policy import OPEN, PrivacyPolicy
from app.record import FieldMeta

MASKING = 1
"""Raised when a mask hides more than it used to: desks then read everything again."""

_INNER = "."
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

    ``inner`` are the cuts of single values inside, where the field itself is open.
    """

    mask: str | None = None
    inner: Mapping[str, Cut] | None = None


class RoleMask:
    """The policy as one role meets it, made ready once: most rows pass untouched."""

    def __init__(self, policy: PrivacyPolicy, role: str) -> None:
        self._policy, self._role = policy, role
        self._cuts = {entity: cuts for entity in policy.fields if (cuts := self._of(entity))}
        self._is_open = policy.unlisted == OPEN or self._takes(policy.unlisted) is None

    @property
    def digest(self) -> str:
        """Names this way of masking, "" where nothing is masked: two roles that see alike have the same."""
        if not self._cuts and self._is_open:
            return ""
        named = {entity: {name: _named(cut) for name, cut in cuts.items()} for entity, cuts in self._cuts.items()}
        others = [] if self._is_open else [self._policy.unlisted, _named(self._takes(self._policy.unlisted) or Cut())]
        others += [] if self._is_open else [{key: sorted(names) for key, names in self._policy.not_secret.items()}]
        facts = {kind: msgspec.to_builtins(rule) for kind, rule in self._policy.facts.items()}
        text = msgspec.json.encode([MASKING, named, others, facts], order="deterministic")
        return hashlib.sha256(text).hexdigest()[:12]

    def mask(self, row: R) -> R:
        """The row as this role may have it, the same object where nothing in it is hidden."""
        cuts = self._cuts.get(row.entity, _NO_CUTS) if self._is_open else self._cuts_of(row)
        if not cuts:
            return row
        found = [name for name, cut in cuts.items() if name in row.fields and _touches(cut, row.fields[name])]
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
            name: current[name]
            for name, one in cut.inner.items()
            if name in current and (one.mask is None or value.get(name) == mask_value(one.mask, current[name]))
        }
        return value | unseen

    def fact_body(self, kind: str, body: bytes) -> bytes:
        """The JSON of a fact's body as this role may have it; the same bytes where nothing in it is hidden."""
        rule = self._policy.facts.get(kind)
        if rule is None:
            return body
        said = msgspec.json.decode(body)
        entity, field = str(said.get(rule.entity, "")), str(said.get(rule.field, ""))
        hidden = {name: self.value(entity, field, said[name]) for name in rule.values if name in said}
        return body if all(said[name] == one for name, one in hidden.items()) else msgspec.json.encode(said | hidden)

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
            cut = self._takes(rule.sensitivity, rule.mask)
            outer, _, inner = name.partition(_INNER)
            if cut is None or (inner and cuts.get(outer, Cut(inner={})).inner is None):
                continue  # held, or inside a field that is cut as a whole
            cuts[outer] = Cut(inner={**(cuts.get(outer, Cut()).inner or {}), inner: cut}) if inner else cut
        return cuts

    def _takes(self, sensitivity: str, mask: str = "all") -> Cut | None:
        role = self._policy.roles.get(self._role)
        access = "none" if role is None else role.access.get(sensitivity, "none")
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
        if inner:
            value = value.get(inner) if isinstance(value, dict) else None
        if is_masked_form(rule.mask, value):
            return rule.label
    return None


def _touches(cut: Cut, value: Any) -> bool:
    """Whether there is anything to hide: most groups of values have none of the delicate ones."""
    if cut.inner is None:
        return True
    return value is not None and not (isinstance(value, dict) and cut.inner.keys().isdisjoint(value))


def _cut_value(cut: Cut, value: Any) -> Any:
    if cut.inner is not None:
        return _cut_inside(cut.inner, value)
    return None if cut.mask is None else mask_value(cut.mask, value)


def _cut_inside(cuts: Mapping[str, Cut], value: Any) -> Any:
    if not isinstance(value, dict):
        return mask_value("all", value)  # not the form the policy knows: nobody can say what is in it
    kept = {name: one for name, one in value.items() if name not in cuts or cuts[name].mask is not None}
    return {name: mask_value(cuts[name].mask or "all", one) if name in cuts else one for name, one in kept.items()}


def _named(cut: Cut) -> Any:
    return {name: _named(one) for name, one in cut.inner.items()} if cut.inner is not None else cut.mask or "none"
