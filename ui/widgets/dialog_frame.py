"""What every dialog and sheet has: the × at its upper right, and a size that leaves its window in sight round it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QWidget

from ui.widgets.buttons import IconButton

_IN_SIGHT = QSize(80, 40)
"""So much of the window is seen beside, and above and below (px, both sides together)."""


def close_button(close: Callable[[], object]) -> IconButton:
    """× for the mouse; the keyboard has Esc."""
    button = IconButton("dismiss", QCoreApplication.translate("dialog", "关闭 Esc"))
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(close)
    return button


def fitting(size: QSize, parent: QWidget | None) -> QSize:
    """``size``, or as much of it as fits into the parent."""
    return size if parent is None else size.boundedTo(parent.size() - _IN_SIGHT)
