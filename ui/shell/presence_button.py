"""The agent's presence with its running time, and the menu to change it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget, QWidgetAction

from ui.shell.states import PRESENCE_LOOKS, Presence, presence_words
from ui.theme.icons import icon
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import label

CHOICES: tuple[Presence, ...] = ("ready", "break", "training", "offline")


class PresenceButton(QToolButton):
    """Icon, words, running time; a click opens the menu.

    The exchange is not told yet: the menu shows the presences there are, disabled, with 「请在话机上切换」, until
    :meth:`set_control` says otherwise.

    Signals:
        presence_requested: the agent has chosen another presence; carries its key.
    """

    presence_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "presence")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._icon = IconLabel("checkmark_circle", filled=True)
        self._words = label("", "strong")
        self._running = label("", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 0, 9, 0)
        row.setSpacing(6)
        for part in (self._icon, self._words, self._running):
            row.addWidget(part)
        row.addStretch(1)
        row.addSpacing(7)
        row.addWidget(IconLabel("chevron_down"))
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._choices: tuple[Presence, ...] = CHOICES
        self._is_available = False
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._on_menu_opening)
        self.setMenu(menu)
        self.set_presence("offline")

    def sizeHint(self) -> QSize:
        """As wide as its contents, 32 px high."""
        return QSize(self.layout().sizeHint().width(), 32)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def set_presence(self, presence: Presence, running: str = "") -> None:
        """Show ``presence`` and how long it has lasted."""
        look = PRESENCE_LOOKS[presence]
        self._icon.set_icon(look.icon, look.color, filled=look.filled)
        self._words.setText(presence_words(presence))
        self._running.setText(running)
        self._running.setVisible(bool(running))
        self.setAccessibleName(self.tr("坐席状态 {0}").format(f"{presence_words(presence)} {running}".strip()))
        self.updateGeometry()

    def set_choices(self, choices: Sequence[Presence]) -> None:
        """Say which presences the agent may choose now."""
        self._choices = tuple(choices)

    def set_control(self, *, available: bool) -> None:
        """Say whether the presence can be changed from here."""
        self._is_available = available

    @Slot()
    def _on_menu_opening(self) -> None:
        menu = self.menu()
        menu.clear()
        for presence in self._choices:
            look = PRESENCE_LOOKS[presence]
            action = menu.addAction(icon(look.icon, 16, look.color, filled=look.filled), presence_words(presence))
            action.setEnabled(self._is_available)
            action.setToolTip("" if self._is_available else self.tr("请在话机上切换"))
            action.triggered.connect(lambda _on=False, key=presence: self.presence_requested.emit(key))
        if not self._is_available:
            menu.addSeparator()
            menu.addAction(_note(self.tr("请在话机上切换"), menu))


def _note(words: str, menu: QMenu) -> QWidgetAction:
    """A line that says something and cannot be chosen, in ink that can be read."""
    line = label(words, "caption")
    line.setContentsMargins(8, 4, 8, 4)
    note = QWidgetAction(menu)
    note.setText(words)
    note.setDefaultWidget(line)
    note.setEnabled(False)
    line.setEnabled(True)
    return note
