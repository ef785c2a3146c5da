"""What is kept of a verification: which way, whether it was passed, who saw it. Never an answer, never a password.

The subject is the contact (the call, or the visit to the counter): what was proved ends with it. ``customer_id`` is
whom the caller claimed to be: what was proved of one says nothing of another.
"""

from __future__ import annotations

import msgspec


class IdentityChecked(msgspec.Struct, frozen=True, kw_only=True, tag="identity_checked"):
    """A check of knowledge (group ``check`` of the labels): ``how`` ``typed`` and compared, or ``spoken`` (F03)."""

    customer_id: str
    check: str
    passed: bool
    how: str = "spoken"
    ticket_id: str = ""


class PasswordVerified(msgspec.Struct, frozen=True, kw_only=True, tag="password_verified"):
    """The centre compared a password (``service``, ``electronic``) or code (``dynamic``): E01–E03.

    ``must_change``: it was right, but is an initial one that proves nothing until it is changed (E04).
    """

    customer_id: str
    kind: str
    passed: bool
    must_change: bool = False


class CodeSent(msgspec.Struct, frozen=True, kw_only=True, tag="code_sent"):
    """A dynamic code went to one of the customer's numbers (its record's id); it holds for ``minutes`` (E03)."""

    customer_id: str
    contact_point: str
    minutes: int = 10


class PasswordSet(msgspec.Struct, frozen=True, kw_only=True, tag="password_set"):
    """A first password (E04 设置). ``how`` is the way that allowed it."""

    customer_id: str
    kind: str
    how: str


class PasswordChanged(msgspec.Struct, frozen=True, kw_only=True, tag="password_changed"):
    """The customer gave the old one and a new one (E04 修改)."""

    customer_id: str
    kind: str
    how: str = "old_password"


class PasswordReset(msgspec.Struct, frozen=True, kw_only=True, tag="password_reset"):
    """A forgotten one was replaced (E04 重置). ``how`` is the way that allowed it."""

    customer_id: str
    kind: str
    how: str


class PapersSeen(msgspec.Struct, frozen=True, kw_only=True, tag="papers_seen"):
    """Everything on the checklist was there and right (E06–E08). ``papers`` are codes, never numbers."""

    customer_id: str
    business: str
    comer: str
    where: str
    papers: list[str] = []


class PapersRefused(msgspec.Struct, frozen=True, kw_only=True, tag="papers_refused"):
    """A document ended the business at once (E08); ``reason`` is a code of the pack's ``stops``."""

    customer_id: str
    business: str
    comer: str
    where: str
    reason: str


VerificationFact = (
    IdentityChecked
    | PasswordVerified
    | CodeSent
    | PasswordSet
    | PasswordChanged
    | PasswordReset
    | PapersSeen
    | PapersRefused
)
CENTRE_ONLY = frozenset({"password_verified", "code_sent", "password_set", "password_changed", "password_reset"})
"""Kinds that only the centre makes: it alone has compared the password."""
