"""Looking up somebody who was not in touch: a reason first, on record, asked once an hour (F06)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.customer.interaction import ContactMade
from app.privacy.facts import FileOpened
from app.store import facts
from tests.ui.privacy.conftest import Room
from ui.privacy.why import WhyPresenter


@pytest.fixture
def why(room: Room) -> WhyPresenter:
    return WhyPresenter(room.desk, room.window, room.background)


def ask(room: Room, why: WhyPresenter) -> list[str]:
    opened: list[str] = []
    why.pass_by("c1", opened.append)
    room.qtbot.waitUntil(why.popup.isVisible)
    return opened


def test_a_reason_goes_on_record_and_then_the_page_opens(room: Room, why: WhyPresenter) -> None:
    opened = ask(room, why)
    assert why.popup.accessibleName() == "为什么查看 林婉清"
    assert opened == []
    room.press(Qt.Key.Key_2)
    room.qtbot.waitUntil(lambda: opened == ["c1"])
    assert room.kept() == [FileOpened(why="verify")]
    assert why.popup.isHidden()
    assert room.form.hasFocus()


def test_within_the_hour_the_same_colleague_is_not_asked_again(room: Room, why: WhyPresenter) -> None:
    opened = ask(room, why)
    room.press(Qt.Key.Key_1)
    room.qtbot.waitUntil(lambda: opened == ["c1"])
    why.pass_by("c1", opened.append)
    room.qtbot.waitUntil(lambda: opened == ["c1", "c1"])
    assert len(room.kept()) == 1


def test_escape_opens_nothing(room: Room, why: WhyPresenter) -> None:
    opened = ask(room, why)
    room.press(Qt.Key.Key_Escape)
    assert why.popup.isHidden()
    assert room.form.hasFocus()
    assert opened == []
    assert room.kept() == []


def test_who_was_in_touch_this_morning_needs_no_reason(room: Room, why: WhyPresenter) -> None:
    with room.desk.seat.store.write() as db:
        facts.record_new(db, [(room.desk.seat.fact("c1", ContactMade(channel="phone", title="来电")), "c1")])
    opened: list[str] = []
    why.pass_by("c1", opened.append)
    room.qtbot.waitUntil(lambda: opened == ["c1"])
    assert not any(isinstance(body, FileOpened) for body in room.kept())


def test_a_wish_that_was_given_up_opens_nothing_later(room: Room, why: WhyPresenter) -> None:
    opened: list[str] = []
    why.pass_by("c1", opened.append)
    why.close()
    room.background.run(lambda: None, then=lambda _none: opened.append("later"))
    room.qtbot.waitUntil(lambda: opened == ["later"])
    assert why.popup.isHidden()
