"""Style sheet template for the controls: buttons, fields, chips, badges, lists, menus, scroll bars."""

from __future__ import annotations

BUTTONS = """
QPushButton {
    background: @bg.panel; color: @text.primary; border: 1px solid @border.control; border-radius: @px(radius.sm)px;
    min-height: 26px; max-height: 26px; padding: 0 10px; outline: 0;
}
QPushButton:hover { background: @bg.hover; }
QPushButton:pressed, QPushButton:open { background: @bg.pressed; }
QPushButton:disabled { background: @bg.inset; color: @text.disabled; border-color: @border.default; }
QPushButton[scale="large"] {
    min-height: 36px; max-height: 36px; font-size: 14px; font-weight: 700; border-radius:
    @px(radius.md)px;
}
QPushButton[scale="small"] { min-height: 22px; max-height: 22px; padding: 0 8px; }
QPushButton[kind="primary"] { background: @accent.solid; color: @accent.on; border-color: @accent.solid; }
QPushButton[kind="primary"]:hover { background: @accent.hover; border-color: @accent.hover; }
QPushButton[kind="primary"]:pressed { background: @accent.pressed; border-color: @accent.pressed; }
QPushButton[kind="danger"] { background: @danger.solid; color: @danger.on; border-color: @danger.solid; }
QPushButton[kind="danger"]:hover { background: @danger.solid; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled {
    background: @bg.inset; color: @text.disabled; border-color: @border.default;
}
QPushButton[kind="ghost"], QPushButton[kind="link"] { background: transparent; border-color: transparent; }
QPushButton[kind="ghost"]:hover, QPushButton[kind="link"]:hover { background: @bg.hover; }
QPushButton[kind="link"] { color: @text.link; padding: 0 4px; }
QPushButton[kind="link"]:disabled, QPushButton[kind="ghost"]:disabled { color: @text.disabled; }

QToolButton {
    background: transparent; border: 0; border-radius: @px(radius.sm)px; padding: 4px; color:
    @text.primary;
}
QToolButton:hover { background: @bg.hover; }
QToolButton:pressed, QToolButton:open { background: @bg.pressed; }
QToolButton:checked { background: @bg.selected; color: @accent.text; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="framed"] { background: @bg.panel; border: 1px solid @border.control; padding: 5px; }

QPushButton[role="chip"] {
    background: @bg.panel; color: @text.primary; border: 1px solid @border.default; border-radius: 13px;
    min-height: 24px; max-height: 24px; padding: 0 10px; font-size: @px(type.caption)px;
}
QPushButton[role="chip"]:hover { background: @bg.hover; }
QPushButton[role="chip"]:checked { background: @ok.bg; color: @ok.text; border-color: @ok.border; }

QPushButton[role="reason"] {
    background: @bg.panel; color: @text.primary; border: 1px solid @border.default; border-radius: @px(radius.sm)px;
    min-height: 22px; max-height: 22px; padding: 0 7px; font-size: @px(type.caption)px;
}
QPushButton[role="reason"]:hover { background: @bg.hover; }
QPushButton[role="reason"]:disabled { color: @text.disabled; }
QPushButton[role="reason"]:checked { background: @accent.tint; color: @accent.text; border-color: @accent.tint; }

QFrame[role="segmented"] {
    background: @bg.panel; border: 1px solid @border.default; border-radius: @px(radius.sm)px;
}
QPushButton[role="segment"] {
    background: @bg.subtle; color: @text.secondary; border: 0; border-radius: 0; border-right: 1px solid
    @border.subtle;
    min-height: 22px; max-height: 22px; min-width: 26px; padding: 0 7px; font-size: @px(type.caption)px;
}
QPushButton[role="segment"][place="first"] { border-top-left-radius: 3px; border-bottom-left-radius: 3px; }
QPushButton[role="segment"][place="last"] {
    border-right: 0; border-top-right-radius: 3px; border-bottom-right-radius: 3px;
}
QPushButton[role="segment"]:hover { background: @bg.hover; }
QPushButton[role="segment"]:checked { background: @bg.panel; color: @text.primary; font-weight: 700; }
QPushButton[role="segment"][kind="ok"]:checked { background: @ok.bg; color: @ok.text; }
QPushButton[role="segment"][kind="warn"]:checked { background: @warn.bg; color: @warn.text; }
QPushButton[role="segment"][kind="danger"]:checked { background: @danger.bg; color: @danger.text; }
QPushButton[role="segment"][kind="accent"]:checked { background: @accent.tint; color: @accent.text; }

QFrame[role="badge"] {
    border: 1px solid transparent; border-radius: @px(radius.sm)px; min-height: 18px; max-height: 18px;
}
QFrame[role="badge"] QLabel { font-size: @px(type.caption)px; }
QFrame[role="badge"][kind="ok"] { background: @ok.bg; }
QFrame[role="badge"][kind="ok"] QLabel { color: @ok.text; }
QFrame[role="badge"][kind="warn"] { background: @warn.bg; }
QFrame[role="badge"][kind="warn"] QLabel { color: @warn.text; }
QFrame[role="badge"][kind="danger"] { background: @danger.bg; }
QFrame[role="badge"][kind="danger"] QLabel { color: @danger.text; }
QFrame[role="badge"][kind="pause"] { background: @pause.bg; }
QFrame[role="badge"][kind="pause"] QLabel { color: @pause.text; }
QFrame[role="badge"][kind="accent"] { background: @accent.tint; }
QFrame[role="badge"][kind="accent"] QLabel { color: @accent.text; }
QFrame[role="badge"][kind="line"] { background: @bg.panel; border-color: @border.default; }
QFrame[role="badge"][kind="line"] QLabel { color: @text.primary; }
"""

