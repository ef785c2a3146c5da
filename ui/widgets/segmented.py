"""A row of joined buttons of which one is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget


class Segmented(QFrame):
    """Joined buttons, one chosen at a time.

    Signals:
        chosen: the user has picked another one; carries its key.
    """

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        tones: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``options`` are (key, words) pairs; ``tones`` gives a key the colour it has when chosen (ok, warn…)."""
        super().__init__(parent)
        self.setProperty("role", "segmented")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, (key, words) in enumerate(options):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the caret in the form
            button.setProperty("role", "segment")
            button.setProperty("kind", (tones or {}).get(key, ""))
            if place in (0, len(options) - 1):
                button.setProperty("place", "last" if place else "first")
            self._group.addButton(button, place)
            self._buttons[key] = button
            row.addWidget(button)
        self._group.idClicked.connect(self._on_clicked)

    def choice(self) -> str | None:
        """The key of the chosen button, or None."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), None)

    def set_choice(self, key: str | None) -> None:
        """Choose ``key`` without a signal; None clears the choice."""
        self._group.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        self._group.setExclusive(True)

    def _on_clicked(self, place: int) -> None:
        self.chosen.emit(list(self._buttons)[place])


def mood_choice(parent: QWidget | None = None) -> Segmented:
    """情绪: how the caller feels, set by the agent (`design.md` §7.6). Keys: calm, anxious, upset, angry."""

    def words(text: str) -> str:
        return QCoreApplication.translate("Segmented", text)

    options = [
        ("calm", words("平静")),
        ("anxious", words("着急")),
        ("upset", words("不满")),
        ("angry", words("激动")),
    ]
    return Segmented(options, {"calm": "ok", "anxious": "warn", "upset": "warn", "angry": "danger"}, parent)
