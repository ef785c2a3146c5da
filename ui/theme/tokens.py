"""The numbers and colours of the design, read once from `resources/design/tokens.json` (`design.md` §3, §4)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

from PySide6.QtGui import QColor, QFont

Mode = Literal["light", "dark"]

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

# The names under which labels and widgets ask for a font, and the tokens behind them.
_TEXT_ROLES = {"strong": "bodyStrong", "secondary": "body", "tertiary": "body"}


@cache
def tokens() -> dict[str, Any]:
    """The token file as it stands on disk."""
    return json.loads((RESOURCES / "design" / "tokens.json").read_text(encoding="utf-8"))


class Theme:
    """One look: light or dark, normal or large text. Widgets that paint ask it for every colour and size."""

    def __init__(self, mode: Mode, *, large_text: bool = False) -> None:
        """A look for ``mode``; ``large_text`` multiplies the type scale (`design.md` §10)."""
        self.mode: Mode = mode
        self.large_text = large_text
        self._colors = {name: QColor(value) for name, value in tokens()["color"][mode].items()}
        self._type_factor = tokens()["type"]["largeTextMultiplier"] if large_text else 1.0

    @property
    def is_dark(self) -> bool:
        """Whether this is the dark look."""
        return self.mode == "dark"

    def color(self, name: str) -> QColor:
        """The colour called ``name`` (``bg.panel``). Raises KeyError for a name the design does not have."""
        return QColor(self._colors[name])

    def hex(self, name: str) -> str:
        """The same colour as ``#RRGGBB``, for rich text and SVG."""
        return self._colors[name].name()

    def px(self, name: str) -> int:
        """A size in logical pixels: ``control``, ``row`` (size), ``radius.sm``, ``space.2``, ``type.body``."""
        group, _, key = name.rpartition(".")
        if group == "type":
            return self.text_px(key)
        return int(tokens()[group or "size"][key])

    def text_px(self, role: str) -> int:
        """The height of the type for ``role`` in logical pixels, large text included."""
        return round(self._scale(role)["px"] * self._type_factor)

    def line_px(self, role: str) -> int:
        """The line height of ``role`` in logical pixels, large text included."""
        return round(self._scale(role)["line"] * self._type_factor)

    def font(self, role: str = "body") -> QFont:
        """The font of ``role``: caption, body, strong, script, title, headline, metric, wall."""
        font = QFont()
        font.setFamilies(families())
        font.setPixelSize(self.text_px(role))
        font.setWeight(QFont.Weight(self._scale(role)["weight"]))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def motion_ms(self, name: str) -> int:
        """How long a movement lasts: ``fast``, ``base``, ``slow``."""
        return int(tokens()["motion"][name])

    def _scale(self, role: str) -> dict[str, Any]:
        return tokens()["type"]["scale"][_TEXT_ROLES.get(role, role)]


def families() -> list[str]:
    """The font families in the order they are tried."""
    return list(tokens()["type"]["family"])
