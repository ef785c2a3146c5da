"""Running the web application: as this process (the command), or on a thread of it (tests, demo, benches)."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

GRACE_S = 3
"""How long running requests may go on when the centre stops; open sockets are closed at once."""

_START_S = 30.0


def _is_worth_telling(record: logging.LogRecord) -> bool:
    """uvicorn 0.54 takes a handshake refused with a response (our 401) for one that was never answered."""
    return "without completing handshake" not in record.getMessage()


class _Server(uvicorn.Server):
    """uvicorn, saying when it can be reached."""

    def __init__(self, app: ASGIApp, on_ready: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,
            # Named, not "auto": the other one warns of its own end.
            ws="websockets-sansio",
            ws_max_size=64 * 1024,
            ws_per_message_deflate=False,
            access_log=False,
            log_level="warning",
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
        )
        super().__init__(config)
        logging.getLogger("uvicorn.error").addFilter(_is_worth_telling)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, then say so."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()


def serve(app: ASGIApp, host: str, port: int, on_ready: Callable[[int], None]) -> bool:
    """Serve until SIGTERM or SIGINT, then end within :data:`GRACE_S`.

    Args:
        app: what to serve.
        host: the address to listen at.
        port: 0 takes a free one.
        on_ready: told the port once requests are answered.

    Returns:
        Whether it ever served; False where the application could not begin (its log says why).

    Raises:
        OSError: the address cannot be used.
    """
    listener = _listen(host, port)
    server = _Server(app, lambda: on_ready(listener.getsockname()[1]))
    # uvicorn raises the signal once more after its graceful end; that one must not kill us.
    before = {one: signal.signal(one, _ignore) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.run(sockets=[listener])
    except SystemExit:
        return False
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        listener.close()
    return server.started


@contextmanager
def serving(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve on a thread while the block runs.

    Yields:
        The address to reach it at, for example ``http://127.0.0.1:51234``.

    Raises:
        RuntimeError: the application could not begin.
    """
    listener = _listen(host, port)
    settled = threading.Event()
    server = _Server(app, settled.set)

    def run() -> None:
        try:
            server.run(sockets=[listener])
        except SystemExit:
            pass
        finally:
            settled.set()

    thread = threading.Thread(target=run, name="shouwen-server")
    thread.start()
    try:
        if not settled.wait(_START_S) or not server.started:
            raise RuntimeError("the centre could not begin")
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named: without it asyncio does not switch Nagle off, and every answer waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def _ignore(_signal: int, _frame: FrameType | None) -> None:
    """The end is under way already."""
