"""The look: every colour readable, every token real, every icon there."""

from __future__ import annotations

import json
import re

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui.signin.view import SignInView
from ui.theme import icons, qss, svg, theme
from ui.theme.qss import stylesheet
from ui.theme.tokens import RESOURCES, Theme, tokens

SURFACES = ("bg.window", "bg.panel", "bg.subtle", "bg.inset", "bg.hover", "bg.selected")
TEXT_PAIRS = [
    *((text, under) for text in ("text.primary", "text.secondary", "text.tertiary") for under in SURFACES),
    *((text, under) for text in ("text.link", "accent.text") for under in ("bg.panel", "bg.hover", "accent.tint")),
    *(("accent.on", under) for under in ("accent.solid", "accent.hover", "accent.pressed")),
    *((f"{tone}.text", f"{tone}.bg") for tone in ("ok", "warn", "danger", "pause")),
    *((f"{tone}.text", "bg.panel") for tone in ("ok", "warn", "danger", "pause")),
    *(
        (f"callbar.{text}", f"callbar.{under}")
        for text in ("text", "text2", "live", "warn")
        for under in ("bg", "raised")
    ),
    ("danger.on", "danger.solid"),
    ("text.onTooltip", "bg.tooltip"),
]
GRAPHIC_PAIRS = [("border.control", "bg.panel"), ("border.focus", "bg.panel"), ("border.focus", "bg.window")]


def luminance(color: QColor) -> float:
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(look: Theme, text: str, under: str) -> float:
    light, dark = sorted((luminance(look.color(text)), luminance(look.color(under))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_can_be_read_on_every_surface_it_stands_on(mode: str) -> None:
    look = Theme(mode)
    too_pale = [(t, u) for t, u in TEXT_PAIRS if contrast(look, t, u) < 4.5]
    too_pale += [(t, u) for t, u in GRAPHIC_PAIRS if contrast(look, t, u) < 3]
    assert too_pale == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_style_sheet_knows_every_token_it_names(mode: str) -> None:
    sheet = stylesheet(Theme(mode))
    assert "@" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_a_token_the_design_does_not_have_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qss, "SHELL", "QFrame { color: @bg.nowhere; }")
    with pytest.raises(KeyError):
        stylesheet(Theme("light"))


def test_the_style_sheet_uses_two_weights_only() -> None:
    weights = set(re.findall(r"font-weight: (\w+)", stylesheet(Theme("light"))))
    assert weights <= {"400", "700"}


def test_every_icon_of_the_design_is_there_in_its_styles() -> None:
    named = json.loads((RESOURCES / "design" / "icons.json").read_text(encoding="utf-8"))["icons"]
    for name, styles in named.items():
        for style in styles:
            for px in (16, 20, 24):
                assert svg.svg_source(name, px, filled=style == "filled")


def test_the_icons_named_by_the_states_are_there() -> None:
    for state in tokens()["state"]["presence"].values():
        assert svg.svg_source(state["icon"], 16, filled=True)
    for state in tokens()["state"]["sync"].values():
        assert svg.svg_source(state["icon"], 16, filled=False)


def test_an_icon_that_is_not_shipped_is_refused() -> None:
    with pytest.raises(icons.MissingIconError):
        icons.pixmap("rocket")


def test_an_icon_is_drawn_in_the_colour_asked_for(look: Theme) -> None:
    image = icons.pixmap("call", 24, "danger.text", filled=True, ratio=1.0).toImage()
    solid = {
        image.pixelColor(x, y).name() for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() == 255
    }
    assert solid == {look.hex("danger.text")}


def test_a_change_of_look_reaches_icons_and_palette(qapp: QApplication, qtbot: object) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    icons.bind_icon(button, "call", 16, "text.primary")
    before = button.icon().cacheKey()
    with qtbot.waitSignal(theme.notifier.changed):
        dark = theme.apply(qapp, "dark")
    assert button.icon().cacheKey() != before
    assert qapp.palette().window().color() == dark.color("bg.window")
    theme.apply(qapp, "light")


def test_large_text_is_fifteen_per_cent_larger() -> None:
    assert Theme("light", large_text=True).text_px("headline") == 23
    assert Theme("light").text_px("headline") == 20


def test_a_page_that_has_gone_is_not_dressed_again(qapp: QApplication, qtbot: QtBot) -> None:
    page = SignInView()
    field = page.agent_no
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not isValid(field)
    theme.apply(qapp, "dark")
    theme.apply(qapp, "light")
