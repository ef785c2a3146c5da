"""Knows whether the input method is composing, so that its keys are never taken for ours (`design.md` §6)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

_OURS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CompositionWatch(QObject):
    """Listens to the editors it is shown. While one holds pre-edit text, Enter and shortcuts stay with it.

    Signals:
        begun: an editor that held words only has got pre-edit text.
        ended: the pre-edit text has become words, or has gone.
    """

    begun = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._composing: QObject | None = None

    @property
    def is_composing(self) -> bool:
        """Whether a watched editor holds pre-edit text at this moment."""
        return self._composing is not None

    def is_composing_in(self, editor: QWidget) -> bool:
        """Whether this editor holds pre-edit text at this moment."""
        return self._composing is editor

    def watch(self, editor: QWidget) -> None:
        """Listen to one more editor."""
        editor.installEventFilter(self)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Follow the pre-edit text, and keep the keys that belong to it."""
        match event.type():
            case QEvent.Type.InputMethod if isinstance(event, QInputMethodEvent):
                self._note(editor if event.preeditString() else None)
            case QEvent.Type.FocusOut:
                self._note(None if self._composing is editor else self._composing)
            case QEvent.Type.ShortcutOverride if self._keeps(editor, event):
                event.accept()
                return True
            case QEvent.Type.KeyPress if self._keeps(editor, event):
                return True
        return False

    def _note(self, editor: QObject | None) -> None:
        before, self._composing = self._composing, editor
        if (before is None) != (editor is None):
            (self.begun if before is None else self.ended).emit()

    def _keeps(self, editor: QObject, event: QEvent) -> bool:
        if self._composing is not editor or not isinstance(event, QKeyEvent):
            return False
        return event.key() in _ENTER or bool(event.modifiers() & _OURS)
