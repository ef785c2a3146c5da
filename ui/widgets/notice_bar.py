"""A tinted box that tells one thing to bear in mind: 「客户已在柜面说明过此事，请勿让客户再说一遍。」"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import set_property

NoticeKind = Literal["warn", "danger", "ok", "pause", "accent"]
_COLORS = {
    "warn": "warn.text",
    "danger": "danger.text",
    "ok": "ok.text",
    "pause": "text.secondary",
    "accent": "accent.text",
}


class NoticeBar(QFrame):
    """An icon and a sentence on a tint; the sentence may have bold pieces. ``actions`` takes buttons at the end."""

    def __init__(
        self,
        pieces: Sequence[str] = (),
        kind: NoticeKind = "warn",
        icon: str = "chat_warning",
        *,
        filled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._icon = IconLabel(icon, 16, _COLORS[kind], filled=filled)
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setProperty("type", "caption")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._label.setSizePolicy(policy)
        icon_column = QVBoxLayout()
        icon_column.setContentsMargins(0, 1, 0, 0)
        icon_column.addWidget(self._icon)
        icon_column.addStretch()
        self.actions = QHBoxLayout()
        self.actions.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(8)
        row.addLayout(icon_column)
        row.addWidget(self._label, 1)
        row.addLayout(self.actions)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.set_notice(pieces, kind, icon, filled=filled)

    def set_notice(
        self,
        pieces: Sequence[str],
        kind: NoticeKind = "warn",
        icon: str = "chat_warning",
        *,
        filled: bool = True,
    ) -> None:
        """Say ``pieces``, alternately plain and bold, plain first."""
        html = "".join(f"<b>{escape(p)}</b>" if place % 2 else escape(p) for place, p in enumerate(pieces))
        self._label.setText(html)
        self._icon.set_icon(icon, _COLORS[kind], filled=filled)
        set_property(self, "kind", kind)
        set_property(self._label, "kind", kind)
        self.setAccessibleName("".join(pieces))

    def text(self) -> str:
        """The sentence without its bold marks."""
        return self.accessibleName()
