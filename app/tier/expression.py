"""One condition of a rule pack over named inputs: ``arpu >= 1500 and kind == 'person'``.

Evaluated by the zen engine, which knows nothing but what it is given: no files, no clock, no calls. A condition is
read and tried when its pack is loaded, so that a typing mistake is told with its line and never on a customer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.tier.sorts import Sort, compares_unlike

MAX_LENGTH = 300
"""Longer conditions are for splitting into rules; the engine's parser would recurse as deep as they nest."""
MOST = 1e18
"""No figure is as large; the engine counts in decimals and knows no infinity."""
_WORDS = frozenset({"and", "or", "not", "in", "true", "false"})
_FUNCTIONS = frozenset({"abs", "min", "max", "floor", "ceil", "round"})
_UNLIKE = "数字、文字和是否不能互相比较或计算，请对照输入项的类型"
_TEXTS = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAMES = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PLAIN = re.compile(r"[\w\s.,()\[\]<>=!+\-*/%'\"\u4e00-\u9fff]*")

Inputs = Mapping[str, float | str | bool | None]
"""What is known about one customer, by input name; None where it is not known."""


class ConditionError(ValueError):
    """A condition that cannot be used; the text says why, in the words of whoever writes packs."""


class Condition:
    """A condition that has been read. Equal to any other of the same text."""

    __slots__ = ("_compiled", "reads", "text")

    def __init__(self, text: str, samples: tuple[Inputs, ...]) -> None:
        """Read and try a condition.

        Args:
            text: what the pack says.
            samples: every input that may be named, with values it could have; each must give true or false.

        Raises:
            ConditionError: it cannot be read, names an input that does not exist, or compares what cannot be compared.
        """
        self.text = text
        self.reads = _names(text, frozenset(samples[0]))
        self._compiled = _compile(text)
        if compares_unlike(text, {name: _sort(value) for name, value in samples[0].items()}):
            raise ConditionError(_UNLIKE)
        for sample in samples:
            self._try(sample)

    def holds(self, inputs: Inputs) -> bool:
        """Whether it is true of this customer. What reads an input that is not known does not hold: no guessing."""
        known = {}
        for name in self.reads:
            value = inputs.get(name)
            if value is None or (isinstance(value, int | float) and not abs(value) < MOST):
                return False  # NaN, too: it is less than nothing
            known[name] = value
        try:
            return self._compiled.evaluate(known) is True
        except (RuntimeError, ValueError):  # a division by nothing, half a character: what cannot be worked out
            return False

    def _try(self, sample: Inputs) -> None:
        try:
            found = self._compiled.evaluate({name: sample[name] for name in self.reads})
        except RuntimeError as error:
            raise ConditionError(_UNLIKE) from error
        if not isinstance(found, bool):
            raise ConditionError("条件要得出“是”或“否”，例如 arpu >= 1500")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Condition({self.text!r})"


def _names(text: str, known: frozenset[str]) -> tuple[str, ...]:
    if len(text) > MAX_LENGTH:
        raise ConditionError(f"条件太长：最多 {MAX_LENGTH} 个字符，请拆成几条规则")
    bare = _TEXTS.sub(" ", text)
    if not _PLAIN.fullmatch(text) or "'" in bare or '"' in bare:
        raise ConditionError("条件里只能有名称、数字、引号里的文字和 > >= < <= == != + - * / % ( ) [ ] ,")
    names = dict.fromkeys(_NAMES.findall(bare))
    if called := [name for name in re.findall(r"([A-Za-z_]\w*)\s*\(", bare) if name not in _FUNCTIONS | _WORDS]:
        raise ConditionError(f"没有“{called[0]}”这个函数，可以用：{'、'.join(sorted(_FUNCTIONS))}")
    if unknown := [name for name in names if name not in known | _WORDS | _FUNCTIONS]:
        raise ConditionError(f"没有“{unknown[0]}”这个输入项，可以用：{'、'.join(sorted(known))}")
    return tuple(name for name in names if name in known)


def _sort(value: object) -> Sort:
    return "flag" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"


def _compile(text: str) -> Any:
    import zen  # 18 ms that the first paint does not wait for: packs are loaded after it

    try:
        return zen.compile_expression(text)
    except RuntimeError as error:
        raise ConditionError(f"条件读不懂：{text}") from error
