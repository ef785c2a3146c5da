"""How a field's value may be shown: masked where it is personal, in words where it is a code (F01)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.identity.document import label_of
from app.privacy.masking import mask_address, mask_email, mask_id_number, mask_phone

NOTHING = "（空）"
_MASKS: dict[str, Callable[[str], str]] = {
    "id_number": mask_id_number,
    "e164": mask_phone,
    "phone": mask_phone,
    "email": mask_email,
    "address": mask_address,
}


def masked(field: str, value: Any) -> str:
    """The value as anybody at a desk may see it; "" for nothing."""
    if value is None or value in ("", [], {}):
        return ""
    mask = _MASKS.get(field)
    return mask(str(value)) if mask else "、".join(map(str, value)) if isinstance(value, list) else str(value)


def in_words(field: str, value: Any, words: Callable[[str, str], str], *, is_masked: bool = False) -> str:
    """The value for the screen; ``words`` gives the pack's word for a code, by group (the field) and code.

    ``is_masked``: it came masked already and is shown as it came.
    """
    if value is None or value == "":
        return ""
    match field:
        case "sex":
            return words("sex", str(value))
        case "id_kind":
            return label_of(str(value))
    return str(value) if is_masked else masked(field, value)
