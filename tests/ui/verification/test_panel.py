"""核验 by the keyboard: answers, passwords that leave the field at once, a code counted down, papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.customer.record import Agent
from app.desk import Desk, Seat
from app.ids import AgentId, DeviceId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import Record
from app.store import facts, records
from app.store.database import open_store
from app.verification.facts import PapersRefused, PapersSeen
from app.verification.view import Contact, VerificationView
from sync.hlc import DeskClock
from sync.server.accounts import Account, Passwords, create_account
from sync.server.centre import Centre, utc_now
from sync.server.database import open_database, write
from sync.server.migrate import migrate
from sync.server.session import Caller
from sync.server.tables import customer_secret, record
from tests.fakes.codes import KeptCodes
from ui.background import Background
from ui.verification.dialog import VerificationDialog
from ui.verification.presenter import VerificationPresenter
from ui.widgets.message_bar import MessageBar

PC = DeviceId("pc-1")
CALL = Contact(contact_id="pbx1:1.0", customer_id="c1")
SECRET = "583920"
PACK = load_pack(PACKS / "insurance")


class Line:
    """The real centre, without the wire between."""

    def __init__(self, path: Path) -> None:
        self.engine = open_database(f"sqlite:///{path}")
        migrate(self.engine)
        passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.codes = KeptCodes()
        self.centre = Centre(
            self.engine,
            privacy=PACK.privacy,
            passwords=passwords,
            verification=PACK.verification,
            sender=self.codes,
        )
        hashed = passwords.hash_digits(SECRET)
        agent = Account(agent_id=AgentId("A1027"), name="周雨桐")

        def fill(db: Any) -> None:
            create_account(db, agent, hashed)
            given = {"rev": 1, "meta": {}, "owner_id": "c1", "deleted": False}
            db.execute(record.insert().values(id="c1", entity="customer", fields={"name": "林婉清"}, **given))
            phone = {"e164": "+8613800138000"}
            db.execute(record.insert().values(id="p1", entity="contact_point", fields=phone, **given))
            kept = {"kind": "service", "hash": hashed, "must_change": False, "changed_at": utc_now()}
            db.execute(customer_secret.insert().values(customer_id="c1", **kept))

        write(self.engine, fill)
        self.caller = Caller(
            agent_id=AgentId("A1027"), device=PC, name="", team="", role="agent", extension="", queues=[],
            expires_at=utc_now() + timedelta(hours=1),
        )  # fmt: skip

    def verify_secret(self, request: Any) -> Any:
        return self.centre.verify_secret(self.caller, request)

    def send_code(self, request: Any) -> Any:
        return self.centre.send_code(self.caller, request)

    def keep_secret(self, request: Any) -> Any:
        return self.centre.keep_secret(self.caller, request)


class Room:
    """A window, a desk, and the panel open for one caller."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk, self.background = qtbot, desk, Background()
        self.window = QWidget()
        self.window.resize(1280, 720)
        qtbot.addWidget(self.window)
        self.window.show()
        self.presenter = VerificationPresenter(desk, self.background, MessageBar(self.window), self.window)
        self.told: list[VerificationView] = []
        self.presenter.changed.connect(self.told.append)
        self.presenter.open(CALL, "林婉清")
        self.dialog: VerificationDialog = self.presenter.dialog  # type: ignore[assignment]
        qtbot.waitUntil(self.dialog.isVisible)

    def type(self, field: QLineEdit, words: str) -> None:
        """Type and press Enter."""
        field.setFocus()
        field.insert(words)  # what an input method does; QTest types ASCII only
        self.qtbot.keyClick(field, Qt.Key.Key_Return)

    def wait_for_level(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: self.dialog.level.text() == words)

    def kept(self) -> list[Any]:
        with self.desk.seat.store.read() as db:
            return [fact.body for fact in facts.of_subject(db, CALL.contact_id)]

    def words(self) -> str:
        return " ".join(part.text() for part in self.dialog.findChildren(QLabel))


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    store = open_store(tmp_path / "desk.db", "a1" * 32)
    person = {"name": "林婉清", "id_number": "310105198403210028", "birth_date": "1984-03-21"}
    rows = [
        Record(id="c1", entity="customer", owner_id="c1", rev=1, fields=person),
        Record(id="p1", entity="contact_point", owner_id="c1", rev=1, fields={"e164": "+8613800138000"}),
    ]
    with store.write() as db:
        records.apply(db, rows, device=PC)
    agent = Agent(agent_id="A1027", name="周雨桐", role="agent")
    made = Room(qtbot, Desk(Seat(store=store, clock=DeskClock(), pack=PACK, agent=agent, device=PC, slot=1)))
    yield made
    made.presenter.close()
    made.background.close()
    store.close()


@pytest.fixture
def line(room: Room, tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path / "centre.sqlite3")
    room.desk.verification.line = made
    yield made
    made.engine.dispose()


