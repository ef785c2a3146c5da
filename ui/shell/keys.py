"""The keys of the window (`design.md` §6): they act on every page, and never while the input method composes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from ui.widgets.composing import CompositionWatch

_EDITORS = (QLineEdit, QPlainTextEdit, QTextEdit)


class WindowKeys(QObject):
    """Shortcuts that win over what an editor would make of the same keys (Ctrl+K cuts to the end of a line)."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._composition = CompositionWatch(self)
        self._bound: list[QKeySequence] = []
        QApplication.instance().focusChanged.connect(self.on_focus_changed)

    def bind(self, keys: str, act: Callable[[], object]) -> None:
        """Let ``keys`` do ``act`` while this window is in front."""
        sequence = QKeySequence(keys)
        shortcut = QShortcut(sequence, self._window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self._composition.is_composing or act())
        self._bound.append(sequence)

    @Slot(QWidget, QWidget)
    def on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Watch the editor that has the keyboard now."""
        if isinstance(new, _EDITORS) and self._window.isAncestorOf(new):
            new.installEventFilter(self)
            self._composition.watch(new)  # the last filter is asked first: it keeps its keys while composing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Before an editor claims one of our keys: it is ours. Alt with the number pad writes a sign and is not."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                event.accept()
                return True
            return False
        if QKeySequence(event.keyCombination()) in self._bound:
            event.ignore()
            return True
        return False
