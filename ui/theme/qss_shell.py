"""Style sheet template for the window's own parts: top bar, call bar, banner, rail, status bar, sign-in."""

from __future__ import annotations

SHELL = """
QFrame[role="top-bar"] { background: @bg.panel; border: 0; border-bottom: 1px solid @border.default; }
QFrame[role="nav-rail"] { background: @bg.panel; border: 0; border-right: 1px solid @border.default; }
QFrame[role="status-bar"] { background: @bg.panel; border: 0; border-top: 1px solid @border.default; }
QFrame[role="status-bar"] QLabel { font-size: @px(type.caption)px; color: @text.secondary; }
QFrame[role="status-bar"] QLabel[tone="warn"] { color: @warn.text; }
QFrame[role="status-bar"] QLabel[tone="danger"] { color: @danger.text; }

QToolButton[role="presence"] {
    background: @bg.panel; border: 1px solid @border.default; border-radius: @px(radius.md)px; padding:
    0;
}
QToolButton[role="presence"]:hover { background: @bg.hover; }
QToolButton[role="presence"]:pressed, QToolButton[role="presence"]:open { background: @bg.pressed; }
QFrame[role="search"] {
    background: @bg.inset; border: 1px solid @border.default; border-radius: @px(radius.md)px; min-height:
    30px; max-height: 30px;
}
QFrame[role="search"]:hover { background: @bg.hover; }
QFrame[role="search"][focused="true"] {
    background: @bg.panel; border: 2px solid @border.focus; min-height: 28px; max-height: 28px;
}

QFrame[role="message-bar"] { background: @bg.tooltip; border: 0; border-radius: @px(radius.md)px; }
QFrame[role="message-bar"] QLabel { color: @text.onTooltip; }
QFrame[role="message-bar"][tone="danger"] { background: @danger.solid; }
QFrame[role="message-bar"][tone="danger"] QLabel { color: @danger.on; }
QFrame[role="message-bar"] QPushButton[kind="on-dark"] {
    background: transparent; color: @text.onTooltip; border: 0; font-weight: 700; padding: 0 8px;
}
QFrame[role="message-bar"] QPushButton[kind="on-dark"]:hover { text-decoration: underline; }
QFrame[role="message-bar"][tone="danger"] QPushButton[kind="on-dark"] { color: @danger.on; }
QPushButton[role="sync-chip"] {
    background: transparent; border: 0; border-radius: @px(radius.md)px; padding: 0 8px; min-height:
    28px; max-height: 28px;
}
QPushButton[role="sync-chip"] { font-size: @px(type.caption)px; color: @text.secondary; }
QPushButton[role="sync-chip"]:hover { background: @bg.hover; }
QPushButton[role="sync-chip"][kind="warn"] { background: @warn.bg; color: @warn.text; }
QPushButton[role="sync-chip"][kind="danger"] { background: @danger.bg; color: @danger.text; }

QFrame[role="banner"] { background: @warn.bg; border: 0; border-bottom: 1px solid @warn.border; }
QFrame[role="banner"] QLabel { color: @warn.text; }

QFrame[role="call-bar"] { background: @callbar.bg; border: 0; }
QFrame[role="call-bar"] QLabel { color: @callbar.text; }
QFrame[role="call-bar"] QLabel[type="caption"] { color: @callbar.text2; }
QFrame[role="call-bar"] QLabel[tone="live"] { color: @callbar.live; }
QFrame[role="call-bar"] QLabel[tone="hold"] { color: @callbar.warn; }
QFrame[role="call-bar"] QLabel[tone="quiet"] { color: @callbar.text2; }
QFrame[role="call-bar"] QFrame[role="vline"] { background: @callbar.border; }
QFrame[role="call-bar"] QPushButton {
    background: @callbar.raised; color: @callbar.text; border: 1px solid @callbar.raised; border-radius:
    @px(radius.md)px;
    min-height: 30px; max-height: 30px; padding: 0 9px;
}
QFrame[role="call-bar"] QPushButton:hover { border-color: @callbar.border; background: @callbar.border; }
QFrame[role="call-bar"] QPushButton:disabled {
    color: @callbar.text2; background: @callbar.bg; border-color: @callbar.border;
}
QFrame[role="call-bar"] QPushButton[kind="danger"] {
    background: @danger.solid; border-color: @danger.solid; color: @danger.on; padding: 0 13px; font-weight: 700;
}
QFrame[role="call-bar"] QPushButton[kind="primary"] {
    background: @accent.solid; border-color: @accent.solid; color: @accent.on; font-weight: 700;
}
QFrame[role="call-bar"] QPushButton[kind="danger"]:disabled, QFrame[role="call-bar"]
QPushButton[kind="primary"]:disabled {
    color: @callbar.text2; background: @callbar.bg; border-color: @callbar.border; font-weight: 400;
}

QWidget[role="signin"] { background: @bg.panel; }
QFrame[role="signin-brand"] { background: @callbar.bg; border: 0; }
QFrame[role="signin-brand"] QLabel { color: @callbar.text; }
QLabel[type="promise"] { font-size: @px(type.title)px; }
QLabel[type="fact"] { font-size: @px(type.script)px; font-weight: 700; }
QFrame[role="signin-brand"] QLabel[tone="quiet"] { color: @callbar.text2; }
QFrame[role="field"] { background: @bg.panel; border: 1px solid @border.control; border-radius: @px(radius.sm)px; }
QFrame[role="field"][focused="true"] { border: 2px solid @border.focus; }
QFrame[role="field"][invalid="true"] { border-color: @danger.solid; }
"""
