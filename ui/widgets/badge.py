"""A short state in a tinted box: colour always with a word, and with an icon where it warns (`design.md` §4)."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import label, set_property

BadgeKind = Literal["ok", "warn", "danger", "pause", "accent", "line"]


class Badge(QFrame):
    """``text`` in a box 20 px high. ``kind`` is the state: ok, warn, danger, pause, accent or line (no state)."""

    def __init__(
        self, text: str, kind: BadgeKind = "line", icon: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "badge")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._label = label(text, "caption")
        self._icon = IconLabel(icon or "circle", 14)
        row = QHBoxLayout(self)
        row.setContentsMargins(5, 0, 5, 0)
        row.setSpacing(4)
        row.addWidget(self._icon)
        row.addWidget(self._label)
        self.set_badge(text, kind, icon)

    def text(self) -> str:
        """The words in the box."""
        return self._label.text()

    def kind(self) -> str:
        """The state it shows."""
        return str(self.property("kind"))

    def set_badge(self, text: str, kind: BadgeKind = "line", icon: str | None = None) -> None:
        """Show another state."""
        self._label.setText(text)
        self._icon.setVisible(icon is not None)
        if icon is not None:
            self._icon.set_icon(icon, f"{kind}.text" if kind != "line" else "text.secondary")
        set_property(self, "kind", kind)
        set_property(self._label, "kind", kind)
        self.setAccessibleName(text)
