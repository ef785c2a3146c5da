"""From the quality ring of whoever is on the line to the sheet, and from the rail to the list, in the whole program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from resources.demo.hands import Hands, until
from resources.demo.story import CUSTOMER_ID
from tests.e2e.conftest import OpenDesk
from tests.e2e.scenario import Centre


def test_the_ring_opens_the_sheet_and_what_is_proposed_waits_in_the_list(
    centre: Centre, desk: OpenDesk, tmp_path: Path
) -> None:
    hands: Hands = desk("A1027")
    hands.calls.open_customer(CUSTOMER_ID)
    until(lambda: hands.page.customer.customer_id() == CUSTOMER_ID)
    review = hands.program.review
    assert review is not None
    hands.page.customer.quality_requested.emit()
    until(lambda: review.sheet is not None)
    sheet = review.sheet
    assert sheet is not None
    assert "77 分" in sheet._reasons.text()
    row = sheet.row("name")
    row.start_editing()
    hands.type(row.editor.value, "林婉青")
    QTest.keyClick(row.editor.value, Qt.Key.Key_Return)
    until(lambda: hands.window.nav_rail.button("review").badge() == 1)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    until(lambda: review.sheet is None)
    until(lambda: hands.page.customer.identity._ring.accessibleName() == "资料质量 52 分")
    hands.press(Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    page = hands.window.body.currentWidget()
    until(lambda: page.words() != [])
    assert page.words()[0].startswith("林婉清 姓名 林婉清 → 林婉青 客户告知")
    assert hands.window.focusWidget() is page.list
    hands.press(Qt.Key.Key_F6)
    assert page.preview.isAncestorOf(hands.window.focusWidget())
    until(lambda: hands.waiting() == 0)
