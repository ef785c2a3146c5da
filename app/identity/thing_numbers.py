"""What names a thing rather than somebody: a car's plate, a bank card, a telephone."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from stdnum import luhn

from app.call.number import read_number
from app.identity.document import Document, Problem
from app.identity.spelling import empty, first_other_than_digits, tidy, wrong_length

_PROVINCES: Final = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_P: Final = f"[{_PROVINCES}]"
_L: Final = "[A-HJ-NP-Z]"  # I and O look like 1 and 0 and are not given out
_C: Final = "[0-9A-HJ-NP-Z]"
_ELECTRIC: Final = "[A-HJK]"  # D A B C E: electric; F G H J K: the rest of new energy (GA 36)
_PLATES: Final = tuple(
    (re.compile(pattern), detail)
    for pattern, detail in (
        (rf"{_P}{_L}{_ELECTRIC}{_C}[0-9]{{4}}", "小型新能源汽车号牌"),
        (rf"{_P}{_L}[0-9]{{5}}{_ELECTRIC}", "大型新能源汽车号牌"),
        (rf"{_P}(?:{_L}|O){_C}{{4}}警", "警用汽车号牌"),
        (rf"{_P}{_L}{_C}{{4}}学", "教练汽车号牌"),
        (rf"{_P}{_L}{_C}{{4}}挂", "挂车号牌"),
        (rf"粤Z{_C}{{4}}港", "港澳入出境车号牌（香港）"),
        (rf"粤Z{_C}{{4}}澳", "港澳入出境车号牌（澳门）"),
        (rf"{_P}{_L}{_C}{{4}}领|[0-9]{{6}}领", "领馆汽车号牌"),
        (r"使[0-9]{6}|[0-9]{6}使|京[A-Z]?[0-9]{4,5}使", "使馆汽车号牌"),
        (rf"{_P}{_L}{_C}{{4}}试", "试验用汽车号牌"),
        (rf"{_P}[XS]{_C}{{4}}应急", "应急救援车辆号牌"),
        (rf"WJ{_P}?[0-9]{{4,5}}[0-9A-Z]?", "武警部队车辆号牌"),
        (r"[VKHBSLJNGC][A-Z][0-9]{5}", "军队车辆号牌"),
        (rf"{_P}{_L}{_C}{{5}}", "小型汽车号牌"),
        (rf"{_P}O{_C}{{5}}", "公务用车号牌（O 牌）"),  # no longer issued, some still run
    )
)
_PLATE_LENGTH: Final = 7
_SUFFIXES: Final = "警学挂港澳领使试"
_CARD_SHORTEST, _CARD_LONGEST = 12, 19
_MOBILE_START: Final = re.compile(r"^(?:\+?86|0086)?(1[3-9]\d*)$")
_MOBILE_LENGTH: Final = 11


def read_plate(kind: str, number: str, _on: date | None) -> Document | Problem:
    """A plate as it is stored: no middle dot, capitals (GA 36). ``detail`` names the sort of plate."""
    for pattern, detail in _PLATES:
        if pattern.fullmatch(number):
            return Document(kind=kind, number=number, detail=detail)
    return _why_no_plate(kind, number)


def _why_no_plate(kind: str, number: str) -> Problem:
    if number[0] not in _PROVINCES:
        return Problem(kind=kind, reason="车牌以省份简称开头，如 沪A12345，请补上", at=1)
    if not re.match(f"{_L}|O", number[1:2]):
        return Problem(kind=kind, reason="省份简称后面应当是发牌机关的字母，没有 I", at=2)
    if len(number) < _PLATE_LENGTH:
        return wrong_length(kind, len(number), _PLATE_LENGTH, "7 位，新能源 8 位")
    if len(number) > _PLATE_LENGTH + 1:
        return wrong_length(kind, len(number), _PLATE_LENGTH + 1, "7 位，新能源 8 位")
    for at, char in enumerate(number[2:], 3):
        if char in "IO":
            return Problem(kind=kind, reason=f"第 {at} 位不对：车牌里没有字母 I 和 O，请核对是否为数字 1、0", at=at)
        if not re.match(_C, char) and not (at == len(number) and char in _SUFFIXES):
            return Problem(kind=kind, reason=f"第 {at} 位不对，应当是数字或字母", at=at)
    if len(number) == _PLATE_LENGTH + 1:
        return Problem(kind=kind, reason="8 位车牌是新能源的：小型车第 3 位、大型车最后一位应当是 A–K 的字母，请核对")
    return Problem(kind=kind, reason="不像车牌号，请对着行驶证核对")


def read_bank_card(kind: str, number: str, _on: date | None) -> Document | Problem:
    """A bank card by its Luhn check. The right digit is never told, nor who issued it."""
    if wrong := first_other_than_digits(kind, number):
        return wrong
    if len(number) < _CARD_SHORTEST:
        return wrong_length(kind, len(number), _CARD_SHORTEST, "12 到 19 位")
    if len(number) > _CARD_LONGEST:
        return wrong_length(kind, len(number), _CARD_LONGEST, "12 到 19 位")
    if not luhn.is_valid(number) or not number.strip("0"):
        return Problem(kind=kind, reason="校验不对：有一位抄错，或两位颠倒了，请对着卡面逐位核对")
    return Document(kind=kind, number=number)


def read_phone(kind: str, text: str, area_code: str | None = None) -> Document | Problem:
    """A telephone by :func:`app.call.number.read_number`; ``number`` is E.164, the extension stands in ``detail``."""
    reading = read_number(text, area_code=area_code)
    if reading.e164 is not None:
        detail = f"分机 {reading.extension}" if reading.extension else ""
        return Document(kind=kind, number=reading.e164, detail=detail, note=reading.reason)
    if reading.kind == "withheld":
        return empty(kind)
    mobile = _MOBILE_START.match(tidy(text))
    if mobile and reading.kind == "invalid" and (missing := _MOBILE_LENGTH - len(mobile[1])):
        words = f"少 {missing} 位" if missing > 0 else f"多 {-missing} 位"
        return Problem(kind=kind, reason=f"手机号{words}", short_by=missing)
    return Problem(kind=kind, reason=reading.reason)
