"""Six Arabic digits (E01, E02): what they must be, and which are too easy to guess (E04). No password is kept here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, Protocol

import msgspec

from app.verification.policy import Kind

DIGITS = 6
_SHAPE = re.compile(r"[0-9]{6}")
_RUNS = ("0123456789" * 2, "9876543210" * 2)
Act = Literal["set", "change", "reset"]


def why_not_six(secret: str) -> str:
    """Why this cannot be a password at all, in words; "" where it can. Only ASCII digits count."""
    return "" if _SHAPE.fullmatch(secret) else "密码是 6 位数字"


def why_weak(secret: str, *, birth_date: date | None = None, numbers: Iterable[str] = ()) -> str:
    """Why this password is too easy, in words that do not repeat it; "" where it is not (试行).

    Args:
        secret: six digits.
        birth_date: of the customer.
        numbers: telephone and document numbers of the customer: the last six digits are no secret.
    """
    if len(set(secret)) == 1:
        return "不能 6 位都相同，请客户换一个"
    if any(secret in run for run in _RUNS):
        return "不能是连续的数字，请客户换一个"
    if secret[:3] == secret[3:] or secret[:2] * 3 == secret:
        return "不能是重复的数字，请客户换一个"
    if birth_date is not None and secret in _days(birth_date):
        return "不能用生日，请客户换一个"
    if any(secret == _digits(number)[-DIGITS:] for number in numbers):
        return "不能用电话或证件号码的末尾，请客户换一个"
    return ""


def _days(day: date) -> set[str]:
    return {day.strftime(shape) for shape in ("%y%m%d", "%Y%m", "%m%d%y", "%d%m%y", "%m%Y")}


def _digits(number: str) -> str:
    return re.sub(r"[^0-9]", "", number)


class _Quiet(msgspec.Struct, frozen=True, kw_only=True):
    """A request with a secret in it: safe to log by accident."""

    def __repr__(self) -> str:
        """Without anything."""
        return f"{type(self).__name__}(…)"


class VerifySecret(_Quiet, frozen=True, kw_only=True):
    """Compare what the customer gave: ``kind`` is ``service``, ``electronic`` or ``dynamic``."""

    contact_id: str
    customer_id: str
    kind: Literal["service", "electronic", "dynamic"]
    secret: str


class SendCode(msgspec.Struct, frozen=True, kw_only=True):
    """Send a dynamic code to one of the customer's numbers: the id of its record, never the number."""

    contact_id: str
    customer_id: str
    contact_point: str


class KeepSecret(_Quiet, frozen=True, kw_only=True):
    """Set, change or reset a password. ``old`` is given for a change only."""

    contact_id: str
    customer_id: str
    kind: Kind
    act: Act
    secret: str
    old: str = ""


class SecretTold(msgspec.Struct, frozen=True, kw_only=True):
    """What the centre says, and the fact it has kept of it: the desk keeps the same one.

    ``left`` is how many tries there are before it locks, where it was wrong. ``body`` is the fact's JSON.
    """

    passed: bool
    fact_id: str
    kind: str
    subject_id: str
    hlc: int
    order: int
    at: datetime
    body: str
    left: int = 0


class SecretLine(Protocol):
    """The way to the centre. Each waits for the network.

    Raises:
        RefusedError: locked, too weak, not allowed; the text says what to do.
        UnreachableError: no answer.
    """

    def verify_secret(self, request: VerifySecret) -> SecretTold:
        """Compare."""

    def send_code(self, request: SendCode) -> SecretTold:
        """Send."""

    def keep_secret(self, request: KeepSecret) -> SecretTold:
        """Set, change, reset."""
