"""The keys of the call page (`design.md` §6). They act while the page is in front, and never while composing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from ui.script.card import ScriptCard
from ui.ticket.form import SchemaForm

EDITORS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox)


class CallKeys(QObject):
    """Ctrl+E next check, Alt+Left/Right step, Ctrl+J next required field, Ctrl+S, Ctrl+Enter, Alt+Enter, Alt+R.

    Signals:
        reveal_requested: Alt+R: the whole number of whoever is on the screen.
    """

    reveal_requested = Signal()

    def __init__(self, page: QWidget, script: ScriptCard, form: SchemaForm) -> None:
        super().__init__(page)
        self._page, self._form = page, form
        self._bind(("Ctrl+E",), script.complete_next)
        self._bind(("Alt+Left",), script.step_back)
        self._bind(("Alt+Right",), script.step_on)
        self._bind(("Ctrl+J",), form.go_to_next_required)
        self._bind(("Ctrl+S",), form.request_save)
        self._bind(("Ctrl+Return", "Ctrl+Enter"), form.request_submit)
        self._bind(("Alt+Return", "Alt+Enter"), form.replace_forbidden)
        self._bind(("Alt+R",), self.reveal_requested.emit)

    def _bind(self, keys: tuple[str, ...], act: Callable[[], None]) -> None:
        shortcut = QShortcut(self._page)
        shortcut.setKeys([QKeySequence(key) for key in keys])
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self._may_act() and act())

    def _may_act(self) -> bool:
        """Not while the input method composes, nor while another editor (the palette) has the keyboard."""
        focus = QApplication.focusWidget()
        elsewhere = isinstance(focus, EDITORS) and not self._page.isAncestorOf(focus)
        return not self._form.composition.is_composing and not elsewhere
