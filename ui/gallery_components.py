"""The sheet of components and panel states (mock-up 14)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QLineEdit, QVBoxLayout, QWidget

from ui.call.call_bar import CallBar
from ui.call.call_bar_view import CallBarView
from ui.shell.states import PRESENCE_LOOKS, SyncView, presence_words
from ui.shell.top_bar_parts import SyncChip
from ui.theme.icons import icon
from ui.theme.tokens import Theme
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.focus_ring import FocusRing
from ui.widgets.icon_label import IconLabel
from ui.widgets.key import Key
from ui.widgets.labels import label
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.panel import Panel
from ui.widgets.ring import QualityRing, SlaClock
from ui.widgets.seal import Seal
from ui.widgets.segmented import mood_choice

_CALLS = (
    CallBarView(
        phase="ringing",
        number="138****8000",
        name="林婉清",
        queue="理赔专席",
        repeat="第 3 次联系",
        hint="14 秒后转下一位",
        note="草稿已保存",
    ),
    CallBarView(phase="held", number="138****8000", name="林婉清", tier="五星客户", queue="理赔专席", duration="00:42"),
    CallBarView(phase="wrapup", number="138****8000", name="林婉清", tier="五星客户", duration="00:15"),
    CallBarView(phase="missed", number="139****5172", queue="理赔专席"),
)


def _line(*parts: QWidget | QLayout, spacing: int = 8) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for part in parts:
        row.addWidget(part) if isinstance(part, QWidget) else row.addLayout(part)
    row.addStretch(1)
    return row


def _clock(text: str, used: float, state: str) -> SlaClock:
    clock = SlaClock()
    clock.set_clock(text, used, state)
    return clock


class _Sheet(QWidget):
    """The sheet; its focus rings are placed once it is laid out."""

    def __init__(self) -> None:
        super().__init__()
        self.rings: list[tuple[FocusRing, QWidget]] = []

    def showEvent(self, event: object) -> None:
        """Place the rings."""
        super().showEvent(event)
        self.layout().activate()
        for ring, button in self.rings:
            ring.show_on(button)


def _buttons(sheet: _Sheet) -> list[QHBoxLayout]:
    primary, default = Button("提交工单", "primary"), Button("存草稿")
    for button in (primary, default):
        sheet.rings.append((FocusRing(sheet), button))
    off = [Button("提交工单", "primary"), Button("存草稿")]
    for button in off:
        button.setEnabled(False)
    return [
        _line(Button("提交工单", "primary", hint="Ctrl+Enter"), primary, off[0], Button("新建", "link", icon="add")),
        _line(Button("存草稿", hint="Ctrl+S"), default, off[1], Button("挂断", "danger", icon="call_end"), spacing=8),
    ]


def _fields() -> list[QHBoxLayout]:
    empty, focused, wrong, fixed = QLineEdit(), QLineEdit("林婉清"), QLineEdit("1380013800"), QLineEdit("周雨桐 A1027")
    empty.setPlaceholderText("请输入联系人")
    wrong.setProperty("invalid", True)
    wrong.addAction(icon("error_circle", 16, "danger.text", True), QLineEdit.ActionPosition.TrailingPosition)
    fixed.setReadOnly(True)
    fixed.addAction(icon("lock_closed", 16), QLineEdit.ActionPosition.TrailingPosition)
    rows = []
    for pair in ((empty, focused), (wrong, fixed)):
        row = QHBoxLayout()
        for field in pair:
            row.addWidget(field)
        rows.append(row)
    return rows


def _presences() -> list[QWidget | QLayout]:
    presence = [
        _line(IconLabel(look.icon, 16, look.color, filled=look.filled), label(presence_words(key)), spacing=6)
        for key, look in PRESENCE_LOOKS.items()
        if key != "training"
    ]
    return [*presence]


def _chips() -> list[QWidget | QLayout]:
    chips = []
    for view in (
        SyncView("synced", at="10:24"),
        SyncView("syncing", done=3, total=7),
        SyncView("offline", waiting=7),
        SyncView("conflict", conflicts=1),
    ):
        chip = SyncChip()
        chip.set_sync(view)
        chips.append(chip)
    return [*chips]


def _clocks() -> list[QWidget | QLayout]:
    clocks = (
        _clock("14:18", 0.05, "normal"),
        _clock("8:10", 0.72, "warning"),
        _clock("超 0:26", 1.2, "overdue"),
        _clock("暂停", 0.4, "paused"),
        _clock("已办结", 0.4, "done"),
    )
    return [*clocks]


def _badges() -> list[QWidget | QLayout]:
    badges = (
        Badge("达标", "ok", "checkmark"),
        Badge("临界", "warn", "warning"),
        Badge("需处理", "danger", "error_circle"),
        Badge("暂停", "pause", "pause"),
        Badge("处理中", "accent"),
        Badge("投诉", "line"),
        Seal(),
        label("周雨桐"),
    )
    return [*badges]


def _controls(sheet: _Sheet) -> Panel:
    panel = Panel("控件与标记")
    panel.body.setContentsMargins(15, 12, 15, 12)
    panel.body.setSpacing(8)
    groups: tuple[tuple[str, list[QLayout]], ...] = (
        ("按钮 28 px：默认、焦点、禁用", _buttons(sheet)),
        ("输入框：默认、出错、只读", _fields()),
        ("时限：颜色、圆环、文字三者同时表达", [_line(*_clocks(), spacing=28)]),
        ("状态标记", [_line(*_badges())]),
        ("坐席状态", [_line(*_presences(), spacing=12)]),
        ("同步状态", [_line(*_chips())]),
        (
            "情绪、安抚用语、按键、资料质量",
            [
                _line(mood_choice(), Key("Ctrl + E"), QualityRing(77)),
                _line(Chip("换成是我，也会着急", checked=True), Chip("您说的我都记下了")),
            ],
        ),
    )
    for words, rows in groups:
        panel.body.addWidget(label(words, "caption-tertiary"))
        for row in rows:
            panel.body.addLayout(row)
        panel.body.addSpacing(4)
    panel.body.addWidget(NoticeBar(("客户已在", "柜面、在线客服", "说明过此事，请勿让客户再说一遍。")))
    panel.body.addStretch(1)
    return panel


def _states() -> QGridLayout:
    empty, loading, cached, failed, locked, nothing = (
        Panel("未结工单", 0),
        Panel("保单与理赔"),
        Panel("48 小时轨迹"),
        Panel("缴费"),
        Panel("通话录音"),
        Panel("搜索结果", 0),
    )
    empty.set_state("empty", "没有未结工单", "这位客户的事都办完了", "新建工单", action_icon="add")
    loading.set_state("loading")
    loading.skip_waiting()
    for words in ("15:20  柜面 · 滨江路营业部", "10:12  在线客服 · 刘一鸣", "09:41  APP 查询理赔进度"):
        cached.body.addWidget(label("   " + words))
    cached.body.addStretch(1)
    cached.set_state("cached", reason="离线，15:37 之后的触点看不到", badge="缓存 15:37")
    failed.set_state(
        "error", "缴费记录读取失败", "核心系统 8 秒没有回应（编号 E-2041）", "重试", action_icon="arrow_sync"
    )
    locked.set_state("no_permission", "没有“听录音”权限", "可向组长 陈思远 申请，一般 10 分钟内批", "申请权限")
    nothing.set_state("empty", "没有找到“1380013”", "换完整手机号、证件后四位或保单号试试", "按保单号搜", icon="search")
    grid = QGridLayout()
    grid.setSpacing(12)
    for place, panel in enumerate((empty, loading, cached, failed, locked, nothing)):
        panel.setFixedHeight(188)
        grid.addWidget(panel, place // 3, place % 3)
    return grid


def components(_theme: Theme) -> QWidget:
    """Everything a screen is made of, in every state."""
    sheet = _Sheet()
    sheet.setProperty("role", "window")
    sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(sheet)
    row.setContentsMargins(24, 20, 24, 20)
    row.setSpacing(16)
    controls = _controls(sheet)
    controls.setFixedWidth(472)
    row.addWidget(controls)
    right = QVBoxLayout()
    right.setSpacing(12)
    right.addLayout(_states())
    for view in _CALLS:
        bar = CallBar()
        bar.set_call_control(available=view.phase == "ringing")
        bar.set_call(view)
        right.addWidget(bar)
    right.addStretch(1)
    row.addLayout(right, 1)
    sheet.resize(1440, 900)
    return sheet
