"""Numbers of people inside free text: found by how they read, masked where they stand (`mission-rows.md` F01, F10).

What somebody typed into a description follows no field's rule, so this net is drawn through it: a run of digits that
reads as a mainland mobile number, as a resident identity number with its right check character, or as a bank card of
16 to 19 digits with its right Luhn digit. Ticket numbers, amounts and dates stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, Final, Literal, get_args

from stdnum import luhn

from app.identity.resident_id import birth_date_of, check_digit

NetKind = Literal["phone", "id_number", "bank_card"]
NET: Final[tuple[NetKind, ...]] = get_args(NetKind)
"""What the net can catch."""

_GAP: Final = r"[ \-\u2010-\u2015]?"
_DIGITS: Final = rf"(?:\+|00)?[0-9](?:{_GAP}[0-9]){{9,21}}(?:{_GAP}[Xx](?![0-9A-Za-z]))?"
_RUN: Final = re.compile(rf"(?<![0-9A-Za-z*]){_DIGITS}(?![0-9A-Za-z])")
_BESIDE_LETTERS: Final = re.compile(rf"(?<![0-9a-f*]){_DIGITS}(?![0-9a-f])")
"""Tel13912345678, but not inside the digits of one of our ids. No cards: policy numbers begin with letters."""
_GAPS: Final = re.compile(r"([ \-\u2010-\u2015])")
_MOBILE: Final = re.compile(r"(?:(?:\+|00)?86)?(1[3-9][0-9])[0-9]{4}([0-9]{4})")
_MASKED: Final = re.compile(r"1[3-9][0-9]\*{4}[0-9]{4}|[0-9]{4}\*{10}[0-9]{3}[0-9Xx]|\*{4} [0-9]{4}")
_WIDE: Final = {ord(wide): plain for wide, plain in zip("０１２３４５６７８９Ｘｘ＋", "0123456789Xx+", strict=True)}


def mask_digits(text: str, kinds: Collection[str] = NET) -> str:
    """The text with these kinds of numbers masked: ``139****5678``, ``3101**********0028``, ``**** 6217``.

    What was masked already stays as it is. Full-width digits are read like others, and so are groups of digits with a
    space or a hyphen between them.
    """
    plain = text.translate(_WIDE)
    shown = _RUN.sub(lambda found: _masked(found[0], kinds), plain)
    others = [kind for kind in kinds if kind != "bank_card"]
    shown = _BESIDE_LETTERS.sub(lambda found: _masked(found[0], others), shown)
    return text if shown == plain else shown


def has_masked(text: str) -> bool:
    """Whether something in the text looks as this net leaves it: no words to be kept over the ones they stand for."""
    return _MASKED.search(text) is not None


def mask_inside(value: Any, kinds: Collection[str]) -> Any:
    """Any JSON value with the texts in it masked; the same object where nothing in it was."""
    if isinstance(value, str):
        return mask_digits(value, kinds)
    if isinstance(value, int) and not isinstance(value, bool):
        shown = mask_digits(str(value), kinds)
        return value if shown == str(value) else shown
    if isinstance(value, list):
        return [mask_inside(one, kinds) for one in value]
    if isinstance(value, dict):
        return {name: mask_inside(one, kinds) for name, one in value.items()}
    return value


def _masked(run: str, kinds: Collection[str]) -> str:
    """A run as it may be shown: whole numbers with gaps between them one by one, else all its groups as one number."""
    parts = _GAPS.split(run)
    if any(_shown(one, NET) for one in parts):
        return "".join(_shown(one, kinds) or one for one in parts)
    return _shown("".join(parts[::2]), kinds) or run


def _shown(number: str, kinds: Collection[str]) -> str | None:
    for kind in NET:
        shown = _READERS[kind](number) if kind in kinds else None
        if shown is not None:
            return shown
    return None


def _mobile(number: str) -> str | None:
    found = _MOBILE.fullmatch(number)
    return f"{found[1]}****{found[2]}" if found else None


def _identity(number: str) -> str | None:
    is_one = len(number) == 18 and number[:17].isdigit() and birth_date_of(number[6:14]) is not None
    return f"{number[:4]}{'*' * 10}{number[-4:]}" if is_one and check_digit(number[:17]) == number[17].upper() else None


def _card(number: str) -> str | None:
    return f"**** {number[-4:]}" if number.isdigit() and 16 <= len(number) <= 19 and luhn.is_valid(number) else None


_READERS: Final[dict[NetKind, Callable[[str], str | None]]] = {
    "id_number": _identity,
    "phone": _mobile,
    "bank_card": _card,
}
