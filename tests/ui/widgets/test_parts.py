"""The parts every screen is made of."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme.tokens import Theme
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.focus_ring import FocusRing
from ui.widgets.key import Key
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.panel import Panel
from ui.widgets.ring import QualityRing, SlaClock
from ui.widgets.seal import Seal
from ui.widgets.segmented import mood_choice


def colors_in(widget: QWidget) -> set[str]:
    image: QImage = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def visible_words(widget: QWidget) -> list[str]:
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget) and part.text()]


@pytest.fixture
def panel(qtbot: QtBot) -> Panel:
    made = Panel("未结工单", 2)
    qtbot.addWidget(made)
    made.body.addWidget(label("ZX-260316-00417"))
    made.resize(320, 200)
    made.show()
    return made


def test_an_empty_panel_says_why_and_offers_one_action(panel: Panel, qtbot: QtBot) -> None:
    panel.set_state("empty", "没有未结工单", "这位客户的事都办完了", "新建工单")
    assert {"没有未结工单", "这位客户的事都办完了"} <= set(visible_words(panel))
    assert "ZX-260316-00417" not in visible_words(panel)
    action = next(b for b in panel.findChildren(QPushButton) if b.text() == "新建工单")
    with qtbot.waitSignal(panel.action_requested):
        qtbot.mouseClick(action, Qt.MouseButton.LeftButton)


def test_a_cached_panel_keeps_its_content_and_says_since_when(panel: Panel) -> None:
    panel.set_state("cached", reason="离线，15:37 之后的触点看不到", badge="缓存 15:37")
    words = visible_words(panel)
    assert {"ZX-260316-00417", "缓存 15:37", "离线，15:37 之后的触点看不到"} <= set(words)
    panel.set_state("ready")
    assert visible_words(panel) == ["未结工单", "2", "ZX-260316-00417"]


def test_a_panel_that_is_read_fast_never_flickers(panel: Panel, qtbot: QtBot) -> None:
    panel.set_state("loading")
    assert "ZX-260316-00417" in visible_words(panel)
    panel.set_state("ready")
    qtbot.wait(200)
    assert "ZX-260316-00417" in visible_words(panel)


def test_a_panel_that_is_read_slowly_says_so(panel: Panel) -> None:
    panel.set_state("loading")
    panel.skip_waiting()
    assert "正在读取…" in visible_words(panel)
    panel.set_state("ready")
    assert "正在读取…" not in visible_words(panel)


@pytest.mark.parametrize(
    ("text", "used", "state", "color"),
    [
        ("14:18", 0.1, "normal", "ok.text"),
        ("8:10", 0.7, "warning", "warn.text"),
        ("超 0:26", 1.2, "overdue", "danger.text"),
        ("暂停", 0.5, "paused", "pause.text"),
    ],
)
def test_a_clock_says_its_state_in_words_and_in_colour(
    look: Theme, qtbot: QtBot, text: str, used: float, state: str, color: str
) -> None:
    clock = SlaClock()
    qtbot.addWidget(clock)
    clock.set_clock(text, used, state)
    clock.adjustSize()
    assert text in clock.accessibleName()
    assert look.hex(color) in colors_in(clock)


def test_painted_widgets_say_in_words_what_they_show(qtbot: QtBot) -> None:
    spoken = {QualityRing(77): "资料质量 77 分", Seal(): "首问责任人", Key("Ctrl + E"): "Ctrl+E"}
    for widget, words in spoken.items():
        qtbot.addWidget(widget)
        assert widget.accessibleName() == words


def test_a_badge_shows_its_state_with_a_word(qtbot: QtBot, look: Theme) -> None:
    badge = Badge("需处理", "danger", "error_circle")
    qtbot.addWidget(badge)
    badge.adjustSize()
    assert badge.text() == "需处理"
    assert badge.height() == 20
    assert look.hex("danger.bg") in colors_in(badge)


def test_one_mood_is_chosen_at_a_time_and_only_a_click_is_told(qtbot: QtBot) -> None:
    mood = mood_choice()
    qtbot.addWidget(mood)
    with qtbot.assertNotEmitted(mood.chosen):
        mood.set_choice("upset")
    button = next(b for b in mood.findChildren(QPushButton) if b.text() == "激动")
    with qtbot.waitSignal(mood.chosen) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == ["angry"]
    assert mood.choice() == "angry"
    mood.set_choice(None)
    assert mood.choice() is None


def test_chips_wrap_when_the_line_is_full(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box)
    chips = [Chip("您说的我都记下了") for _ in range(4)]
    for chip in chips:
        flow.addWidget(chip)
    box.resize(300, flow.heightForWidth(300))
    box.show()
    assert chips[0].y() == chips[1].y()
    assert chips[2].y() > chips[1].y()
    assert all(chip.geometry().right() < 300 for chip in chips)


def test_a_label_without_room_keeps_its_words_in_the_tool_tip(qtbot: QtBot) -> None:
    long = ElidedLabel("冯丽华 · 退保金额有异议，请尽快核实")
    qtbot.addWidget(long)
    long.resize(90, 20)
    long.show()
    assert long.toolTip() == long.text()
    long.resize(500, 20)
    assert long.toolTip() == ""


def test_a_label_keeps_its_words_whatever_its_role(qtbot: QtBot) -> None:
    for role in ("caption", "body", "strong", "title", "headline", "metric", "secondary", "tertiary"):
        made = label("首问", role)
        qtbot.addWidget(made)
        assert made.text() == "首问"


def test_a_notice_shows_markup_as_text(qtbot: QtBot) -> None:
    notice = NoticeBar(("客户已在", "<b>柜面</b>", "说明过"))
    qtbot.addWidget(notice)
    assert notice.text() == "客户已在<b>柜面</b>说明过"
    assert "&lt;b&gt;" in notice.findChild(QLabel).text()


def test_the_keyboard_sees_where_it_is(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, second = Button("存草稿"), Button("提交工单", "primary")
    column.addWidget(first)
    column.addWidget(second)
    ring = FocusRing(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert ring.isVisible()
    assert ring.geometry().contains(second.geometry())
    second.hide()
    assert ring.geometry().contains(first.geometry())
    ring.show_on(None)
    assert not ring.isVisible()
