"""The gateway over a real TCP connection to a replayed exchange."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import pytest

from app.call.event import CallEvent
from sync.server.cti.connection import AmiConnection
from sync.server.cti.gateway import Gateway
from sync.server.cti.read import read_events
from sync.server.cti.replay import Replayer
from tests import net
from tests.sync.server.cti.wire import DEMO, PBX, SECRET, Desk, Pauses, run, settings, stop


@pytest.mark.parametrize("name", ["answered.txt", "07_hold_resume_from_phone.txt"])
def test_a_desk_hears_the_call_as_it_was_captured(name: str) -> None:
    async def scenario() -> None:
        desk = Desk()
        async with Replayer(DEMO / name, speed=None) as replayer:
            gateway = Gateway(PBX, AmiConnection(settings(replayer.port)), desk.publish)
            listening = asyncio.create_task(gateway.run())
            await desk.until_over()
            await stop(listening)
        read = list(read_events(DEMO / name))
        assert [(e.id, e.seq, e.kind, e.pbx_at, e.ani) for e in desk.events] == [
            (e.id, e.seq, e.kind, e.pbx_at, e.ani) for e in read
        ]
        assert gateway.calls == {}
        assert (gateway.seq, gateway.lag, gateway.failures) == (len(read), 0, 0)

    run(scenario)


def test_events_carry_our_clock_and_go_on_counting_where_the_journal_ends() -> None:
    async def scenario() -> None:
        noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
        desk = Desk()
        async with Replayer(DEMO / "abandoned.txt", speed=None) as replayer:
            connection = AmiConnection(settings(replayer.port))
            gateway = Gateway(PBX, connection, desk.publish, first_seq=41, now=lambda: noon)
            listening = asyncio.create_task(gateway.run())
            await desk.until_over()
            await stop(listening)
        assert {event.at for event in desk.events} == {noon}
        assert [event.seq for event in desk.events] == list(range(42, 48))

    run(scenario)


def test_the_open_calls_are_known_until_they_end() -> None:
    async def scenario() -> None:
        desk = Desk()
        seen: list[list[str]] = []

        async def publish(event: CallEvent) -> None:
            await desk.publish(event)
            if event.kind == "ringing":
                seen.append([session.phase for session in gateway.calls.values()])

        async with Replayer(DEMO / "answered.txt", speed=100.0) as replayer:
            gateway = Gateway(PBX, AmiConnection(settings(replayer.port)), publish)
            listening = asyncio.create_task(gateway.run())
            await desk.until_over()
            await stop(listening)
        assert seen == [["ringing"]]
        assert gateway.calls == {}

    run(scenario)


def test_a_call_that_vanishes_while_the_connection_is_down_is_ended_by_the_system(logs: net.Logs) -> None:
    logs.announce("connection to the exchange lost")

    async def scenario() -> None:
        desk = Desk()
        async with Replayer(DEMO / "answered.txt", speed=50.0, hold=True) as replayer:
            connection = AmiConnection(settings(replayer.port), sleep=Pauses())
            gateway = Gateway(PBX, connection, desk.publish)
            listening = asyncio.create_task(gateway.run())
            replayer.go()
            await desk.until(lambda events: events[-1:] != [] and events[-1].kind == "ringing")
            replayer.hang_up()
            await desk.until_over()
            await replayer.finished()  # the exchange is back and says the same again
            await gateway.drained()
            await stop(listening)
        assert [event.kind for event in desk.events][-2:] == ["ringing", "ended"]
        assert (desk.events[-1].by, gateway.calls) == ("system", {})
        assert "CoreShowChannels" in replayer.actions

    run(scenario)


def test_a_publisher_that_fails_loses_neither_the_next_event_nor_a_number_to_the_log(
    caplog: pytest.LogCaptureFixture, logs: net.Logs
) -> None:
    logs.announce("call event not published: RuntimeError")

    async def scenario() -> None:
        desk = Desk()

        async def publish(event: CallEvent) -> None:
            await desk.publish(event)
            if event.kind == "queued":
                raise RuntimeError(event.ani_raw)

        with caplog.at_level(logging.DEBUG):
            async with Replayer(DEMO / "answered.txt", speed=None) as replayer:
                gateway = Gateway(PBX, AmiConnection(settings(replayer.port)), publish, queue_events=1)
                listening = asyncio.create_task(gateway.run())
                await desk.until_over()
                await stop(listening)
        assert gateway.failures == 1

    run(scenario)
    assert "RuntimeError" in caplog.text
    assert "13800138000" not in caplog.text
    assert SECRET not in caplog.text
