"""Resident identity numbers (GB 11643): what the eighteen digits say (D13)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

Sex = Literal["male", "female"]

_FIRST_YEAR = 1900
PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东",
    "41": "河南", "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南",
    "50": "重庆", "51": "四川", "52": "贵州", "53": "云南", "54": "西藏",
    "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆", "71": "台湾", "81": "香港", "82": "澳门",
    "83": "台湾",
}  # fmt: skip
"""Where a number was issued, by its first two digits (GB/T 2260; 81–83 also on 港澳台居民居住证)."""


class ResidentId(msgspec.Struct, frozen=True, kw_only=True):
    """What a valid number says about its holder. ``region`` is the six-digit code of where it was issued first."""

    number: str
    birth_date: date
    sex: Sex
    region: str
    province: str


def read_id_number(text: str) -> ResidentId | None:
    """The number as typed or read by a machine, or None where it is not a valid one.

    White space and a small ``x`` are forgiven; a wrong check digit, an impossible date or province are not. The old
    fifteen-digit form has been void since 2013 and is not read.
    """
    number = "".join(text.split()).upper()
    if len(number) != 18 or not number.isascii() or not number[:17].isdigit():
        return None
    if check_digit(number[:17]) != number[17] or number[:2] not in PROVINCES:
        return None
    birth_date = birth_date_of(number[6:14])
    if birth_date is None:
        return None
    return ResidentId(
        number=number,
        birth_date=birth_date,
        sex=sex_of(number),
        region=number[:6],
        province=PROVINCES[number[:2]],
    )


def check_digit(first_17: str) -> str:
    """The eighteenth character for the seventeen digits before it (ISO 7064 MOD 11-2).

    Raises:
        ValueError: not seventeen ASCII digits.
    """
    if len(first_17) != 17 or not (first_17.isascii() and first_17.isdigit()):
        raise ValueError("seventeen digits are needed")
    return str(ric.calc_check_digit(f"{first_17}0"))


def from_old_form(number: str) -> str:
    """The eighteen characters of a number in its old form: fifteen ASCII digits, of the twentieth century all of them.

    Raises:
        ValueError: not fifteen ASCII digits.
    """
    first_17 = f"{number[:6]}19{number[6:]}"
    return first_17 + check_digit(first_17)


def sex_of(number: str) -> Sex:
    """What the seventeenth digit says."""
    return "male" if int(number[16]) % 2 else "female"


def place_of(number: str) -> str:
    """The county where a valid number was first issued (北京市朝阳区), as far as the tables know it; else the province.

    The first call reads the tables (some 30 ms): for a page that shows one number, not for an import.
    """
    try:
        found = ric.get_birth_place(number)
    except ValidationError:
        return PROVINCES.get(number[:2], "")
    return "".join(dict.fromkeys((found["province"], found["county"])))


def birth_date_of(digits: str) -> date | None:
    """The date in eight digits, or None where there is no such day or it lies before 1900."""
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return found if found.year >= _FIRST_YEAR else None
