"""A window with a form in it, a real desk behind it, and time that is moved by hand."""

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
        anchor.setFixedHeight(120)
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
