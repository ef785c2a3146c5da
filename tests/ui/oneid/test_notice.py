"""疑似重复 in a line: who, why, and what to do about it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.gallery_oneid import SUSPECTS
from ui.oneid.notice import DuplicatesNotice


def notice(qtbot: QtBot) -> DuplicatesNotice:
    """On the screen."""
    made = DuplicatesNotice()
    qtbot.addWidget(made)
    return made


def test_it_is_not_there_while_nobody_is_suspected(qtbot: QtBot) -> None:
    made = notice(qtbot)
    assert made.isHidden()
    made.show_suspects(SUSPECTS)
    assert not made.isHidden()
    made.show_suspects(())
    assert made.isHidden()


def test_it_names_the_likeliest_with_the_reasons_and_how_many_there_are(qtbot: QtBot) -> None:
    made = notice(qtbot)
    made.show_suspects(SUSPECTS[:1])
    assert made.text() == "疑似重复  林婉青 · 同一手机号、生日相同、姓名同音"
    made.show_suspects(SUSPECTS)
    assert made.text().startswith("疑似重复 3  林婉青")
    made.show_suspects(SUSPECTS[1:2])
    assert "未实名客户 · 同一手机号" in made.text()


def test_both_buttons_say_whom_they_are_about_and_hand_it_over(qtbot: QtBot) -> None:
    made = notice(qtbot)
    made.show_suspects(SUSPECTS)
    assert made.compare.accessibleName() == "与林婉青比对合并"
    with qtbot.waitSignal(made.compare_requested) as compared:
        made.compare.click()
    with qtbot.waitSignal(made.dismiss_requested) as dismissed:
        made.dismiss.click()
    assert compared.args == dismissed.args == ["c-9"]
