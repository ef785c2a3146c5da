"""Direct ways in: what a soft-phone or dialler hands over when the exchange does not speak to the centre.

A text is data: it may open a customer, never dial, save or run anything (`telephony.md` §4.3).
"""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

from app.errors import InvalidFieldError

LONGEST_TEXT = 2_048
_NUMBER_SCHEMES = frozenset({"tel", "callto", "sip", "sips"})
_OWN_SCHEME = "shouwen"


def number_in(text: str) -> str:
    """The caller's number in ``tel:+8613800138000``, ``callto:…``, ``sip:…@…``, ``shouwen:pop?ani=…`` or as it is.

    Nothing but the number is used; whether it is one, and whose, is read by :mod:`app.call.number`.

    Raises:
        InvalidFieldError: longer than 2 kB, another scheme, or no number in it.
    """
    if len(text) > LONGEST_TEXT:
        raise InvalidFieldError("uri", "来电信息太长（超过 2 kB），没有打开")
    scheme, has_scheme, rest = text.strip().partition(":")
    if not has_scheme:
        return _checked(scheme)
    match scheme.lower():
        case known if known in _NUMBER_SCHEMES:
            return _checked(unquote(rest.removeprefix("//").split("@", 1)[0].split("?", 1)[0]))
        case known if known == _OWN_SCHEME:
            return _checked(_own(rest))
        case other:
            raise InvalidFieldError("uri", f"不认识的来电信息“{other[:20]}:…”，没有打开")


def _own(rest: str) -> str:
    try:
        parts = urlsplit(f"{_OWN_SCHEME}:{rest}")
        found = parse_qs(parts.query, max_num_fields=20).get("ani", [""])
    except ValueError as error:
        raise InvalidFieldError("uri", "来电信息的格式不对，没有打开") from error
    return found[0] if parts.path.strip("/") == "pop" else ""


def _checked(number: str) -> str:
    found = number.strip()
    if not any(character.isdigit() for character in found):
        raise InvalidFieldError("uri", "来电信息里没有号码，没有打开")
    return found
