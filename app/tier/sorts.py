"""Finds comparisons in a condition that can never come true: a text held against a number (``kind == arpu``).

The engine answers them with no instead of an error, so that trying the condition would not show the mistake. What a
condition may say is written as Python writes it, but for ranges; it is only parsed here, never run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Literal

Sort = Literal["number", "text", "flag"]

_RANGE = re.compile(r"[\[(]([^\[\]()]*)\.\.([^\[\]()]*)[\])]")
_GLUED = re.compile(r"(?<=[\d.])(?=(?:and|or|in|not)\b)")


def compares_unlike(text: str, sorts: Mapping[str, Sort]) -> bool:
    """Whether it holds two things of different sorts against each other with ``==``, ``!=`` or ``in``.

    Args:
        text: a condition the engine can read. What this cannot is passed over: it is no judge of what may be said.
        sorts: of every input.
    """
    plain = _GLUED.sub(" ", _RANGE.sub(r"[\1,\2]", text)).strip()
    try:
        tree = ast.parse(plain, mode="eval")
        return any(_is_unlike(node, sorts) for node in ast.walk(tree) if isinstance(node, ast.Compare))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _is_unlike(compared: ast.Compare, sorts: Mapping[str, Sort]) -> bool:
    left = _sort(compared.left, sorts)
    for operator, right in zip(compared.ops, compared.comparators, strict=True):
        is_member = isinstance(operator, ast.In | ast.NotIn)
        others = right.elts if is_member and isinstance(right, ast.List) else [] if is_member else [right]
        for other in others:
            sort = _sort(other, sorts)
            if left is not None and sort is not None and left != sort:
                return True
        left = "flag"  # a == b == c holds what came out of the first against c
    return False


def _sort(node: ast.expr, sorts: Mapping[str, Sort]) -> Sort | None:
    """Which sort of value comes out; None where that is not plain."""
    match node:
        case ast.Name(id="true" | "false") | ast.BoolOp() | ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return "flag"
        case ast.Name(id=name):
            return sorts.get(name)
        case ast.Constant(value=str()):
            return "text"
        case ast.Constant(value=int() | float()) | ast.UnaryOp() | ast.Call():  # every function gives a number
            return "number"
        case ast.BinOp(left=left, right=right):
            return "text" if "text" in (_sort(left, sorts), _sort(right, sorts)) else "number"
        case _:
            return None
