"""The demo with a screen: the desk opens, and after a moment the phone rings."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from resources.demo.accounts import ACCOUNTS, ME
from resources.demo.centre import centre
from ui.language import speak
from ui.program import Program
from ui.theme import theme as themes

RINGS_AFTER_MS = 3_000


def show(folder: Path, *, customers: int, theme: str) -> int:
    """Run until the window is closed."""
    print("正在准备演示数据 …", file=sys.stderr)  # noqa: T201 -- a command line speaks
    with centre(folder, customers, speed=1.0) as (server, exchange):
        QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        application = QApplication(sys.argv[:1])
        speak(application)
        themes.apply(application, "dark" if theme == "dark" else "light")
        program = Program(folder / "desk", server.url)
        password = next(one.password for one in ACCOUNTS if one.agent_id == ME)
        program.opened.connect(lambda: program.on_sign_in_requested(ME, password))
        program.ready.connect(lambda: QTimer.singleShot(RINGS_AFTER_MS, exchange.ring))
        program.start()
        code = application.exec()
        program.close()
        return code
