"""The ticket form: drawn from the pack, never losing a keystroke, never taking the input method's keys."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from app.errors import InvalidFieldError
from app.ticket.form import Choice, Field, Form
from ui import gallery_story as story
from ui.ticket.form import SchemaForm
from ui.widgets.buttons import Button
from ui.widgets.time_text import read_clock


@pytest.fixture
def form(qtbot: QtBot) -> SchemaForm:
    """The complaint of 林婉清, almost done."""
    form = SchemaForm()
    qtbot.addWidget(form)
    form.resize(468, 420)
    form.set_today(story.TODAY)
    form.set_lexicon(story.FORBIDDEN)
    form.show_form(story.form(), story.values())
    form.show()
    qtbot.waitExposed(form)
    return form


def words(form: SchemaForm) -> list[str]:
    """Every label that can be read."""
    return [part.text() for part in form.findChildren(QLabel) if part.isVisibleTo(form)]


def area(form: SchemaForm) -> QPlainTextEdit:
    """诉求描述."""
    return form.findChild(QPlainTextEdit)


def compose(editor: QPlainTextEdit, preedit: str) -> None:
    """The input method shows ``preedit`` under the caret; an empty one ends composing."""
    QApplication.sendEvent(editor, QInputMethodEvent(preedit, []))


def a_form(*fields: Field) -> Form:
    """A form with one row."""
    return Form(form_id="small", title="小表", version="1", rows=(fields,), schema={})


def test_every_field_has_its_label_and_required_ones_a_star(form: SchemaForm) -> None:
    seen = words(form)
    assert [label for label in seen if label in {"业务类型", "事由", "关联业务", "诉求描述", "主办部门"}]
    assert seen.count("*") == len(story.form().required())
    assert "必填 5 / 5" in seen


def test_what_is_shown_comes_back_as_it_was(form: SchemaForm) -> None:
    assert form.values() == story.values()


def test_showing_a_ticket_is_not_editing_it(form: SchemaForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.edited):
        form.show_form(story.form(), {"kind": "咨询", "description": "扣费日期核实"})
    assert not form.is_dirty()
    assert form.values() == {"kind": "咨询", "description": "扣费日期核实"}


def test_the_next_ticket_uses_the_widgets_of_the_last(form: SchemaForm) -> None:
    combo = form.findChild(QComboBox)
    form.show_form(story.form(), {})
    assert form.findChild(QComboBox) is combo


def test_every_keystroke_is_told(form: SchemaForm, qtbot: QtBot) -> None:
    told: list[tuple[str, object]] = []
    form.edited.connect(lambda name, value: told.append((name, value)))
    form.show_form(story.form(), {"description": ""})
    qtbot.keyClicks(area(form), "abc")
    assert told == [("description", "a"), ("description", "ab"), ("description", "abc")]


def test_composing_is_not_yet_writing(form: SchemaForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.edited):
        compose(area(form), "ni hao")
    event = QInputMethodEvent("", [])
    event.setCommitString("您好")
    with qtbot.waitSignal(form.edited) as wish:
        QApplication.sendEvent(area(form), event)
    assert "您好" in wish.args[1]


def test_while_composing_ctrl_enter_belongs_to_the_input_method(form: SchemaForm, qtbot: QtBot) -> None:
    compose(area(form), "shi")
    with qtbot.assertNotEmitted(form.submit_requested):
        form.request_submit()
        qtbot.keyClick(area(form), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert area(form).toPlainText() == story.DESCRIPTION
    compose(area(form), "")
    with qtbot.waitSignal(form.submit_requested):
        form.request_submit()


def test_enter_while_composing_breaks_no_line(form: SchemaForm, qtbot: QtBot) -> None:
    compose(area(form), "shi")
    qtbot.keyClick(area(form), Qt.Key.Key_Return)
    assert "\n" not in area(form).toPlainText()


def test_enter_in_the_description_is_a_new_line(form: SchemaForm, qtbot: QtBot) -> None:
    qtbot.keyClick(area(form), Qt.Key.Key_Return)
    assert "\n" in area(form).toPlainText()


def test_a_pushed_value_fills_an_untouched_field(form: SchemaForm) -> None:
    assert form.show_incoming("wish", "3 月 25 日前到账")
    assert form.values()["wish"] == "3 月 25 日前到账"
    assert not form.is_dirty()


def test_a_pushed_value_never_overwrites_what_a_hand_has_written(form: SchemaForm, qtbot: QtBot) -> None:
    qtbot.keyClicks(area(form), "x")
    written = area(form).toPlainText()
    assert not form.show_incoming("description", "别人写的")
    assert area(form).toPlainText() == written
    assert any("别人写的" in label for label in words(form))


def test_a_pushed_value_does_not_break_into_a_word_being_composed(form: SchemaForm) -> None:
    compose(area(form), "shi")
    assert not form.show_incoming("description", "别人写的")
    assert area(form).document().firstBlock().layout().preeditAreaText() == "shi"


def test_problems_stand_under_their_fields_and_the_caret_goes_to_the_first(form: SchemaForm, qtbot: QtBot) -> None:
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.show_problems(
        [InvalidFieldError("description", "请填写“诉求描述”"), InvalidFieldError("wish", "“客户期望”填得不对")]
    )
    assert "请填写“诉求描述”" in words(form)
    assert area(form).property("invalid") == "true"
    assert area(form).hasFocus()
    qtbot.keyClicks(area(form), "x")
    assert "请填写“诉求描述”" not in words(form)
    assert area(form).property("invalid") == "false"


def test_the_counter_turns_red_past_the_limit_and_loses_nothing(form: SchemaForm) -> None:
    assert "69 / 500" in words(form)
    area(form).setPlainText("字" * 501)
    counter = next(part for part in form.findChildren(QLabel) if part.text() == "501 / 500")
    assert counter.property("tone") == "danger"
    assert len(form.values()["description"]) == 501


def test_forbidden_words_are_named_with_what_to_say_instead(form: SchemaForm) -> None:
    assert "服务禁语。建议改为“我来联系理赔部并跟到底”" in words(form)
    form.replace_forbidden()
    assert area(form).toPlainText().endswith("已向客户说明我来联系理赔部并跟到底")
    assert not any("服务禁语" in label for label in words(form))
    assert form.is_dirty()


def test_replacing_forbidden_words_is_one_step_of_undo(form: SchemaForm) -> None:
    form.replace_forbidden()
    area(form).undo()
    assert area(form).toPlainText() == story.DESCRIPTION


def test_words_outside_the_basic_plane_do_not_shift_the_replacement(form: SchemaForm) -> None:
    form.show_form(story.form(), {"description": "𠮷先生说这不归我们管。"})
    form.replace_forbidden()
    assert area(form).toPlainText() == "𠮷先生说我来联系理赔部并跟到底。"


def test_the_linked_claim_can_be_taken_off(form: SchemaForm, qtbot: QtBot) -> None:
    clear = next(button for button in form.findChildren(QToolButton) if button.toolTip() == "去掉关联")
    with qtbot.waitSignal(form.edited) as wish:
        clear.click()
    assert wish.args == ["holding", None]
    assert "holding" not in form.values()


def test_a_linked_claim_is_named_by_the_customers_holdings(form: SchemaForm) -> None:
    form.set_holdings((Choice("CL-1", "理赔 CL-1 · 安心住院医疗"),))
    form.show_form(story.form(), {"holding": "CL-1"})
    assert "理赔 CL-1 · 安心住院医疗" in words(form)
    assert form.values()["holding"] == "CL-1"


def test_a_choice_the_list_no_longer_knows_is_kept(form: SchemaForm) -> None:
    form.show_form(story.form(), {"reason": "旧事由"})
    assert form.values()["reason"] == "旧事由"


def test_a_time_is_written_as_people_say_it(qtbot: QtBot) -> None:
    form = SchemaForm()
    qtbot.addWidget(form)
    form.set_today(date(2026, 3, 18))
    form.show_form(a_form(Field(name="at", label="回访时间", control="datetime")), {"at": "2026-03-19T09:00"})
    control = form.field("at").control
    assert control.text() == "明天 09:00"
    control.clear()
    qtbot.keyClicks(control, "16:30")
    assert form.values() == {"at": "2026-03-18T16:30"}
    control.clear()
    qtbot.keyClicks(control, "soon")
    assert form.values() == {"at": "soon"}


def test_amounts_numbers_and_tags_come_back_as_what_they_are(qtbot: QtBot) -> None:
    form = SchemaForm()
    qtbot.addWidget(form)
    fields = (
        Field(name="amount", label="金额", control="amount"),
        Field(name="tags", label="标签", control="tags"),
        Field(name="urgent", label="加急", control="check", placeholder="需要加急"),
    )
    form.show_form(a_form(*fields), {"amount": 18642.5, "tags": ["理赔", "材料"], "urgent": True})
    assert form.field("amount").control.text() == "18,642.50"
    assert form.values() == {"amount": 18642.5, "tags": ["理赔", "材料"], "urgent": True}
    with qtbot.waitSignal(form.edited) as wish:
        form.field("urgent").control.click()
    assert wish.args == ["urgent", False]


def test_a_question_nobody_has_answered_is_not_a_no(qtbot: QtBot) -> None:
    form = SchemaForm()
    qtbot.addWidget(form)
    form.show_form(a_form(Field(name="told", label="已讲清", control="check", required=True)), {})
    assert form.values() == {}
    form.field("told").control.click()
    form.field("told").control.click()
    assert form.values() == {"told": False}


def test_ctrl_j_finds_the_next_empty_required_field(form: SchemaForm, qtbot: QtBot) -> None:
    form.show_form(story.form(), {"kind": "投诉", "description": "x", "call_back_at": "2026-03-18T16:30"})
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.go_to_next_required()
    assert form.field("reason").control.hasFocus()
    form.go_to_next_required()
    assert form.field("department").control.hasFocus()
    form.go_to_next_required()
    assert form.field("reason").control.hasFocus()


def test_the_header_tells_when_the_draft_was_saved_and_what_is_left(form: SchemaForm) -> None:
    form.show_saved(datetime(2026, 3, 18, 10, 24, 31))  # noqa: DTZ001 (wall time)
    form.set_clock("启动剩余", read_clock(story.STARTED, story.DUE, story.NOW))
    assert "草稿已保存 10:24:31" in words(form)
    assert "启动剩余" in words(form)


def test_a_submitted_ticket_shows_its_number_and_is_closed(form: SchemaForm, qtbot: QtBot) -> None:
    form.show_submitted("TS-260318-00126")
    assert "已提交 TS-260318-00126" in words(form)
    assert not area(form).isEnabled()
    with qtbot.assertNotEmitted(form.submit_requested):
        form.request_submit()
    form.show_form(story.form(), {})
    assert area(form).isEnabled()


def test_the_buttons_ask_to_save_and_to_hand_in(form: SchemaForm, qtbot: QtBot) -> None:
    buttons = {button.text(): button for button in form.findChildren(Button)}
    with qtbot.waitSignal(form.save_requested):
        buttons["存草稿"].click()
    with qtbot.waitSignal(form.submit_requested):
        buttons["提交工单"].click()


def test_the_description_grows_with_what_is_written(form: SchemaForm, qtbot: QtBot) -> None:
    form.show_form(story.form(), {"description": "一行"})
    low = area(form).height()
    area(form).setPlainText("一\n二\n三\n四")
    qtbot.waitUntil(lambda: area(form).height() > low)
    form.set_room(tall=True, compact=False)
    assert area(form).minimumHeight() == 110
