"""The call page: everything in its place, and the keyboard does what the sheet says."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.call.page import CallPage
from ui.gallery_pop import filled_page
from ui.widgets.layout_class import layout_class

SIZES = [(1152, 512), (1280, 528), (1440, 708), (1440, 760), (1920, 900)]
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(qtbot: QtBot) -> CallPage:
    """The page of mock-up 01, in front, with the caret in the description."""
    page = filled_page()
    qtbot.addWidget(page)
    page.resize(1360, 724)
    page.arrange(layout_class(1440, 740))
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.form.field("description").control.setFocus()
    return page


@pytest.mark.parametrize("size", SIZES)
def test_no_resize_costs_the_caret_or_a_typed_word(page: CallPage, qtbot: QtBot, size: tuple[int, int]) -> None:
    editor = page.form.field("description").control
    qtbot.keyClicks(editor, "abc")
    text, caret = editor.toPlainText(), editor.textCursor().position()
    page.resize(size[0] - 80, size[1] - 16)
    page.arrange(layout_class(*size))
    assert editor.hasFocus()
    assert (editor.toPlainText(), editor.textCursor().position()) == (text, caret)


@pytest.mark.parametrize("size", SIZES)
def test_the_foot_of_the_form_and_the_caller_are_always_in_sight(
    page: CallPage, qtbot: QtBot, size: tuple[int, int]
) -> None:
    page.resize(size[0] - 80, size[1] - 16)
    page.arrange(layout_class(*size))
    QApplication.processEvents()
    for part in (page.form.submit_button(), page.customer.identity, page.script):
        whole = part.rect().translated(part.mapTo(page, part.rect().topLeft()))
        assert page.rect().contains(whole), part


def test_my_work_is_a_panel_a_strip_or_away_as_there_is_room(page: CallPage) -> None:
    assert not page.work.is_strip()
    page.arrange(layout_class(1280, 560))
    assert page.work.is_strip()
    page.arrange(layout_class(1152, 560))
    assert page.work.isHidden()
    page.arrange(layout_class(1920, 900))
    assert page.work.isVisibleTo(page)
    assert not page.work.is_strip()


def test_my_work_can_be_folded_by_hand(page: CallPage) -> None:
    page.work.on_fold_clicked()
    assert page.work.is_strip()
    page.work.on_unfold_clicked()
    assert not page.work.is_strip()


def test_a_bad_mood_folds_the_selling_and_is_told(page: CallPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.mood_chosen) as wish:
        page.script.mood_chosen.emit("agitated")
    assert wish.args == ["agitated"]
    assert "重疾保障缺口" not in page.customer.hints.titles()


def test_the_next_caller_does_not_inherit_the_mood(page: CallPage) -> None:
    import msgspec

    from ui import gallery_story as story

    customer = story.customer()
    page.customer.show_customer(
        msgspec.structs.replace(customer, hints=customer.hidden_hints, hidden_hints=()), story.NOW
    )
    page.script.show_script(msgspec.structs.replace(story.script(), mood="calm"))
    assert page.customer.hints.titles() == ["重疾保障缺口"]


def test_tab_goes_from_the_checks_through_the_form_to_the_customer(page: CallPage) -> None:
    stops: list[str] = []
    here = page.script.nextInFocusChain()
    while len(stops) < 400 and here is not page.script:
        if here.focusPolicy() & Qt.FocusPolicy.TabFocus and here.isVisibleTo(page):
            part = next((n for n in ("script", "form", "customer", "work") if getattr(page, n).isAncestorOf(here)), "")
            if part and (not stops or stops[-1] != part):
                stops.append(part)
        here = here.nextInFocusChain()
    assert stops == ["script", "form", "customer", "work"]


def test_ctrl_e_ticks_the_next_check_while_writing(page: CallPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.script.check_toggled) as wish:
        qtbot.keyClick(page.form.field("description").control, Qt.Key.Key_E, CTRL)
    assert wish.args == ["own", True]


@pytest.mark.parametrize(("key", "step"), [(Qt.Key.Key_Left, -1), (Qt.Key.Key_Right, 1)])
def test_alt_and_arrows_walk_through_the_script(page: CallPage, qtbot: QtBot, key: Qt.Key, step: int) -> None:
    with qtbot.waitSignal(page.script.step_requested) as wish:
        qtbot.keyClick(page.form.field("description").control, key, ALT)
    assert wish.args == [step]


def test_ctrl_enter_hands_in_and_ctrl_s_saves(page: CallPage, qtbot: QtBot) -> None:
    editor = page.form.field("description").control
    before = editor.toPlainText()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(page.form.submit_requested):
            qtbot.keyClick(editor, key, CTRL)
    with qtbot.waitSignal(page.form.save_requested):
        qtbot.keyClick(editor, Qt.Key.Key_S, CTRL)
    assert editor.toPlainText() == before


def test_alt_enter_replaces_the_forbidden_words(page: CallPage, qtbot: QtBot) -> None:
    editor = page.form.field("description").control
    qtbot.keyClick(editor, Qt.Key.Key_Return, ALT)
    assert editor.toPlainText().endswith("我来联系理赔部并跟到底")
    assert editor.hasFocus()


def test_no_shortcut_acts_while_the_input_method_composes(page: CallPage, qtbot: QtBot) -> None:
    editor = page.form.field("description").control
    QApplication.sendEvent(editor, QInputMethodEvent("shi", []))
    with (
        qtbot.assertNotEmitted(page.form.submit_requested),
        qtbot.assertNotEmitted(page.form.save_requested),
        qtbot.assertNotEmitted(page.script.check_toggled),
    ):
        for key in (Qt.Key.Key_Return, Qt.Key.Key_S, Qt.Key.Key_E):
            qtbot.keyClick(editor, key, CTRL)


def test_keys_typed_into_another_editor_do_not_hand_the_ticket_in(qtbot: QtBot) -> None:
    window, palette, page = QWidget(), QLineEdit(), filled_page()
    column = QVBoxLayout(window)
    column.addWidget(palette)
    column.addWidget(page)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    palette.setFocus()
    with qtbot.assertNotEmitted(page.form.submit_requested):
        qtbot.keyClick(palette, Qt.Key.Key_Return, CTRL)


def test_a_pop_leaves_the_caret_and_a_half_composed_word_alone(page: CallPage) -> None:
    from ui import gallery_story as story

    editor = page.form.field("description").control
    QApplication.sendEvent(editor, QInputMethodEvent("shi", []))
    page.customer.show_loading()
    page.customer.show_customer(story.customer(), story.NOW)
    page.script.show_script(story.script())
    assert editor.hasFocus()
    assert editor.document().firstBlock().layout().preeditAreaText() == "shi"


def test_one_tick_moves_every_clock(page: CallPage) -> None:
    from ui import gallery_story as story

    page.tick(story.NOW + timedelta(minutes=2))
    assert "超 2:26" in page.work.rows()[1]
    spoken = page.customer.tickets.content.model().index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "12:18" in spoken


def test_the_first_paint_waits_for_nothing_heavy() -> None:
    code = (
        "import sys, ui.call.page\n"
        "heavy = {'jsonschema', 'sqlalchemy', 'requests', 'keyring', 'sqlcipher3'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
