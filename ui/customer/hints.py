"""服务提示: what is worth saying next. Selling stays folded while the caller is upset (`design.md` §7.6)."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.customer.view import Hint
from app.script.view import Mood
from ui.widgets.buttons import Button
from ui.widgets.fit_panel import FitPanel
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_order import order_keys
from ui.widgets.labels import ElidedLabel, hline, label
from ui.widgets.small_button import SmallButton

ROW_PX, FOLD_PX = 45, 29
UPSET: tuple[Mood, ...] = ("unhappy", "agitated")


class HintsPanel(FitPanel):
    """Rows with one action each; folded ones are counted, named and can be shown.

    Signals:
        hint_accepted: a hint's action was pressed; carries the :class:`Hint`.
    """

    hint_accepted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("服务提示"))
        self._hints: tuple[Hint, ...] = ()
        self._hidden: tuple[Hint, ...] = ()
        self._done: dict[str, str] = {}
        self._mood: Mood = "calm"
        self._is_unfolded = False
        self._rows: list[HintRow] = []
        self._feeling = label(role="caption-tertiary")
        self.header_actions.addWidget(self._feeling)
        self._fold = _Fold()
        self._fold.toggled.connect(self.on_fold_toggled)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.body.addLayout(self._column)
        self.body.addWidget(self._fold)
        self.body.addStretch(1)

    def show_hints(self, hints: tuple[Hint, ...], hidden: tuple[Hint, ...]) -> None:
        """Show a customer's hints, folded as the mood asks."""
        self._hints, self._hidden, self._is_unfolded = hints, hidden, False
        self._arrange()

    def begin(self) -> None:
        """Somebody else is on the screen: nothing of theirs has been taken up yet."""
        self._done.clear()

    def set_done(self, hint: Hint, done: str) -> None:
        """A hint's action has done something (已约回拨), or it was taken back ("")."""
        self._done[hint.title] = done
        self._arrange()

    def set_mood(self, mood: Mood) -> None:
        """Fold selling hints while the caller is unhappy or agitated."""
        names = {
            "calm": self.tr("平静"),
            "anxious": self.tr("着急"),
            "unhappy": self.tr("不满"),
            "agitated": self.tr("激动"),
        }
        if mood == self._mood and self._feeling.text():
            return
        self._mood = mood
        self._feeling.setText(self.tr("情绪：{mood}").format(mood=names[mood]))
        self._is_unfolded = False
        self._arrange()

    def content_px(self) -> int:
        """The rows that can be seen, and the fold."""
        rows = sum(ROW_PX for row in self._rows if not row.isHidden())
        return rows + (0 if self._fold.isHidden() else FOLD_PX)

    def titles(self) -> list[str]:
        """The hints that can be seen now."""
        return [row.hint.title for row in self._rows if row.hint is not None and not row.isHidden()]

    def is_blank(self) -> bool:
        """Whether there is nothing to show at all: then the panel has no place on the page."""
        return not self._hints and not self._hidden

    @Slot()
    def on_fold_toggled(self) -> None:
        """Show the folded hints, or fold them again."""
        self._is_unfolded = not self._is_unfolded
        self._arrange()

    def _arrange(self) -> None:
        folded = [hint for hint in self._hints if hint.selling and self._mood in UPSET] + list(self._hidden)
        shown = [hint for hint in self._hints if hint not in folded]
        shown += folded if self._is_unfolded else []
        while len(self._rows) < len(shown):
            self._add_row()
            order_keys((self._fold.button, *(row.action for row in self._rows), self._fold.button))
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(shown))
            hint = shown[at] if at < len(shown) else None
            done = self._done.get(hint.title, hint.done) if hint else ""
            row.show_hint(hint, is_last=at == len(shown) - 1, done=done)
        self._fold.show_folded(folded, unfolded=self._is_unfolded)
        self.updateGeometry()

    def _add_row(self) -> None:
        row = HintRow()
        row.accepted.connect(self.hint_accepted)
        self._rows.append(row)
        self._column.addWidget(row)


class HintRow(QWidget):
    """One hint.

    Signals:
        accepted: its action was pressed; carries the :class:`Hint`.
    """

    accepted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hint: Hint | None = None
        self.setFixedHeight(ROW_PX)
        self._icon = IconLabel("info", 20)
        self._title, self._note = ElidedLabel(), ElidedLabel("", "caption-tertiary")
        self.action, self._line = SmallButton(), hline()
        self.action.clicked.connect(self.on_action)
        self._build()

    def show_hint(self, hint: Hint | None, *, is_last: bool, done: str = "") -> None:
        """Show another hint, or none. ``done`` says what its action has done already."""
        self.hint = hint
        self._line.setVisible(not is_last)
        if hint is not None:
            self._icon.set_icon(hint.icon)
            self._title.setText(hint.title)
            self._note.setText(hint.note)
            self.action.setText(done or hint.action)
            self.action.setEnabled(not done)
            self.action.setVisible(bool(hint.action))

    @Slot()
    def on_action(self) -> None:
        """Take it up."""
        self.accepted.emit(self.hint)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._note)
        row = QHBoxLayout()
        row.setContentsMargins(12, 3, 8, 3)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self.action)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self._line)


class _Fold(QFrame):
    """已隐藏 1 条营销类：重疾保障缺口 … 显示."""

    toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel-footer")
        self.setFixedHeight(FOLD_PX)
        self._words = ElidedLabel("", "caption-tertiary")
        self.button = Button("", "link")
        self.button.clicked.connect(self.toggled)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 7, 0)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)

    def show_folded(self, folded: list[Hint], *, unfolded: bool) -> None:
        """Count and name what is folded away."""
        self.setVisible(bool(folded))
        names = "、".join(hint.title for hint in folded)
        text = self.tr("营销类 {count} 条") if unfolded else self.tr("已隐藏 {count} 条营销类：{names}")
        self._words.setText(text.format(count=len(folded), names=names))
        self.button.setText(self.tr("收起") if unfolded else self.tr("显示"))
