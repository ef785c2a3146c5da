"""The one style sheet: a template in which `@name` is a token and `@icon(name,colour)` a recoloured drawing."""

from __future__ import annotations

import re

from ui.theme.qss_controls import CONTROLS
from ui.theme.qss_shell import SHELL
from ui.theme.svg import style_sheet_file
from ui.theme.tokens import Theme

_ICON = re.compile(r"@icon\((\w+),\s*([\w.]+)\)")
_PX = re.compile(r"@px\(([\w.]+)\)")
_COLOR = re.compile(r"@([a-z]+(?:\.[A-Za-z0-9]+)?)")

SURFACES = """
QWidget { color: @text.primary; }
QMainWindow, QWidget[role="window"] { background: @bg.window; }
QDialog[role="dialog"] { background: @bg.panel; }
QFrame[role="choice"] { background: transparent; border: 0; }
QFrame[role="choice"][kind="chosen"] { background: @accent.tint; }
QToolTip {
    background: @bg.tooltip; color: @text.onTooltip; border: 0; padding: 4px 8px; font-size:
    @px(type.caption)px;
}

QFrame[role="panel"] { background: @bg.panel; border: 1px solid @border.default; border-radius: @px(radius.lg)px; }
QFrame[role="panel-header"] { background: transparent; border: 0; border-bottom: 1px solid @border.subtle; }
QFrame[role="panel-footer"] {
    background: @bg.subtle; border: 0; border-top: 1px solid @border.subtle;
    border-bottom-left-radius: @px(radius.md)px; border-bottom-right-radius: @px(radius.md)px;
}
QFrame[role="panel-footer"][kind="plain"] { background: transparent; }
QFrame[role="band"] { background: @bg.subtle; border: 0; }
QFrame[role="inset"] { background: @bg.inset; border: 0; border-radius: @px(radius.sm)px; }
QFrame[role="popup"] { background: @bg.panel; border: 1px solid @border.default; border-radius: @px(radius.lg)px; }
QFrame[role="hline"] { background: @border.subtle; border: 0; min-height: 1px; max-height: 1px; }
QFrame[role="hline"][kind="strong"] { background: @border.default; min-height: 2px; max-height: 2px; }
QFrame[role="vline"] { background: @border.subtle; border: 0; min-width: 1px; max-width: 1px; }

QFrame[role="notice"] { border: 0; border-radius: @px(radius.md)px; background: @warn.bg; }
QFrame[role="notice"][kind="danger"] { background: @danger.bg; }
QFrame[role="notice"][kind="ok"] { background: @ok.bg; }
QFrame[role="notice"][kind="pause"] { background: @bg.inset; }
QFrame[role="notice"][kind="accent"] { background: @accent.tint; }
QFrame[role="notice"] QLabel { color: @warn.text; }
QFrame[role="notice"][kind="danger"] QLabel { color: @danger.text; }
QFrame[role="notice"][kind="ok"] QLabel { color: @ok.text; }
QFrame[role="notice"][kind="pause"] QLabel { color: @text.secondary; }
QFrame[role="notice"][kind="accent"] QLabel { color: @accent.text; }

QLabel { background: transparent; border: 0; }
QLabel[type="caption"] { font-size: @px(type.caption)px; color: @text.secondary; }
QLabel[type="caption-strong"] { font-size: @px(type.caption)px; font-weight: 700; }
QLabel[type="caption-tertiary"] { font-size: @px(type.caption)px; color: @text.tertiary; }
QLabel[type="body"] { font-size: @px(type.body)px; }
QLabel[type="strong"] { font-size: @px(type.body)px; font-weight: 700; }
QLabel[type="secondary"] { color: @text.secondary; }
QLabel[type="tertiary"] { color: @text.tertiary; }
QLabel[type="script"] { font-size: @px(type.script)px; }
QLabel[type="title"] { font-size: @px(type.title)px; font-weight: 700; }
QLabel[type="headline"] { font-size: @px(type.headline)px; font-weight: 700; }
QLabel[type="metric"] { font-size: @px(type.metric)px; font-weight: 700; }
QLabel[type="link"] { color: @text.link; }
QLabel[tone="ok"] { color: @ok.text; }
QLabel[tone="warn"] { color: @warn.text; }
QLabel[tone="danger"] { color: @danger.text; }
QLabel[tone="pause"] { color: @pause.text; }
QLabel[tone="accent"] { color: @accent.text; }
QLabel:disabled { color: @text.disabled; }
"""


def stylesheet(theme: Theme) -> str:
    """The style sheet for ``theme``. Raises KeyError for a token the design does not have."""
    text = SURFACES + CONTROLS + SHELL
    text = _ICON.sub(lambda found: f'"{style_sheet_file(found[1], theme.hex(found[2]))}"', text)
    text = _PX.sub(lambda found: str(theme.px(found[1])), text)
    return _COLOR.sub(lambda found: theme.hex(found[1]), text)
