"""Somebody at a desk: types, clicks and looks, through real Qt events. For the demo and for whole journeys in tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget

from ui.program import Program

if TYPE_CHECKING:
    from app.call.session import CallSession
    from app.ticket.draft import Draft
    from app.ticket.fold import Ticket
    from ui.call.page import CallPage
    from ui.call.presenter import CallPresenter
    from ui.shell.window import MainWindow
    from ui.workplace import Workplace

PATIENCE_S = 20.0


def until(met: Callable[[], Any], patience_s: float = PATIENCE_S) -> None:
    """Let the program run until something is so.

    Raises:
        TimeoutError: it did not come about.
    """
    end = time.monotonic() + patience_s
    while not met():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {patience_s:.0f} s")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)


def breathe() -> None:
    """Let what is due be laid out and painted."""
    for _ in range(5):
        QCoreApplication.processEvents()
    for _ in range(5):  # a last change on the way in may have asked for a new layout, level by level
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


class Hands:
    """Two hands and eyes on one desk program."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def sign_in(self, agent_id: str, password: str) -> None:
        """From the start of the program to its window."""
        self.program.start()
        until(lambda: self.program.workplace is not None)
        self.type(self.program.sign_in.agent_no, agent_id)
        self.type(self.program.sign_in.password, password)
        QTest.mouseClick(self.program.sign_in.submit, Qt.MouseButton.LeftButton)
        self.wait_for_window()

    def wait_for_window(self) -> None:
        """Until the desk is open."""
        until(lambda: self.program.window is not None and self.program.window.isVisible())
        self.come_to_front()

    def come_to_front(self) -> None:
        """Sit down at this desk: keys go to its window."""
        self.window.activateWindow()
        until(lambda: QApplication.activeWindow() is self.window)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, wherever the focus is."""
        self.come_to_front()
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)

    def type(self, field: QWidget, text: str) -> None:
        """Type into a field: ASCII by keys, everything else through the input method, as it comes."""
        field.window().activateWindow()
        field.setFocus()
        for character in text:
            if character.isascii():
                QTest.keyClick(field, character)
            else:
                event = QInputMethodEvent()
                event.setCommitString(character)
                QCoreApplication.sendEvent(field, event)

    def choose(self, name: str, label: str) -> None:
        """An entry of a list in the form, by the arrow keys."""
        control = self.page.form.field(name).control
        assert isinstance(control, QComboBox)  # noqa: S101 -- the form says it is a list
        control.setFocus()
        for _ in range(control.count()):
            if control.currentText() == label:
                return
            QTest.keyClick(control, Qt.Key.Key_Down)
        for _ in range(control.count()):
            if control.currentText() == label:
                return
            QTest.keyClick(control, Qt.Key.Key_Up)
        if control.currentText() != label:
            raise LookupError(f"no entry {label!r}")

    def click(self, words: str, inside: QWidget | None = None) -> None:
        """A button, by its words."""
        for button in (inside or self.window).findChildren(QAbstractButton):
            if button.isVisible() and button.text() == words:
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                return
        raise LookupError(f"no button {words!r}")

    def tick_next_check(self) -> None:
        """Ctrl+E, and see it ticked."""
        before = self.page.script.script
        self.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        until(lambda: self.page.script.script is not before)

    def resize(self, size: tuple[int, int]) -> None:
        """Drag the window to a size."""
        self.window.resize(*size)
        breathe()

    def grab(self, path: Path) -> None:
        """Take a picture of the window."""
        breathe()
        if not self.window.grab().save(str(path)):
            raise RuntimeError(f"the picture {path.name} could not be written")

    @property
    def window(self) -> MainWindow:
        """The window."""
        assert self.program.window is not None  # noqa: S101 -- it is open
        return self.program.window

    @property
    def page(self) -> CallPage:
        """The page of a call."""
        assert self.program.page is not None  # noqa: S101 -- it is open
        return self.program.page

    @property
    def calls(self) -> CallPresenter:
        """What follows the calls."""
        assert self.program.calls is not None  # noqa: S101 -- it is open
        return self.program.calls

    @property
    def place(self) -> Workplace:
        """Store, centre and desk."""
        assert self.program.workplace is not None  # noqa: S101 -- it is open
        return self.program.workplace

    @property
    def call(self) -> CallSession | None:
        """The call on the bar."""
        return self.calls.call

    @property
    def draft(self) -> Draft:
        """The ticket being written."""
        assert self.calls.form.draft is not None  # noqa: S101 -- a call is on the screen
        return self.calls.form.draft

    def customer_on_screen(self) -> str:
        """Whose story the pop shows, "" for nobody's."""
        pop = self.calls.pop
        return pop.customer.identity.name if pop is not None and pop.customer is not None else ""

    def customer_id(self) -> str:
        """The id of the customer on the screen."""
        pop = self.calls.pop
        assert pop is not None  # noqa: S101 -- a call is on the screen
        assert pop.customer is not None  # noqa: S101 -- and somebody was recognised
        return pop.customer.identity.customer_id

    def step_name(self) -> str:
        """The step of the script that is current."""
        script = self.page.script.script
        return "" if script is None else next(step.name for step in script.steps if step.current)

    def ticket_numbers(self) -> list[str]:
        """The tickets listed in the customer's file."""
        return [row.number for row in self.page.customer.tickets.content.rows]

    def knows(self, number: str) -> Ticket | None:
        """The ticket of this number in this desk's store."""
        desk = self.place.desk
        return None if desk is None else desk.tickets.by_number(number)

    def waiting(self) -> int:
        """How many changes the centre does not know yet."""
        desk = self.place.desk
        return 0 if desk is None else desk.waiting().count

    def status_words(self) -> str:
        """What the status bar says."""
        labels = self.window.status_bar.findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.isVisible())

    def now(self) -> datetime:
        """What the desk's clock says."""
        return self.place.clock.now()
