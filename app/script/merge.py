"""Words of a script: bold pieces and the fields that are filled in while it is spoken.

A text marks bold with ``**…**`` and names fields in braces: ``**{customer.surname_title}**，这件事由我负责``. Which
fields exist is fixed here; a pack that uses another one is refused when it is loaded, never while a customer waits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MERGE_FIELDS: dict[str, str] = {
    "customer.surname_title": "您好",
    "customer.name": "客户本人",
    "agent.id": "（报您的工号）",
    "agent.name": "（报您的姓名）",
    "queue.name": "客户服务专线",
    "ticket.number": "（单号稍后发给您）",
    "ticket.kind": "业务",
    "ticket.regret": "这件事没有办好、让您费心",
    "ticket.department": "主办部门",
    "ticket.call_back_at": "约定的时间",
    "ticket.due_at": "规定时限内",
    "holding.title": "这项业务",
}
"""Every field a script may use, and what is read out while it is not known (a stranger calls, no number yet)."""

_FIELD = re.compile(r"\{([^{}]*)\}")


def pieces(text: str) -> tuple[str, ...]:
    """The text cut at its bold marks: plain and bold in turn, plain first.

    Raises:
        ValueError: a bold mark that is not closed, a brace that is not part of a field, or a field nobody knows;
            in words for the author of the pack.
    """
    parts = text.split("**")
    if len(parts) % 2 == 0:
        raise ValueError("加粗的“**”没有成对")
    for field in _FIELD.findall(text):
        if field not in MERGE_FIELDS:
            raise ValueError(f"没有“{{{field[:40]}}}”这个字段，可用的有：{'、'.join(MERGE_FIELDS)}")
    for part in parts:
        if "{" in (rest := _FIELD.sub("", part)) or "}" in rest:
            raise ValueError("花括号没有成对，或字段跨过了加粗的“**”")
    return tuple(parts[:-1] if len(parts) > 1 and not parts[-1] else parts)


def fill(text: str, context: Mapping[str, str]) -> str:
    """One piece with its fields filled in. What the context does not know is read as :data:`MERGE_FIELDS` says."""
    return _FIELD.sub(lambda found: context.get(found.group(1)) or MERGE_FIELDS[found.group(1)], text)
