"""What the search box has found, in a frame under it that takes neither focus nor caret (mock-up 09)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.customer.hit import SearchHit
from ui.shell.search_rows import HEADING_PX, ROW_PX, SearchDelegate, spoken
from ui.theme.theme import current
from ui.widgets.key import Key
from ui.widgets.labels import label
from ui.widgets.row_list import RowList
from ui.widgets.shadow import PopupShadow
from ui.widgets.state_pane import StatePane

WIDTH_PX, MOST_ROWS = 560, 10
_GAP, _FOOT_PX, _PANE_PX = 8, 40, 132
_MOVING = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)


class SearchResults(QFrame):
    """Rows of 36 with one of them current; or what to type, or that nothing was found.

    It stands under the box and under the call bar, left of what must stay in sight.

    Signals:
        opened: a row was clicked; carries the :class:`SearchHit`.
    """

    opened = Signal(object)

    def __init__(self, window: QWidget, below: Sequence[QWidget], left_of: QWidget | None = None) -> None:
        """``below``: the box, then bars it must not cover. ``left_of``: what must not be covered either (the form)."""
        super().__init__(window)
        self.setProperty("role", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._below, self._left_of = below, left_of
        self._list = RowList(SearchDelegate(), spoken)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pane = StatePane()
        self._pages = QStackedWidget()
        self._choosing = QWidget()
        self._way_back = label("", "caption")
        self._build()
        self._list.opened.connect(self.opened)
        beside = (left_of, left_of.parentWidget()) if left_of is not None else ()
        for widget in (window, *below, *beside):
            if widget is not None:
                widget.installEventFilter(self)
        self.hide()

    def show_hint(self) -> None:
        """Nothing is typed yet: say what can be."""
        ways = self.tr("姓名、拼音或首字母、手机号或后四位、证件后四位、车牌、保单号、工单号都可以")
        self._say(self.tr("找客户"), ways)

    def show_hits(self, words: str, hits: Sequence[SearchHit], *, cut: bool) -> None:
        """Show who was found for ``words``, the first one current; ``cut`` when there are more."""
        if not hits:
            advice = self.tr("换姓名或拼音、完整手机号、证件后四位、车牌或保单号试试")
            self._say(self.tr("没有找到“{0}”").format(words), advice)
            return
        heading = self.tr("客户 {0}").format(len(hits))
        more = self.tr("只列出最接近的，再多输几个字") if cut else ""
        self._list.set_rows([" · ".join(part for part in (heading, more) if part), *hits])
        self._list.setCurrentIndex(self._list.model().index(1, 0))
        self._pages.setCurrentWidget(self._list)
        self._choosing.show()
        self._pages.setFixedHeight(HEADING_PX + ROW_PX * min(len(hits), MOST_ROWS) + 4)
        self._appear()

    def show_failed(self, reason: str) -> None:
        """The search did not work; nothing else is harmed."""
        self._say(self.tr("这次没有查成"), reason, icon="error_circle")

    def show_typing(self) -> None:
        """The input method is composing: what was found before answers other words."""
        self._say(self.tr("正在输入…"), self.tr("选好字以后就查"))

    def name_way_back(self, place: str) -> None:
        """Say where Esc leads: 回到“诉求描述”."""
        self._way_back.setText(self.tr("回到“{0}”").format(place) if place else self.tr("关闭"))

    def move_choice(self, rows: int) -> None:
        """Go down or up; it stops at the ends."""
        last = len(self._list.rows) - 1
        if self._pages.currentWidget() is self._list and last > 0:
            wanted = min(max(1, self._list.currentIndex().row() + rows), last)
            self._list.setCurrentIndex(self._list.model().index(wanted, 0))
            self._list.viewport().update()
            if wanted == 1:
                self._list.scrollToTop()

    def choice(self) -> SearchHit | None:
        """The current row, None while there is none."""
        if self.isHidden() or self._pages.currentWidget() is not self._list:
            return None
        row = self._list.currentIndex().row()
        return self._list.rows[row] if 0 < row < len(self._list.rows) else None

    def hits(self) -> tuple[SearchHit, ...]:
        """What is listed."""
        is_list = not self.isHidden() and self._pages.currentWidget() is self._list
        return self._list.rows[1:] if is_list else ()

    def words(self) -> str:
        """What it says instead of rows, "" while it lists."""
        is_list = self._pages.currentWidget() is self._list
        return "" if self.isHidden() or is_list else self._pane.accessibleName()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the window or a bar changes."""
        if event.type() in _MOVING and not self.isHidden():
            self._place()
        return False

    def _say(self, title: str, reason: str, icon: str = "search") -> None:
        self._pane.show_words(title, reason, "", icon)
        self._pages.setCurrentWidget(self._pane)
        self._choosing.hide()
        self._pages.setFixedHeight(_PANE_PX)
        self._appear()

    def _appear(self) -> None:
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        window = self.parentWidget()
        box = self._below[0]
        bottoms = [bar.mapTo(window, QPoint(0, bar.height())).y() for bar in self._below if not bar.isHidden()]
        middle = box.mapTo(window, QPoint(box.width() // 2, 0)).x()
        right = window.width() - _GAP
        if self._left_of is not None and self._left_of.isVisible():
            right = self._left_of.mapTo(window, QPoint(0, 0)).x() - _GAP
        left = max(current().px("navRail") + _GAP, min(middle - WIDTH_PX // 2, right - WIDTH_PX))
        self.setFixedWidth(min(WIDTH_PX, right - left))
        self.layout().activate()
        self.adjustSize()
        self.move(left, max(bottoms) + _GAP)

    def _build(self) -> None:
        for page in (self._list, self._pane):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._pages)
        column.addWidget(self._foot())
        PopupShadow(self)

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "panel-footer")
        foot.setFixedHeight(_FOOT_PX)
        row = QHBoxLayout(foot)
        row.setContentsMargins(15, 0, 15, 0)
        row.setSpacing(6)
        choosing = QHBoxLayout(self._choosing)
        choosing.setContentsMargins(0, 0, 0, 0)
        choosing.setSpacing(6)
        for part in (
            Key("↑"),
            Key("↓"),
            label(self.tr("选择"), "caption"),
            Key("Enter"),
            label(self.tr("打开"), "caption"),
        ):
            choosing.addWidget(part)
            choosing.addSpacing(14 if isinstance(part, QLabel) else 0)
        for part in (self._choosing, Key("Esc"), self._way_back):
            row.addWidget(part)
        row.addStretch(1)
        return foot
