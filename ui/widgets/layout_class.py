"""How much a window of some size can show (`design.md` §3). Pure: sizes in, class out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

MINIMUM_WIDTH_PX = 1120
MINIMUM_HEIGHT_PX = 640
_S_FROM_PX, _M_FROM_PX, _L_FROM_PX = 1280, 1440, 1760
_REGULAR_FROM_PX, _TALL_FROM_PX = 680, 840
_FOLD_CHECKS_BELOW_PX = 740


class Width(IntEnum):
    """The width class of a window; they compare: ``width >= Width.M``."""

    XS = 0
    S = 1
    M = 2
    L = 3


class Height(IntEnum):
    """The height class of the body between the bars."""

    SHORT = 0
    REGULAR = 1
    TALL = 2


@dataclass(frozen=True)
class LayoutClass:
    """What the window has room for. ``folds_checks`` turns finished script checks into one line."""

    width: Width
    height: Height
    folds_checks: bool = False

    @property
    def work_px(self) -> int:
        """The width of 我的工作 beside the customer; 0 where it is hidden, 48 where it is a strip."""
        return {Width.XS: 0, Width.S: 48, Width.M: 228, Width.L: 272}[self.width]

    @property
    def script_px(self) -> int:
        """The width of the column with script and form."""
        return {Width.XS: 408, Width.S: 424, Width.M: 468, Width.L: 600}[self.width]

    @property
    def trail_px(self) -> int:
        """The width of the contact trail in the customer 360."""
        return 300 if self.width is Width.L else 290

    @property
    def search_px(self) -> int:
        """The width of the search box in the top bar."""
        return {Width.XS: 310, Width.S: 320, Width.M: 400, Width.L: 520}[self.width]


def layout_class(width: int, body_height: int) -> LayoutClass:
    """The class of a window ``width`` px wide whose body (window less the bars) is ``body_height`` px high."""
    return LayoutClass(
        _width_class(width), _height_class(body_height), folds_checks=body_height < _FOLD_CHECKS_BELOW_PX
    )


def _width_class(width: int) -> Width:
    if width >= _L_FROM_PX:
        return Width.L
    if width >= _M_FROM_PX:
        return Width.M
    return Width.S if width >= _S_FROM_PX else Width.XS


def _height_class(body_height: int) -> Height:
    if body_height >= _TALL_FROM_PX:
        return Height.TALL
    return Height.REGULAR if body_height >= _REGULAR_FROM_PX else Height.SHORT
