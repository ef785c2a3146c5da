"""What stands in a file, in words for a person: codes by the pack, grades by its tiers, staff numbers by the names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.customer.record import Agent
from app.pack.model import Pack
from app.record import Value
from app.review.shown import in_words, source_words
from app.stamp import instant_of, stamp_at

_KINDS = {"person": "个人", "organisation": "单位"}
_REAL_NAME = {"yes": "已实名", "no": "未实名", "doubtful": "存疑"}
_LABELS = {"behaviour": "behaviour", "needs": "need", "language": "language"}
"""The group of the pack's labels by field."""
_CODED = frozenset({*_LABELS, "kind", "real_name", "service_agent"})
_UNITS = {"arpu": "元/月", "annual_premium": "元", "points": "分", "household_policies": "件"}
_NOBODY = frozenset({"import", "centre"})
_LONG_AGO = stamp_at(datetime(2000, 1, 1, tzinfo=UTC))
"""Stamps from before there were desks are no times."""


class Worded:
    """Words for the values of a customer's record; see :class:`app.oneid.preview.Words`."""

    def __init__(self, pack: Pack, colleagues: Mapping[str, Agent], zone: ZoneInfo) -> None:
        self._pack, self._colleagues, self._zone = pack, colleagues, zone
        self._schemes = {scheme.field: scheme for scheme in pack.tiers.schemes.values()}

    def label(self, field: str, usual: str) -> str:
        """What the field is called; ``usual`` where the pack has no name of its own for it."""
        scheme = self._schemes.get(field)
        return scheme.label if scheme is not None and usual == field else usual

    def value(self, field: str, value: Value, is_masked: bool) -> str:
        """The value, masked where it is personal; ``is_masked``: it came so."""
        scheme = self._schemes.get(field)
        code = scheme.held(value) if scheme is not None else None
        if code is not None:
            return code.label
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, list):
            return "、".join(self.value(field, one, is_masked) for one in value)
        if isinstance(value, int | float):
            return f"{value:,} {_UNITS[field]}" if field in _UNITS else str(value)
        if field in _CODED:
            return self._code(field, str(value))
        return in_words(field, value, self._pack.label, is_masked=is_masked)

    def source(self, source: str) -> str:
        """Where a value comes from; "" where that is not known."""
        return source_words(source, self._pack.label) if source else ""

    def who(self, agent_id: str) -> str:
        """A colleague's name; "" for a value that no person wrote down."""
        if agent_id in _NOBODY:
            return ""
        return self._colleagues[agent_id].name if agent_id in self._colleagues else agent_id

    def day(self, hlc: int) -> str:
        """The ISO date, in the desk's zone, on which it was written down; "" where that is not known."""
        return instant_of(hlc).astimezone(self._zone).date().isoformat() if hlc > _LONG_AGO else ""

    def _code(self, field: str, code: str) -> str:
        match field:
            case "kind":
                return _KINDS.get(code, code)
            case "real_name":
                return _REAL_NAME.get(code, code)
            case "service_agent":
                return self.who(code)
        return self._pack.label(_LABELS[field], code)
