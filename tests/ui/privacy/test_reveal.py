"""The eye and Alt+R: a reason by the keyboard, the value, masked again by time, Esc or another caller."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.customer.record import Agent
from app.desk import Desk, Seat
from app.ids import DeviceId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.privacy.facts import ValueCopied
from app.record import FieldMeta, Record
from app.store import facts, records
from app.store.database import open_store
from sync.hlc import DeskClock
from ui.background import Background
from ui.privacy.presenter import RevealPresenter
from ui.widgets.message_bar import MessageBar
from ui.widgets.ticker import Ticker

PC = DeviceId("pc-1")
MASKED = FieldMeta(rev=1, device=PC, hlc=1, masked=True)
PHONE = "138 0013 8000"


class Room:
    """A window with a form, a desk behind it and a clock that is moved by hand."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.window = QWidget()
        self.window.resize(900, 600)
        self.form, anchor = QLineEdit(), QWidget()
        column = QVBoxLayout(self.window)
        column.addWidget(anchor)
        column.addWidget(self.form)
        qtbot.addWidget(self.window)
        self.qtbot, self.desk = qtbot, desk
        self.background, self.ticker, self.now = Background(), Ticker(), 100.0
        self.messages = MessageBar(self.window)
        self.presenter = RevealPresenter(
            desk, anchor, self.background, self.messages, self.ticker, now=lambda: self.now
        )
        self.presenter.show_customer("c1")
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.form.setFocus()

    def open(self, what: str = "phone") -> None:
        """The eye is pressed."""
        self.presenter.open(what)
        self.qtbot.waitUntil(self.presenter.popup.isVisible)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key goes to whatever has the keyboard."""
        self.qtbot.keyClick(QGuiApplication.focusObject(), key, modifier)

    def wait_for(self, value: str) -> None:
        """Until the popup shows this."""
        self.qtbot.waitUntil(lambda: self.presenter.popup.value() == value)

    def pass_seconds(self, seconds: float) -> None:
        """Time passes, and the second beats."""
        self.now += seconds
        self.ticker.ticked.emit()

    def kept(self) -> list[object]:
        """What is on record of the customer."""
        with self.desk.seat.store.read() as db:
            return [fact.body for fact in facts.of_subject(db, "c1")]


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    store = open_store(tmp_path / "desk.db", "a1" * 32)
    whole = {"name": "林婉清", "id_number": "3101**********0028"}
    customer = Record(id="c1", entity="customer", owner_id="c1", rev=1, fields=whole, meta={"id_number": MASKED})
    phone = Record(id="p1", entity="contact_point", owner_id="c1", rev=1, fields={"e164": "+8613800138000"})
    with store.write() as db:
        records.apply(db, [customer, phone], device=PC)
    agent = Agent(agent_id="A1027", name="周雨桐", role="agent")
    pack = load_pack(PACKS / "insurance")
    made = Room(qtbot, Desk(Seat(store=store, clock=DeskClock(), pack=pack, agent=agent, device=PC, slot=1)))
    yield made
    made.background.close()
    store.close()


def test_enter_takes_the_first_reason_and_the_value_is_masked_after_its_seconds(room: Room) -> None:
    room.open()
    popup = room.presenter.popup
    assert popup.value() == "138****8000"
    room.press(Qt.Key.Key_Return)
    room.wait_for(PHONE)
    assert "已记录：周雨桐" in popup.words()
    assert popup.words().endswith("回拨客户")
    assert len(room.kept()) == 1
    room.pass_seconds(29)
    assert popup.value() == PHONE
    room.pass_seconds(1)
    assert popup.isHidden()
    assert popup._value.text() == ""
    assert room.form.hasFocus()


def test_arrows_and_digits_choose_and_other_asks_for_words(room: Room) -> None:
    room.open()
    room.press(Qt.Key.Key_Right)
    room.press(Qt.Key.Key_Left)
    room.press(Qt.Key.Key_4)
    popup = room.presenter.popup
    assert popup._note.hasFocus()
    assert popup.value() == "138****8000"
    room.qtbot.keyClicks(popup._note, "check 2")
    room.press(Qt.Key.Key_Return)
    room.wait_for(PHONE)
    (told,) = room.kept()
    assert (told.reason, told.note) == ("other", "check 2")  # type: ignore[attr-defined]


def test_escape_masks_at_once_and_gives_the_caret_back(room: Room) -> None:
    room.open()
    room.press(Qt.Key.Key_2)
    room.wait_for(PHONE)
    room.press(Qt.Key.Key_Escape)
    assert room.presenter.popup.isHidden()
    assert room.form.hasFocus()


def test_another_caller_masks_at_once_even_while_the_answer_is_under_way(room: Room) -> None:
    room.open()
    room.press(Qt.Key.Key_1)
    room.presenter.show_customer("c2")
    room.background.run(lambda: None, then=lambda _done: room.presenter.show_customer("c3"))
    room.qtbot.waitUntil(lambda: room.presenter._customer_id == "c3")
    assert room.presenter.popup.isHidden()
    assert room.presenter.popup._value.text() == ""


def test_copying_is_recorded_and_the_clipboard_is_emptied_unless_it_is_somebody_elses(room: Room) -> None:
    clipboard = QGuiApplication.clipboard()
    room.open()
    room.press(Qt.Key.Key_3)
    room.wait_for(PHONE)
    room.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    room.qtbot.waitUntil(lambda: clipboard.text() == "13800138000")
    assert room.kept()[-1] == ValueCopied(row_id="p1", field="e164", reason="transfer")
    room.pass_seconds(30)
    assert clipboard.text() == ""
    room.open()
    room.press(Qt.Key.Key_3)
    room.wait_for(PHONE)
    room.presenter.popup.copy_requested.emit()
    room.qtbot.waitUntil(lambda: clipboard.text() == "13800138000")
    clipboard.setText("别的内容")
    room.pass_seconds(31)
    assert clipboard.text() == "别的内容"


def test_nothing_goes_to_the_clipboard_before_a_value_is_shown(room: Room) -> None:
    QGuiApplication.clipboard().setText("原来的")
    room.open()
    room.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "原来的"


def test_without_the_centre_the_identity_number_is_refused_with_words(room: Room) -> None:
    room.open("id_number")
    popup = room.presenter.popup
    assert popup.accessibleName() == "显示完整证件号码"
    room.press(Qt.Key.Key_2)
    room.qtbot.waitUntil(lambda: "要联网" in popup.words())
    assert popup.value() == "3101**********0028"
    room.press(Qt.Key.Key_3)  # refused is not the end: another reason may be tried
    assert "正在请中心" in popup.words()
    room.qtbot.waitUntil(lambda: "要联网" in popup.words())


def test_what_is_not_in_the_file_is_said_and_no_popup_comes(room: Room) -> None:
    room.presenter.open("email")
    room.qtbot.waitUntil(lambda: "没有这一项" in room.messages.words)
    assert room.presenter._popup is None
    room.presenter.show_customer(None)
    room.presenter.open_phone()
    assert "还没有客户" in room.messages.words


def test_alt_r_again_puts_it_away(room: Room) -> None:
    room.presenter.open_phone()
    room.qtbot.waitUntil(room.presenter.popup.isVisible)
    room.presenter.open_phone()
    assert room.presenter.popup.isHidden()
