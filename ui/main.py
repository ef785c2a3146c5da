"""The command ``shouwen``: opens the desk, or hands a call over to the one that is open.

Nothing heavy is imported up here: ``shouwen pop`` has to be quick, and so has the first paint.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.program import Program


def main(argv: list[str] | None = None) -> int:
    """Run the desk until its window is closed. Exit codes: 0 done, 1 could not, 2 wrong usage."""
    options = _options(sys.argv[1:] if argv is None else argv)
    if options.command == "pop":
        return _pop(options.profile, options.uri)
    return _open(options)


def _open(options: argparse.Namespace) -> int:
    from PySide6.QtCore import QLockFile, Qt
    from PySide6.QtWidgets import QApplication

    from ui.language import speak
    from ui.program import Program
    from ui.shell.instance import COME_FORWARD, hand_over
    from ui.theme import theme

    lock = QLockFile(str(_made(options.profile) / "desk.lock"))
    lock.setStaleLockTime(0)  # stale only when its process is gone
    if not lock.tryLock(0):
        hand_over(options.profile, COME_FORWARD)
        sys.stderr.write("首问已经打开，请用已打开的窗口。\n")
        return 1
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Shouwen")
    speak(application)
    theme.apply(application, options.theme)
    program = Program(options.profile, options.server)
    program.ready.connect(lambda: _settle(program))
    program.start()
    code = application.exec()
    program.close()
    lock.unlock()
    return code


def _settle(program: Program) -> None:
    from ui import memory

    memory.settle()
    memory.QuietMoments(lambda: program.calls is not None and program.calls.call is not None, program)


def _made(profile: Path) -> Path:
    profile.mkdir(parents=True, exist_ok=True)
    return profile


def _pop(profile: Path, uri: str) -> int:
    from ui.shell.instance import hand_over

    if hand_over(profile, uri):
        return 0
    sys.stderr.write("工作台没有打开，来电没有弹出。请先打开首问。\n")
    return 1


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="shouwen", description="首问：坐席工作台")
    parser.add_argument("--profile", type=Path, default=_default_profile(), help="数据目录")
    parser.add_argument(
        "--server", default=os.environ.get("SHOUWEN_SERVER", "http://127.0.0.1:8765"), help="中心服务器"
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="浅色或深色")
    commands = parser.add_subparsers(dest="command")
    pop = commands.add_parser("pop", help="来电：把号码交给已打开的工作台")
    pop.add_argument("uri", help="tel:+8613800138000")
    options = parser.parse_args(argv)
    options.profile = options.profile.expanduser().resolve()  # another spelling must not be another key
    return options


def _default_profile() -> Path:
    from platformdirs import user_data_path

    return user_data_path("Shouwen", appauthor=False)


if __name__ == "__main__":
    sys.exit(main())
