"""权益: what the customer's tiers give, how much is left, and the button that uses it (`mission-rows.md` D03)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.tier.entitlement import Card, CardItem
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.key_order import order_keys
from ui.widgets.labels import ElidedLabel, hline, label, tighten
from ui.widgets.scrolled import scrolled
from ui.widgets.small_button import SmallButton
from ui.widgets.state_pane import LoadingLines, StatePane

HEAD_PX, NAME_PX, EDGE_PX = 28, 20, 4
TWO_BUTTONS_PX = 54
"""How high a row is that has both buttons, one over the other."""
BUTTON_PX = 52
MOST_LINES = 2
"""Lines of conditions in sight where there is room; what is longer is in the tool tip."""
TWO_LINES_PX = 62
"""About as high as a row with two lines of conditions."""


class EntitlementsPane(QWidget):
    """A page for a tab: one row per entitlement.

    Signals:
        use_requested: 使用 was pressed; carries the entitlement's code. Its buttons wait until a card is shown again.
        return_requested: 撤回 was pressed; carries the id of the latest use of this period.
        retry_requested: 重试 was pressed after a failed reading.
    """

    use_requested = Signal(str)
    return_requested = Signal(str)
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("权益"))
        self._rows: list[EntitlementRow] = []
        self._whose = ElidedLabel("", "caption-tertiary")
        self._column = QVBoxLayout()
        self._list = self._make_list()
        self._state, self._loading = StatePane(), LoadingLines()
        self._state.action_requested.connect(self.retry_requested)
        self._pages = QStackedLayout(self)
        for page in (self._list, self._loading, self._state):
            self._pages.addWidget(page)
        self.show_card(Card())

    def show_card(self, card: Card) -> None:
        """Show a customer's card; nothing to use is said in words."""
        while len(self._rows) < len(card.items):
            self._add_row()
        for at, row in enumerate(self._rows):
            item = card.items[at] if at < len(card.items) else None
            row.setVisible(item is not None)
            row.show_item(item, is_last=at == len(card.items) - 1)
        if card.items:
            self._whose.setText(self.tr("{tiers}的权益").format(tiers="、".join(card.titles)))
            self._pages.setCurrentWidget(self._list)
            self._fit_rows()
        else:
            reason = self.tr("规则包没有给这位客户的等级配置权益")
            self._state.show_words(self.tr("没有可用权益"), reason, "", "star")
            self._pages.setCurrentWidget(self._state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Room for more, or for less."""
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Conditions whole where all rows have room for it, on one line each where they have not."""
        rows = self.rows()
        lines = MOST_LINES if len(rows) * TWO_LINES_PX <= self.height() - HEAD_PX else 1
        for row in rows:
            row.set_lines(lines)

    def show_loading(self) -> None:
        """The card is being read; nothing of whoever was here before stays."""
        self.show_card(Card())
        self._pages.setCurrentWidget(self._loading)

    def show_failed(self, reason: str) -> None:
        """The card could not be read: why, and 重试."""
        self.show_card(Card())
        self._state.show_words(self.tr("读不到权益"), reason, self.tr("重试"), "error_circle")

    def release(self) -> None:
        """A wish was refused: its buttons can be pressed again."""
        for row in self._rows:
            row.release()

    def words(self) -> list[str]:
        """What each row says, for tests and screen readers."""
        return [row.accessibleName() for row in self._rows if not row.isHidden()]

    def rows(self) -> list[EntitlementRow]:
        """The rows that are shown, top to bottom."""
        return [row for row in self._rows if not row.isHidden()]

    def _add_row(self) -> None:
        row = EntitlementRow()
        row.use_requested.connect(self.use_requested)
        row.return_requested.connect(self.return_requested)
        self._rows.append(row)
        self._column.insertWidget(len(self._rows) - 1, row)
        order_keys([button for one in self._rows for button in (one.use, one.give_back)])

    def _make_list(self) -> QWidget:
        head = QFrame()
        head.setFixedHeight(HEAD_PX)
        line = QHBoxLayout(head)
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(self._whose, 1)
        body = QWidget()
        body.setProperty("role", "scroll-body")
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        body.setLayout(self._column)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(scrolled(body), 1)
        return page


class EntitlementRow(QWidget):
    """One entitlement: name and how it is ordered, what is left and until when, 使用 and 撤回.

    Signals:
        use_requested, return_requested: see :class:`EntitlementsPane`.
    """

    use_requested = Signal(str)
    return_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item: CardItem | None = None
        self._conditions, self._most_lines = "", MOST_LINES
        self._name, self._how = ElidedLabel("", "strong"), label("", "caption-tertiary", wrap=True)
        self._left = tighten(label("", "body"), NAME_PX)
        self._resets = tighten(label("", "caption-tertiary"), NAME_PX)
        self._over, self._line = Badge("", "danger", "warning"), hline()
        self.use, self.give_back = SmallButton(self.tr("使用")), Button(self.tr("撤回"), "link")
        self.use.clicked.connect(self.on_use)
        self.give_back.clicked.connect(self.on_give_back)
        self._build()

    def show_item(self, item: CardItem | None, *, is_last: bool) -> None:
        """Show another entitlement, or none."""
        self.item = item
        self._line.setVisible(not is_last)
        if item is None:
            return
        self._name.setText(item.name)
        self._conditions = " · ".join(part for part in (item.how, item.note) if part)
        self._left.setText(self._left_words(item))
        self._resets.setText(self._reset_words(item))
        self._over.setVisible(item.over > 0)
        self._left.setVisible(item.over == 0)
        self._over.set_badge(self.tr("超用 {count}").format(count=item.over), "danger", "warning")
        self.use.setAccessibleName(self.tr("使用 {name}").format(name=item.name))
        self.give_back.setAccessibleName(self.tr("撤回最近一次 {name}").format(name=item.name))
        self.give_back.setVisible(bool(item.uses))
        self._how.setToolTip(self._conditions)
        self.setAccessibleName(" ".join(self._spoken(item)))
        self.release()
        self._fit()

    def set_lines(self, most: int) -> None:
        """Show at most so many lines of conditions."""
        self._most_lines = most
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer lines for the conditions."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its words, two lines of conditions at most."""
        metrics = self._how.fontMetrics()
        room = max(1, self._how.width())
        needed = -(-metrics.horizontalAdvance(self._conditions) // room)
        lines = min(self._most_lines, needed)
        is_cut = lines == 1 and needed > 1
        self._how.setText(
            metrics.elidedText(self._conditions, Qt.TextElideMode.ElideRight, room) if is_cut else self._conditions
        )
        self._how.setFixedHeight(lines * metrics.lineSpacing())
        words = 2 * EDGE_PX + NAME_PX + self._how.height() + 1
        self.setFixedHeight(max(words, TWO_BUTTONS_PX if self.item is not None and self.item.uses else 0))

    def release(self) -> None:
        """Let the buttons be pressed that can be."""
        item = self.item
        is_left = item is not None and item.left != 0
        self.use.setEnabled(is_left)
        self.use.setToolTip("" if is_left else self.tr("这一期已经用完"))
        self.give_back.setEnabled(item is not None and bool(item.uses))
        if item is not None and item.uses:
            last = item.uses[0]
            when = self.tr("{month} 月 {day} 日").format(month=last.on.month, day=last.on.day)
            self.give_back.setToolTip(" ".join(part for part in (when, last.by, last.note) if part))

    @Slot()
    def on_use(self) -> None:
        """Wish to use it; once, until the desk has answered."""
        if self.item is not None:
            self._hold()
            self.use_requested.emit(self.item.code)

    @Slot()
    def on_give_back(self) -> None:
        """Wish to take the latest use back."""
        if self.item is not None and self.item.uses:
            self._hold()
            self.return_requested.emit(self.item.uses[0].use_id)

    def _hold(self) -> None:
        self.use.setEnabled(False)
        self.give_back.setEnabled(False)

    def _left_words(self, item: CardItem) -> str:
        if item.quota is None:
            return self.tr("不限次")
        return self.tr("剩 {left} / {quota}").format(left=item.left, quota=item.quota)

    def _reset_words(self, item: CardItem) -> str:
        if item.quota is None:
            return self.tr("已用 {count} 次").format(count=item.used)
        day = self.tr("{month} 月 {day} 日").format(month=item.resets_on.month, day=item.resets_on.day)
        return (self.tr("明年 {day}重计") if item.period == "year" else self.tr("{day}重计")).format(day=day)

    def _spoken(self, item: CardItem) -> list[str]:
        over = self._over.text() if item.over else ""
        parts = (item.name, self._left.text(), over, self._resets.text(), self._conditions)
        return [part for part in parts if part]

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(tighten(self._name, NAME_PX), 1)
        head.addWidget(self._resets)
        head.addWidget(self._over)
        head.addWidget(self._left)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addLayout(head)
        words.addWidget(self._how)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(12, EDGE_PX, 8, EDGE_PX)
        row.setSpacing(10)
        row.addLayout(words, 1)
        row.addWidget(self._buttons())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self._line)

    def _buttons(self) -> QWidget:
        box = QWidget()
        box.setFixedWidth(BUTTON_PX)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        for button in (self.use, self.give_back):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return box
