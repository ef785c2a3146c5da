"""The call bar: who, why, how long, and only what can be done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.customer.caller import Caller, Candidate
from app.ids import CustomerId
from ui.call.call_bar import CallBar
from ui.call.call_bar_view import CallBarView
from ui.call.words import caller_note

SOMEBODY = Candidate(customer_id=CustomerId("c"), name="王建国")
TALKING = CallBarView(
    phase="talking",
    direction="呼入",
    number="138****8000",
    name="林婉清",
    tier="五星客户",
    ivr_path=("2 理赔服务", "3 进度查询"),
    queue="理赔专席",
    wait="01:46",
    wait_is_long=True,
    repeat="第 3 次联系",
    duration="02:18",
)


@pytest.fixture
def bar(qtbot: QtBot) -> CallBar:
    made = CallBar()
    qtbot.addWidget(made)
    made.resize(1440, 56)
    return made


def words(bar: CallBar) -> list[str]:
    return [part.text() for part in bar.findChildren(QLabel) if part.isVisibleTo(bar) and part.text()]


def actions(bar: CallBar) -> list[str]:
    return [button.text() for button in bar.visible_actions()]


def test_a_call_shows_who_is_on_the_line_and_why(bar: CallBar) -> None:
    bar.set_call(TALKING)
    shown = words(bar)
    for fact in ("呼入", "138****8000", "林婉清 · 五星客户", "理赔专席", "01:46", "第 3 次联系", "02:18"):
        assert fact in shown


def test_a_fact_that_is_not_known_leaves_no_heading(bar: CallBar) -> None:
    bar.set_call(CallBarView(phase="talking", number="138****8000", queue="理赔专席"))
    assert "排队等待" not in words(bar)
    assert "队列" in words(bar)


def test_a_ringing_call_offers_only_to_answer(bar: CallBar) -> None:
    bar.set_call(CallBarView(phase="ringing", number="138****8000", name="林婉清", hint="14 秒后转下一位"))
    assert actions(bar) == ["接听"]
    assert "14 秒后转下一位" in words(bar)


def test_a_held_call_offers_to_resume(bar: CallBar) -> None:
    bar.set_call(CallBarView(phase="held", number="138****8000"))
    assert "恢复" in actions(bar)
    assert "保持" not in actions(bar)


def test_while_the_telephone_cannot_be_worked_from_here_the_bar_says_so(bar: CallBar) -> None:
    bar.set_call(TALKING)
    for button in bar.visible_actions():
        assert not button.isEnabled()
        assert button.toolTip() == "请在话机上操作"


def test_with_call_control_the_buttons_ask(bar: CallBar, qtbot: QtBot) -> None:
    bar.set_call_control(available=True)
    bar.set_call(TALKING)
    hang_up = bar.visible_actions()[-1]
    with qtbot.waitSignal(bar.hang_up_requested):
        qtbot.mouseClick(hang_up, Qt.MouseButton.LeftButton)
    assert hang_up.toolTip() == ""


def test_a_missed_call_stays_until_it_has_been_read(bar: CallBar, qtbot: QtBot) -> None:
    bar.set_call(CallBarView(phase="missed", number="139****5172"))
    assert "未接来电" in words(bar)
    assert actions(bar) == []


def test_the_running_time_changes_without_anything_else(bar: CallBar) -> None:
    bar.set_call(TALKING)
    bar.set_duration("02:19")
    assert "02:19" in words(bar)
    assert "02:18" not in words(bar)


def test_a_screen_reader_hears_the_call(bar: CallBar) -> None:
    bar.set_call(CallBarView(phase="ringing", number="138****8000", name="林婉清", hint="14 秒后转下一位"))
    assert bar.accessibleName() == "来电 · 林婉清 · 14 秒后转下一位"


def test_the_running_time_survives_a_change_of_the_windows_width(qtbot: QtBot) -> None:
    bar = CallBar()
    qtbot.addWidget(bar)
    bar.set_call(CallBarView(phase="talking", number="138****8000", duration="00:00"))
    bar.set_duration("00:07")
    bar.set_compact(compact=True)
    assert "00:07" in [label.text() for label in bar.findChildren(QLabel)]


@pytest.mark.parametrize(
    ("caller", "said"),
    [
        (Caller(kind="internal", shown="8002", name="林溪", note="客服一组 · A1031"), "同事 · 客服一组 · A1031"),
        (
            Caller(kind="many", candidates=(Candidate(customer_id=CustomerId("c"), name="王建国"),) * 3),
            "3 位客户共用，待确认",
        ),
        (Caller(kind="unknown", is_relay=True), "可能是隐私号，不要存入档案"),
        (Caller(kind="unknown"), "新号码，还不知道是谁"),
        (Caller(kind="withheld"), ""),
    ],
)
def test_the_bar_says_who_it_may_be(bar: CallBar, caller: Caller, said: str) -> None:
    assert caller_note(caller) == said
    for phase in ("ringing", "talking"):
        bar.set_call(CallBarView(phase=phase, number="139****5678", name=caller.name, who=said))
        assert not said or any(said in part for part in words(bar))
        assert "王建国" not in " ".join(words(bar))
