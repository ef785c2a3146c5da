"""Every screen can be drawn in both looks at every size, and no word on it is cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.gallery import screens
from ui.shot import SIZES
from ui.theme import theme
from ui.widgets.labels import ElidedLabel


def cut_words(screen: QWidget) -> list[str]:
    """Labels and buttons that are narrower or lower than their words."""
    cut = []
    for part in [*screen.findChildren(QLabel), *screen.findChildren(QPushButton)]:
        if not part.isVisibleTo(screen) or isinstance(part, ElidedLabel) or not part.text():
            continue
        if isinstance(part, QLabel) and (part.wordWrap() or part.textFormat() is Qt.TextFormat.RichText):
            continue
        words = part.fontMetrics().horizontalAdvance(part.text().strip())
        if part.width() < words or part.height() < part.fontMetrics().capHeight() * 1.5:
            cut.append(part.text())
    return cut


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", sorted(screens()))
def test_no_word_is_cut_at_any_size(name: str, mode: str, qtbot: QtBot, qapp: QApplication) -> None:
    look = theme.current() if theme.current().mode == mode else theme.apply(qapp, mode)
    screen = screens()[name](look)
    qtbot.addWidget(screen)
    screen.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    for width, height in [*SIZES, (1120, 672)]:
        if screen.minimumWidth():
            screen.resize(width, height - 32)
        screen.show()
        QApplication.processEvents()
        assert not screen.grab().isNull()
        assert cut_words(screen) == [], f"{width}x{height}"
