"""From the text of a cell to the value of a field, or to the reason why not, in Chinese for the file's owner."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import msgspec

from sync.server.importing.table import DAMAGED

Convert = Callable[[str], Any]

MAX_TEXT = 4_000
MAX_NUMBER = 100
"""Characters of a number that names something."""

_YEARS = range(1850, 2201)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:.*)?")
_SOLID_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ROUNDED = re.compile(r"[+-]?\d(?:[.,]\d+)?[Ee]\+?\d{1,3}")
_FORMULA = re.compile(r'="(.*)"')
_MONEY = re.compile(r"([-+]?[\d,]*\.?\d+)\s*(万元|万|亿元|亿|元|圆|rmb|cny)?", re.IGNORECASE)
_SCALE = {"万元": 10**4, "万": 10**4, "亿元": 10**8, "亿": 10**8}
_MOST_YUAN = Decimal(10) ** 13
_SPLIT = re.compile(r"[;；,，、/|\n]+")
_FLAGS = {**dict.fromkeys(("是", "有", "y", "yes", "true", "1", "√", "真"), True)}
_FLAGS |= dict.fromkeys(("否", "无", "n", "no", "false", "0", "×", "x", "假"), False)
_LIKE_STRPTIME = (("YYYY", "%Y"), ("MM", "%m"), ("DD", "%d"), ("YY", "%y"), ("M", "%m"), ("D", "%d"))


class BadCell(Exception):  # noqa: N818 -- it says what it is
    """A cell that cannot be what its column should hold. The text is the reason."""


class How(msgspec.Struct, frozen=True):
    """How a column is read, beyond its type: words to codes, date formats, the unit of amounts, several in one cell.

    ``otherwise`` for words that are not listed: ``refuse``, ``keep`` (as they stand) or ``leave_out``.
    """

    words: dict[str, Any] = {}
    otherwise: str = "refuse"
    formats: tuple[str, ...] = ()
    wan: bool = False


def plain(cell: str) -> str:
    """The cell as one line of clean text.

    Raises:
        BadCell: rounded by a spreadsheet, control characters, too long.
    """
    if cell.isprintable():
        text = cell.strip()
        if text[:1] == "=" and (quoted := _FORMULA.fullmatch(text)):
            text = quoted[1]
    elif cell.startswith(DAMAGED):
        raise BadCell("Excel 只保存 15 位有效数字，这个号码的后几位已经丢失；请把这一列设为文本后重新导出")
    else:
        text = " ".join(cell.split())
        if any(unicodedata.category(char) in {"Cc", "Cs"} for char in text):
            raise BadCell("含有看不见的控制字符")
        # Signs that nobody sees: they turn the letters behind them round, or make two names of one.
        text = " ".join("".join(char for char in text if unicodedata.category(char) != "Cf").split())
        text = found[1] if (found := _FORMULA.fullmatch(text)) else text
    if len(text) > MAX_TEXT:
        raise BadCell(f"太长：最多 {MAX_TEXT} 字，现在 {len(text)} 字")
    return text


def number(cell: str) -> str:
    """A number that names something, as it is written; never one in the form 4.4E+17.

    Raises:
        BadCell: see :func:`plain`.
    """
    text = plain(cell)
    if len(text) > MAX_NUMBER:
        raise BadCell(f"太长：号码最多 {MAX_NUMBER} 位")
    if _ROUNDED.fullmatch(text):
        raise BadCell("这是表格软件缩写过的数字（如 4.4E+17），后几位已经丢失；请把这一列设为文本后重新导出")
    return text


def several(cell: str) -> list[str]:
    """The parts of a cell that holds several, each once."""
    parts = _SPLIT.split(cell if cell.startswith(DAMAGED) else cell.replace("\r", "\n"))
    return list(dict.fromkeys(text for part in parts if (text := plain(part))))


def converter(type_: str, how: How) -> Convert:
    """What reads the cells of a column: empty cells never come here."""
    match type_:
        case "number":
            return number
        case "date":
            return _dates(how.formats)
        case "yuan":
            return _wan if how.wan else _yuan
        case "whole":
            return _whole
        case "flag":
            return _flag
        case "code":
            return _codes(how.words, how.otherwise)
        case "list":
            return several
        case _:
            return _codes(how.words, how.otherwise) if how.words else plain


def _dates(formats: tuple[str, ...]) -> Convert:
    patterns = [_pattern(one) for one in formats]

    @lru_cache(maxsize=20_000)
    def read(cell: str) -> str:
        text = plain(cell)
        found = _written_date(text) if not patterns else _by_pattern(text, patterns)
        if found is None:
            shapes = "、".join(formats) or "2026-03-18、2026/3/18、2026年3月18日、20260318"
            raise BadCell(f"不是能读的日期，写法应为 {shapes}")
        if found.year not in _YEARS:
            raise BadCell("年份不对")
        return found.isoformat()

    return read


def _pattern(shape: str) -> str:
    for ours, theirs in _LIKE_STRPTIME:
        if "%" + theirs[1] not in shape:
            shape = shape.replace(ours, theirs, 1)
    return shape


def _by_pattern(text: str, patterns: list[str]) -> date | None:
    for pattern in patterns:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- a day, as people count them
        except ValueError:
            continue
    return None


def _written_date(text: str) -> date | None:
    found = _DATE.fullmatch(text) or _SOLID_DATE.fullmatch(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


@lru_cache(maxsize=20_000)
def _yuan(cell: str) -> float:
    """An amount in yuan, from 1,234.50, ¥1234.5, 3.5万元."""
    text = unicodedata.normalize("NFKC", plain(cell)).lstrip("¥￥ ").strip()
    found = _MONEY.fullmatch(text)
    try:
        amount = Decimal(found[1].replace(",", "")) * _SCALE.get(found[2] or "", 1) if found else None
    except InvalidOperation:
        amount = None
    if amount is None:
        raise BadCell("不是金额")
    if abs(amount) >= _MOST_YUAN:
        raise BadCell("金额太大，请核对单位")
    return float(round(amount, 2))


def _wan(cell: str) -> float:
    """An amount whose column is in ten thousands; a cell that names its unit itself is taken at its word."""
    text = plain(cell)
    return _yuan(text if text.endswith(("元", "万", "亿", "圆")) else f"{text}万")


def _whole(cell: str) -> int:
    text = plain(cell).replace(",", "").removesuffix(".0")
    if not re.fullmatch(r"[-+]?\d{1,15}", text, re.ASCII):
        raise BadCell("不是整数")
    return int(text)


def _flag(cell: str) -> bool:
    found = _FLAGS.get(plain(cell).casefold())
    if found is None:
        raise BadCell("应当写“是”或“否”")
    return found


def _codes(words: Mapping[str, Any], otherwise: str) -> Convert:
    known = {key.casefold(): value for key, value in words.items()}

    @lru_cache(maxsize=5_000)
    def read(cell: str) -> Any:
        text = plain(cell)
        if text.casefold() in known:
            return known[text.casefold()]
        if otherwise == "keep":
            return text
        if otherwise == "leave_out":
            return None
        shown = "、".join(list(words)[:8])
        raise BadCell(f"“{text[:20]}”不在可选范围内：{shown}")

    return read
