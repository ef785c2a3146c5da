"""What names an organisation: unified social credit code, and the two older numbers it replaced (D13)."""

from __future__ import annotations

from datetime import date
from typing import Final

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_10

from app.identity.document import Document, Problem
from app.identity.spelling import first_other_than_digits, is_digits, wrong_length

_CODE_LENGTH: Final = 18
_ALPHABET: Final = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")  # GB 32100: without I, O, S, V, Z
_AUTHORITIES: Final = {
    "1": "机构编制", "2": "外交", "3": "司法行政", "4": "文化", "5": "民政", "6": "旅游", "7": "宗教", "8": "工会",
    "9": "市场监管", "A": "军队", "N": "农业农村", "Y": "其他",
}  # fmt: skip
_ORG_LENGTH: Final = 9
_ORG_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
_LICENCE_LENGTH: Final = 15
_CHECK_FAILED: Final = "校验不对：有一位抄错，或两位颠倒了，请对着证照逐位核对"


def read_credit_code(kind: str, number: str, _on: date | None) -> Document | Problem:
    """统一社会信用代码 (GB 32100): says which position is wrong where one is.

    python-stdnum computes the check; its own validation refuses the letters A, N and Y in front (armed forces, rural
    collectives), which are in use.
    """
    if wrong := _wrong_character(kind, number[:_CODE_LENGTH]):
        return wrong
    if len(number) != _CODE_LENGTH:
        return wrong_length(kind, len(number), _CODE_LENGTH)
    if number[0] not in _AUTHORITIES:
        return Problem(kind=kind, reason="第 1 位不是登记管理部门的代码，请核对", at=1)
    if uscc.calc_check_digit(number[:17]) != number[17]:
        return Problem(kind=kind, reason=_CHECK_FAILED)
    return Document(kind=kind, number=number, detail=f"{_AUTHORITIES[number[0]]}登记")


def _wrong_character(kind: str, number: str) -> Problem | None:
    for at, char in enumerate(number, 1):
        if 3 <= at <= 8 and not is_digits(char):
            return Problem(kind=kind, reason=f"第 {at} 位应当是数字：第 3 到 8 位是行政区划代码", at=at)
        if char not in _ALPHABET:
            hint = {"O": "，是否应为数字 0", "I": "，是否应为数字 1", "Z": "，是否应为数字 2", "S": "，是否应为数字 5"}
            return Problem(
                kind=kind, reason=f"第 {at} 位不对：代码里没有 I、O、S、V、Z{hint.get(char, '，请核对')}", at=at
            )
    return None


def read_org_code(kind: str, number: str, _on: date | None) -> Document | Problem:
    """组织机构代码 (GB 11714): eight digits or letters and a check character; written with a dash before the last."""
    for at, char in enumerate(number[:8], 1):
        if not (char.isascii() and char.isalnum()):
            return Problem(kind=kind, reason=f"第 {at} 位应当是数字或字母", at=at)
    if len(number) != _ORG_LENGTH:
        return wrong_length(kind, len(number), _ORG_LENGTH, "8 位加 1 位校验位")
    if org_check_character(number[:8]) != number[8]:
        return Problem(kind=kind, reason=_CHECK_FAILED)
    return Document(kind=kind, number=number, note="旧代码，三证合一后请登记统一社会信用代码")


def org_check_character(first_8: str) -> str:
    """The ninth character for the eight before it, all of them ASCII digits or capitals (GB 11714)."""
    total = sum(int(char, 36) * weight for char, weight in zip(first_8, _ORG_WEIGHTS, strict=True))
    return "0X987654321"[total % 11]


def read_business_licence(kind: str, number: str, _on: date | None) -> Document | Problem:
    """营业执照注册号 of before 2015: fifteen digits with an ISO 7064 MOD 11,10 check."""
    if wrong := first_other_than_digits(kind, number[:_LICENCE_LENGTH]):
        return wrong
    if len(number) != _LICENCE_LENGTH:
        return wrong_length(kind, len(number), _LICENCE_LENGTH)
    if not mod_11_10.is_valid(number):
        return Problem(kind=kind, reason=_CHECK_FAILED)
    return Document(kind=kind, number=number, note="旧注册号，三证合一后请登记统一社会信用代码")
