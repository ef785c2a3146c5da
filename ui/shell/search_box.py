"""The box in the top bar: customers by name, number, policy or ticket. It only takes words and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from ui.widgets.composing import CompositionWatch
from ui.widgets.icon_label import IconLabel
from ui.widgets.key import Key
from ui.widgets.labels import set_property

ASKED_AFTER_MS = 80
"""Words are looked up this long after the last key."""

_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class SearchBox(QFrame):
    """A field with a glass and its key. While the input method composes, every key belongs to it.

    Signals:
        entered: the caret has come into the box.
        left: the caret has gone elsewhere by itself (a click, Tab).
        asked(str): words to look up, once typing has paused; "" when the box is empty.
        moved(int): the choice goes down (+) or up (-) by so many rows.
        chosen: Enter. Words that were still waiting have been asked before.
        escaped: Esc.
        composing_begun: the input method holds letters that are not words yet.
        composing_ended: it holds none any more; words it made are ``asked`` for as typed ones are.
    """

    entered = Signal()
    left = Signal()
    asked = Signal(str)
    moved = Signal(int)
    chosen = Signal()
    escaped = Signal()
    composing_begun = Signal()
    composing_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setCursor(Qt.CursorShape.IBeamCursor)
        words = self.tr("搜索客户、保单或工单")
        self.line = QLineEdit()
        self.line.setProperty("role", "bare")
        self.line.setPlaceholderText(words)
        self.line.setAccessibleName(words)
        self._key = Key("Ctrl+K")
        self._composition = CompositionWatch(self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(ASKED_AFTER_MS)
        self._later.timeout.connect(self.ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 0, 7, 0)
        row.setSpacing(7)
        row.addWidget(IconLabel("search"))
        row.addWidget(self.line, 1)
        row.addWidget(self._key)
        self.setFixedWidth(400)
        self.line.textEdited.connect(self.on_edited)
        self.line.textChanged.connect(self.on_changed)
        self.line.installEventFilter(self)
        self._composition.begun.connect(self.composing_begun)
        self._composition.ended.connect(self.composing_ended)
        self._composition.watch(self.line)  # the last filter is asked first

    def sizeHint(self) -> QSize:
        """32 px high."""
        return QSize(self.width(), 32)

    def words(self) -> str:
        """What stands in the box."""
        return self.line.text().strip()

    def set_words(self, words: str) -> None:
        """Put words into the box, as if they had been typed."""
        self.line.setText(words)
        self.on_edited(words)

    def clear(self) -> None:
        """Empty the box; nothing is asked."""
        self._later.stop()
        self.line.clear()

    @property
    def is_composing(self) -> bool:
        """Whether the input method holds letters that are not words yet."""
        return self._composition.is_composing

    @Slot(str)
    def on_edited(self, words: str) -> None:
        """A key: wait for the next one."""
        self._later.start()

    @Slot(str)
    def on_changed(self, words: str) -> None:
        """Words take the room of the key."""
        self._key.setVisible(not words)

    @Slot()
    def ask(self) -> None:
        """Look up what stands in the box, now."""
        self._later.stop()
        self.asked.emit(self.words())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that choose go to the results; the rest is typed."""
        match event.type():
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent) and not self.is_composing:
                return self._take(event)
            case QEvent.Type.FocusIn:
                set_property(self, "focused", "true")
                self.entered.emit()
            case QEvent.Type.FocusOut if isinstance(event, QFocusEvent):
                set_property(self, "focused", "false")
                if event.reason() not in _STAYS:
                    self.left.emit()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The glass and the key belong to the field."""
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)

    def _take(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.moved.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._later.isActive():
                self.ask()
            self.chosen.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            return False
        return True
