"""Why somebody wants to see a whole value, the value for some seconds, and that it is on record (mock-up 14)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.privacy.policy import Reason
from app.privacy.reveal import MOST_NOTE
from ui.widgets.buttons import Button
from ui.widgets.composing import CompositionWatch
from ui.widgets.focus_return import FocusReturn
from ui.widgets.icon_label import IconLabel
from ui.widgets.key import Key
from ui.widgets.labels import label, set_property
from ui.widgets.shadow import PopupShadow

WIDTH_PX = 300
_GAP = 4
_WINDOW_KEYS = (Qt.Key.Key_K, Qt.Key.Key_R, Qt.Key.Key_F1, Qt.Key.Key_F5, Qt.Key.Key_F6)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RevealPopup(QFrame):
    """A small frame under what it is about: choosing a reason, waiting for the centre, shown, or refused.

    Arrows move between the reasons, 1 to 4 take one at once, Enter takes the current one, Esc closes. It holds the
    value only while it shows it.

    Signals:
        reason_chosen: carries the code of a reason and the words for it.
        copy_requested: the value shown is wanted on the clipboard.
        closed: it has gone, and the value with it.
    """

    reason_chosen = Signal(str, str)
    copy_requested = Signal()
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(WIDTH_PX)
        self._reasons: tuple[Reason, ...] = ()
        self._at = 0
        self._anchor: QWidget | None = None
        self._back = FocusReturn()
        self._back.never_to(self)
        self._composition = CompositionWatch(self)
        PopupShadow(self)
        self._make_parts()
        self._build()
        window.installEventFilter(self)
        self.hide()

    def ask(self, title: str, masked: str, reasons: Sequence[Reason], beside: QWidget) -> None:
        """Ask why. ``masked`` is what is seen so far, ``beside`` what the frame stands under."""
        self._reasons, self._at = tuple(reasons), 0
        self._back.remember()
        self._stand_under(beside)
        self._title.setText(title)
        self.setAccessibleName(title)
        self._fill_chips()
        self._note.clear()
        self._note.hide()
        self._value.setText(masked)
        self._value.setVisible(bool(masked))
        self._left.clear()
        self._copy.hide()
        self._say(self.tr("选一个原因，查看会被记录"), "shield_lock")
        self._set_busy(busy=False)
        self.show()
        self._place()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_waiting(self) -> None:
        """The centre is being asked; nothing can be chosen meanwhile."""
        self._say(self.tr("正在请中心核对并记录…"), "arrow_sync")
        self._set_busy(busy=True)

    def show_value(self, text: str, recorded: str, seconds: int) -> None:
        """The whole value. ``recorded`` says who is on record, when and why."""
        self._value.setText(text)
        self._value.show()
        self._note.hide()
        self._set_busy(busy=True)
        self._copy.show()
        self._say(recorded, "shield_lock")
        self.set_seconds_left(seconds)
        self._place()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_refused(self, words: str) -> None:
        """It is not shown; the words say why and what to do instead."""
        self._set_busy(busy=False)
        self._copy.hide()
        self._left.clear()
        self._say(words, "error_circle", "danger")
        self._place()

    def set_seconds_left(self, seconds: int) -> None:
        """How long the value is still to be seen."""
        self._left.setText(self.tr("{0} 秒后打码").format(seconds))

    def say_copied(self, words: str) -> None:
        """The value is on the clipboard, and that is on record too."""
        self._say(words, "shield_lock")

    def value(self) -> str:
        """What can be read in it now."""
        return "" if self.isHidden() else self._value.text()

    def words(self) -> str:
        """The line at its foot."""
        return "" if self.isHidden() else self._words.text()

    @Slot()
    def close_popup(self) -> None:
        """Put it away; nothing of the value stays in it, and the caret goes back to where it was."""
        self._value.clear()
        self._note.clear()
        if self.isHidden():
            return
        self.hide()
        self._back.give_back()
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Its own keys come here before any shortcut of the page: 1 to 4, arrows, Enter, Esc and copying."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.on_copy()
        elif key == Qt.Key.Key_Escape:
            self.close_popup()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._move(-1 if key in (Qt.Key.Key_Left, Qt.Key.Key_Up) else 1)
        elif key in _ENTER and not self._composition.is_composing:
            self._take(self._at)
        elif (place := key - Qt.Key.Key_1) in range(len(self._reasons)):
            self._take(place)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Stay in place when what it stands under moves, with whatever it is in."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and not self.isHidden():
            self._place()
        return False

    @Slot(int)
    def on_chip(self, place: int) -> None:
        """A reason was clicked."""
        self._take(place)
        self._show_current()

    @Slot()
    def on_note_entered(self) -> None:
        """The words for a reason were ended by Enter."""
        if not self._composition.is_composing:
            self._take(self._at)

    @Slot()
    def on_copy(self) -> None:
        """The value is wanted elsewhere."""
        if self._copy.isVisible():
            self.copy_requested.emit()

    def _is_ours(self, event: QKeyEvent) -> bool:
        """All but the window's own: whoever chooses a reason does not hand in the form with the same Enter."""
        return event.key() not in _WINDOW_KEYS

    def _take(self, place: int) -> None:
        if self._is_busy or not self._reasons:
            return
        self._at = place
        self._show_current()
        reason = self._reasons[place]
        if reason.asks and not self._note.text().strip():
            self._note.show()
            self._note.setFocus(Qt.FocusReason.OtherFocusReason)
            self._place()
            return
        self.reason_chosen.emit(reason.code, self._note.text().strip() if reason.asks else "")

    def _move(self, by: int) -> None:
        if not self._is_busy and self._reasons:
            self._at = (self._at + by) % len(self._reasons)
            self._show_current()

    def _set_busy(self, *, busy: bool) -> None:
        self._is_busy = busy
        self._show_current()
        self._note.setEnabled(not busy)

    def _show_current(self) -> None:
        for at, chip in enumerate(self._chips):
            chip.setChecked(at == self._at)
        if self._reasons and not self._reasons[self._at].asks:
            self._note.hide()

    def _fill_chips(self) -> None:
        while len(self._chips) < len(self._reasons):
            chip = QPushButton()
            chip.setProperty("role", "reason")
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._group.addButton(chip, len(self._chips))
            self._chips.append(chip)
            self._row.insertWidget(len(self._chips) - 1, chip)
        for at, chip in enumerate(self._chips):
            chip.setVisible(at < len(self._reasons))
            if at < len(self._reasons):
                chip.setText(self._reasons[at].label)
                chip.setAccessibleName(f"{at + 1} {self._reasons[at].label}")

    def _say(self, words: str, icon: str, tone: str = "") -> None:
        self._words.setText(words)
        set_property(self._words, "tone", tone)
        self._icon.set_icon(icon, "danger.text" if tone else "text.secondary")

    def _stand_under(self, beside: QWidget) -> None:
        if beside is self._anchor:
            return
        self._anchor = beside
        inside: QWidget | None = beside
        while inside is not None and inside is not self.parentWidget():
            inside.installEventFilter(self)
            inside = inside.parentWidget()

    def _place(self) -> None:
        window = self.parentWidget()
        self.layout().activate()
        self.adjustSize()
        if self._anchor is None or window is None:
            return
        # At the right end: at the left the warnings of the trail begin right under the header.
        end = self._anchor.width() - self.width()
        under = self._anchor.mapTo(window, QPoint(max(0, end), self._anchor.height() + _GAP))
        x = max(8, min(under.x(), window.width() - self.width() - 8))
        y = max(8, min(under.y(), window.height() - self.height() - 8))
        self.move(x, y)

    def _make_parts(self) -> None:
        self._title = label("", "strong")
        self._chips: list[QPushButton] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._note = QLineEdit()
        self._note.setPlaceholderText(self.tr("写明原因，按 Enter"))
        self._note.setAccessibleName(self.tr("查看原因"))
        self._note.setMaxLength(MOST_NOTE)
        self._composition.watch(self._note)
        self._value = label("", "headline")
        self._left = label("", "caption-tertiary")
        self._copy = Button(self.tr("复制"), "link", small=True)
        self._copy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._icon = IconLabel("shield_lock")
        self._words = label("", "caption", wrap=True)
        self._is_busy = False
        self._group.idClicked.connect(self.on_chip)
        self._note.returnPressed.connect(self.on_note_entered)
        self._copy.clicked.connect(self.on_copy)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(Key("Alt+R"))
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addStretch(1)
        shown = QHBoxLayout()
        shown.setSpacing(4)
        shown.addWidget(self._value)
        shown.addStretch(1)
        shown.addWidget(self._copy)
        shown.addWidget(self._left)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for part in (head, self._row):
            column.addLayout(part)
        column.addWidget(self._note)
        column.addLayout(shown)
        column.addLayout(foot)
