"""Process start → first page painted, beside a bare PySide6 window in the same run (`dev.py bench start`)."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time

from tests.bench.measure import percentile, report

RUNS = 10

QUIT_AT_FIRST_PAINT = """
from PySide6.QtCore import QEvent, QObject
class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            import os
            os._exit(0)
        return False
first = FirstPaint()
widget.installEventFilter(first)
widget.show()
application.exec()
"""
BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
widget = QMainWindow()
"""
OURS = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication([])
from ui.program import Program
from ui.theme import theme
theme.apply(application, "light")
program = Program(Path(sys.argv[1]), "http://127.0.0.1:9")
widget = program.sign_in
"""


def run(_options: argparse.Namespace) -> None:
    """Whole processes, warm."""
    bare = _times(BARE)
    report("start", "bare window", bare)
    limit = {"what": "bare PySide6 window", "p50": round(percentile(bare, 0.5), 1)}
    report("start", "first page", _times(OURS), limit=limit)


def _times(program: str) -> list[float]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    times = []
    with tempfile.TemporaryDirectory(prefix="shouwen-bench-") as folder:
        command = [sys.executable, "-c", program + QUIT_AT_FIRST_PAINT, folder]
        for turn in range(RUNS + 1):
            began = time.perf_counter()
            subprocess.run(command, check=True, env=environment, capture_output=True)
            if turn:  # the first one warms the disk's cache
                times.append((time.perf_counter() - began) * 1000)
    return times
