"""What the agent has to do in this step: check boxes, the next one with its keys beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.script.view import CheckItem
from ui.widgets.key import Key
from ui.widgets.labels import ElidedLabel, label, set_property

ROW_PX = 26


class CheckList(QWidget):
    """The checks of a step. Compact shows only the next; folded counts the finished ones in one line.

    Signals:
        toggled: a box was ticked or cleared; carries the check's id and whether it is done.
    """

    toggled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checks: tuple[CheckItem, ...] = ()
        self._rows: list[CheckRow] = []
        self._is_compact = self._folds = False
        self._done = label(role="caption-tertiary")
        self._done.setFixedHeight(ROW_PX)
        self._done.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._done)

    def show_checks(self, checks: tuple[CheckItem, ...]) -> None:
        """Show the checks of a step."""
        self._checks = checks
        self._arrange()

    def set_form(self, *, compact: bool, folds: bool) -> None:
        """Fit a short body (``compact``) or a rather low one (``folds``)."""
        if (compact, folds) != (self._is_compact, self._folds):
            self._is_compact, self._folds = compact, folds
            self._arrange()

    def next_check(self) -> CheckItem | None:
        """The first one that is not done."""
        return next((check for check in self._checks if not check.done), None)

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, in order."""
        return [row.box for row in self._rows]

    def _arrange(self) -> None:
        done = sum(check.done for check in self._checks)
        following = self.next_check()
        shown = self._checks
        if self._is_compact:
            shown = (following,) if following else self._checks[-1:]
        elif self._folds:
            shown = tuple(check for check in self._checks if not check.done)
        self._done.setVisible(self._folds and not self._is_compact and done > 0)
        self._done.setText(self.tr("已完成 {count} 项").format(count=done))
        while len(self._rows) < len(shown):
            self._add_row()
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(shown))
            if at < len(shown):
                count = f"{done} / {len(self._checks)}" if self._is_compact else ""
                row.show_check(shown[at], is_next=shown[at] is following, count=count)
        self.setVisible(bool(self._checks))

    def _add_row(self) -> None:
        row = CheckRow()
        row.toggled.connect(self.toggled)
        self._rows.append(row)
        self._column.addWidget(row)


class CheckRow(QWidget):
    """One check.

    Signals:
        toggled: the box was ticked or cleared by hand; carries the check's id and whether it is done.
    """

    toggled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(ROW_PX)
        self._check_id = ""
        self.box = QCheckBox()
        self.box.setFixedWidth(16)
        self._words = ElidedLabel()
        self._count = label(role="caption-tertiary")
        self._key = Key("Ctrl+E")
        self.box.clicked.connect(self.on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.box)
        row.addWidget(self._words)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._key)

    def show_check(self, check: CheckItem, *, is_next: bool, count: str) -> None:
        """Show another check; the keys stand beside the next one only."""
        self._check_id = check.check_id
        self.box.setAccessibleName(check.text)
        self.box.setChecked(check.done)
        self._words.setText(check.text)
        set_property(self._words, "type", "secondary" if check.done else "body")
        self._count.setText(count)
        self._key.setVisible(is_next)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The words tick the box too."""
        if self._words.geometry().contains(event.position().toPoint()):
            self.box.click()

    @Slot(bool)
    def on_clicked(self, done: bool) -> None:
        """Tell what was ticked."""
        self.toggled.emit(self._check_id, done)
