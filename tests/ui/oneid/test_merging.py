"""Merging two files at the window: chosen, merged, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.store.database import open_store
from tests.app.oneid.desks import Sitting
from ui.background import Background
from ui.oneid.dialog import MergeDialog
from ui.oneid.presenter import MergingPresenter
from ui.widgets.message_bar import MessageBar
from ui.widgets.notice_bar import NoticeBar

PHONE = "+8613800138000"


@pytest.fixture
def there(tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[Sitting, MergingPresenter, MessageBar, str, str]]:
    """A window, and 林婉清 twice."""
    store = open_store(tmp_path / "desk.db", "a1" * 32)
    sitting = Sitting(store)
    one = sitting.customer(PHONE, name="林婉清", birth_date="1985-06-03")
    other = sitting.customer(PHONE, "+8613900139000", name="林婉青", birth_date="1985-06-03")
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    background = Background()
    messages = MessageBar(window)
    yield sitting, MergingPresenter(sitting.desk, background, messages, window), messages, one, other
    background.close()
    store.close()


def test_ctrl_enter_merges_as_chosen_and_the_bar_takes_it_back(
    there: tuple[Sitting, MergingPresenter, MessageBar, str, str], qtbot: QtBot
) -> None:
    sitting, presenter, messages, one, other = there
    presenter.open(one)
    qtbot.waitUntil(lambda: presenter.dialog is not None)
    dialog = presenter.dialog
    assert dialog is not None
    assert dialog.choices() == {"name": one}
    dialog.choose_survivor(1)
    assert dialog.choices() == {"name": other}
    dialog.choose("name", 0)
    with qtbot.waitSignal(presenter.merged) as told:
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [other]
    assert sitting.desk.customers.name(one) == "林婉清"
    assert "30 天" in messages.words
    with qtbot.waitSignal(presenter.parted):
        messages.on_action()
    assert sitting.desk.customers.name(other) == "林婉青"
    messages.hide()


def test_esc_changes_nothing(there: tuple[Sitting, MergingPresenter, MessageBar, str, str], qtbot: QtBot) -> None:
    sitting, presenter, _messages, one, other = there
    presenter.open_pair(one, other)
    qtbot.waitUntil(lambda: presenter.dialog is not None)
    qtbot.keyClick(presenter.dialog, Qt.Key.Key_Escape)
    assert presenter.dialog is None
    assert sitting.merging.merges(one) == ()


def test_not_the_same_person_is_remembered(
    there: tuple[Sitting, MergingPresenter, MessageBar, str, str], qtbot: QtBot
) -> None:
    sitting, presenter, messages, one, other = there
    with qtbot.waitSignal(presenter.parted):
        presenter.dismiss(one, other)
    assert sitting.merging.suspects(one) == ()
    with qtbot.waitSignal(presenter.parted):
        messages.on_action()
    assert [each.shown_as for each in sitting.merging.suspects(one)] == [other]
    assert "仍列为疑似重复" in messages.words
    messages.hide()


def test_of_several_one_is_chosen_first(
    there: tuple[Sitting, MergingPresenter, MessageBar, str, str], qtbot: QtBot
) -> None:
    sitting, presenter, messages, one, other = there
    third = sitting.customer(PHONE, name="林婉清", birth_date="1985-06-03")
    presenter.open(one)
    qtbot.waitUntil(lambda: presenter.list is not None)
    several = presenter.list
    assert several is not None
    said = [row.text() for row in several.rows]
    assert "疑似重复  林婉清 · 同一手机号、姓名相同、生日相同" in said
    assert "疑似重复  林婉青 · 同一手机号、生日相同、姓名同音：林婉清 / 林婉青" in said
    homonym = said.index(next(words for words in said if "同音" in words))
    several.rows[homonym].compare.click()
    qtbot.waitUntil(lambda: presenter.dialog is not None)
    assert presenter.list is None
    dialog = presenter.dialog
    assert dialog is not None
    assert {side.customer_id for side in (dialog.preview.survivor, dialog.preview.other)} == {one, other}
    dialog.reject()
    presenter.open(one)
    qtbot.waitUntil(lambda: presenter.list is not None)
    assert presenter.list is not None
    with qtbot.waitSignal(presenter.parted):
        presenter.list.rows[1 - homonym].dismiss.click()
    assert [each.shown_as for each in sitting.merging.suspects(one)] == [other]
    assert third not in {each.shown_as for each in sitting.merging.suspects(one)}
    messages.hide()


def test_nobody_is_suspected_any_more(
    there: tuple[Sitting, MergingPresenter, MessageBar, str, str], qtbot: QtBot
) -> None:
    sitting, presenter, messages, one, other = there
    sitting.merging.dismiss(one, other)
    presenter.open(one)
    qtbot.waitUntil(lambda: "没有找到疑似重复" in messages.words)
    messages.hide()


def test_the_dialog_is_worked_by_keys_alone(
    there: tuple[Sitting, MergingPresenter, MessageBar, str, str], qtbot: QtBot
) -> None:
    _sitting, presenter, _messages, one, other = there
    presenter.open_pair(one, other)
    qtbot.waitUntil(lambda: presenter.dialog is not None)
    dialog = presenter.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.focusWidget() is not None)
    stops = []
    for _ in range(5):
        focus = dialog.focusWidget()
        stops.append(focus.accessibleName() or focus.text())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert stops[0] == "保留 林婉清 的档案"
    assert stops[1].startswith("姓名：林婉清，林婉清 的档案，柜面")
    assert [words.split()[0] for words in stops[2:]] == ["取消", "不是同一人", "合并"]
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Right)
    assert dialog.survivor == 1
    assert dialog.choices() == {"name": other}
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Left)
    assert dialog.choices() == {"name": one}
    dialog.choose_survivor(0)
    dialog.choose_survivor(1)
    assert dialog.choices() == {"name": one}  # what was chosen by hand stays
    dialog.reject()


def test_a_role_that_may_not_sees_who_may(tmp_path: Path, qtbot: QtBot) -> None:
    store = open_store(tmp_path / "desk.db", "a1" * 32)
    sitting = Sitting(store, role="quality")
    one, other = (sitting.customer(PHONE, name="林婉清") for _ in range(2))
    dialog = MergeDialog(sitting.merging.preview(one, other))
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog._merge.isEnabled()
    with qtbot.assertNotEmitted(dialog.merge_requested):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert any("由" in bar.text() and "来做" in bar.text() for bar in dialog.findChildren(NoticeBar))
    store.close()
