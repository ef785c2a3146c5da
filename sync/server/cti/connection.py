"""A connection to an exchange's manager port: sign in, listen, ask, and come back when it breaks.

What becomes of each kind of failure: *unreachable* or *lost* – tried again after a random pause that grows to a
minute; *sign-in refused* – tried again only once a minute, so that the exchange does not lock us out; *too old* or *not
an exchange* – given up, :meth:`AmiConnection.links` raises. An action is never sent twice: a call placed again minutes
later would ring a customer for nothing.
"""

from __future__ import annotations

import asyncio
import logging
import random
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Final

import msgspec

from app.errors import ProtocolError, ShouwenError, SignInError, UnreachableError
from sync.server.cti.ami import AmiParser, Message, check_event, check_greeting, encode_action

logger = logging.getLogger(__name__)

_READ_BYTES: Final = 64 * 1024
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 60.0


class AmiSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where an exchange is and how to sign in. ``secret`` never appears in a log, an error or a ``repr``."""

    host: str
    username: str
    secret: str
    port: int = 5038
    tls: ssl.SSLContext | None = None
    connect_timeout_s: float = 10.0
    quiet_s: float = 30.0
    """After this long without a byte the exchange is asked whether it is still there; after twice as long it is not."""

    def __repr__(self) -> str:
        return f"AmiSettings(host={self.host!r}, port={self.port}, username={self.username!r}, secret='***')"

    __str__ = __repr__


class AmiLink:
    """One signed-in connection. Iterate over it for messages; leave it with ``async with``."""

    def __init__(self, settings: AmiSettings, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.parser = AmiParser()
        self._settings = settings
        self._reader = reader
        self._writer = writer
        self._waiting: list[Message] = []
        self._actions = 0

    @classmethod
    async def open(cls, settings: AmiSettings) -> AmiLink:
        """Connect and sign in.

        Raises:
            UnreachableError: no connection, or no answer in time.
            SignInError: the exchange refuses the account.
            NotAnExchangeError, OldExchangeError: see :mod:`sync.server.cti.ami`.
        """
        try:
            async with asyncio.timeout(settings.connect_timeout_s):
                streams = await asyncio.open_connection(settings.host, settings.port, ssl=settings.tls)
                link = cls(settings, *streams)
                try:
                    await link._sign_in()
                except BaseException:
                    await link.close()
                    raise
        except (TimeoutError, OSError) as error:
            raise UnreachableError(
                "连不上电话交换机：请检查网络、地址和端口。已有的工作不受影响，系统会自动重试。"
            ) from error
        return link

    async def _sign_in(self) -> None:
        settings = self._settings
        while self.parser.banner is None:
            self._waiting += await self._receive()
            if self.parser.banner is None and self._waiting:
                break
        check_greeting(self.parser.banner)
        action_id = await self.send(
            "Login", ("Username", settings.username), ("Secret", settings.secret), ("Events", "on")
        )
        while True:
            for at, message in enumerate(self._waiting):
                if message["ActionID"] == action_id and message["Response"]:
                    del self._waiting[at]
                    if message["Response"] != "Success":
                        raise SignInError("电话交换机拒绝登录：账号或密码不对，或该账号没有权限。请联系管理员核对。")
                    return
            self._waiting += await self._receive()

    async def send(self, action: str, *fields: tuple[str, str]) -> str:
        """Send one action, once. Returns its ``ActionID``; the answer arrives among the messages.

        Raises:
            UnreachableError: the connection is gone; whether the exchange heard the action is unknown.
            ValueError: a field holds a line break.
        """
        self._actions += 1
        action_id = f"shouwen-{self._actions}"
        packet = encode_action(action, (("ActionID", action_id), *fields))
        try:
            self._writer.write(packet)
            await self._writer.drain()
        except OSError as error:
            raise UnreachableError("与电话交换机的连接已断开。") from error
        return action_id

    async def _receive(self) -> list[Message]:
        chunk = await self._reader.read(_READ_BYTES)
        if not chunk:
            raise UnreachableError("电话交换机关闭了连接。")
        return self.parser.feed(chunk)

    async def __aiter__(self) -> AsyncGenerator[Message, None]:
        """Messages as they come; ends when the connection is lost.

        Raises:
            OldExchangeError: an event only exchanges before Asterisk 12 send.
        """
        asked = False
        while True:
            for message in self._waiting:
                check_event(message)
                yield message
            try:
                async with asyncio.timeout(self._settings.quiet_s):
                    self._waiting = await self._receive()
                asked = False
            except TimeoutError:
                if asked:
                    return
                self._waiting, asked = [], True
                with suppress(UnreachableError):
                    await self.send("Ping")
            except (OSError, UnreachableError):
                return

    async def close(self) -> None:
        """Hang up. Safe to call again."""
        self._writer.close()
        with suppress(OSError, ssl.SSLError):
            await self._writer.wait_closed()

    async def __aenter__(self) -> AmiLink:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class AmiConnection:
    """An exchange that is meant to stay connected.

    Args:
        settings: where and as whom.
        sleep, draw: the pause between tries and the draw that spreads it (full jitter: anywhere between nothing and
            the present longest pause, so that many servers do not return in step). Passed in for tests.
    """

    def __init__(
        self,
        settings: AmiSettings,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        draw: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self.settings = settings
        self.is_connected = False
        self.tries = 0
        self.last_error: ShouwenError | None = None
        self._sleep = sleep
        self._draw = draw

    async def links(self) -> AsyncGenerator[AmiLink, None]:
        """One signed-in link after another, for ever.

        Raises:
            ProtocolError: what answers there will not do, now or later (too old, not an exchange).
        """
        longest_s = FIRST_PAUSE_S
        while True:
            self.tries += 1
            try:
                link = await AmiLink.open(self.settings)
            except (SignInError, UnreachableError) as error:
                self.last_error = error
                if isinstance(error, SignInError):
                    longest_s = LONGEST_PAUSE_S
                logger.warning("exchange not connected (%s), try %d", error.code, self.tries)
            except ProtocolError as error:
                self.last_error = error
                raise
            else:
                self.last_error, self.tries, longest_s = None, 0, FIRST_PAUSE_S
                async with link:
                    self.is_connected = True
                    try:
                        yield link
                    finally:
                        self.is_connected = False
                logger.warning("connection to the exchange lost")
            wait_s = LONGEST_PAUSE_S if isinstance(self.last_error, SignInError) else self._draw(0.0, longest_s)
            await self._sleep(wait_s)
            longest_s = min(LONGEST_PAUSE_S, longest_s * 2)
