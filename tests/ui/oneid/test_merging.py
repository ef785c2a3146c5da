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
from ui.oneid.presenter import MergingPresenter
from ui.widgets.message_bar import MessageBar

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
    messages.hide()
