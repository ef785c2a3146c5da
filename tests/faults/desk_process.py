"""A desk program in a process of its own, worked by orders on its standard input, so that it can be killed.

One JSON object a line: ``{"do": "sign_in", …}``; the answer is one line too.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from resources.demo.hands import Hands, breathe, until
from ui.program import Program
from ui.theme import theme


class Worker:
    """Does what it is told at the desk."""

    def __init__(self, profile: Path, server: str) -> None:
        self.hands = Hands(Program(profile, server))

    def sign_in(self, agent_id: str, password: str) -> None:
        """From nothing to the window."""
        self.hands.sign_in(agent_id, password)
        self.hands.resize((1440, 868))

    def open(self) -> None:
        """Somebody was signed in on this device before: straight to the window."""
        self.hands.program.start()
        self.hands.wait_for_window()
        self.hands.resize((1440, 868))

    def see(self, name: str) -> None:
        """Wait until this customer is on the screen."""
        until(lambda: self.hands.customer_on_screen() == name)

    def fill_in(self, words: str) -> None:
        """A complaint, as short as it may be."""
        form = self.hands.page.form
        self.hands.choose("kind", "投诉")
        self.hands.choose("reason", "理赔 / 未一次告知材料")
        self.hands.type(form.field("call_back_at").control, "今天 16:30")
        self.hands.choose("department", "理赔部 · 核赔岗")
        self.hands.type(form.field("description").control, words)

    def hand_in(self) -> dict[str, str]:
        """Ctrl+Enter; answers as soon as it is in the store."""
        self.hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        until(lambda: self.hands.knows(self.hands.draft.number) is not None)
        return {"number": self.hands.draft.number, "ticket_id": self.hands.draft.ticket_id}

    def wait_until_saved(self) -> None:
        """Until what was typed is in the store."""
        until(lambda: bool(self.hands.draft.number) and not self.hands.calls.form.is_unsaved)

    def wait_until_sent(self) -> None:
        """Until the centre has everything, and the status bar says so."""
        until(lambda: self.hands.waiting() == 0 and "待上传" not in self.hands.status_words())

    def look(self) -> dict[str, Any]:
        """What the agent sees."""
        breathe()
        chip = self.hands.window.top_bar
        return {
            "waiting": self.hands.waiting(),
            "status_bar": self.hands.status_words(),
            "chip": " ".join(one.accessibleName() or one.text() for one in chip.findChildren(QLabel)),
            "description": self.hands.page.form.values().get("description", ""),
            "banner": self.hands.window.offline_banner.isVisible(),
        }

    def wait_for_status(self, words: str) -> dict[str, Any]:
        """Until the status bar says this."""
        until(lambda: words in self.look()["status_bar"])
        return self.look()

    def close(self) -> None:
        """Go home."""
        self.hands.program.close()


def main() -> None:
    """Work until told to close."""
    application = QApplication(["shouwen"])
    theme.apply(application, "light")
    worker = Worker(Path(sys.argv[1]), sys.argv[2])
    orders: queue.Queue[str] = queue.Queue()
    threading.Thread(target=lambda: [orders.put(line) for line in sys.stdin], daemon=True).start()
    while True:
        until(lambda: not orders.empty(), patience_s=300)
        order = json.loads(orders.get())
        try:
            answer = getattr(worker, order.pop("do"))(**order) or {}
        except Exception as error:  # noqa: BLE001 -- whatever it was, the test has to hear of it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer, ensure_ascii=False), flush=True)  # noqa: T201 -- this is how it answers
        if answer.get("closed") or order.get("last"):
            break


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main()
