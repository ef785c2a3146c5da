"""资料核对: the contradictions and suspected duplicates that wait, as a work list with the chosen one beside it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.customer.file_sheet import ReviewQueue, Suspicion
from app.review.view import CaseView
from ui.review.case_card import CaseCard
from ui.review.rows import ReviewDelegate, ReviewHead, spoken
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.row_list import ROW, RowList
from ui.widgets.scrolled import scrolled
from ui.widgets.segmented import Segmented
from ui.widgets.state_pane import StatePane
from ui.widgets.tab_strip import TabStrip

PREVIEW_PX, TABS_PX = 340, 200
Row = CaseView | Suspicion


class ReviewPage(QWidget):
    """Up and down choose, Enter goes into the chosen one, Esc back to the list.

    Signals:
        wished: carries the :class:`ui.review.case_card.Wish`.
        file_requested: the whole file of a customer is wanted; carries their id.
        duplicate_opened: carries the :class:`Suspicion`.
        mine_chosen: only what this agent may do next (True), or everything.
        retry_requested: the list could not be read and is to be read again.
    """

    wished = Signal(object)
    file_requested = Signal(str)
    duplicate_opened = Signal(object)
    mine_chosen = Signal(bool)
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = ReviewQueue()
        self._delegate = ReviewDelegate()
        self.panel, self.preview = Panel(self.tr("资料核对")), Panel(self.tr("比对"))
        self.tabs = TabStrip()
        self.list = RowList(self._delegate, self._spoken)
        self.head = ReviewHead()
        self.card = CaseCard(framed=False)
        self.whose = Segmented((("all", self.tr("全部")), ("mine", self.tr("轮到我的"))))
        self._nothing, self._suspicion = StatePane(), StatePane()
        self._shown = QStackedWidget()
        self._file = Button(self.tr("打开资料"), "link", icon="contact_card", small=True)
        self._build()
        self._connect()

    def show_queue(self, queue: ReviewQueue, now: datetime) -> None:
        """Show what waits; the chosen one stays chosen. ``now`` is in the desk's zone."""
        self._queue, self._delegate.now = queue, now
        self.tabs.set_tab("contradiction", self.tr("矛盾"), str(len(queue.cases)))
        self.tabs.set_tab("duplicate", self.tr("疑似重复"), str(len(queue.duplicates)))
        self._show_rows()

    def show_loading(self) -> None:
        """The list is being read."""
        self.panel.set_state("loading")

    def show_failed(self, reason: str) -> None:
        """The list could not be read; ``reason`` ends in a code that can be read out."""
        self.panel.set_state("error", self.tr("核对清单读取失败"), reason, self.tr("重试"), action_icon="arrow_sync")

    def chosen(self) -> Row | None:
        """The row that is current."""
        index = self.list.currentIndex()
        row = index.data(ROW) if index.isValid() else None
        return row if isinstance(row, CaseView | Suspicion) else None

    def words(self) -> list[str]:
        """What the rows say."""
        return [self._spoken(row) for row in self.list.rows]

    def tick(self, now: datetime) -> None:
        """Time has passed: the ages go on."""
        self._delegate.now = now
        self.list.viewport().update()

    def take_focus(self) -> None:
        """The page came to the front: the keyboard goes to the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def on_tab(self, _key: str) -> None:
        """The other kind."""
        self._show_rows()

    @Slot(str)
    def on_whose(self, key: str) -> None:
        """All, or mine."""
        self.mine_chosen.emit(key == "mine")

    @Slot(QModelIndex, QModelIndex)
    def on_current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        """Another row is current."""
        self._show_chosen()

    @Slot(object)
    def on_opened(self, row: Row) -> None:
        """Enter, or a click: into the chosen one."""
        self._show_chosen()
        if isinstance(row, Suspicion):
            self.duplicate_opened.emit(row)
        elif self.list.hasFocus():
            self.card.take_focus()

    @Slot()
    def on_file(self) -> None:
        """打开资料."""
        row = self.chosen()
        if row is not None:
            self.file_requested.emit(row.customer_id)

    @Slot()
    def on_compare_duplicates(self) -> None:
        """The suspicion's button."""
        row = self.chosen()
        if isinstance(row, Suspicion):
            self.duplicate_opened.emit(row)

    def keyPressEvent(self, event: object) -> None:
        """Esc: from the chosen one back to the list."""
        if event.key() == Qt.Key.Key_Escape and self.preview.isAncestorOf(self.focusWidget() or self):
            self.take_focus()
            return
        super().keyPressEvent(event)

    def _show_rows(self) -> None:
        kind = self.tabs.current() or "contradiction"
        rows: tuple[Row, ...] = self._queue.cases if kind == "contradiction" else self._queue.duplicates
        key, at = _key(self.chosen()), max(0, self.list.currentIndex().row())
        self.head.set_kind(kind)
        self.list.set_rows(rows)
        if rows:
            self.panel.set_state("ready")
            same = next((place for place, row in enumerate(rows) if _key(row) == key), min(at, len(rows) - 1))
            self.list.setCurrentIndex(self.list.model().index(same, 0))
        elif kind == "contradiction":
            mine = self.whose.choice() == "mine"
            title = self.tr("没有轮到您的") if mine else self.tr("没有要核对的矛盾")
            self.panel.set_state("empty", title, self.tr("新的说法与档案对不上时，会排在这里"))
        else:
            self.panel.set_state("empty", self.tr("没有疑似重复的档案"), self.tr("两份档案像同一个人时，会排在这里"))
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.chosen()
        self._file.setVisible(row is not None)
        if isinstance(row, CaseView):
            self.card.show_case(row, self._delegate.now)
            self._shown.setCurrentIndex(1)
        elif row is not None:
            names = f"{row.customer or self.tr('未实名客户')} · {row.other or self.tr('未实名客户')}"
            self._suspicion.show_words(names, "、".join(row.reasons), self.tr("比对两份档案"), "people")
            self._shown.setCurrentIndex(2)
        else:
            self._shown.setCurrentIndex(0)

    def _spoken(self, row: Row) -> str:
        return spoken(row, self._delegate.now)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.on_tab)
        self.whose.chosen.connect(self.on_whose)
        self.list.opened.connect(self.on_opened)
        self.list.selectionModel().currentChanged.connect(self.on_current_changed)
        self.card.wished.connect(self.wished)
        self._file.clicked.connect(self.on_file)
        self._suspicion.action_requested.connect(self.on_compare_duplicates)
        self.panel.action_requested.connect(self.retry_requested)

    def _build(self) -> None:
        self.whose.set_choice("all")
        self.tabs.set_tab("contradiction", self.tr("矛盾"))
        self.tabs.set_tab("duplicate", self.tr("疑似重复"))
        self.tabs.setMinimumWidth(TABS_PX)
        self.panel.header.layout().insertSpacing(2, 12)
        self.panel.header.layout().insertWidget(3, self.tabs)
        self.panel.header_actions.addWidget(self.whose)
        self.list.setAccessibleName(self.tr("要核对的资料"))
        self.panel.body.addWidget(self.head)
        self.panel.body.addWidget(self.list, 1)
        keys = label(self.tr("↑ ↓ 选择    Enter 处理    Esc 回到清单"), "caption-tertiary")
        self.panel.footer().addWidget(keys)
        self._nothing.show_words(self.tr("选一条来比对"), self.tr("旧值、新值和来源会排在一起"), "", "branch_compare")
        inner = QWidget()
        inner.setProperty("role", "scroll-body")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        column.addStretch(1)
        for part in (self._nothing, scrolled(inner), self._suspicion):
            self._shown.addWidget(part)
        self.preview.header_actions.addWidget(self._file)
        self.preview.body.addWidget(self._shown)
        self.preview.setFixedWidth(PREVIEW_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.panel, 1)
        row.addWidget(self.preview)


def _key(row: Row | None) -> str:
    return "" if row is None else row.case_id if isinstance(row, CaseView) else row.review_id
