"""A button of 24 px, for rows and bars that have no room for 28."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.widgets.buttons import Button


class SmallButton(Button):
    """A :class:`Button` of ``size.controlSmall``."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent=parent)
        self.setStyleSheet("min-height: 22px; max-height: 22px; padding: 0 8px;")
