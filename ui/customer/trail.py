"""48 小时轨迹: every contact of the last two days, so that nobody makes the customer tell it again."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.customer.view import Touch, Trail
from ui.customer.delegates import TrailDelegate
from ui.widgets.buttons import Button, IconButton
from ui.widgets.fit_panel import close_up
from ui.widgets.labels import hline
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.panel import Panel
from ui.widgets.row_list import RowList
from ui.widgets.time_text import day_text


class TrailPanel(Panel):
    """The warning, the touches under their days, and the way to the rest.

    Signals:
        touch_opened: a contact was clicked; carries the :class:`Touch`.
        all_touches_requested: 近 30 天共 N 次触点 was pressed.
    """

    touch_opened = Signal(object)
    all_touches_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        close_up(self)
        self._trail, self._today = Trail(), date.min
        self._hidden: set[str] = set()
        self._notice = NoticeBar()
        self._delegate = TrailDelegate()
        self._list = RowList(self._delegate, _spoken)
        self._more = Button("", "link", icon="history")
        self._filter = IconButton("filter", self.tr("按渠道筛选"))
        self._build()
        self.set_title(self.tr("48 小时轨迹"))

    def show_trail(self, trail: Trail, now: datetime) -> None:
        """Show another customer's trail; all channels are shown again."""
        self._trail, self._today = trail, trail.today or now.date()
        self._hidden.clear()
        self.set_title(self.tr("48 小时轨迹"), self.tr("{count} 次触点").format(count=trail.count))
        self._notice.setVisible(bool(trail.warning))
        if trail.warning:
            self._notice.set_notice(trail.warning)
        self._more.setText(self.tr("近 30 天共 {count} 次触点").format(count=trail.count_30_days))
        self._show_rows()
        if trail.touches:
            self.set_state("ready")
        else:
            self.set_state("empty", self.tr("48 小时内没有其他联系"), icon="history")

    def set_compact(self, *, compact: bool) -> None:
        """Closer rows and a lower foot on a short body (mock-up 01b)."""
        if compact != self._delegate.is_tight:
            self._delegate.is_tight = compact
            self._foot.setContentsMargins(8, 0 if compact else 3, 8, 0 if compact else 3)
            self._list.scheduleDelayedItemsLayout()

    def show_nothing(self) -> None:
        """Nobody's trail: the caller is not known, or is still being looked up."""
        self._trail = Trail()
        self.set_count(None)
        self._list.set_rows(())

    def rows(self) -> list[str]:
        """What the list says, heading by heading and touch by touch."""
        return [row if isinstance(row, str) else _spoken(row) for row in self._list.rows]

    def _show_rows(self) -> None:
        touches = [touch for touch in self._trail.touches if touch.channel not in self._hidden]
        rows: list[str | Touch] = []
        day: date | None = None
        for touch in touches:
            if touch.at.date() != day:
                day = touch.at.date()
                rows.append(day_text(day, self._today))
            rows.append(touch)
        self._list.set_rows(rows)

    def _open_filter(self) -> None:
        menu = QMenu(self)
        for channel in dict.fromkeys(touch.channel for touch in self._trail.touches):
            action = menu.addAction(self._channel(channel))
            action.setCheckable(True)
            action.setChecked(channel not in self._hidden)
            action.setData(channel)
        menu.triggered.connect(lambda action: self._show_channel(action.data(), shown=action.isChecked()))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._filter.mapToGlobal(self._filter.rect().bottomLeft()))

    def _show_channel(self, channel: str, *, shown: bool) -> None:
        (self._hidden.discard if shown else self._hidden.add)(channel)
        self._show_rows()

    def _channel(self, channel: str) -> str:
        names = {
            "phone": self.tr("电话"),
            "ivr": self.tr("自助语音"),
            "app": "APP",
            "push": self.tr("APP 通知"),
            "chat": self.tr("在线客服"),
            "counter": self.tr("柜面"),
            "sms": self.tr("短信"),
            "mail": self.tr("邮件"),
            "visit": self.tr("上门"),
        }
        return names.get(channel, channel)

    def _build(self) -> None:
        self._filter.setFixedSize(24, 24)
        self._filter.clicked.connect(self._open_filter)
        self.header_actions.addWidget(self._filter)
        self._list.opened.connect(self.touch_opened)
        self._more.clicked.connect(self.all_touches_requested)
        self._more.setToolTip(self.tr("30 天的全部触点在后续版本提供"))
        notice_row = QVBoxLayout()
        notice_row.setContentsMargins(8, 8, 8, 2)
        notice_row.addWidget(self._notice)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(8, 3, 8, 3)
        self._foot.addWidget(self._more)
        self._foot.addStretch(1)
        self.body.addLayout(notice_row)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(hline())
        self.body.addLayout(self._foot)
        self._notice.hide()


def _spoken(touch: Touch) -> str:
    return f"{touch.at:%H:%M} {touch.title} {touch.note}".rstrip()
