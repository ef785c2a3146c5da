"""Cells that hold only the masked form of a value (``w***@example.com``, ``张*``): copied off a screen (F01)."""

from __future__ import annotations

from collections.abc import Iterable

from app.privacy.masking import MaskKind, is_masked_form
from app.privacy.policy import PrivacyPolicy
from sync.server.importing.fields import FIELDS

_HOLDER = "owner_"
_ALWAYS: dict[str, tuple[MaskKind, ...]] = {"name": ("name",), "phone": ("phone",), "id_number": ("id_number",)}
"""Ways of masking of customers' fields whatever the pack says: other systems mask names too."""


def masks_of(policy: PrivacyPolicy, kind: str) -> dict[str, tuple[MaskKind, ...]]:
    """How fields of a kind of import look masked, by field; ``attributes.*`` for those that are not listed."""
    entity = "customer" if kind == "customers" else "holding"
    found = dict(_ALWAYS) if entity == "customer" else {"owner_id_number": _ALWAYS["id_number"]}
    names: Iterable[str] = [*(field.name for field in FIELDS[kind]), *policy.fields.get(entity, ())]
    for name in names:
        asked = ("contact_point", "e164") if name == "phone" else (entity, name)
        if name.startswith(_HOLDER):
            asked = ("customer", name.removeprefix(_HOLDER))
        rule = policy.rule(*asked)
        if rule is not None:
            masks = (*found.get(name, ()), rule.mask, *([rule.strict] if rule.strict else []))
            found[name] = tuple(dict.fromkeys(masks))
    return found


def has_star(cell: str) -> bool:
    """Whether a cell might be a masked form: every one has a star, in other systems a wide one."""
    return "*" in cell or "＊" in cell


def is_masked(masks: Iterable[MaskKind], cell: str) -> bool:
    """Whether a cell is what one of these ways of masking makes of a value."""
    text = cell.replace("＊", "*")
    return any(is_masked_form(mask, text) for mask in masks)
