"""The sheet of keys (mock-up 09b): only keys that do something today. An overlay under the call bar, never over it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.theme import current
from ui.theme.tokens import tokens
from ui.widgets.dialog_frame import close_button
from ui.widgets.focus_return import FocusReturn
from ui.widgets.icon_label import IconLabel
from ui.widgets.key import Key
from ui.widgets.labels import hline, label
from ui.widgets.shadow import PopupShadow

WIDEST_PX, _ROW_PX, _EDGE_PX = 1040, 28, 28
_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


@dataclass(frozen=True)
class KeyGroup:
    """Keys that belong together: words and chords, and perhaps one sentence under them."""

    title: str
    icon: str
    keys: tuple[tuple[str, str], ...] = ()
    note: str = ""


class KeySheet(QWidget):
    """Dims everything under the bars and shows the keys in columns. Esc, F1 and a click beside it close it.

    Signals:
        closed: it has gone, and the caret is where it was.
    """

    closed = Signal()

    def __init__(self, window: QWidget, bars: tuple[QWidget, ...], back: FocusReturn) -> None:
        """``bars`` are never dimmed: what is under the lowest of them is covered. ``back`` is the way back."""
        super().__init__(window)
        self._bars = bars
        self._back = back
        back.never_to(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("快捷键"))
        self._frame = QFrame(self)
        self._frame.setProperty("role", "popup")
        PopupShadow(self._frame)
        self._build()
        for widget in (window, *bars):
            widget.installEventFilter(self)
        self.hide()

    def groups(self) -> tuple[tuple[KeyGroup, ...], ...]:
        """What stands in each column."""
        ticket = KeyGroup(
            self.tr("话术与工单"),
            "chat",
            (
                (self.tr("完成下一项检查"), "Ctrl+E"),
                (self.tr("上一步 / 下一步"), "Alt+← →"),
                (self.tr("下一个必填项"), "Ctrl+J"),
                (self.tr("替换禁语"), "Alt+Enter"),
                (self.tr("存草稿"), "Ctrl+S"),
                (self.tr("提交工单"), "Ctrl+Enter"),
                (self.tr("显示完整号码"), "Alt+R"),
            ),
        )
        around = KeyGroup(
            self.tr("导航"),
            "grid",
            (
                (self.tr("搜索客户、保单或工单"), "Ctrl+K"),
                (self.tr("下一个面板"), "F6"),
                (self.tr("上一个面板"), "Shift+F6"),
                (self.tr("来电"), "Alt+1"),
                (self.tr("资料核对"), "Alt+6"),
                (self.tr("收起 / 展开我的工作"), "Ctrl+B"),
                (self.tr("刷新并同步"), "F5"),
                (self.tr("快捷键"), "F1"),
                (self.tr("关闭浮层，不丢输入"), "Esc"),
            ),
        )
        found = KeyGroup(
            self.tr("搜索结果"),
            "search",
            ((self.tr("选择"), "↑ ↓"), (self.tr("打开客户"), "Enter"), (self.tr("回到原来的光标"), "Esc")),
        )
        call = KeyGroup(self.tr("通话"), "call", note=self.tr("接听、保持、转接和挂断，请在话机上操作。"))
        return (ticket,), (around,), (found, call)

    @Slot()
    def toggle(self) -> None:
        """F1: show it, or put it away."""
        if self.isVisible():
            self.close_sheet()
        else:
            self._back.remember()
            self._place()
            self.show()
            self.raise_()
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def close_sheet(self) -> None:
        """Put it away and the caret back."""
        if self.isHidden():
            return
        if not self._back.give_back():
            self.clearFocus()
        self.hide()
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Keys of the page under it wait: somebody who reads that Ctrl+Enter hands in does not hand in."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_window_key = event.key() in (Qt.Key.Key_K, Qt.Key.Key_F6, Qt.Key.Key_F1)
            event.setAccepted(not is_window_key)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; nothing else does anything here."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays here."""
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard was wanted elsewhere: do not stand in the way."""
        if event.reason() not in _STAYS and self.isVisible():
            self.hide()
            self.closed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the sheet closes it."""
        if not self._frame.geometry().contains(event.position().toPoint()):
            self.close_sheet()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what is under it."""
        scrim = tokens()["alpha"]["scrim"][current().mode]
        shade = QColor(scrim["hex"])
        shade.setAlphaF(scrim["opacity"])
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), shade)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay under the bars when the window changes or a call comes."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide) and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        window = self.parentWidget()
        top = max(bar.mapTo(window, QPoint(0, bar.height())).y() for bar in self._bars if not bar.isHidden())
        self.setGeometry(QRect(0, top, window.width(), window.height() - top))
        self._frame.setFixedWidth(min(WIDEST_PX, self.width() - 2 * 64))
        self._frame.layout().activate()
        height = self._frame.sizeHint().height()
        above = max(8, min(48, (self.height() - height) // 2))
        self._frame.setGeometry((self.width() - self._frame.width()) // 2, above, self._frame.width(), height)

    def _build(self) -> None:
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._head())
        columns = QHBoxLayout()
        columns.setContentsMargins(_EDGE_PX, 8, _EDGE_PX, 24)
        columns.setSpacing(40)
        for groups in self.groups():
            columns.addLayout(_column(groups), 1)
        column.addLayout(columns)
        column.addWidget(self._foot())

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(_EDGE_PX, 14, 18, 6)
        head.setSpacing(10)
        head.addWidget(label(self.tr("快捷键"), "title"))
        head.addStretch(1)
        head.addWidget(close_button(self.close_sheet))
        return head

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "panel-footer")
        foot.setFixedHeight(44)
        row = QHBoxLayout(foot)
        row.setContentsMargins(_EDGE_PX, 0, _EDGE_PX, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("keyboard"))
        words = self.tr(
            "不占用输入法与系统键：Shift、Ctrl+空格、Shift+空格、Ctrl+.、Ctrl+Shift、Alt+Tab、Win 组合键、F10"
        )
        row.addWidget(label(words, "caption"))
        row.addStretch(1)
        return foot


def _column(groups: tuple[KeyGroup, ...]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    for at, group in enumerate(groups):
        column.addSpacing(16 if at else 0)
        column.addLayout(_title(group))
        column.addWidget(hline())
        column.addSpacing(6)
        for words, keys in group.keys:
            column.addWidget(_line(words, keys))
        if group.note:
            column.addSpacing(4)
            column.addWidget(label(group.note, "secondary", wrap=True))
    column.addStretch(1)
    return column


def _title(group: KeyGroup) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 8)
    row.setSpacing(8)
    row.addWidget(IconLabel(group.icon))
    row.addWidget(label(group.title, "strong"))
    row.addStretch(1)
    return row


def _line(words: str, keys: str) -> QWidget:
    line = QWidget()
    line.setFixedHeight(_ROW_PX)
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(label(words))
    row.addStretch(1)
    row.addWidget(Key(keys))
    return line
