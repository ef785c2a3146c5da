"""Draws every screen into a folder, to be looked at beside the mock-ups: ``python -m ui.shot DIR``.

Names: ``<screen>_<width>x<height>_<look>_<scale>.png``. Whole windows are drawn with a strip of 32 px where Windows
puts its title bar, so that a picture and a mock-up lie on each other.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

SIZES = ((1280, 720), (1440, 900), (1920, 1080))
SCALES = (100, 150)
_TITLE_PX = 32


def main(arguments: list[str] | None = None) -> int:
    """Draw all screens, or those whose name contains ``--only``; a process of its own for each scale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--scale", type=int, choices=SCALES)
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    chosen.folder.mkdir(parents=True, exist_ok=True)
    if chosen.scale:
        return _draw_all(chosen.folder, chosen.only, chosen.scale)
    worst = 0
    for scale in SCALES:
        environment = {**os.environ, "QT_SCALE_FACTOR": str(scale / 100)}
        command = [sys.executable, "-m", "ui.shot", str(chosen.folder), "--scale", str(scale)]
        command += ["--only", chosen.only] if chosen.only else []
        worst = max(worst, subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603
    return worst


def _draw_all(folder: Path, only: str, scale: int) -> int:
    from PySide6.QtWidgets import QApplication

    from ui.gallery import screens
    from ui.theme import theme

    app = QApplication([])
    for mode in ("light", "dark"):
        look = theme.apply(app, mode)
        for name, make in screens().items():
            if only in name:
                _draw(folder, f"{mode}_{scale}", name, lambda make=make, look=look: make(look))
    return 0


def _draw(folder: Path, ending: str, name: str, make: Callable[[], object]) -> None:
    from PySide6.QtCore import Qt

    widget = make()
    own_size = widget.testAttribute(Qt.WidgetAttribute.WA_Resized)
    sizes = ((widget.width(), widget.height()),) if own_size else SIZES
    for width, height in sizes:
        picture = _picture(widget, width, height, whole_window=not own_size)
        picture.save(str(folder / f"{name}_{width}x{height}_{ending}.png"))
    widget.close()
    widget.deleteLater()


def _picture(widget: object, width: int, height: int, *, whole_window: bool) -> object:
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtGui import QPainter, QPixmap
    from PySide6.QtWidgets import QApplication

    from ui.theme.theme import current

    title = _TITLE_PX if whole_window else 0
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.resize(width, height - title)
    widget.show()
    for _ in range(3):
        QApplication.processEvents()
    shot = widget.grab()
    if not whole_window:
        return shot
    ratio = shot.devicePixelRatio()
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(current().color("bg.subtle"))
    with QPainter(picture) as painter:
        _paint_title(painter, widget.windowTitle())
        painter.drawPixmap(QPoint(0, title), shot)
    return picture


def _paint_title(painter: object, words: str) -> None:
    from PySide6.QtCore import QRectF

    from ui.theme.theme import current
    from ui.widgets.seal import paint_seal

    paint_seal(painter, QRectF(12, 8, 16, 16))
    painter.setFont(current().font("caption"))
    painter.setPen(current().color("text.secondary"))
    painter.drawText(36, 21, words)


if __name__ == "__main__":
    sys.exit(main())
