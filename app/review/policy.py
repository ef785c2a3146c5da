"""What a pack says about good records: what belongs in a file, how long it stays fresh, whose word counts, who reviews.

Rows D14, D15, D16, D19 and E08 of `mission-rows.md`. The figures below hold where a pack has no ``quality.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

Step = Literal["compare", "review", "record"]
"""比对, 审核, 补录: the three hands a contradiction goes through (D19)."""

STEPS: tuple[Step, ...] = get_args(Step)
Duty = Step | Literal["merge"]
"""What only some roles may do: the three steps, and 合并: to show two files as one, or say that they are not (D13)."""
PHONE = "phone"
"""Stands for the file's telephone numbers, which are records of their own."""
REAL_NAME = "real_name"
"""Stands for the 实名 state (D16), which follows from several fields."""


class FieldRule(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a good record.

    ``weight`` are the points a missing value costs, 0 for one that is only listed. A value verified longer ago than
    ``fresh_months`` (full months), or never, costs ``stale_weight``; ``fresh_months`` 0 means that it does not age.
    """

    field: str
    label: str
    weight: int = 0
    fresh_months: int = 0
    stale_weight: int = 0


_ADDRESS = FieldRule(field="address", label="住址", weight=15, fresh_months=24, stale_weight=10)
DEFAULT_FIELDS: tuple[FieldRule, ...] = (
    FieldRule(field="name", label="姓名", weight=20),
    FieldRule(field="id_number", label="证件号码", weight=20),
    FieldRule(field=PHONE, label="联系电话", weight=20),
    FieldRule(field=REAL_NAME, label="实名", weight=15),
    _ADDRESS,
    FieldRule(field="email", label="邮箱", weight=13),
    FieldRule(field="birth_date", label="生日", weight=5),
)


GUARDED: Mapping[str, tuple[str, ...]] = {
    "customer": ("name", "sex", "birth_date", "id_kind", "id_number"),
    "contact_point": ("e164",),
}
ROLES: Mapping[Duty, tuple[str, ...]] = {
    "compare": ("agent", "lead", "supervisor", "archivist", "collector", "operator", "admin"),
    "review": ("lead", "supervisor", "archivist", "admin"),
    "record": ("counter", "supervisor", "archivist", "operator", "admin"),
    "merge": ("agent", "counter", "lead", "supervisor", "archivist", "operator", "admin"),
}


class QualityPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of one pack.

    ``fields`` are the fields of a person's or an organisation's file, in the order they are listed. A value is
    *ageing* from ``ageing_percent`` of its limit on. ``contradiction_weight`` are the points of each field with an
    open contradiction. ``sources`` go from the strongest to the weakest; ``guarded`` are, per kind of record, the
    fields that must not change against what was verified or comes from a stronger source; a value from ``hearsay``
    (said on the phone) never changes them at all. ``roles`` are the role codes that may do each step, or merge files.
    """

    persons: tuple[FieldRule, ...] = DEFAULT_FIELDS
    organisations: tuple[FieldRule, ...] = tuple(rule for rule in DEFAULT_FIELDS if rule.field != "birth_date")
    ageing_percent: int = 75
    contradiction_weight: int = 10
    reasons_shown: int = 2
    sources: tuple[str, ...] = (
        "policy_system",
        "counter",
        "application",
        "app",
        "customer_said",
        "agent",
        "import",
    )
    hearsay: tuple[str, ...] = ("customer_said",)
    guarded: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=lambda: GUARDED)
    roles: Mapping[Duty, tuple[str, ...]] = msgspec.field(default_factory=lambda: ROLES)

    def fields(self, kind: str) -> tuple[FieldRule, ...]:
        """The fields of a file of this kind (``person`` or ``organisation``)."""
        return self.organisations if kind == "organisation" else self.persons

    def label(self, field: str) -> str:
        """What a field is called; a number's own field is called as the file's numbers are."""
        wanted = PHONE if field == "e164" else field
        known = (*self.persons, *self.organisations)
        return next((rule.label for rule in known if rule.field == wanted), field)

    def rank(self, source: str) -> int:
        """How strong a source is: 0 the strongest; a run of an import counts as ``import``, an unknown one as last."""
        name = source.partition(":")[0]
        return self.sources.index(name) if name in self.sources else len(self.sources)

    def is_guarded(self, entity: str, field: str) -> bool:
        """Whether this field must not change without review."""
        return field in self.guarded.get(entity, ())


DEFAULT_POLICY = QualityPolicy()
