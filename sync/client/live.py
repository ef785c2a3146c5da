"""The live channel: one WebSocket that brings hints and this agent's calls. While it is down, polling goes on."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

from app.errors import ProtocolError
from sync.client.backoff import delay_s
from sync.protocol import LiveMessage, decode_live

log = logging.getLogger(__name__)

STOOD_S = 5.0
"""A connection that lasted this long was a good one: the next is tried soon."""

REFUSED_S = 30.0
"""How long a token that was refused is left alone."""

LOOK_S = 0.5
"""How often is looked meanwhile whether there is another."""

JOIN_S = 2.0
_REFUSED = frozenset({401, 403})


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
        self._thread = threading.Thread(target=self._run, name="shouwen-live", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Hang up and end; a connection that is just being made is left to end by itself."""
        self._stopping.set()
        with self._lock:
            if self._socket is not None:
                self._socket.close()
        self._thread.join(JOIN_S)

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            token, began = self._token(), time.monotonic()
            try:
                self._listen(token)
            except InvalidStatus as error:
                log.info("the live channel is refused: %s", error.response.status_code)
                if error.response.status_code in _REFUSED:
                    self._wait_for_another(token)
            except (OSError, WebSocketException) as error:
                log.info("the live channel is down: %s", type(error).__name__)
            except Exception:
                log.exception("the live channel failed")
            self._tell_state(is_up=False)
            if time.monotonic() - began >= STOOD_S:
                failures = 0
            self._stopping.wait(delay_s(failures))
            failures += 1

    def _listen(self, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        with connect(
            self._url, additional_headers=headers, open_timeout=5, close_timeout=1, ping_interval=20
        ) as socket:
            with self._lock:
                if self._stopping.is_set():
                    return
                self._socket = socket
            try:
                self._tell_state(is_up=True)
                for text in socket:
                    self._take(text)
            finally:
                with self._lock:
                    self._socket = None

    def _wait_for_another(self, token: str) -> None:
        """The session has ended: ask again once somebody has signed in, or after a while."""
        end = time.monotonic() + REFUSED_S
        while self._token() == token and time.monotonic() < end and not self._stopping.wait(LOOK_S):
            pass

    def _take(self, text: str | bytes) -> None:
        try:
            message = decode_live(text)
        except ProtocolError:
            log.warning("a live message could not be read and was left out")
            return
        try:
            self._on_message(message)
        except Exception:
            log.exception("a live message could not be handled and was left out")

    def _tell_state(self, *, is_up: bool) -> None:
        try:
            self._on_state(is_up)
        except Exception:
            log.exception("the state of the live channel could not be told")