FIELDS = """
QLineEdit, QComboBox, QDateEdit, QTimeEdit, QDateTimeEdit, QSpinBox, QDoubleSpinBox {
    background: @bg.panel; color: @text.primary; border: 1px solid @border.control; border-radius: @px(radius.sm)px;
    min-height: 26px; max-height: 26px; padding: 0 8px;
    selection-background-color: @accent.solid; selection-color: @accent.on;
}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QTimeEdit:focus, QDateTimeEdit:focus, QSpinBox:focus,
QDoubleSpinBox:focus {
    border: 2px solid @border.focus; padding: 0 7px; min-height: 24px; max-height: 24px;
}
QLineEdit[scale="large"] { min-height: 34px; max-height: 34px; }
QLineEdit[scale="large"]:focus { min-height: 32px; max-height: 32px; }
QLineEdit[invalid="true"], QComboBox[invalid="true"], QDateTimeEdit[invalid="true"] { border-color: @danger.solid; }
QLineEdit:read-only, QLineEdit:disabled, QComboBox:disabled, QDateTimeEdit:disabled, QDateEdit:disabled,
QTimeEdit:disabled {
    background: @bg.inset; border-color: @border.default;
}
QLineEdit:disabled, QComboBox:disabled, QDateTimeEdit:disabled { color: @text.disabled; }
QLineEdit[role="bare"], QLineEdit[role="bare"]:focus {
    background: transparent; border: 0; padding: 0; min-height: 20px;
}
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url(@icon(chevron_down,text.secondary)); width: 16px; height: 16px; }
QDateEdit::drop-down, QTimeEdit::drop-down, QDateTimeEdit::drop-down { border: 0; width: 24px; }
QDateEdit::down-arrow, QDateTimeEdit::down-arrow {
    image: url(@icon(calendar,text.secondary)); width: 16px; height: 16px;
}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 0; }

QPlainTextEdit, QTextEdit {
    background: @bg.panel; color: @text.primary; border: 1px solid @border.control; border-radius: @px(radius.sm)px;
    padding: 3px 5px; selection-background-color: @accent.solid; selection-color: @accent.on;
}
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid @border.focus; padding: 2px 4px; }
QPlainTextEdit[invalid="true"], QTextEdit[invalid="true"] { border-color: @danger.solid; }
QPlainTextEdit:read-only, QTextEdit:read-only { background: @bg.inset; border-color: @border.default; }

QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; background: transparent; outline: 0; }
QCheckBox:disabled, QRadioButton:disabled { color: @text.disabled; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; background: @bg.panel; border: 1px solid @border.control; border-radius:
    @px(radius.xs)px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { background: @bg.hover; }
QCheckBox::indicator:checked {
    background: @accent.solid; border-color: @accent.solid; image: url(@icon(checkmark,accent.on));
}
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid @accent.solid; background: @accent.on; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {
    background: @bg.inset; border-color: @border.default;
}
"""

LISTS = """
QAbstractItemView {
    background: @bg.panel; border: 0; outline: 0; color: @text.primary;
    selection-background-color: @bg.selected; selection-color: @text.primary;
}
QComboBox QAbstractItemView { border: 1px solid @border.default; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border-radius: @px(radius.sm)px; }
QComboBox QAbstractItemView::item:hover, QComboBox QAbstractItemView::item:selected {
    background: @bg.hover; color: @text.primary;
}
QHeaderView::section {
    background: @bg.subtle; color: @text.secondary; border: 0; border-bottom: 1px solid @border.subtle;
    padding: 0 8px;
    min-height: 28px; font-size: @px(type.caption)px;
}
QMenu { background: @bg.panel; border: 1px solid @border.default; border-radius: @px(radius.md)px; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 8px; border-radius: @px(radius.sm)px; min-height: 20px; min-width: 80px; }
QMenu::item:selected { background: @bg.hover; }
QMenu::item:disabled { color: @text.disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: @border.subtle; margin: 4px 0; }

QTabWidget::pane { border: 0; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: @text.secondary; border: 0; border-bottom: 2px solid transparent;
    min-height: 33px; padding: 0 2px; margin-right: 16px;
}
QTabBar::tab:hover { color: @text.primary; }
QTabBar::tab:selected { color: @text.primary; font-weight: 700; border-bottom-color: @accent.solid; }
QTabBar::tab:focus { color: @accent.text; }

QScrollArea, QScrollArea > QWidget > QWidget[role="scroll-body"] { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @pause.border; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: @pause.solid; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
"""

CONTROLS = BUTTONS + FIELDS + LISTS
