"""A pack's YAML files as values that remember where they stand, so that every complaint names file and line.

Only the harmless part of YAML is read: mappings, lists and plain scalars. Anchors, aliases, tags and several documents
in one file are refused, and so is a file that is too large, too deep or too long: a pack may come from anywhere.
Scalars follow YAML 1.2: ``on`` is a word, ``010`` is ten, a date is a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import yaml

from app.errors import PackError

MAX_FILE_BYTES = 512 * 1024
MAX_DEPTH = 16
MAX_VALUES = 50_000
"""How many scalars, lists and mappings one file may hold."""
MAX_TEXT = 4_000
"""How long one text may be, in characters."""

_INT = re.compile(r"[-+]?[0-9]{1,15}")
_FLOAT = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_YAML_FAULTS = (yaml.YAMLError, ValueError, OverflowError)
"""What PyYAML raises on bad input: its own errors, and bare ones for escapes beyond Unicode."""


class Item:
    """One value of a pack file: a scalar, a list of items, or a mapping of text to items.

    Every question that the value cannot answer raises :class:`PackError` with this value's file and line.
    """

    __slots__ = ("file", "line", "value")

    def __init__(self, file: str, line: int, value: Any) -> None:
        self.file = file
        self.line = line
        self.value = value

    def fail(self, reason: str) -> NoReturn:
        """Refuse this value."""
        raise PackError(self.file, self.line, reason)

    def mapping(self, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> dict[str, Item]:
        """The value as a mapping with exactly these keys: a missing or an unknown one is an error."""
        found = self.entries()
        for name, item in found.items():
            if name not in required and name not in optional:
                item.fail(f"不认识的项“{_short(name)}”，这里可以写：{'、'.join((*required, *optional))}")
        for name in required:
            if name not in found:
                self.fail(f"缺少“{name}”")
        return found

    def entries(self) -> dict[str, Item]:
        """The value as a mapping with any keys."""
        if not isinstance(self.value, dict):
            self.fail("这里应当是一组“名称: 值”")
        return self.value

    def named(self, what: str = "编号") -> dict[str, Item]:
        """The value as a mapping whose keys name things in the program (:func:`is_name`); ``what`` people call them."""
        found = self.entries()
        for name, item in found.items():
            if not is_name(name):
                item.fail(f"{what}只能用小写字母、数字和下划线，并以字母开头")
        return found

    def items(self) -> list[Item]:
        """The value as a list."""
        if not isinstance(self.value, list):
            self.fail("这里应当是一个列表（每项以“- ”开头）")
        return self.value

    def text(self, *, max_length: int = MAX_TEXT, empty: bool = False) -> str:
        """The value as text; a number reads as it was written."""
        if isinstance(self.value, bool) or not isinstance(self.value, str | int | float):
            self.fail("这里应当是一段文字")
        words = str(self.value).strip()
        if not words and not empty:
            self.fail("这里不能空着")
        if len(words) > max_length:
            self.fail(f"太长：最多 {max_length} 字，现在 {len(words)} 字")
        return words

    def name(self) -> str:
        """The value as a name in the program: small letters, digits and underscores."""
        words = self.text(max_length=64)
        if not is_name(words):
            self.fail(f"名称“{_short(words)}”只能用小写字母、数字和下划线，并以字母开头")
        return words

    def one_of(self, allowed: tuple[str, ...]) -> str:
        """The value as one of these words."""
        words = self.text()
        if words not in allowed:
            self.fail(f"“{_short(words)}”不在可选范围内：{'、'.join(allowed)}")
        return words

    def whole(self, minimum: int, maximum: int) -> int:
        """The value as a whole number between two bounds, both allowed."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.fail("这里应当是一个整数")
        if not minimum <= self.value <= maximum:
            self.fail(f"应当在 {minimum} 到 {maximum} 之间")
        return self.value

    def flag(self) -> bool:
        """The value as true or false."""
        if not isinstance(self.value, bool):
            self.fail("这里应当是 true 或 false")
        return self.value

    def plain(self) -> Any:
        """The value without its places, as JSON would have it."""
        if isinstance(self.value, dict):
            return {name: item.plain() for name, item in self.value.items()}
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        return self.value


def is_name(words: str) -> bool:
    """Whether this can name something in a pack."""
    return re.fullmatch(r"[a-z][a-z0-9_]{0,63}", words) is not None


