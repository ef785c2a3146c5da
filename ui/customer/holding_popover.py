"""Everything the file knows of one policy, claim, line, device or order, beside its row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.customer.view import HoldingRow
from ui.theme.theme import current
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button, IconButton
from ui.widgets.focus_return import FocusReturn
from ui.widgets.labels import ElidedLabel, hline, label

WIDTH_PX, MOST_PX, EDGE_PX = 320, 420, 8


class HoldingPopover(QFrame):
    """Title and state, the number to copy, every attribute with its label, and 用于工单.

    It is a child of the customer's page, not a window of its own. Esc, × or a click elsewhere on the page closes it.

    Signals:
        link_requested: the ticket is to be about this holding; carries its number.
    """

    link_requested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "popup")
        self.setFixedWidth(WIDTH_PX)
        self._row: HoldingRow | None = None
        self._body_px = 0
        self._back = FocusReturn()
        self._below: Callable[[], QPoint] = QPoint
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self.on_settled)
        parent.installEventFilter(self)
        self._title, self._number = ElidedLabel("", "strong"), ElidedLabel("", "secondary")
        self._state = Badge("")
        self._copy = IconButton("document_text", self.tr("复制编号"))
        self._close = IconButton("dismiss", self.tr("关闭"))
        self._link = Button(self.tr("用于工单"), "primary", icon="link", small=True)
        self._kind = label("", "caption-tertiary")
        self._scroll = QScrollArea()
        self._build()
        self.hide()

    def show_holding(self, row: HoldingRow, below: Callable[[], QPoint], *, can_link: bool) -> None:
        """Show ``row`` beside its line of the list, kept inside the parent, also when that changes its size.

        Args:
            below: the point of the parent under which it stands, asked again after each change.
            can_link: whether the form on the screen can name a holding.
        """
        self._row = row
        self._title.setText(row.title)
        self._number.setText(row.number)
        self._kind.setText(row.kind)
        self._state.setVisible(bool(row.status))
        self._state.set_badge(row.status, row.tone)
        self._copy.setToolTip(self.tr("复制编号"))
        self._copy.setVisible(bool(row.number))
        self._link.setVisible(can_link and bool(row.number))
        self._body_px = self._fill(row)
        self.setAccessibleName(f"{row.kind} {row.title} {row.number}")
        self._below = below
        if self.isHidden():
            self._back.remember()
        self.on_settled()
        self.show()
        self.raise_()
        self._close.setFocus(Qt.FocusReason.PopupFocusReason)

    def holding(self) -> HoldingRow | None:
        """What is shown, None while it is closed."""
        return None if self.isHidden() else self._row

    @Slot()
    def on_copy(self) -> None:
        """The number, ready to be pasted elsewhere."""
        if self._row is not None:
            QGuiApplication.clipboard().setText(self._row.number)
            self._copy.setToolTip(self.tr("已复制"))

    @Slot()
    def on_link(self) -> None:
        """The ticket is about this."""
        if self._row is not None:
            self.hide()
            self.link_requested.emit(self._row.number)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page changes its size: once everything has found its place, so do the details."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._settling.start()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes, and the keyboard goes back to the row."""
        if event.key() == Qt.Key.Key_Escape:
            self._back.give_back()
            self.hide()
            return
        super().keyPressEvent(event)

    def _fill(self, row: HoldingRow) -> int:
        body = QWidget()
        body.setProperty("role", "scroll-body")
        grid = QGridLayout(body)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for at, detail in enumerate(row.details):
            name, value = label(detail.label, "caption-tertiary"), label(detail.value, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setMinimumWidth(60)
            grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1)
        if not row.details:
            grid.addWidget(label(self.tr("档案里没有更多资料"), "tertiary"), 0, 0)
        self._scroll.setWidget(body)
        return max(36, grid.heightForWidth(WIDTH_PX - 2))

    @Slot()
    def on_settled(self) -> None:
        """Everything stands: under the row, or wherever there is room."""
        below = self._below()
        parent = self.parentWidget()
        chrome = 36 + 30 + 40 + 4
        room = parent.height() - 2 * EDGE_PX
        self.setFixedHeight(min(MOST_PX, room, chrome + self._body_px))
        left = min(max(EDGE_PX, below.x()), parent.width() - self.width() - EDGE_PX)
        top = min(below.y(), parent.height() - self.height() - EDGE_PX)
        self.move(left, max(EDGE_PX, top))

    def _build(self) -> None:
        for button in (self._copy, self._close):
            button.setFixedSize(24, 24)
        head, second, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(12, 8, 8, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        head.addWidget(self._close)
        second.setContentsMargins(12, 0, 8, 6)
        second.addWidget(self._number, 1)
        second.addWidget(self._copy)
        foot.setContentsMargins(12, 7, 12, 8)
        foot.addWidget(self._kind)
        foot.addStretch(1)
        foot.addWidget(self._link)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(second)
        column.addWidget(hline())
        column.addWidget(self._scroll, 1)
        column.addWidget(hline())
        column.addLayout(foot)
        self._copy.clicked.connect(self.on_copy)
        self._close.clicked.connect(self.hide)
        self._link.clicked.connect(self.on_link)
        self._number.setMinimumHeight(current().line_px("body"))
