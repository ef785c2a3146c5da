"""The drawings of the icons as text: found in their size, recoloured, and as files for the style sheet."""

from __future__ import annotations

import atexit
import re
import tempfile
from functools import cache
from pathlib import Path

from ui.theme.tokens import RESOURCES

_DRAWN_SIZES = (16, 20, 24)
_ROOT = re.compile(r"<svg\b")


class MissingIconError(LookupError):
    """The design does not ship this icon in this style (`icons.json`)."""


@cache
def svg_source(name: str, px: int, *, filled: bool) -> str:
    """The drawing of ``name`` that fits ``px`` best, without a colour of its own."""
    style = "filled" if filled else "regular"
    fitting = [size for size in _DRAWN_SIZES if size >= px]
    for size in (*fitting, *reversed(_DRAWN_SIZES)):
        path = RESOURCES / "icons" / f"{name}_{size}_{style}.svg"
        if path.exists():
            return path.read_text(encoding="utf-8")
    raise MissingIconError(f"{name} ({style})")


def recoloured_svg(name: str, px: int, color_hex: str, *, filled: bool = False) -> str:
    """The drawing with every unpainted shape in ``color_hex``."""
    source = svg_source(name, px, filled=filled).replace("#212121", color_hex)
    return _ROOT.sub(f'<svg fill="{color_hex}"', source, count=1)


@cache
def _style_sheet_folder() -> tempfile.TemporaryDirectory[str]:
    # A style sheet takes pictures only from files; the folder goes when the program ends.
    folder = tempfile.TemporaryDirectory(prefix="shouwen-icons-")
    atexit.register(folder.cleanup)
    return folder


@cache
def style_sheet_file(name: str, color_hex: str, px: int = 16) -> str:
    """The path of a recoloured drawing for use in ``url(…)`` of the style sheet."""
    path = Path(_style_sheet_folder().name) / f"{name}-{px}-{color_hex.lstrip('#')}.svg"
    path.write_text(recoloured_svg(name, px, color_hex), encoding="utf-8")
    return path.as_posix()
