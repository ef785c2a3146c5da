"""The actions at the right end of the call bar."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from ui.widgets.buttons import Button, ButtonKind


class CallButton(Button):
    """A button on the dark band. In a narrow window it is an icon whose words are its tool tip."""

    def __init__(
        self,
        words: str,
        icon: str,
        kind: ButtonKind = "default",
        *,
        hint: str = "",
        filled: bool = False,
        keeps_words: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``keeps_words``: its words stay in a narrow window, too (挂断)."""
        super().__init__(words, kind, icon=icon, hint=hint, parent=parent)
        self.set_icon_name(icon, filled=filled)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the caret in the form
        self._words = words
        self._keeps_words = keeps_words
        self._why_not = ""

    def set_compact(self, compact: bool) -> None:
        """Show the icon only, or icon and words."""
        self.setText("" if compact and not self._keeps_words else self._words)
        self.setAccessibleName(self._words)
        self._tell()

    def set_available(self, available: bool, why_not: str = "") -> None:
        """Enable it, or disable it and say in its tool tip what to do instead."""
        self.setEnabled(available)
        self._why_not = "" if available else why_not
        self._tell()

    def text_color(self) -> str:
        """White on the band, pale when disabled."""
        if not self.isEnabled():
            return "callbar.text2"
        return {"primary": "accent.on", "danger": "danger.on"}.get(str(self.property("kind")), "callbar.text")

    def sizeHint(self) -> QSize:
        """A square when it is an icon only."""
        hint = super().sizeHint()
        return hint if self.text() else QSize(38, hint.height())

    def _tell(self) -> None:
        parts = [] if self.text() else [self._words]
        self.setToolTip(" · ".join([*parts, self._why_not] if self._why_not else parts))
