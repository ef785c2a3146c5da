"""How personal data looks before somebody has asked to see it with a reason (`mission-rows.md` F01, F10).

The one home of these rules: the centre masks with them before a value leaves, the desk before a value is painted. Every
mask leaves what it made itself as it is, so that a value may pass through twice. What a role may see at all says
:mod:`app.privacy.policy`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from app.privacy.digits import has_masked, mask_digits

MaskKind = Literal["phone", "id_number", "id_tail", "bank_card", "name", "email", "address", "year", "digits", "all"]

HIDDEN: Final = "***"
"""What stands for a value of which nothing may be seen."""

_STAR: Final = "*"
_MOBILE: Final = re.compile(r"\+86(1[3-9]\d)\d{4}(\d{4})")
_LANDLINE: Final = re.compile(r"\+86(10|2\d|[3-9]\d{2})\d{3,4}(\d{4})")
_MASKED_PHONE: Final = re.compile(r"(?:\d{3}|0\d{2,3}-|\+\d\d)?\*{4}(?:\d{4})?")
_MASKED_CARD: Final = re.compile(r"\*{4} \d{4}")
_MASKED_EMAIL: Final = re.compile(r"[^@]?\*{3}@[^@]+")
_MASKED_ADDRESS: Final = re.compile(r".*\*{3}(?: 号)?", re.DOTALL)
_DAY: Final = re.compile(r"(\d{4})-(?:\d\d|\*\*)-(?:\d\d|\*\*)")
_HOUSE: Final = re.compile(r"(\d)[^号]*")
_SHOWN_PLACE: Final = 6
"""Characters of an address without any house number that stay: province and city, or district and street."""


def mask_phone(e164: str | None) -> str:
    """A number with its middle hidden: ``138****8000``, ``0755-****6666``; "" for none, stars alone for a short one."""
    if not e164:
        return ""
    if mobile := _MOBILE.fullmatch(e164):
        return f"{mobile[1]}****{mobile[2]}"
    if landline := _LANDLINE.fullmatch(e164):
        return f"0{landline[1]}-****{landline[2]}"
    if _MASKED_PHONE.fullmatch(e164):
        return e164
    return f"{e164[:3]}****{e164[-4:]}" if len(e164) > 10 else "****"


def mask_id_number(number: str) -> str:
    """First and last four, ``3101**********0028``; of a short one only a quarter, at its end."""
    if len(number) >= 15:
        return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"
    shown = len(number) // 4
    return "*" * (len(number) - shown) + number[len(number) - shown :]


def mask_id_tail(number: str) -> str:
    """The last four only, for who may not even ask: the region and the birthday say too much beside them."""
    shown = 4 if len(number) >= 15 else len(number) // 4
    return _STAR * (len(number) - shown) + number[len(number) - shown :]


def mask_year(day: str) -> str:
    """Of an ISO date the year: ``1984-**-**``; of anything else nothing."""
    found = _DAY.match(day)
    return f"{found[1]}-**-**" if found else HIDDEN


def mask_bank_card(number: str) -> str:
    """The last four digits: ``**** 6217``; stars alone for what is no card number."""
    if _MASKED_CARD.fullmatch(number):
        return number
    digits = "".join(char for char in number if char.isdigit())
    return f"**** {digits[-4:]}" if len(digits) >= 12 else "****"


def mask_name(name: str) -> str:
    """The first character and stars: 林**."""
    return name[:1] + _STAR * max(len(name) - 1, 1) if name else ""


def mask_email(email: str) -> str:
    """The first letter and the provider: ``w***@example.com``."""
    if _MASKED_EMAIL.fullmatch(email):
        return email
    user, at, host = email.rpartition("@")
    return f"{user[:1]}***@{host}" if at else mask_name(email)


def mask_address(address: str) -> str:
    """District and street stay, what follows the first digit of the house number does not: 江南大道 1*** 号."""
    found = _HOUSE.search(address)
    if found:
        return f"{address[: found.start()]}{found.group(1)}*** 号"
    if _MASKED_ADDRESS.fullmatch(address) and len(address) <= _SHOWN_PLACE + len(HIDDEN):
        return address
    return address[:_SHOWN_PLACE] + HIDDEN if address else ""


def mask_all(value: str) -> str:
    """Nothing but that there is something."""
    return HIDDEN if value else ""


MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    "phone": mask_phone,
    "id_number": mask_id_number,
    "id_tail": mask_id_tail,
    "bank_card": mask_bank_card,
    "name": mask_name,
    "email": mask_email,
    "address": mask_address,
    "year": mask_year,
    "digits": mask_digits,
    "all": mask_all,
}
"""Every way of masking by the name that a pack calls it."""


def mask_value(kind: str, value: Any) -> Any:
    """Any JSON value masked: texts by ``kind``, lists item by item, all else hidden whole. Nothing stays nothing."""
    if value is None or value in ("", HIDDEN):
        return value
    if isinstance(value, str):
        return MASKS[kind](value)
    return [mask_value(kind, one) for one in value] if isinstance(value, list) else HIDDEN


def is_masked_form(kind: str, value: Any) -> bool:
    """Whether this is what ``kind`` makes of a value rather than a value: it must never be written back as one."""
    if isinstance(value, list):
        return any(is_masked_form(kind, one) for one in value)
    if not isinstance(value, str) or _STAR not in value:
        return False
    if kind == "digits":
        return has_masked(value)
    return kind in {"phone", "id_number", "id_tail", "bank_card"} or MASKS[kind](value) == value
