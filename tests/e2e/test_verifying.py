"""Verifying a caller: from the header's line, in the panel or in the script, it is one and the same."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.verification.view import Contact
from resources.demo.hands import Hands, until
from tests.e2e.conftest import OpenDesk
from tests.e2e.scenario import Centre
from ui.verification.dialog import VerificationDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a window on top of another
FIRST, OWN = "602917", "583920"


def opened(desk: Hands) -> VerificationDialog:
    """The panel, by the header's line."""
    desk.page.customer.verification_requested.emit()
    until(lambda: any(one.isVisible() for one in desk.window.findChildren(VerificationDialog)))
    return next(one for one in desk.window.findChildren(VerificationDialog) if one.isVisible())


def passed(desk: Hands) -> list[str]:
    """What the header says is passed."""
    shown = desk.calls.screen.shown
    return [] if shown is None else [one.name for one in shown.identity.checks if one.passed]


def note(desk: Hands) -> str:
    """What the header says it allows."""
    shown = desk.calls.screen.shown
    return "" if shown is None else shown.identity.checks_note


def called(desk: Hands) -> None:
    """林婉清 calls."""
    assert desk.place.desk is not None
    found = desk.place.desk.customers.search("林婉清")[0]
    with desk.place.desk.seat.store.read() as db:
        from app.store import records

        numbers = [one.fields["e164"] for one in records.file_of(db, found.customer_id) if one.fields.get("e164")]
    desk.calls.on_text_received(f"tel:{numbers[0]}")
    until(lambda: desk.customer_on_screen() == "林婉清")


def test_a_check_passed_in_the_panel_is_ticked_in_header_and_script_and_back(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    called(mine)
    panel = opened(mine)
    bar = mine.window.call_bar
    assert panel.frameGeometry().top() > bar.mapToGlobal(bar.rect().bottomLeft()).y()  # hanging up stays in reach
    mine.type(panel.checks["name"].answer, "林婉清")
    QTest.keyClick(panel.checks["name"].answer, Qt.Key.Key_Return)
    until(lambda: passed(mine) == ["姓名"])
    assert mine.place.desk is not None
    ticket = mine.draft.ticket_id
    assert mine.place.desk.talks.verified(ticket) == {"name"}
    panel.checks["id_tail"].tick.click()
    until(lambda: passed(mine) == ["姓名", "证件后四位"])
    assert note(mine) == "基本核验"
    script = mine.place.desk.seat.pack.script(mine.draft.kind)
    assert script is not None
    check_id = next(one.check_id for step in script.steps for one in step.checks if one.verifies == "name")
    mine.page.script.check_toggled.emit(check_id, False)
    until(lambda: passed(mine) == ["证件后四位"])
    until(lambda: not panel.checks["name"].tick.isChecked())
    panel.reject()


def test_a_service_password_is_compared_by_the_centre_and_the_header_says_so(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    called(mine)
    desk_, screen = mine.place.desk, mine.calls.screen
    assert desk_ is not None
    assert screen.call is not None
    contact = Contact(contact_id=screen.call.call_id, customer_id=mine.customer_id())
    run = mine.program.background.run
    run(desk_.verification.papers_seen, contact, "password_reset", "holder", "counter", ["holder_id"])
    told: list[object] = []

    def keep(act: str, secret: str, old: str = "") -> None:
        def ask() -> object:
            return desk_.verification.ask_keep(contact, "service", act, secret, old)  # type: ignore[arg-type]

        mine.program.background.run_parallel(ask, then=told.append, failed=lambda _error: keep(act, secret, old))

    keep("set", FIRST)
    until(lambda: len(told) == 1)
    keep("change", OWN, FIRST)
    until(lambda: len(told) == 2)
    panel = opened(mine)
    line = panel.passwords["service"]
    mine.type(line.field, OWN)
    QTest.keyClick(line.field, Qt.Key.Key_Return)
    until(lambda: "通过" in line.result.text())
    until(lambda: note(mine).startswith("最高核验") and "服务密码" in note(mine))
    panel.reject()
    QApplication.processEvents()


def test_somebody_at_the_counter_is_verified_without_a_call_and_only_while_on_the_screen(
    centre: Centre, desk: OpenDesk
) -> None:
    mine = desk("A1027")
    assert mine.place.desk is not None
    found = mine.place.desk.customers.search("林婉清")[0]
    other = mine.place.desk.customers.search("孙鹏")[0]
    mine.calls.open_customer(found.customer_id)
    until(lambda: mine.page.customer.customer_id() == found.customer_id)
    panel = opened(mine)
    for code in ("name", "id_tail"):
        panel.checks[code].tick.click()
    words = mine.page.customer.identity._verification._note.text
    until(lambda: words() == "核验 2 / 3，基本核验")
    mine.calls.open_customer(other.customer_id)
    until(lambda: mine.page.customer.customer_id() == other.customer_id)
    mine.calls.open_customer(found.customer_id)
    until(lambda: mine.page.customer.customer_id() == found.customer_id)
    assert words().startswith("核验 0")
