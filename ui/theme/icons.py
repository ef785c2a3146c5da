"""Fluent icons in the colours of the look in force (`design.md` §11): recoloured at load, kept per pixel ratio."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QObject, QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from ui.theme.svg import MissingIconError, recoloured_svg
from ui.theme.theme import current, when_changed
from ui.theme.tokens import Theme

__all__ = ["MissingIconError", "bind_icon", "icon", "pixmap"]


def pixmap(
    name: str, px: int = 16, color: str = "text.secondary", *, filled: bool = False, ratio: float | None = None
) -> QPixmap:
    """The icon ``name`` as a picture of ``px`` logical pixels in the token colour ``color``.

    ``ratio`` is the device pixel ratio it is drawn for; left out, the sharpest screen decides.
    """
    return _drawn(name, px, current().hex(color), filled, ratio or _ratios()[-1])


def icon(name: str, px: int = 16, color: str = "text.secondary", filled: bool = False) -> QIcon:
    """The icon ``name`` for buttons and lists, with its disabled look, sharp on every screen there is."""
    theme = current()
    made = QIcon()
    for ratio in _ratios():
        made.addPixmap(_drawn(name, px, theme.hex(color), filled, ratio))
        made.addPixmap(_drawn(name, px, theme.hex("text.disabled"), filled, ratio), QIcon.Mode.Disabled)
    return made


def bind_icon(
    button: QAbstractButton, name: str, px: int = 16, color: str = "text.secondary", *, filled: bool = False
) -> None:
    """Give ``button`` an icon that follows the look. Calling it again replaces the icon."""
    for child in button.children():
        if isinstance(child, _IconBinding):
            child.show_icon(name, px, color, filled=filled)
            return
    _IconBinding(button).show_icon(name, px, color, filled=filled)


class _IconBinding(QObject):
    """Keeps one button's icon in the colours of the look."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button)
        self._button = button
        self._icon: tuple[str, int, str, bool] = ("circle", 16, "text.secondary", False)
        when_changed(self.on_theme_changed)

    def show_icon(self, name: str, px: int, color: str, *, filled: bool) -> None:
        """Remember and show this icon."""
        self._icon = (name, px, color, filled)
        self._button.setIconSize(QSize(px, px))
        self._button.setIcon(icon(*self._icon))

    @Slot(object)
    def on_theme_changed(self, _theme: Theme) -> None:
        """Draw the icon again in the new colours."""
        self._button.setIcon(icon(*self._icon))


@lru_cache(maxsize=2048)
def _drawn(name: str, px: int, color_hex: str, filled: bool, ratio: float) -> QPixmap:
    # The drawing first: an error between begin and end of a painter takes the whole program down.
    drawing = QSvgRenderer(recoloured_svg(name, px, color_hex, filled=filled).encode())
    picture = QPixmap(round(px * ratio), round(px * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        drawing.render(painter)
    picture.setDevicePixelRatio(ratio)
    return picture


def _ratios() -> list[float]:
    return sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()} | {1.0})
