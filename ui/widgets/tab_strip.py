"""Tabs in a panel header: words, a paler count, and a 3 px line under the current one (`design.md` §4)."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ui.widgets.row_paint import CAPTION, color, metrics, write

LINE = 3
GAP = 5


class TabButton(QAbstractButton):
    """One tab. The count stands behind the words, small and pale."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._count = ""
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str, count: str = "") -> None:
        """Name the tab and how much is in it."""
        self._count = count
        self.setText(words)
        self.setAccessibleName(f"{words} {count}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the bold words, so that choosing moves nothing."""
        count = metrics(CAPTION).horizontalAdvance(self._count) + GAP if self._count else 0
        return QSize(metrics(bold=True).horizontalAdvance(self.text()) + count + 1, 35)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words, count, line."""
        with QPainter(self) as painter:
            current = self.isChecked()
            tone = "text.primary" if current or self.underMouse() else "text.secondary"
            words = write(painter, self.rect().adjusted(0, 1, 0, 0), self.text(), tone, bold=current)
            if self._count:
                write(painter, self.rect().adjusted(words + GAP, 1, 0, 0), self._count, "text.tertiary", CAPTION)
            if current:
                painter.fillRect(QRect(0, self.height() - LINE + 1, self.width(), LINE), color("accent.solid"))
            if self.hasFocus():
                painter.setPen(color("border.focus"))
                painter.drawRoundedRect(self.rect().adjusted(0, 6, -1, -6), 3, 3)


class TabStrip(QWidget):
    """A row of tabs, one current.

    Signals:
        chosen: another tab became current by hand; carries its key.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._tabs: dict[str, TabButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(18)
        self._row.addStretch(1)
        self._group.buttonClicked.connect(self._on_clicked)

    def set_tab(self, key: str, words: str, count: str = "", *, at: int | None = None) -> None:
        """Name a tab, adding it (at place ``at``, or last) if it is new."""
        if key not in self._tabs:
            tab = self._tabs[key] = TabButton(key)
            self._group.addButton(tab)
            self._row.insertWidget(self._row.count() - 1 if at is None else at, tab)
            tab.setChecked(len(self._tabs) == 1)
        self._tabs[key].set_words(words, count)
        self._space()

    def place_of(self, key: str) -> int | None:
        """Where a tab stands, from the left; None where there is none."""
        tab = self._tabs.get(key)
        return None if tab is None else self._row.indexOf(tab)

    def remove_tab(self, key: str) -> None:
        """Take a tab away; if it was current, the first one is."""
        tab = self._tabs.pop(key, None)
        if tab is None:
            return
        self._group.removeButton(tab)
        self._row.removeWidget(tab)
        tab.deleteLater()
        if tab.isChecked() and self._tabs:
            self.choose(next(iter(self._tabs)))

    def choose(self, key: str) -> None:
        """Make a tab current."""
        if not self._tabs[key].isChecked():
            self._tabs[key].setChecked(True)
            self.chosen.emit(key)

    def current(self) -> str:
        """The key of the current tab."""
        return next((key for key, tab in self._tabs.items() if tab.isChecked()), "")

    def words(self) -> list[str]:
        """What the tabs say, left to right."""
        tabs = (self._row.itemAt(at).widget() for at in range(self._row.count() - 1))
        return [tab.accessibleName() for tab in tabs]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the tabs do not fit, they stand closer."""
        super().resizeEvent(event)
        self._space()

    def _space(self) -> None:
        words = sum(tab.sizeHint().width() for tab in self._tabs.values())
        room = self.width() - words
        self._row.setSpacing(max(6, min(18, room // max(1, len(self._tabs)))))

    def _on_clicked(self, tab: TabButton) -> None:
        self.chosen.emit(tab.key)
