"""A captured stream served over a real TCP port, as the exchange it came from would: for tests, practice and the demo.

A client signs in and gets the capture at its own pace (from its ``Timestamp`` lines), faster, or at once. The
capture's own sign-in and farewell are replaced by answers to the client.
``python -m sync.server.cti.replay FILE --port 5038``.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from sync.server.cti.ami import BANNER, AmiParser, Message

_GAP: Final = b"\r\n\r\n"
_TIMESTAMP: Final = re.compile(rb"^Timestamp: (\d+(?:\.\d+)?)", re.MULTILINE)
_GREETING: Final = b"Asterisk Call Manager/11.0.0\r\n"
_INSTANT_BYTES: Final = 64 * 1024


class Replayer:
    """An exchange that plays one capture to each client that signs in.

    Args:
        path: the captured bytes.
        speed: 1.0 is the pace they were captured at, 10.0 ten times faster, None at once.
        port: 0 takes a free one; see :attr:`port` afterwards.
        hold: wait for :meth:`go` after the sign-in, else play right after it.
        hold_at: an event's name: wait for :meth:`go_on` before the first one (``HangupRequest``: the talk lasts).
        secret: refuse any other secret; None lets everyone in.

    Raises:
        OSError: the file cannot be read or the port not be taken (on entering).
    """

    def __init__(
        self,
        path: Path,
        *,
        speed: float | None = 1.0,
        port: int = 0,
        host: str = "127.0.0.1",
        hold: bool = False,
        hold_at: str | None = None,
        secret: str | None = None,
    ) -> None:
        self.port = port
        self.actions: list[str] = []
        self._path, self._speed, self._host, self._secret = path, speed, host, secret
        self._greeting, self._messages = _GREETING, list[bytes]()
        self._clients: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._hold_at = f"Event: {hold_at}\r\n".encode() if hold_at else None
        self._may_go, self._may_go_on = asyncio.Event(), asyncio.Event()
        self._finished, self._signed_in = asyncio.Event(), asyncio.Event()
        if not hold:
            self._may_go.set()

    def go(self) -> None:
        """Let held clients have the capture."""
        self._may_go.set()

    def go_on(self) -> None:
        """Play on from the event where the capture was held."""
        self._may_go_on.set()

    async def finished(self) -> None:
        """Wait until some client has been sent the whole capture."""
        await self._finished.wait()

    async def signed_in(self) -> None:
        """Wait until some client has signed in."""
        await self._signed_in.wait()

    def hang_up(self) -> None:
        """Cut every client off, as a restart of the exchange does. New ones are welcome."""
        for writer in self._clients.values():
            writer.transport.abort()

    async def __aenter__(self) -> Replayer:
        self._greeting, self._messages = _split(await asyncio.to_thread(self._path.read_bytes))
        self._server = await asyncio.start_server(self._serve, self._host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        self.hang_up()
        await asyncio.gather(*self._clients, return_exceptions=True)
        await self._server.wait_closed()

    async def serve_forever(self) -> None:
        """Serve until cancelled."""
        await self._server.serve_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._clients[task] = writer
        playing: asyncio.Task[None] | None = None
        try:
            writer.write(self._greeting)
            parser = AmiParser()
            while chunk := await reader.read(_INSTANT_BYTES):
                for action in parser.feed(chunk):
                    goes_on = self._answer(action, writer)
                    if goes_on and action["Action"] == "Login" and playing is None:
                        playing = asyncio.create_task(self._play(writer), name="ami-replay")
                    elif not goes_on:
                        return
        except OSError:
            pass  # the client hung up: a replay has nothing to say about it
        finally:
            await _stop(playing)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            if task is not None:
                self._clients.pop(task, None)

    def _answer(self, action: Message, writer: asyncio.StreamWriter) -> bool:
        """Answer one action with its own ActionID. False ends the connection."""
        name = action["Action"]
        self.actions.append(name)
        fields = [("Response", "Success"), ("Message", "Replayed")]
        goes_on = True
        match name:
            case "Login" if self._secret is not None and action["Secret"] != self._secret:
                fields, goes_on = [("Response", "Error"), ("Message", "Authentication failed")], False
            case "Login":
                fields = [("Response", "Success"), ("Message", "Authentication accepted")]
                self._signed_in.set()
            case "Ping":
                fields = [("Response", "Success"), ("Ping", "Pong")]
            case "Logoff":
                fields, goes_on = [("Response", "Goodbye"), ("Message", "Thanks for all the fish.")], False
            case _:
                pass
        writer.write(_packet(fields, action["ActionID"]))
        if name == "CoreShowChannels":
            done = [("Event", "CoreShowChannelsComplete"), ("EventList", "Complete"), ("ListItems", "0")]
            writer.write(_packet(done, action["ActionID"]))
        return goes_on

    async def _play(self, writer: asyncio.StreamWriter) -> None:
        await self._may_go.wait()
        with suppress(OSError):
            for pause_s, packet in self._paced():
                if pause_s:
                    await asyncio.sleep(pause_s)
                if self._hold_at is not None and packet.startswith(self._hold_at):
                    await self._may_go_on.wait()
                writer.write(packet)
                await writer.drain()
            self._finished.set()

    def _paced(self) -> Iterator[tuple[float, bytes]]:
        """What to send and how long to wait before it."""
        if self._speed is None:
            whole = b"".join(self._messages)
            yield from ((0.0, whole[at : at + _INSTANT_BYTES]) for at in range(0, len(whole), _INSTANT_BYTES))
            return
        before: float | None = None
        for message in self._messages:
            stamp = _TIMESTAMP.search(message)
            now = float(stamp[1]) if stamp else before
            pause_s = 0.0 if before is None or now is None else max(0.0, now - before) / self._speed
            before = now
            yield pause_s, message


async def _stop(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _split(stream: bytes) -> tuple[bytes, list[bytes]]:
    """A capture's greeting, and its messages without the capturing client's own sign-in and farewell."""
    greeting = _GREETING
    if stream.startswith(BANNER):
        line, _, stream = stream.partition(b"\r\n")
        greeting = line + b"\r\n"
    messages = [block + _GAP for block in stream.split(_GAP) if block.strip()]
    if messages and messages[0].startswith(b"Response:"):
        del messages[0]
    if messages and messages[-1].startswith(b"Response: Goodbye"):
        del messages[-1]
    return greeting, messages


def _packet(fields: list[tuple[str, str]], action_id: str) -> bytes:
    named = [fields[0], ("ActionID", action_id), *fields[1:]] if action_id else fields
    return "".join(f"{key}: {value}\r\n" for key, value in named).encode() + b"\r\n"


async def _main(path: Path, port: int, speed: float | None) -> None:
    async with Replayer(path, port=port, speed=speed) as replayer:
        sys.stdout.write(f"{replayer.port}\n")
        sys.stdout.flush()
        await replayer.serve_forever()


def main(arguments: list[str] | None = None) -> int:
    """Serve a capture until interrupted; print the port first."""
    parser = argparse.ArgumentParser(prog="sync.server.cti.replay", description="Serve a captured exchange stream.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--port", type=int, default=5038)
    parser.add_argument("--speed", type=float, default=1.0, help="0 plays at once")
    options = parser.parse_args(arguments)
    try:
        asyncio.run(_main(options.file, options.port, options.speed or None))
    except KeyboardInterrupt:
        pass
    except OSError as error:
        sys.stderr.write(f"{error.strerror or error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
