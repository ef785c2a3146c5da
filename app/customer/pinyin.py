"""How Chinese names are spelt with Latin letters: 张伟 as zhangwei and zw, surnames read as surnames.

The readings of single characters are pypinyin's; only its table of characters is read (about 7 MB of memory, 10 ms,
once), not the package with its phrases (58 MB, 0.1 s): a name is no phrase. Complaint 40 of ``semantics.md``.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path

import msgspec

MOST_SPELLINGS = 4
"""A name is indexed under so many ways to read it; more would be guessing."""

_SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "朴": "piao", "盖": "ge",
    "员": "yun", "贠": "yun", "缪": "miao", "种": "chong", "翟": "zhai", "召": "shao", "黑": "he", "折": "she",
    "秘": "bi", "繁": "po", "覃": "qin", "洗": "xian", "佴": "nai", "祭": "zhai", "句": "gou", "隗": "wei",
    "薄": "bo", "乜": "nie", "阚": "kan", "适": "kuo", "都": "du", "能": "nai", "乐": "yue", "长": "chang",
    "卜": "bu", "郇": "xun", "藏": "zang", "重": "chong", "角": "jue", "牟": "mu", "粘": "nian",
}  # fmt: skip
"""Surnames of one character that are not read as the dictionary reads the character first."""

_COMPOUND = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "单于": ("chan", "yu"), "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"),
}  # fmt: skip
"""Surnames of two characters that are read otherwise than their characters alone."""

_GIVEN = {
    "长": "chang", "晟": "sheng", "朝": "zhao", "重": "chong", "还": "huan", "单": "shan", "曾": "zeng", "贾": "jia",
}  # fmt: skip
"""Characters whose usual reading in a given name is not the dictionary's first."""

_ALSO = {
    "乐": "yue", "茜": "xi", "晟": "cheng", "行": "hang", "朝": "chao", "翟": "di", "覃": "tan", "尉": "yu",
    "柏": "bo", "任": "ren", "召": "zhao", "纪": "ji", "牟": "mou", "隗": "kui", "郇": "huan", "谌": "shen",
    "曾": "ceng", "单": "dan", "解": "jie", "仇": "chou", "查": "cha", "区": "qu", "朴": "pu", "盖": "gai",
}  # fmt: skip
"""A second way these are often typed: another usual reading, or the one of somebody who does not know the surname."""


class Syllable(msgspec.Struct, frozen=True):
    """One sign of a name, or one word of Latin letters in it: where it stands and how it may be spelt."""

    start: int
    length: int
    readings: tuple[str, ...]


class Spelt(msgspec.Struct, frozen=True):
    """What of a name was spelt: which characters, and whether that was the whole of it, letter by letter."""

    start: int
    length: int
    is_whole: bool
    is_initials: bool


def is_han(sign: str) -> bool:
    """Whether this is a Chinese character."""
    return "\u4e00" <= sign <= "\u9fff" or "\u3400" <= sign <= "\u4dbf" or sign >= "\U00020000"


@lru_cache(maxsize=8_192)
def syllables(name: str) -> tuple[Syllable, ...]:
    """A name as it is spelt, sign by sign; () for a name without Chinese characters, which is its own spelling."""
    if not any(map(is_han, name)):
        return ()
    found: list[Syllable] = []
    at = 0
    while at < len(name):
        end = at + 1
        if is_han(name[at]):
            readings = _readings(name[at], is_surname=at == 0)
            if readings:
                found.append(Syllable(at, 1, readings))
        elif name[at].isalnum():
            while end < len(name) and name[end].isalnum() and not is_han(name[end]):
                end += 1
            found.append(Syllable(at, end - at, (unicodedata.normalize("NFKC", name[at:end]).casefold(),)))
        at = end
    compound = _COMPOUND.get(name[:2])
    if compound and len(name) > 2 and len(found) >= 2:
        found[:2] = [Syllable(at, 1, (letters,)) for at, letters in enumerate(compound)]
    return tuple(found)


def spellings(name: str) -> list[tuple[str, ...]]:
    """The ways to spell a name, the likeliest first, at most :data:`MOST_SPELLINGS`."""
    parts = syllables(name)
    return list(islice(product(*(one.readings for one in parts)), MOST_SPELLINGS)) if parts else []


def spelt_in(name: str, typed: str) -> Spelt | None:
    """The part of a name that these letters spell, or None.

    Whole syllables, the last of which may be unfinished (zhangw), or first letters only (zw).
    """
    parts = syllables(name)
    if not parts or not typed.isascii() or not typed[:1].isalpha():
        return None
    for first in range(len(parts)):
        end = _spelt_to(parts, first, typed)
        if end is not None:
            return _spelt(parts, first, end[0], is_complete=end[1], is_initials=False)
    for first in range(len(parts)) if len(typed) > 1 else ():
        run = parts[first : first + len(typed)]
        pairs = zip(run, typed, strict=False)
        if len(run) == len(typed) and all(any(r.startswith(c) for r in part.readings) for part, c in pairs):
            return _spelt(parts, first, first + len(typed), is_complete=True, is_initials=True)
    return None


def _spelt(parts: tuple[Syllable, ...], first: int, end: int, *, is_complete: bool, is_initials: bool) -> Spelt:
    start, last = parts[first].start, parts[end - 1]
    is_whole = is_complete and first == 0 and end == len(parts)
    return Spelt(start, last.start + last.length - start, is_whole, is_initials)


def _spelt_to(parts: tuple[Syllable, ...], at: int, typed: str) -> tuple[int, bool] | None:
    """The end of what is spelt from here, and whether its last syllable is complete."""
    if at == len(parts):
        return None
    unfinished = None
    for reading in parts[at].readings:
        if typed == reading:
            return at + 1, True
        if typed.startswith(reading):
            further = _spelt_to(parts, at + 1, typed[len(reading) :])
            if further is not None:
                return further
        elif reading.startswith(typed):
            unfinished = at + 1, False
    return unfinished


@lru_cache(maxsize=16_384)
def _readings(sign: str, *, is_surname: bool) -> tuple[str, ...]:
    usual = (_SURNAMES if is_surname else _GIVEN).get(sign) or _first_reading(sign)
    also = _ALSO.get(sign, "")
    found = [usual, also, usual.replace("v", "u") if usual else ""]  # 吕 is typed lv, and lu by those who do not know
    return tuple(dict.fromkeys(reading for reading in found if reading))


def _first_reading(sign: str) -> str:
    first = _table().get(ord(sign), "").partition(",")[0]
    letters = unicodedata.normalize("NFD", first.replace("ü", "v").replace("ê", "e"))
    letters = letters.replace("u\u0308", "v")
    return "".join(c for c in letters if c.isascii() and c.isalpha())


@cache
def _table() -> dict[int, str]:
    """Character → its readings with tones, the commonest first."""
    spec = find_spec("pypinyin")  # finds the package without running it
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pypinyin is not installed: names cannot be spelt")
    file = Path(spec.submodule_search_locations[0]) / "pinyin_dict.json"
    return msgspec.json.decode(file.read_bytes(), type=dict[int, str])
