"""The eighteen-digit numbers with a MOD 11-2 check: resident ID, 港澳台居民居住证, the newer foreign residence card.

Sources: GB 11643 (resident ID), 国务院办公厅〔2018〕81 号 (居住证 810000/820000/830000), the 2023 form of the
foreign permanent residence card (9, province, nationality, birth date, serial, the same check).
"""

from __future__ import annotations

from datetime import date

import msgspec

from app.days import age_on
from app.identity.document import DOCUMENT_KINDS, Document, Problem, label_of
from app.identity.resident_id import PROVINCES, birth_date_of, check_digit, from_old_form, sex_of
from app.identity.spelling import first_other_than_digits, is_digits, wrong_length

_LENGTH = 18
_OLD_LENGTH = 15
_ISLANDS = ("81", "82", "83")
_FOREIGN = "9"
_OLD_NOTE = "这是 15 位旧号码，已换算成 18 位；旧证 2013 年起失效，请看新证件"


def read_resident(kind: str, number: str, on: date | None) -> Document | Problem:
    """A resident's number on whatever document it is printed: ID card, temporary card or household register.

    The old fifteen digits become eighteen with a note; the register is refused where the holder is of age on ``on``.
    """
    if len(number) == _OLD_LENGTH and is_digits(number):
        read = _read(kind, from_old_form(number), on)
        return _with_note(read) if isinstance(read, Document) else _in_old_places(read)
    other = _belongs_to(number)
    if other and other != kind:
        return Problem(kind=kind, reason=f"这像是{label_of(other)}的号码，请改选证件种类")
    return _read(kind, number, on)


def read_hmt_residence(kind: str, number: str, on: date | None) -> Document | Problem:
    """港澳台居民居住证: 810000, 820000 or 830000, then as a resident's number."""
    if len(number) == _LENGTH and number[:2] not in _ISLANDS:
        return Problem(kind=kind, reason="居住证号码以 810000、820000 或 830000 开头，请核对证件种类")
    return _read(kind, number, on)


def read_foreign_residence(kind: str, number: str, on: date | None) -> Document | Problem:
    """外国人永久居留身份证: eighteen digits beginning with 9, or the old three letters and twelve digits.

    The old form's own check digit is not published; its date of birth is looked at instead.
    """
    if number[:1].isalpha():
        return _read_old_foreign(kind, number)
    if len(number) == _LENGTH and not number.startswith(_FOREIGN):
        return Problem(kind=kind, reason="新版永久居留身份证号码以 9 开头，请核对证件种类", at=1)
    return _read(kind, number, on)


def _read_old_foreign(kind: str, number: str) -> Document | Problem:
    if len(number) != _OLD_LENGTH:
        return wrong_length(kind, len(number), _OLD_LENGTH, "3 个字母加 12 位数字")
    if not (number[:3].isascii() and number[:3].isalpha()):
        return Problem(kind=kind, reason="前 3 位应当是国籍代码的 3 个字母")
    if not is_digits(number[3:]):
        return Problem(kind=kind, reason="3 个字母后面应当是 12 位数字")
    if not any(birth_date_of(century + number[7:13]) for century in ("19", "20")):
        return Problem(kind=kind, reason="第 8 到 13 位不是一个日期，请核对出生年月日", at=8)
    return Document(kind=kind, number=number, detail="旧版（字母开头）")


def _read(kind: str, number: str, on: date | None) -> Document | Problem:
    if wrong := first_other_than_digits(kind, number[:17]):
        return wrong
    if len(number) != _LENGTH:
        return wrong_length(kind, len(number), _LENGTH)
    if number[17] not in "0123456789X":
        return Problem(kind=kind, reason="最后一位应当是数字或 X", at=_LENGTH)
    return _read_contents(kind, number, on)


def _read_contents(kind: str, number: str, on: date | None) -> Document | Problem:
    is_foreign = number.startswith(_FOREIGN)
    if not is_foreign and number[:2] not in PROVINCES:
        return Problem(kind=kind, reason="前 2 位不是任何省、自治区、直辖市的代码，请核对", at=1)
    born = birth_date_of(number[6:14])
    if born is None:
        return Problem(kind=kind, reason="第 7 到 14 位不是一个日期，请核对出生年月日", at=7)
    if check_digit(number[:17]) != number[17]:
        return Problem(kind=kind, reason="校验不对：有一位抄错，或两位颠倒了，请对着证件逐位核对")
    if on is not None and (refused := _wrong_age(kind, born, on)):
        return refused
    return Document(
        kind=kind,
        number=number,
        birth_date=born,
        sex=sex_of(number),
        province="" if is_foreign else PROVINCES[number[:2]],
    )


def _wrong_age(kind: str, born: date, on: date) -> Problem | None:
    """E06: the register is for minors only. Nobody is born after today."""
    if born > on:
        return Problem(kind=kind, reason="出生日期在今天之后，请核对第 7 到 14 位", at=7)
    rule, age = DOCUMENT_KINDS[kind], age_on(born, on)
    if rule.oldest is not None and age > rule.oldest:
        return Problem(kind=kind, reason=f"{rule.label}只用于未成年人，持有人已满 {age} 岁，请出示居民身份证")
    return None


def _belongs_to(number: str) -> str:
    if len(number) != _LENGTH:
        return ""
    if number.startswith(_FOREIGN):
        return "foreign_residence"
    return "hmt_residence" if number[:6] in ("810000", "820000", "830000") else ""


def _in_old_places(problem: Problem) -> Problem:
    """The date of the old form stands at 7 to 12, not at 7 to 14."""
    return msgspec.structs.replace(problem, reason=problem.reason.replace("第 7 到 14 位", "第 7 到 12 位"))


def _with_note(read: Document) -> Document:
    return msgspec.structs.replace(read, note=_OLD_NOTE)
