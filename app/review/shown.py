"""How a field's value may be shown: masked where it is personal, in words where it is a code (F01)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.identity.document import label_of
from app.plain_text import plain
from app.privacy.masking import mask_address, mask_email, mask_id_number, mask_phone
from app.record import EMPTY

NOTHING = "（空）"
NO_SOURCE = "来源不明"
_MASKS: dict[str, Callable[[str], str]] = {
    "id_number": mask_id_number,
    "e164": mask_phone,
    "phone": mask_phone,
    "email": mask_email,
    "address": mask_address,
}


def masked(field: str, value: Any) -> str:
    """The value as anybody at a desk may see it; "" for nothing."""
    if value in EMPTY:
        return ""
    mask = _MASKS.get(field)
    return mask(str(value)) if mask else "、".join(map(str, value)) if isinstance(value, list) else str(value)


def in_words(field: str, value: Any, words: Callable[[str, str], str], *, is_masked: bool = False) -> str:
    """The value for the screen; ``words`` gives the pack's word for a code, by group (the field) and code.

    ``is_masked``: it came masked already and is shown as it came.
    """
    if isinstance(value, str):
        value = plain(value)
    if value is None or value == "":
        return ""
    match field:
        case "sex":
            return words("sex", str(value))
        case "id_kind":
            return label_of(str(value))
    return str(value) if is_masked else masked(field, value)


def source_words(source: str, words: Callable[[str, str], str]) -> str:
    """Where a value comes from, in words: 柜面, 业务系统导入; what the pack has no word for is 其他来源（demo）.

    Args:
        source: as kept with the field; ``import:NAME`` is a run of an import of that system.
        words: the pack's word for a group and a code; the code itself where it has none.
    """
    if not source:
        return NO_SOURCE
    kind, _, system = source.partition(":")
    known = words("source", kind)
    if known == kind and not _reads_as_words(kind):
        return f"其他来源（{kind}）"
    if kind != "import" or not system:
        return known
    named = words("source", system)
    if named != system:
        return f"{named}导入"
    return f"{system} 导入" if _reads_as_words(system) else known


def _reads_as_words(code: str) -> bool:
    """Whether a name nobody has a word for is one already: 老核心系统, not ``legacy_core``."""
    return any("\u4e00" <= sign <= "\u9fff" for sign in code)
