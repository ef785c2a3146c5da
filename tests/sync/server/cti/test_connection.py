"""Signing in to an exchange, losing it and coming back."""

from __future__ import annotations

import asyncio
import logging

import pytest

from app.errors import SignInError, UnreachableError
from sync.server.cti.ami import NotAnExchangeError, OldExchangeError
from sync.server.cti.connection import LONGEST_PAUSE_S, AmiConnection, AmiLink
from sync.server.cti.gateway import Gateway
from sync.server.cti.replay import Replayer
from tests import net
from tests.sync.server.cti.wire import DEMO, PBX, SECRET, Desk, Pauses, run, settings, stop


def test_a_refused_sign_in_is_tried_again_slowly_and_never_tells_the_secret(
    caplog: pytest.LogCaptureFixture, logs: net.Logs
) -> None:
    logs.announce("exchange not connected")

    async def scenario() -> None:
        pauses = Pauses(last=3)
        async with Replayer(DEMO / "answered.txt", secret="another") as replayer:
            connection = AmiConnection(settings(replayer.port), sleep=pauses)
            gateway = Gateway(PBX, connection, Desk().publish)
            listening = asyncio.create_task(gateway.run())
            await pauses.enough.wait()
            await stop(listening)
        assert pauses.taken == [LONGEST_PAUSE_S] * 3
        assert isinstance(connection.last_error, SignInError)
        assert SECRET not in str(connection.last_error)

    with caplog.at_level(logging.DEBUG):
        run(scenario)
    assert SECRET not in caplog.text
    assert SECRET not in repr(settings(1))
    assert SECRET not in str(settings(1))


def test_an_unreachable_exchange_is_tried_again_after_growing_random_pauses(logs: net.Logs) -> None:
    logs.announce("exchange not connected")

    async def scenario() -> None:
        async with Replayer(DEMO / "answered.txt") as gone:
            port = gone.port
        bounds: list[tuple[float, float]] = []

        def draw(low: float, high: float) -> float:
            bounds.append((low, high))
            return high

        pauses = Pauses(last=9)
        connection = AmiConnection(settings(port), sleep=pauses, draw=draw)
        listening = asyncio.create_task(Gateway(PBX, connection, Desk().publish).run())
        await pauses.enough.wait()
        await stop(listening)
        assert bounds == [(0.0, s) for s in [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]]
        assert isinstance(connection.last_error, UnreachableError)
        assert not connection.is_connected

    run(scenario)


async def listen_to(greeting: bytes, then: bytes = b"") -> None:
    """Run a gateway against a port that says these bytes, answering the sign-in in between if ``then`` is given."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        if then:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"Response: Success\r\nActionID: shouwen-1\r\n\r\n" + then)
        await reader.read()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        await Gateway(PBX, AmiConnection(settings(port)), Desk().publish).run()


@pytest.mark.parametrize(
    ("greeting", "then", "error"),
    [
        (b"Asterisk Call Manager/1.3\r\n", b"", OldExchangeError),
        (b"Asterisk Call Manager/5.0.0\r\n", b"Event: Join\r\nQueue: sales\r\n\r\n", OldExchangeError),
        (b"HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n", b"", NotAnExchangeError),
    ],
)
def test_what_will_never_do_is_given_up_at_once(greeting: bytes, then: bytes, error: type[Exception]) -> None:
    async def scenario() -> None:
        with pytest.raises(error):
            await listen_to(greeting, then)

    run(scenario)


def test_a_silent_exchange_is_asked_once_and_then_given_up() -> None:
    async def scenario() -> None:
        heard: list[bytes] = []
        gone = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"Asterisk Call Manager/11.0.0\r\n")
            heard.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(b"Response: Success\r\nActionID: shouwen-1\r\n\r\n")
            heard.append(await reader.read())
            writer.close()
            gone.set()

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            async with await AmiLink.open(settings(port, quiet_s=0.02)) as link:
                assert [message async for message in link] == []
            await gone.wait()
        assert heard[1].startswith(b"Action: Ping\r\n")
        assert heard[1].count(b"Action:") == 1

    run(scenario)


def test_an_exchange_that_takes_the_call_but_says_nothing_is_unreachable() -> None:
    async def scenario() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            with pytest.raises(UnreachableError):
                await AmiLink.open(settings(port, connect_timeout_s=0.05))

    run(scenario)


def test_events_that_arrive_with_the_sign_in_are_not_lost() -> None:
    async def scenario() -> None:
        answer = b"Event: A\r\n\r\nResponse: Success\r\nActionID: shouwen-1\r\n\r\nEvent: B\r\n\r\n"

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"Asterisk Call Manager/11.0.0\r\n")
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            writer.close()

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            async with await AmiLink.open(settings(port)) as link:
                assert [message.event async for message in link] == ["A", "B"]

    run(scenario)
