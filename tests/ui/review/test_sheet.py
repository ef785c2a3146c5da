"""资料与来源: verified with a way back, changed where nothing speaks against it, over a real store."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from resources.demo.story import CUSTOMER_ID
from tests.app.desk.reviewing import REVIEWER, DeskOf, heard
from tests.ui.review.conftest import Screen
from ui.call.call_bar_view import CallBarView


def verified_on(screen: Screen, field: str) -> str:
    record = screen.desk.customers.record(CUSTOMER_ID)
    assert record is not None
    meta = record.meta.get(field)
    return "" if meta is None else meta.verified_on


def test_the_sheet_tells_the_score_and_every_field(screen: Screen, qtbot: QtBot) -> None:
    sheet = screen.open_sheet(qtbot)
    assert sheet._reasons.text() == "资料质量 77 分：邮箱缺失 · 住址 26 个月未核实"
    rows = sheet.rows()
    assert "邮箱 缺失" in rows
    assert any(row.startswith("住址 滨江区江南大道 1*** 号") and row.endswith("已过期") for row in rows)
    assert not any("138" in row and "8000" in row and "****" not in row for row in rows)


def test_verified_can_be_taken_back_and_is_written_only_when_it_can_not(screen: Screen, qtbot: QtBot) -> None:
    sheet = screen.open_sheet(qtbot)
    row = sheet.row("address")
    qtbot.mouseClick(row.verify, Qt.MouseButton.LeftButton)
    assert row.undo.isVisible()
    qtbot.mouseClick(row.undo, Qt.MouseButton.LeftButton)
    assert row.verify.isVisible()
    qtbot.mouseClick(row.verify, Qt.MouseButton.LeftButton)
    assert verified_on(screen, "address") == ""
    sheet.reject()
    qtbot.waitUntil(lambda: verified_on(screen, "address") != "")


def test_an_unguarded_field_is_changed_at_once(screen: Screen, qtbot: QtBot) -> None:
    sheet = screen.open_sheet(qtbot)
    row = sheet.row("email")
    qtbot.mouseClick(row.edit, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(row.editor.value, "wanqing@example.com")
    qtbot.keyClick(row.editor.value, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any("w***@example.com" in one for one in sheet.rows()))
    assert sheet.message.text() == "已改，联网后上传。"
    qtbot.waitUntil(lambda: sheet._ring.accessibleName() == "资料质量 90 分")


def test_a_name_said_on_the_phone_becomes_a_card_beside_the_file(screen: Screen, qtbot: QtBot) -> None:
    sheet = screen.open_sheet(qtbot)
    row = sheet.row("name")
    row.start_editing()
    row.editor.value.setText("林婉青")
    row.editor.on_saved()
    qtbot.waitUntil(lambda: "姓名 林婉清 有矛盾" in sheet.rows())
    (case,) = screen.desk.review.queue().cases
    assert sheet.card(case.case_id).accessibleName() == "姓名 林婉清 → 林婉青 待比对"
    assert "排进了资料核对" in sheet.message.text()


def test_what_cannot_be_a_document_is_said_where_it_was_typed(screen: Screen, qtbot: QtBot) -> None:
    sheet = screen.open_sheet(qtbot)
    row = sheet.row("id_number")
    row.start_editing()
    row.editor.value.setText("110105194912310021")
    row.editor.on_saved()
    qtbot.waitUntil(row.editor.fault.isVisible)
    assert "110105194912310021" not in row.editor.fault.text()
    assert screen.desk.review.queue().cases == ()


def test_a_reason_that_is_missing_is_asked_for_on_its_own_card(screen: Screen, desk: DeskOf, qtbot: QtBot) -> None:
    case_id = heard(screen.desk)
    desk(REVIEWER).review.compare(case_id, "new", "身份证")
    card = screen.open_sheet(qtbot).card(case_id)
    assert not card.button("record").isEnabled()
    qtbot.mouseClick(card.button("withdraw"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.fault.text() == "写一下为什么撤回")
    card.words.setText("听错了")
    qtbot.mouseClick(card.button("withdraw"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.accessibleName().endswith("已撤回"))
    assert card.button("withdraw").isHidden()


def test_escape_closes_an_open_line_before_the_sheet(screen: Screen, qtbot: QtBot) -> None:
    sheet = screen.open_sheet(qtbot)
    row = sheet.row("address")
    row.start_editing()
    qtbot.keyClick(row.editor.value, Qt.Key.Key_Escape)
    assert row.editor.isHidden()
    assert sheet.isVisible()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: screen.presenter.sheet is None)


def test_of_grades_that_never_changed_so_much_is_said(screen: Screen, qtbot: QtBot) -> None:
    log = screen.open_sheet(qtbot).grade_log
    assert log is not None
    assert log.rows() == []
    assert "还没有改过分级" in [part.text() for part in log.findChildren(QLabel)]


def test_how_the_grades_changed_is_told_beside_what_does_not_agree(screen: Screen, desk: DeskOf, qtbot: QtBot) -> None:
    supervisor = desk(REVIEWER)
    record = supervisor.customers.record(CUSTOMER_ID)
    assert record is not None
    supervisor.customers.change(record, {"points": 52_000}, source="core")
    assert "star" in supervisor.grading.regrade(CUSTOMER_ID)
    log = screen.open_sheet(qtbot).grade_log
    assert log is not None
    (row,) = [one for one in log.rows() if "星级" in one]
    assert "→ 六星" in row
    assert row.endswith("积分 50000 以上（积分 52,000）")


def test_where_nothing_contradicts_the_sheet_says_what_is_left_to_do(screen: Screen, qtbot: QtBot) -> None:
    sheet = screen.open_sheet(qtbot)
    seen = " ".join(one.text() for one in sheet.findChildren(QLabel))
    assert "没有矛盾，还有" in seen
    assert "邮箱" in next(one.text() for one in sheet.findChildren(QLabel) if "铅笔" in one.text())


def test_the_sheet_lies_under_the_bars_and_makes_way_for_a_call(screen: Screen, qtbot: QtBot) -> None:
    window = screen.window
    window.resize(1280, 720)
    window.show()
    window.set_call(CallBarView(phase="talking", number="138****8000"))
    qtbot.waitUntil(window.call_bar.isVisible)

    def bars_end() -> int:
        return window.call_bar.mapToGlobal(window.call_bar.rect().bottomLeft()).y()

    sheet = screen.open_sheet(qtbot)
    assert sheet.frameGeometry().top() > bars_end()
    assert sheet.frameGeometry().bottom() <= window.frameGeometry().bottom()
    sheet.move(sheet.x(), window.y())  # as if no call had been there when it was opened
    window.call_bar.setFixedHeight(90)
    qtbot.waitUntil(lambda: sheet.frameGeometry().top() > bars_end())
