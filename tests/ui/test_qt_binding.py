"""The Qt binding gives back what it borrows (decision 4: one release did not, and aborted the program)."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_a_call_that_returns_nothing_does_not_use_up_the_interpreters_none(qtbot: QtBot) -> None:
    label = QLabel("首")
    qtbot.addWidget(label)
    label.setText("问")
    before = sys.getrefcount(None)
    for _ in range(1_000):
        label.setText("首问")
    assert sys.getrefcount(None) > before - 500
