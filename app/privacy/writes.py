"""Who may change which records and state which facts, as the pack says it (`mission-rows.md` D15, D17, D19, F06).

Values and look-ups only. The centre holds every operation against this; desks ask it before they offer something.
"""

from __future__ import annotations

from typing import Any

import msgspec


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Roles that may do the same, and what people call them together."""

    label: str = ""
    roles: frozenset[str] = frozenset()


class FieldWrites(msgspec.Struct, frozen=True, kw_only=True):
    """Who may change a field. ``start`` is the value anybody who may write the record can begin it with."""

    by: Group
    label: str
    start: Any = None


class RecordWrites(msgspec.Struct, frozen=True, kw_only=True):
    """Who may change records of a kind, and the fields that only others may."""

    by: Group
    label: str
    fields: dict[str, FieldWrites] = {}


class FactWrites(msgspec.Struct, frozen=True, kw_only=True):
    """Who may state facts of a kind."""

    by: Group
    label: str


class Writes(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of it. Empty where a pack says nothing: then nobody is held back.

    ``others`` may write the records that no line names (those of newer programs too). Facts that no line names may be
    stated by every role the policy knows; ``everybody`` are kinds that even an unknown role may state on its own
    tickets.
    """

    records: dict[str, RecordWrites] = {}
    facts: dict[str, FactWrites] = {}
    others: Group = Group()
    everybody: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether the pack says nothing."""
        return not self.records and not self.facts

    def may(self, role: str, entity: str, field: str) -> bool:
        """Whether this role may change this field of a record that is there."""
        if self.is_empty:
            return True
        return role in self.of_field(entity, field).by.roles

    def of_field(self, entity: str, field: str) -> RecordWrites | FieldWrites:
        """Who may change this field, by its own line or by its record's."""
        known = self._of_record(entity)
        return known.fields.get(field) or known

    def refusal(self, role: str, entity: str, fields: dict[str, Any], current: dict[str, Any] | None) -> str:
        """Why this role may not write these fields, in words that say who may; "" where it may.

        ``current`` are the fields as they are now, None for a record that is new.
        """
        if self.is_empty:
            return ""
        record = self._of_record(entity)
        if role not in record.by.roles:
            return _words(record.label, record.by)
        for name, value in fields.items():
            rule = record.fields.get(name)
            if rule is None or role in rule.by.roles or _is_start(rule, name, value, current):
                continue
            return _words(rule.label, rule.by)
        return ""

    def _of_record(self, entity: str) -> RecordWrites:
        return self.records.get(entity) or RecordWrites(by=self.others, label="这类资料")

    def fact_refusal(self, role: str, kind: str) -> str:
        """Why this role may not state this kind of fact, in words that say who may; "" where it may."""
        rule = self.facts.get(kind)
        if self.is_empty or rule is None or role in rule.by.roles:
            return ""
        return f"{rule.label}由{rule.by.label}来做，这一条没有收下"


def _words(label: str, by: Group) -> str:
    who = f"由{by.label}来改" if by.label else "没有岗位可以在这里改，请联系系统管理员"
    return f"您的岗位不能修改{label}：{who}，这次修改没有存"


def _is_start(rule: FieldWrites, name: str, value: Any, current: dict[str, Any] | None) -> bool:
    return rule.start is not None and value == rule.start and (current or {}).get(name) in (None, "", rule.start)
