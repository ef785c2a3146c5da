"""The script leads the call: what to say, what to tick, what not to say."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.reading import words
from ui import gallery_story as story
from ui.script.card import ScriptCard
from ui.script.say import SayBox
from ui.widgets.chip import Chip
from ui.widgets.key import Key


@pytest.fixture
def card(qtbot: QtBot) -> ScriptCard:
    """The complaint script at its third step."""
    card = ScriptCard()
    qtbot.addWidget(card)
    card.resize(468, 320)
    card.show_script(story.script())
    card.show()
    return card


def boxes(card: ScriptCard) -> list[QCheckBox]:
    """The check boxes in sight."""
    return [box for box in card.findChildren(QCheckBox) if box.isVisibleTo(card)]


def test_the_card_names_the_script_and_what_to_say(card: ScriptCard) -> None:
    assert "话术 · 投诉接听" in words(card)
    assert card.findChild(SayBox).text().startswith("林女士，材料没有一次说清")
    assert "禁语：不归我管、系统就这样" in words(card)


def test_what_is_done_is_ticked_and_the_keys_stand_beside_the_next(card: ScriptCard) -> None:
    assert [box.isChecked() for box in boxes(card)] == [True, True, False]
    keys = [key for key in card.findChildren(Key) if key.isVisibleTo(card)]
    assert len(keys) == 1
    assert keys[0].accessibleName() == "Ctrl+E"


def test_ticking_a_box_is_told(card: ScriptCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.check_toggled) as wish:
        boxes(card)[2].click()
    assert wish.args == ["own", True]


def test_a_tick_can_be_taken_back(card: ScriptCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.check_toggled) as wish:
        boxes(card)[0].click()
    assert wish.args == ["listen", False]


def test_completing_the_next_check_skips_what_is_done(card: ScriptCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.check_toggled) as wish:
        card.complete_next()
    assert wish.args == ["own", True]


def test_with_everything_done_there_is_no_next_check(card: ScriptCard, qtbot: QtBot) -> None:
    done = tuple(msgspec.structs.replace(check, done=True) for check in story.script().checks)
    card.show_script(msgspec.structs.replace(story.script(), checks=done))
    with qtbot.assertNotEmitted(card.check_toggled):
        card.complete_next()


def test_a_phrase_that_was_said_stays_said(card: ScriptCard, qtbot: QtBot) -> None:
    chips = card.findChildren(Chip)
    assert [chip.isChecked() for chip in chips] == [True, False, False]
    with qtbot.waitSignal(card.phrase_used) as wish:
        chips[1].click()
    assert wish.args == ["noted"]
    chips[1].click()
    assert chips[1].isChecked()


def test_the_agent_judges_the_mood(card: ScriptCard, qtbot: QtBot) -> None:
    moods = {button.text(): button for button in card.findChildren(QPushButton)}
    assert moods["不满"].isChecked()
    with qtbot.waitSignal(card.mood_chosen) as wish:
        moods["激动"].click()
    assert wish.args == ["agitated"]


def test_on_a_short_body_only_the_step_its_words_and_the_next_check_stay(card: ScriptCard) -> None:
    card.set_form(compact=True, folds=True)
    seen = words(card)
    assert "安抚" in seen
    assert "3 / 6" in seen
    assert "2 / 3" in seen
    assert [box.accessibleName() for box in boxes(card)] == ["表明首问负责，报工号 A1027"]
    assert not any(chip.isVisibleTo(card) for chip in card.findChildren(Chip))


def test_the_short_card_opens_for_once(card: ScriptCard) -> None:
    card.set_form(compact=True, folds=False)
    card.on_open_clicked()
    assert len(boxes(card)) == 3
    assert "话术 · 投诉接听" in words(card)
    card.on_open_clicked()
    assert len(boxes(card)) == 1


def test_on_a_rather_low_body_finished_checks_fold_into_one_line(card: ScriptCard) -> None:
    card.set_form(compact=False, folds=True)
    assert "已完成 2 项" in words(card)
    assert len(boxes(card)) == 1


def test_a_call_without_a_script_says_that_the_notes_still_work(card: ScriptCard) -> None:
    card.show_no_pack()
    assert "照常接听，记录写在工单里" in words(card)


def test_the_words_never_lose_a_line_when_the_card_gets_narrower(card: ScriptCard) -> None:
    wide = card.sizeHint().height()
    card.resize(400, 400)
    card.resize(300, 400)
    assert card.sizeHint().height() > wide
