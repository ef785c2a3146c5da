"""Puts one look on the whole program, and tells painted widgets when it changes."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakMethod

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from ui.theme.qss import stylesheet
from ui.theme.tokens import Mode, Theme


class ThemeNotifier(QObject):
    """Tells everybody that the look has changed.

    Signals:
        changed: the new look is in force; carries the :class:`Theme`.
    """

    changed = Signal(object)


notifier = ThemeNotifier()
_current: list[Theme] = []
_listeners: list[WeakMethod[Callable[[Theme], None]]] = []


def current() -> Theme:
    """The look in force. Light until :func:`apply` says otherwise."""
    if not _current:
        _current.append(Theme("light"))
    return _current[0]


def apply(app: QApplication, mode: Mode, *, large_text: bool = False) -> Theme:
    """Dress the whole program in ``mode`` and return the look.

    The style sheet is built once per look and set once; state travels in dynamic properties.
    """
    theme = Theme(mode, large_text=large_text)
    _current[:] = [theme]
    app.setStyle("Fusion")
    app.setFont(theme.font("body"))
    app.setPalette(_palette(theme))
    app.setStyleSheet(stylesheet(theme))
    _tell_widgets(theme)
    notifier.changed.emit(theme)
    return theme


def when_changed(slot: Callable[[Theme], None]) -> None:
    """Call ``slot``, a method of a widget, with the new look whenever it changes; it ends with the widget.

    Not a plain connection: Qt lets one outlive the widget's parts as long as Python still holds the widget.
    """
    _listeners.append(WeakMethod(slot))


def _tell_widgets(theme: Theme) -> None:
    alive = []
    for listener in _listeners:
        slot = listener()
        if slot is not None and isValid(slot.__self__):
            alive.append(listener)
            slot(theme)
    _listeners[:] = alive


def _palette(theme: Theme) -> QPalette:
    """Qt's own palette, for what the style sheet does not reach (selections, placeholders, tool tips)."""
    role = QPalette.ColorRole
    names = {
        role.Window: "bg.window",
        role.Base: "bg.panel",
        role.AlternateBase: "bg.subtle",
        role.Button: "bg.panel",
        role.WindowText: "text.primary",
        role.Text: "text.primary",
        role.ButtonText: "text.primary",
        role.BrightText: "danger.on",
        role.Highlight: "accent.solid",
        role.HighlightedText: "accent.on",
        role.Link: "text.link",
        role.LinkVisited: "text.link",
        role.PlaceholderText: "text.tertiary",
        role.ToolTipBase: "bg.tooltip",
        role.ToolTipText: "text.onTooltip",
        role.Light: "bg.panel",
        role.Midlight: "border.subtle",
        role.Mid: "border.default",
        role.Dark: "border.control",
        role.Shadow: "border.control",
        role.Accent: "accent.solid",
    }
    palette = QPalette()
    for color_role, name in names.items():
        palette.setColor(color_role, theme.color(name))
    for color_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, color_role, theme.color("text.disabled"))
    return palette
