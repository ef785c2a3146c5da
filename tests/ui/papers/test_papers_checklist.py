"""办理材料: the list for each comer, numbers read while typed, the hard stop, and what is still missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.identity.papers import Papers
from app.pack.load import load_pack
from ui.papers.checklist import PapersChecklist, PapersDone
from ui.papers.number_field import NumberField

PAPERS = load_pack(Path(__file__).parents[3] / "resources" / "packs" / "insurance").papers
TODAY = date(2026, 3, 18)
ADULT = "11010519491231002X"  # the worked example of GB 11643


@pytest.fixture
def panel(qtbot: QtBot) -> PapersChecklist:
    """The list for a change of data, at the counter."""
    made = PapersChecklist(PAPERS, TODAY)
    qtbot.addWidget(made)
    made.show_business("change_profile")
    made.resize(560, 560)
    made.show()
    qtbot.waitExposed(made)
    return made


def visible_words(widget: QWidget) -> list[str]:
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget) and part.text()]


def field(panel: PapersChecklist, code: str) -> NumberField:
    found = panel.rows.row(code).field
    assert found is not None
    return found


def tick(panel: PapersChecklist, *codes: str) -> None:
    for code in codes:
        panel.rows.row(code).tick.click()


def test_the_list_says_what_to_see_and_that_all_of_it_is_missing(panel: PapersChecklist) -> None:
    assert [row.tick.text() for row in panel.rows.rows] == ["本人有效身份证件", "业务申请书", "客户签名确认"]
    assert [row.state_words() for row in panel.rows.rows] == ["缺，须补"] * 3
    assert "还缺 3 项：本人有效身份证件、业务申请书、客户签名确认" in visible_words(panel)
    assert not panel.go_on.isEnabled()


def test_with_everything_seen_it_goes_on_and_tells_what_was_read(panel: PapersChecklist, qtbot: QtBot) -> None:
    qtbot.keyClicks(field(panel, "holder_id").number, ADULT.lower())
    tick(panel, "holder_id", "application", "signature")
    assert "材料齐全，可以办理" in visible_words(panel)
    with qtbot.waitSignal(panel.completed) as told:
        panel.go_on.click()
    done = told.args[0]
    assert isinstance(done, PapersDone)
    assert (done.business, done.comer, done.where) == ("change_profile", "holder", "counter")
    assert done.outcome.numbers["holder_id"].number == ADULT


def test_a_number_is_read_while_it_is_typed(panel: PapersChecklist, qtbot: QtBot) -> None:
    where = field(panel, "holder_id")
    where.number.setFocus()
    qtbot.keyClicks(where.number, ADULT[:17])
    assert where.reason() == "居民身份证少 1 位，应为 18 位"
    assert not where.has_error()  # still being typed
    qtbot.keyClicks(where.number, "0")
    assert "校验不对" in where.reason()
    assert where.has_error()
    qtbot.keyClick(where.number, Qt.Key.Key_Backspace)
    qtbot.keyClicks(where.number, "X")
    assert (where.reason(), where.has_error()) == ("", False)


def test_an_unfinished_number_is_wrong_once_the_caret_has_left(panel: PapersChecklist, qtbot: QtBot) -> None:
    where = field(panel, "holder_id")
    where.number.setFocus()
    qtbot.keyClicks(where.number, ADULT[:17])
    panel.rows.row("application").tick.setFocus()
    qtbot.waitUntil(where.has_error)
    assert where.reason() == "居民身份证少 1 位，应为 18 位"


def test_a_ticked_document_with_a_wrong_number_is_not_settled(panel: PapersChecklist, qtbot: QtBot) -> None:
    qtbot.keyClicks(field(panel, "holder_id").number, ADULT[:16] + "30")
    tick(panel, "holder_id", "application", "signature")
    assert panel.rows.row("holder_id").state_words() == "待核对"
    assert "请核对：本人有效身份证件" in visible_words(panel)
    assert not panel.go_on.isEnabled()


def test_an_old_number_is_taken_with_a_word_about_it(panel: PapersChecklist, qtbot: QtBot) -> None:
    where = field(panel, "holder_id")
    qtbot.keyClicks(where.number, "110105491231002")
    assert "15 位旧号码" in where.reason()
    assert not where.has_error()


def test_whoever_comes_has_a_list_of_their_own_and_what_was_ticked_stays(panel: PapersChecklist, qtbot: QtBot) -> None:
    tick(panel, "application")
    proxy = next(button for button in panel.comer.findChildren(QPushButton) if button.text() == "代办")
    qtbot.mouseClick(proxy, Qt.MouseButton.LeftButton)
    assert [row.paper.code for row in panel.rows.rows][:3] == ["holder_id_for_proxy", "proxy_id", "letter_of_attorney"]
    assert panel.rows.row("application").tick.isChecked()
    assert panel.rows.row("application").state_words() == "已核对"


def test_a_proxy_is_refused_where_only_the_holder_may_come(panel: PapersChecklist) -> None:
    panel.show_business("password_reset", "proxy")
    assert panel.rows.rows == []
    assert "不能代办" in panel.notice.text()
    assert panel.notice.isVisibleTo(panel)
    assert not panel.go_on.isEnabled()


def test_data_is_not_changed_on_the_phone(qtbot: QtBot) -> None:
    panel = PapersChecklist(PAPERS, TODAY, where="phone")
    qtbot.addWidget(panel)
    panel.show_business("change_profile")
    assert "不能在电话里办理，请客户带证件到柜面办理" in panel.notice.text()
    panel.show_business("claim_report")
    assert panel.notice.isHidden()
    tick(panel, "spoken_check")
    assert panel.go_on.isEnabled()


def test_something_wrong_with_a_document_stops_everything(panel: PapersChecklist, qtbot: QtBot) -> None:
    qtbot.keyClicks(field(panel, "holder_id").number, ADULT)
    tick(panel, "holder_id", "application", "signature")
    action = next(one for one in panel.stops.actions() if one.text() == "疑似伪造")
    with qtbot.waitSignal(panel.refused) as told, qtbot.assertNotEmitted(panel.completed):
        action.trigger()
        panel.go_on.click()
    assert told.args == ["forged"]
    assert "疑似伪造，停止办理。请说：您这份证件我们没能核验通过" in panel.notice.text()
    assert not panel.go_on.isEnabled()
    assert not panel.rows.isEnabled()
    assert "不能办理" in visible_words(panel)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu that opens without a screen
def test_the_stop_button_asks_what_is_wrong_before_it_stops(panel: PapersChecklist, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(panel.stops.isVisible)
    assert [one.text() for one in panel.stops.actions()] == [stop.label for stop in PAPERS.stops.values()]
    panel.stops.close()
    assert not panel.is_stopped()


def test_the_next_customer_begins_with_an_empty_list(panel: PapersChecklist, qtbot: QtBot) -> None:
    qtbot.keyClicks(field(panel, "holder_id").number, ADULT)
    tick(panel, "holder_id")
    panel.stop_for("expired")
    panel.show_business("change_profile")
    assert not panel.is_stopped()
    assert panel.rows.isEnabled()
    assert field(panel, "holder_id").number.text() == ""
    assert not panel.rows.row("holder_id").tick.isChecked()
    assert panel.notice.isHidden()


def test_everything_can_be_reached_and_named_by_the_keyboard(panel: PapersChecklist) -> None:
    panel.show_business("cancel", "organisation")
    stops = [panel.business, panel.stop, panel.go_on, *(stop for row in panel.rows.rows for stop in row.stops())]
    assert all(stop.accessibleName() for stop in stops)
    assert all(stop.focusPolicy() & Qt.FocusPolicy.TabFocus for stop in stops)


def test_a_pack_without_rules_says_so(qtbot: QtBot) -> None:
    panel = PapersChecklist(Papers(), TODAY)
    qtbot.addWidget(panel)
    panel.show_business("change_profile")
    assert "没有材料清单" in visible_words(panel)
