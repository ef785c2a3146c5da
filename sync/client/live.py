"""The live channel: one WebSocket that brings hints and this agent's calls. While it is down, polling goes on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from app.errors import ProtocolError
from sync.client.backoff import delay_s
from sync.protocol import LiveMessage, decode_live

log = logging.getLogger(__name__)


class LiveChannel:
    """The thread that listens. ``on_message`` and ``on_state`` (connected or not) are called on it."""

    def __init__(
        self,
        url: str,
        token: Callable[[], str],
        *,
        on_message: Callable[[LiveMessage], None],
        on_state: Callable[[bool], None] = lambda _up: None,
    ) -> None:
        self._url = url.rstrip("/").replace("http", "ws", 1) + "/v1/live"
        self._token, self._on_message, self._on_state = token, on_message, on_state
        self._stopping = threading.Event()
        self._socket: ClientConnection | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="shouwen-live")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Hang up and end."""
        self._stopping.set()
        with self._lock:
            if self._socket is not None:
                self._socket.close()
        self._thread.join()

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                self._listen()
                failures = 0
            except (OSError, WebSocketException, TimeoutError) as error:
                log.info("the live channel is down: %s", type(error).__name__)
            self._on_state(False)
            self._stopping.wait(delay_s(failures))
            failures += 1

    def _listen(self) -> None:
        headers = {"Authorization": f"Bearer {self._token()}"}
        with connect(
            self._url, additional_headers=headers, open_timeout=5, close_timeout=1, ping_interval=20
        ) as socket:
            with self._lock:
                if self._stopping.is_set():
                    return
                self._socket = socket
            try:
                self._on_state(True)
                for text in socket:
                    self._take(text)
            finally:
                with self._lock:
                    self._socket = None

    def _take(self, text: str | bytes) -> None:
        try:
            message = decode_live(text)
        except ProtocolError:
            log.warning("a live message could not be read and was left out")
            return
        self._on_message(message)
