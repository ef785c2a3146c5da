"""One program per profile: a second start hands its text to the first and ends.

Imports nothing but QtCore and QtNetwork, so that ``shouwen pop`` is quick (`telephony.md` §4.3).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

LONGEST_BYTES = 2_048
WAIT_MS = 1_000
COME_FORWARD = ""
"""What a second start without a call hands over: somebody looks for the window."""


def channel_name(profile: Path) -> str:
    """The local channel of this profile: nobody else's program answers on it."""
    return "shouwen-" + hashlib.sha256(str(profile.resolve()).encode()).hexdigest()[:24]


def hand_over(profile: Path, text: str) -> bool:
    """Give the text to the program that runs on this profile; False when none does."""
    socket = QLocalSocket()
    socket.connectToServer(channel_name(profile))
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(text.encode()[:LONGEST_BYTES] + b"\n")
    handed = socket.waitForBytesWritten(WAIT_MS)
    socket.disconnectFromServer()
    return handed


class Instance(QObject):
    """Listens for what later starts hand over.

    Signals:
        text_received(str): one line, at most :data:`LONGEST_BYTES`; data, not a command.
    """

    text_received = Signal(str)

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self.on_connected)
        self._name = channel_name(profile)

    def listen(self) -> None:
        """Begin. A channel left by a program that was killed is taken over; a living program's never."""
        if self._server.listen(self._name):
            return
        probe = QLocalSocket()
        probe.connectToServer(self._name)
        if not probe.waitForConnected(WAIT_MS):
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)
        probe.abort()

    def close(self) -> None:
        """No longer answer."""
        self._server.close()

    @Slot()
    def on_connected(self) -> None:
        """Somebody wants to hand something over."""
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self.on_readable)
            socket.disconnected.connect(socket.deleteLater)

    @Slot()
    def on_readable(self) -> None:
        """A line, or too much: then the line is cut off."""
        socket = self.sender()
        if not isinstance(socket, QLocalSocket):
            return
        if socket.canReadLine():
            self.text_received.emit(bytes(socket.readLine(LONGEST_BYTES).data()).decode(errors="replace").strip())
            socket.disconnectFromServer()
        elif socket.bytesAvailable() > LONGEST_BYTES:
            socket.abort()
