"""Badges under the name: whole or counted, never cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.customer.view import Tag
from ui.customer.tag_row import LINE_PX, TagRow
from ui.widgets.badge import Badge
from ui.widgets.cover import Cover

TAGS = tuple(Tag(text) for text in ("黑名单", "一年内赔付 6 次", "实名存疑", "听障", "激动型"))


@pytest.fixture
def row(qtbot: QtBot) -> TagRow:
    made = TagRow()
    qtbot.addWidget(made)
    made.resize(150, LINE_PX)
    made.show_tags(TAGS)
    made.show()
    return made


def more(row: TagRow) -> str:
    """What the last badge says."""
    return row._more.text() if row._more.isVisible() else ""


def test_what_finds_no_room_is_counted_and_named(row: TagRow) -> None:
    shown = row.shown()
    assert shown == [tag.text for tag in TAGS[: len(shown)]]
    assert more(row) == f"+{len(TAGS) - len(shown)}"
    assert "激动型" in row._unfold.accessibleName()
    assert all(badge.geometry().right() < row.width() for badge in row.findChildren(Badge) if badge.isVisible())


def test_with_room_for_all_there_is_nothing_to_count(row: TagRow) -> None:
    row.resize(900, LINE_PX)
    assert (row.shown(), more(row)) == ([tag.text for tag in TAGS], "")


def test_a_press_unfolds_the_rest_and_another_folds_it(row: TagRow, qtbot: QtBot) -> None:
    qtbot.keyClick(row._unfold, Qt.Key.Key_Space)
    assert row.shown() == [tag.text for tag in TAGS]
    assert row.height() > LINE_PX
    assert more(row) == "收起"
    row.on_unfold()
    assert row.height() == LINE_PX


def test_the_next_customer_comes_folded(row: TagRow) -> None:
    row.on_unfold()
    row.show_tags(TAGS[:1])
    assert (row.height(), row.shown(), more(row)) == (LINE_PX, ["黑名单"], "")


def test_a_very_long_tag_is_shortened_and_said_whole(qtbot: QtBot) -> None:
    row = TagRow()
    qtbot.addWidget(row)
    row.resize(600, LINE_PX)
    words = "投诉风险：" + "很长" * 20
    row.show_tags((Tag(words, opens="quality"),))
    row.show()
    (badge,) = [one for one in row.findChildren(Badge) if one.isVisible()]
    assert badge.text().endswith("…")
    assert badge.accessibleName() == words
    with qtbot.waitSignal(row.opened) as opened:
        badge.findChild(Cover).click()
    assert opened.args == ["quality"]
