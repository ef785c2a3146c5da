"""Passports, permits, cards of those in uniform: no check digit is published, so only their shape is looked at."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from app.identity.document import Document, Problem, label_of
from app.identity.spelling import first_other_than_digits, is_digits, wrong_length

# Ordinary E, E+letter (no I, O), the older G, 14, 15; diplomatic D/DE, service S/SE, public affairs P/PE; 港澳 K, H, M.
_PASSPORTS: Final = (
    (re.compile(r"E[A-HJ-NP-Z]\d{7}|[EG]\d{8}|1[45]\d{7}"), "普通护照"),
    (re.compile(r"D\d{7,8}|DE\d{7}"), "外交护照"),
    (re.compile(r"S\d{7,8}|SE\d{7}"), "公务护照"),
    (re.compile(r"P\d{7,8}|PE\d{7}"), "公务普通护照"),
    (re.compile(r"[HK]\d{8}|[HK][A-HJ-NP-Z]\d{7}"), "香港特别行政区护照"),
    (re.compile(r"M\d{8}|M[A-HJ-NP-Z]\d{7}"), "澳门特别行政区护照"),
)
_PASSPORT_LENGTH: Final = 9
_FOREIGN_PASSPORT: Final = re.compile(r"(?=.*\d)[A-Z0-9]{5,12}")
_PERMIT_NUMBER: Final = 8
_WITH_RENEWALS: Final = 10
_BOOKLET: Final = re.compile(r"(\d{8}|\d{10})([A-Z])")
# 「军」 and 「武」 stand for the family of words printed in front: 军字第, 士字第, 文字第, 武字第, 南字第 …
_UNIFORM: Final = re.compile(r"([\u4e00-\u9fff]{1,2}?)字?第?(\d{4,9})号?")
_SERIAL: Final = re.compile(r"\d{6,9}")


def read_passport(kind: str, number: str, _on: date | None) -> Document | Problem:
    """A passport of the People's Republic or of its special administrative regions."""
    for pattern, detail in _PASSPORTS:
        if pattern.fullmatch(number):
            return Document(kind=kind, number=number, detail=detail)
    if number[0] in "EGDSPHKM" and is_digits(number[1:]) and len(number) != _PASSPORT_LENGTH:
        return wrong_length(kind, len(number), _PASSPORT_LENGTH)
    if number[0] in "EGDSPHKM" and re.search("[IO]", number[1:]):
        return Problem(kind=kind, reason="护照号里没有字母 I 和 O，请核对是否为数字 1、0")
    return Problem(kind=kind, reason="不像中国护照号（E、G 等字母加 8 位数字），外国护照请改选种类")


def read_foreign_passport(kind: str, number: str, _on: date | None) -> Document | Problem:
    """Another country's passport: letters and digits, each country its own way."""
    if not (number.isascii() and number.isalnum()):
        return Problem(kind=kind, reason="护照号只有字母和数字，请照护照资料页填写")
    if not _FOREIGN_PASSPORT.fullmatch(number):
        return Problem(kind=kind, reason="护照号为 5 到 12 位，至少有一位数字，请照护照资料页填写")
    return Document(kind=kind, number=number)


def read_hk_macao_permit(kind: str, number: str, _on: date | None) -> Document | Problem:
    """港澳居民来往内地通行证: H (Hong Kong) or M (Macao), eight digits, and two more on older cards (renewals)."""
    if number[0] not in "HM":
        return Problem(kind=kind, reason="通行证号以 H（香港）或 M（澳门）开头，请核对证件种类", at=1)
    if wrong := first_other_than_digits(kind, number[1:]):
        return Problem(kind=kind, reason=f"第 {(wrong.at or 0) + 1} 位应当是数字", at=(wrong.at or 0) + 1)
    digits = len(number) - 1
    if digits not in (_PERMIT_NUMBER, _WITH_RENEWALS):
        nearest = _PERMIT_NUMBER if digits <= _PERMIT_NUMBER + 1 else _WITH_RENEWALS
        return wrong_length(kind, digits, nearest, "字母加 8 位数字，旧证加 10 位")
    return Document(
        kind=kind,
        number=number,
        detail="香港居民" if number[0] == "H" else "澳门居民",
        note="后 2 位是换证次数，换证后会变" if digits == _WITH_RENEWALS else "",
    )


def read_taiwan_permit(kind: str, number: str, _on: date | None) -> Document | Problem:
    """台湾居民来往大陆通行证: eight digits, ten on older ones; a letter behind them is the booklet's alone."""
    booklet = _BOOKLET.fullmatch(number)
    if booklet:
        number = booklet[1]
    if wrong := first_other_than_digits(kind, number):
        return wrong
    if len(number) not in (_PERMIT_NUMBER, _WITH_RENEWALS):
        nearest = _PERMIT_NUMBER if len(number) <= _PERMIT_NUMBER + 1 else _WITH_RENEWALS
        return wrong_length(kind, len(number), nearest, "8 位数字，旧证 10 位")
    return Document(
        kind=kind, number=number, note=f"末尾字母 {booklet[2]} 是证件签发批次，不属于号码" if booklet else ""
    )


def read_uniform(kind: str, number: str, _on: date | None) -> Document | Problem:
    """军官证, 士兵证, 武警证件: a word, 字第, and a number; the words round the number may be left out when typing."""
    if found := _UNIFORM.fullmatch(number):
        return Document(kind=kind, number=f"{found[1]}字第{found[2]}号")
    if _SERIAL.fullmatch(number) and is_digits(number):
        return Document(kind=kind, number=number, note="没有填“×字第”，请照证件补全")
    return Problem(kind=kind, reason=f"{label_of(kind)}号写作“军字第 0000000 号”这样，请照证件填写")


def read_police_officer(kind: str, number: str, _on: date | None) -> Document | Problem:
    """人民警察证: six or seven digits."""
    if wrong := first_other_than_digits(kind, number):
        return wrong
    if len(number) not in (6, 7):
        return wrong_length(kind, len(number), 6 if len(number) < 6 else 7, "6 或 7 位数字")
    return Document(kind=kind, number=number)
