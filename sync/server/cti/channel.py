"""Channel names of an exchange: whose phone or trunk it is, and which half of a Local pair."""

from __future__ import annotations

import re
from typing import Final

UNKNOWN: Final = frozenset({"", "<unknown>", "unknown"})
"""Three of the four ways an exchange says that it does not know; the fourth, ``anonymous``, is the caller's wish."""

_INSTANCE: Final = re.compile(r"-[0-9a-f]{6,}$", re.IGNORECASE)


def endpoint(channel: str) -> str:
    """``8001`` of ``PJSIP/8001-00000004``, ``Local/8001@agents/n`` and ``Local/8001@agents-00000001;1``."""
    name = channel.partition("/")[2]
    if "@" in name:
        return name.partition("@")[0]
    return _INSTANCE.sub("", name.partition(";")[0]).partition("/")[0]


def is_local(channel: str) -> bool:
    """Whether this is half of a Local pair: a wire inside the exchange, not a phone or a line."""
    return channel.startswith("Local/")


def twin(channel: str) -> str | None:
    """The other half's name of a Local pair (``;1`` and ``;2``), None for anything else."""
    if not is_local(channel):
        return None
    if channel.endswith(";1"):
        return f"{channel[:-1]}2"
    return f"{channel[:-1]}1" if channel.endswith(";2") else None


def known(text: str) -> str:
    """The text, or empty where the exchange only says that it does not know."""
    return "" if text.casefold() in UNKNOWN else text
