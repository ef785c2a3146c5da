"""The first page is painted before anything heavy is imported (`rollout.md` §5)."""

from __future__ import annotations

import os
import subprocess
import sys

HEAVY = (
    "sqlalchemy",
    "requests",
    "keyring",
    "sqlcipher3",
    "alembic",
    "asyncio",
    "jsonschema",
    "phonenumbers",
    "yaml",
    "zen",
)

PROGRAM = f"""
import sys, tempfile
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

application = QApplication(["shouwen"])

from ui.program import Program
from ui.theme import theme

theme.apply(application, "light")
program = Program(Path(tempfile.mkdtemp()), "http://127.0.0.1:9")
program.open_store = lambda: None

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print([name for name in {HEAVY!r} if name in sys.modules], flush=True)
            watched.removeEventFilter(self)
            QTimer.singleShot(0, application.quit)
        return False

first = FirstPaint()
program.sign_in.installEventFilter(first)
program.start()
application.exec()
program.close()
"""


def test_nothing_heavy_is_loaded_when_the_first_page_is_painted() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, env=environment, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr
