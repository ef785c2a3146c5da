"""What is kept of every look at personal data: who, what, why, when. Never the value itself (rows F01, F06)."""

from __future__ import annotations

import msgspec


class ValueRevealed(msgspec.Struct, frozen=True, kw_only=True, tag="value_revealed"):
    """Somebody saw a whole value for ``seconds``. The subject is the customer; kept before the value is shown.

    ``reason`` is a code of the policy, ``note`` its words where the code alone says nothing; ``offline`` that the desk
    held the value and showed it by itself.
    """

    row_id: str
    field: str
    reason: str
    note: str = ""
    offline: bool = False
    seconds: int = 30


class ValueCopied(msgspec.Struct, frozen=True, kw_only=True, tag="value_copied"):
    """A value that was being shown went to the clipboard, for ``seconds`` at most. The subject is the customer."""

    row_id: str
    field: str
    reason: str
    seconds: int = 30


class FileOpened(msgspec.Struct, frozen=True, kw_only=True, tag="file_opened"):
    """A customer's file was looked up although they had not been in touch (F06). The subject is the customer."""

    why: str
    note: str = ""


PrivacyFact = ValueRevealed | ValueCopied | FileOpened