def read_source(path: Path, file: str) -> Item:
    """The one document in a pack file.

    Args:
        path: where it is on this machine.
        file: how errors call it: its place inside the pack.

    Raises:
        PackError: unreadable, too large, not harmless YAML; with file and line.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise PackError(file, None, f"读不了这个文件：{error.strerror}") from error
    return parse(raw, file)


def parse(raw: bytes, file: str) -> Item:
    """The one document in these bytes; see :func:`read_source`."""
    if len(raw) > MAX_FILE_BYTES:
        raise PackError(file, None, f"文件太大：最多 {MAX_FILE_BYTES // 1024} KB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackError(file, raw[: error.start].count(b"\n") + 1, "不是 UTF-8 编码，请另存为 UTF-8") from error
    return _Builder(file, text).document()


class _Builder:
    """Puts a document together from YAML events, without recursion and within bounds."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.last_line = 1
        self.root: Item | None = None
        self.open: list[Item] = []
        self.keys: list[str | None] = []
        self.count = 0

    def document(self) -> Item:
        try:
            for event in self._events():
                self._take(event)
        except _YAML_FAULTS as error:
            raise PackError(self.file, self._line_of(error), f"YAML 写法有误：{_reason(error)}") from error
        if self.root is None:
            raise PackError(self.file, 1, "文件是空的")
        return self.root

    def _events(self) -> Iterator[Any]:
        loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
        return iter(yaml.parse(self.text, Loader=loader))

    def _take(self, event: Any) -> None:
        self.last_line = event.start_mark.line + 1 if event.start_mark else self.last_line
        match event:
            case yaml.ScalarEvent() | yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._value(event)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self.open.pop()
                self.keys.pop()
            case yaml.AliasEvent():
                self._fail("不能用“*”引用别处的内容，请写全")
            case yaml.DocumentStartEvent() if self.root is not None:
                self._fail("一个文件里只能有一份内容（多了一个“---”）")
            case _:
                pass

    def _value(self, event: Any) -> None:
        self._check(event)
        if self.open and isinstance(self.open[-1].value, dict) and self.keys[-1] is None:
            self._key(event)
            return
        item = Item(self.file, self.last_line, self._start(event))
        self._place(item)
        if isinstance(item.value, dict | list):
            self.open.append(item)
            self.keys.append(None)
            if len(self.open) > MAX_DEPTH:
                self._fail(f"层次太深：最多 {MAX_DEPTH} 层")

    def _check(self, event: Any) -> None:
        self.count += 1
        if self.count > MAX_VALUES:
            self._fail(f"内容太多：一个文件最多 {MAX_VALUES} 项")
        if event.anchor is not None:
            self._fail("不能用“&”给内容起别名")
        if event.tag is not None:
            self._fail("不能用“!”标注类型")

    def _key(self, event: Any) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            self._fail("名称应当是一段文字")
        key = self._clean(event.value)
        if key in self.open[-1].value:
            self._fail(f"“{_short(key)}”写了两次")
        self.keys[-1] = key

    def _start(self, event: Any) -> Any:
        if isinstance(event, yaml.SequenceStartEvent):
            return []
        if isinstance(event, yaml.MappingStartEvent):
            return {}
        text = self._clean(event.value)
        return _scalar(text) if event.style is None or event.style == "" else text

    def _place(self, item: Item) -> None:
        if not self.open:
            self.root = item
        elif isinstance(self.open[-1].value, list):
            self.open[-1].value.append(item)
        else:
            self.open[-1].value[self.keys[-1]] = item
            self.keys[-1] = None

    def _clean(self, text: str) -> str:
        if any("\ud800" <= char <= "\udfff" for char in text):
            self._fail("有不能保存的字符")
        return text

    def _fail(self, reason: str) -> NoReturn:
        raise PackError(self.file, self.last_line, reason)

    def _line_of(self, error: Exception) -> int:
        mark = getattr(error, "problem_mark", None)
        if mark is not None:
            return int(mark.line) + 1
        position = getattr(error, "position", None)
        return self.text[:position].count("\n") + 1 if isinstance(position, int) else self.last_line


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _reason(error: Exception) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or "读不懂")


def _short(words: str) -> str:
    return words if len(words) <= 30 else words[:29] + "…"
