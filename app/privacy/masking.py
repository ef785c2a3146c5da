"""How personal data looks before somebody has asked to see it with a reason (`mission-rows.md` F01, F10).

A first form on the desk; what a role may see at all is decided by the server before a value leaves it.
"""

from __future__ import annotations

import re


def mask_phone(e164: str) -> str:
    """A number with its middle hidden: ``138****8000``; of a short or foreign one only the last digits are shown."""
    national = e164.removeprefix("+86")
    if national != e164 and len(national) >= 10:
        return f"{national[:3]}****{national[-4:]}"
    shown = 4 if len(e164) >= 10 else 2
    return f"****{e164[-shown:]}" if len(e164) > shown else "****"


def mask_name(name: str) -> str:
    """The first character and stars: 林**."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def mask_email(email: str) -> str:
    """The first letter and the provider: ``w***@example.com``."""
    user, at, host = email.partition("@")
    return f"{user[:1]}***{at}{host}" if at else mask_name(email)


def mask_address(address: str) -> str:
    """District and street stay, what follows the first digit of the house number does not: 江南大道 1*** 号."""
    found = re.search(r"(\d)[^号]*", address)
    return f"{address[: found.start()]}{found.group(1)}*** 号" if found else address[:6] + "***"


def mask_id_number(number: str) -> str:
    """The number as a desk shows it: first and last four, ``3101**********0028``; of a short one only a quarter."""
    if len(number) >= 15:
        return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"
    shown = len(number) // 4
    return "*" * (len(number) - shown) + number[len(number) - shown :]
