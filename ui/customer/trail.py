"""48 小时轨迹: every contact of the last two days, so that nobody has to tell it again; thirty days behind it."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.customer.view import Touch, Trail
from ui.customer.delegates import TrailDelegate
from ui.widgets.buttons import Button, IconButton
from ui.widgets.fit_panel import close_up
from ui.widgets.labels import hline
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.panel import Panel
from ui.widgets.row_list import RowList
from ui.widgets.state_pane import PaneState
from ui.widgets.time_text import day_text


class TrailPanel(Panel):
    """The warning, the touches under their days, and the way to thirty days and back.

    Signals:
        touch_opened: a contact was clicked; carries the :class:`Touch`.
        retry_requested: the contacts could not be read and are to be read again.
    """

    touch_opened = Signal(object)
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        close_up(self)
        self._trail, self._today = Trail(), date.min
        self._hidden: set[str] = set()
        self._is_long = False
        self._notice = NoticeBar()
        self._delegate = TrailDelegate()
        self._list = RowList(self._delegate, _spoken)
        self._more = Button("", "link", icon="history")
        self._filter = IconButton("filter", self.tr("按渠道筛选"))
        self._build()
        self.set_title(self.tr("48 小时轨迹"))

    def show_trail(self, trail: Trail, now: datetime) -> None:
        """Show a customer's trail: of the last two days, all channels, unless it is the one that is being read."""
        is_same = bool(trail.all) and trail.all == self._trail.all
        self._trail, self._today = trail, trail.today or now.date()
        if not is_same:
            self._hidden.clear()
            self._is_long = False
        if trail.warning:
            self._notice.set_notice(trail.warning)
        self._arrange()

    @Slot()
    def on_more(self) -> None:
        """Thirty days, or the two days again."""
        self._is_long = not self._is_long
        self._arrange()
        self._list.scrollToTop()

    @Slot()
    def on_action(self) -> None:
        """The one button of a state: again after an error, thirty days where two have nothing."""
        if self.state is PaneState.ERROR:
            self.retry_requested.emit()
        else:
            self.on_more()

    def set_compact(self, *, compact: bool) -> None:
        """Closer rows and a lower foot on a short body (mock-up 01b)."""
        if compact != self._delegate.is_tight:
            self._delegate.is_tight = compact
            self._foot.setContentsMargins(8, 0 if compact else 3, 8, 0 if compact else 3)
            self._list.scheduleDelayedItemsLayout()

    def show_nothing(self) -> None:
        """Nobody's trail: the caller is not known, or is still being looked up."""
        self._trail, self._is_long = Trail(), False
        self.set_title(self.tr("48 小时轨迹"))
        self._list.set_rows(())

    def rows(self) -> list[str]:
        """What the list says, heading by heading and touch by touch."""
        return [row if isinstance(row, str) else _spoken(row) for row in self._list.rows]

    def _touches(self) -> tuple[Touch, ...]:
        return self._trail.all if self._is_long else self._trail.touches

    def _arrange(self) -> None:
        """Title, rows, and the way to the other length; a filter says how many it hides."""
        trail = self._trail
        shown = [touch for touch in self._touches() if touch.channel not in self._hidden]
        counted = len(self._touches()) if self._is_long else trail.count
        count = self.tr("{count} 次触点").format(count=counted)
        if len(shown) < len(self._touches()):
            count = self.tr("{shown} / {count} 次触点").format(shown=len(shown), count=counted)
        self.set_title(self.tr("近 30 天轨迹") if self._is_long else self.tr("48 小时轨迹"), count)
        self._notice.setVisible(bool(trail.warning) and not self._is_long)
        self._more.setText(
            self.tr("回到 48 小时")
            if self._is_long
            else self.tr("近 30 天共 {count} 次触点").format(count=trail.count_30_days)
        )
        self._more.set_icon_name("chevron_left" if self._is_long else "history")
        self._more.setEnabled(self._is_long or bool(trail.all))
        self._show_rows(shown)
        if self._touches():
            self.set_state("ready")
        elif trail.all:
            self.set_state(
                "empty",
                self.tr("48 小时内没有其他联系"),
                "",
                self.tr("看近 30 天 {count} 次").format(count=trail.count_30_days),
                icon="history",
            )
        else:
            self.set_state("empty", self.tr("48 小时内没有其他联系"), icon="history")

    def _show_rows(self, shown: list[Touch]) -> None:
        rows: list[str | Touch] = []
        day: date | None = None
        for touch in shown:
            if touch.at.date() != day:
                day = touch.at.date()
                rows.append(day_text(day, self._today))
            rows.append(touch)
        self._list.set_rows(rows)

    def _open_filter(self) -> None:
        menu = QMenu(self)
        for channel in dict.fromkeys(touch.channel for touch in self._touches()):
            action = menu.addAction(self._channel(channel))
            action.setCheckable(True)
            action.setChecked(channel not in self._hidden)
            action.setData(channel)
        menu.triggered.connect(lambda action: self._show_channel(action.data(), shown=action.isChecked()))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._filter.mapToGlobal(self._filter.rect().bottomLeft()))

    def _show_channel(self, channel: str, *, shown: bool) -> None:
        (self._hidden.discard if shown else self._hidden.add)(channel)
        self._arrange()

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
        self.action_requested.connect(self.on_action)
        self._more.clicked.connect(self.on_more)
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
    return " ".join(part for part in (f"{touch.at:%H:%M}", touch.title, touch.note, touch.duration) if part)
