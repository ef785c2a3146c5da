"""Fixtures for tests of the window: they run without a screen and in the light look."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pytestqt.qtbot import QtBot

from ui.background import Background
from ui.theme import theme
from ui.theme.tokens import Theme


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen says of every window that it cannot pass on size hints. It means nothing."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True))


@pytest.fixture(autouse=True)
def look(qapp: object, qtbot: QtBot) -> Theme:
    """The light look on everything; a test may apply another one."""
    found = theme.current()
    if found.is_dark or not qapp.styleSheet():
        return theme.apply(qapp, "light")
    return found


@pytest.fixture
def background() -> Iterator[Background]:
    """One worker for the store, ended with the test."""
    made = Background()
    yield made
    made.close()