def test_two_answers_typed_prove_who_it_is_and_the_line_to_read_out_appears(room: Room) -> None:
    room.type(room.dialog.checks["name"].answer, "林婉清")
    room.qtbot.waitUntil(lambda: room.dialog.checks["name"].result.text() == "✓ 对")
    room.type(room.dialog.checks["id_tail"].answer, "0028")
    room.wait_for_level("基本核验")
    assert room.dialog.notice.isVisibleTo(room.dialog)
    assert "视为客户本人" in room.dialog.notice.text()
    assert [row.passed for row in room.told[-1].checks] == [True, True, False]


def test_a_wrong_answer_says_so_and_never_what_is_right(room: Room) -> None:
    line = room.dialog.checks["id_tail"]
    room.type(line.answer, "1111")
    room.qtbot.waitUntil(lambda: "不对，剩 2" in line.result.text())
    assert line.answer.text() == ""
    assert "0028" not in room.words()


def test_a_tick_is_enough_and_can_be_taken_back(room: Room) -> None:
    for code in ("name", "policy_or_birthday"):
        room.dialog.checks[code].tick.click()
    room.wait_for_level("基本核验")
    room.dialog.checks["name"].tick.click()
    room.wait_for_level("未核验")


def test_a_password_is_masked_and_leaves_the_field_at_once(room: Room, line: Line) -> None:
    field = room.dialog.passwords["service"].field
    assert field.echoMode() is QLineEdit.EchoMode.Password
    room.qtbot.keyClicks(field, "58a39 20")
    assert field.text() == SECRET  # letters and blanks do not get in
    room.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == ""
    field.undo()
    assert field.text() == ""
    room.wait_for_level("最高核验")
    assert SECRET not in repr(room.kept())
    assert SECRET not in room.words()


def test_a_wrong_password_says_how_many_tries_are_left(room: Room, line: Line) -> None:
    room.type(room.dialog.passwords["service"].field, "918273")
    room.qtbot.waitUntil(lambda: "还可以试 4 次" in room.dialog.passwords["service"].result.text())
    assert room.dialog.level.text() == "未核验"


def test_without_the_centre_it_says_what_can_be_done(room: Room) -> None:
    room.type(room.dialog.passwords["service"].field, SECRET)
    room.qtbot.waitUntil(lambda: "要联网核对" in room.dialog.passwords["service"].result.text())


def test_a_code_is_sent_counted_down_and_good_for_level_two(room: Room, line: Line) -> None:
    code = room.dialog.code
    assert not code.field.isEnabled()
    code.send.click()
    room.qtbot.waitUntil(code.field.isEnabled)
    assert "内有效" in code.result.text()
    room.type(code.field, line.codes.sent[0][1])
    room.wait_for_level("加强核验")
    code.tick(room.desk.seat.clock.now())


def test_a_code_that_has_run_out_is_to_be_sent_again(room: Room, line: Line) -> None:
    code = room.dialog.code
    code.send.click()
    room.qtbot.waitUntil(code.field.isEnabled)
    code.tick(room.desk.seat.clock.now() + timedelta(minutes=10))
    assert "请重新发送" in code.result.text()
    assert not code.field.isEnabled()


def test_papers_are_kept_as_facts_whichever_way_they_end(room: Room) -> None:
    papers = room.dialog.papers
    papers.show_business("claim_report")
    papers.rows.row("spoken_check").tick.click()
    papers.go_on.click()
    room.qtbot.waitUntil(lambda: any(isinstance(one, PapersSeen) for one in room.kept()))
    papers.stop_for("forged")
    room.qtbot.waitUntil(lambda: any(isinstance(one, PapersRefused) for one in room.kept()))
    room.qtbot.waitUntil(lambda: "疑似伪造" in room.dialog.notice.text())


def test_two_new_passwords_that_differ_are_not_sent(room: Room) -> None:
    form = room.dialog.keep
    for field, words in ((form.old, SECRET), (form.new, "741852"), (form.again, "741853")):
        room.qtbot.keyClicks(field, words)
    with room.qtbot.assertNotEmitted(form.wished):
        form.go.click()
    assert "不一样" in form.words.text()
    assert form.old.text() == form.new.text() == form.again.text() == ""


def test_a_change_against_the_old_one_is_told(room: Room, line: Line) -> None:
    form = room.dialog.keep
    for field, words in ((form.old, SECRET), (form.new, "741853"), (form.again, "741853")):
        room.qtbot.keyClicks(field, words)
    form.go.click()
    room.qtbot.waitUntil(lambda: form.words.text() == "已修改")


def test_another_customer_closes_the_panel_and_escape_does_too(room: Room) -> None:
    room.presenter.show_contact(CALL)
    assert room.presenter.dialog is not None
    room.presenter.show_contact(None)
    assert room.presenter.dialog is None
    room.presenter.open(CALL, "林婉清")
    dialog = room.presenter.dialog
    assert dialog is not None
    room.qtbot.waitUntil(dialog.isVisible)
    room.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert room.presenter.dialog is None


def test_everything_has_a_name_and_can_be_reached(room: Room) -> None:
    fields = [one for one in room.dialog.findChildren(QLineEdit) if one.isVisibleTo(room.dialog)]
    assert fields
    assert all(one.accessibleName() or one.parent().metaObject().className() == "QComboBox" for one in fields)
    assert all(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in fields)
