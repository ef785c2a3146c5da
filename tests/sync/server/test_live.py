"""The live channel, over a real socket: hints after the commit, and calls only to whom they concern."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, update
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from app.call.event import CallEvent
from app.ids import AgentId, DeviceId
from app.record import Record
from sync.protocol import ORG_FEED, Call, Hello, Hint, LiveMessage, SignInRequest, decode_live
from sync.server.accounts import Passwords
from sync.server.app import create_app
from sync.server.calls import audience
from sync.server.centre import Centre
from sync.server.database import write
from sync.server.importer import import_records
from sync.server.live import CLOSE_LEAVING, CLOSE_REPLACED, CLOSE_ROLE, CLOSE_SLOW, MAX_WAITING_CALLS, Hub
from sync.server.serving import serving
from sync.server.session import Caller
from sync.server.tables import user
from tests.sync.server.desks import NOW, PASSWORD, Desk, call_event

WAIT_S = 10


class Floor:
    """A running centre with agents who can listen and an exchange that can ring."""

    def __init__(self, url: str, app: FastAPI) -> None:
        self.url = url
        self.centre: Centre = app.state.centre

    def token(self, agent_id: str, device: str = "") -> str:
        request = SignInRequest(
            agent_id=AgentId(agent_id), password=PASSWORD, device=DeviceId(device or f"pc-of-{agent_id}")
        )
        return self.centre.sign_in(request).token

    def listen(self, agent_id: str, device: str = "") -> ClientConnection:
        headers = {"Authorization": f"Bearer {self.token(agent_id, device)}"}
        return connect(self.url.replace("http", "ws") + "/v1/live", additional_headers=headers)

    def ring(self, *events: CallEvent) -> None:
        for event in events:
            loop = self.centre.hub.loop
            asyncio.run_coroutine_threadsafe(self.centre.calls.publish(event), loop).result(WAIT_S)

    def desk(self, agent_id: str) -> Desk:
        caller = self.centre.caller(self.token(agent_id, f"outbox-{agent_id}"))
        return Desk(self.centre.engine, caller)


@pytest.fixture
def floor(engine: Engine, database_url: str, passwords: Passwords, add_agent: Callable[..., Any]) -> Iterator[Floor]:
    add_agent("A1", extension="8001", queues=["claims"])
    add_agent("A2", extension="8002", queues=["claims"])
    add_agent("A3", extension="8003", queues=["sales"])
    app = create_app(database_url, passwords=passwords, clock=lambda: NOW)
    with serving(app) as url:
        yield Floor(url, app)


def _next(socket: ClientConnection) -> LiveMessage:
    return decode_live(socket.recv(timeout=WAIT_S))


def _greeted(socket: ClientConnection) -> list[CallEvent]:
    hello = _next(socket)
    assert isinstance(hello, Hello)
    assert hello.now == NOW
    return hello.calls


def _next_call(socket: ClientConnection) -> CallEvent:
    while not isinstance(message := _next(socket), Call):
        pass
    return message.event


def test_a_desk_is_greeted_first_and_hinted_after_another_desk_has_written(floor: Floor) -> None:
    from sync.protocol import SyncRequest

    with floor.listen("A1") as socket:
        assert _greeted(socket) == []
        desk = floor.desk("A2")
        floor.centre.sync(desk.caller, SyncRequest(epoch="", ops=[desk.fact(), desk.fact()]))
        assert _next(socket) == Hint(ORG_FEED, 2)


def test_what_another_process_writes_is_hinted_too(floor: Floor) -> None:
    with floor.listen("A1") as socket:
        _greeted(socket)
        record = Record(id="c1", entity="customer", owner_id="c1", fields={"name": "王芳"})
        write(floor.centre.engine, lambda connection: import_records(connection, [record], now=NOW))
        assert _next(socket) == Hint(ORG_FEED, 1)


def test_a_call_reaches_the_offered_agent_and_nobody_else(floor: Floor) -> None:
    with floor.listen("A1") as one, floor.listen("A2") as two, floor.listen("A3") as three:
        for socket in (one, two, three):
            _greeted(socket)
        waiting = call_event("queued", queue="claims", ani="+8613800138000")
        ringing = call_event("ringing", extension="8001", queue="claims")
        floor.ring(call_event("arrived"), waiting, ringing, call_event("answered", agent_id="A1"))
        floor.ring(call_event("agent_left", agent_id="A1"), call_event("ended", by="customer"))
        elsewhere = call_event("ringing", "pbx1:2.0", agent_id="A2")
        for_three = call_event("ringing", "pbx1:3.0", agent_id="A3")
        floor.ring(elsewhere, for_three)
        kinds = [_next_call(one).kind for _ in range(5)]
        assert kinds == ["queued", "ringing", "answered", "agent_left", "ended"]
        assert [_next_call(two).id for _ in range(2)] == [waiting.id, elsewhere.id]
        assert _next_call(three).id == for_three.id


def test_an_extension_is_known_as_its_agent_and_events_are_numbered_by_the_journal(floor: Floor) -> None:
    with floor.listen("A1") as socket:
        _greeted(socket)
        floor.ring(call_event("arrived"), call_event("ringing", extension="8001"))
        told = _next_call(socket)
        assert (told.agent_id, told.seq) == ("A1", 2)


def test_an_event_that_comes_twice_is_told_once(floor: Floor) -> None:
    with floor.listen("A1") as socket:
        _greeted(socket)
        ringing, answered = call_event("ringing", agent_id="A1"), call_event("answered", agent_id="A1")
        floor.ring(ringing, ringing, answered)
        assert [_next_call(socket).kind for _ in range(2)] == ["ringing", "answered"]


def test_a_desk_that_comes_back_is_told_its_live_calls_and_not_the_ended_nor_the_missed(floor: Floor) -> None:
    live = [call_event("queued", queue="claims"), call_event("ringing", agent_id="A1")]
    ended = [call_event("answered", "pbx1:2.0", agent_id="A1"), call_event("ended", "pbx1:2.0")]
    missed = [call_event("ringing", "pbx1:3.0", agent_id="A1"), call_event("missed", "pbx1:3.0", agent_id="A1")]
    floor.ring(*live, *ended, *missed, call_event("answered", "pbx1:4.0", agent_id="A2"))
    with floor.listen("A1") as socket:
        assert [event.id for event in _greeted(socket)] == [event.id for event in live]


def test_without_a_session_the_handshake_is_401_with_words(floor: Floor) -> None:
    for headers in ({}, {"Authorization": "Bearer made-up"}):
        address = floor.url.replace("http", "ws") + "/v1/live"
        with pytest.raises(InvalidStatus) as caught, connect(address, additional_headers=headers):
            pass
        assert caught.value.response.status_code == 401
        assert "登录".encode() in caught.value.response.body


def test_a_desk_that_connects_again_takes_the_place_of_its_first_socket(floor: Floor) -> None:
    with floor.listen("A1") as first:
        _greeted(first)
        with floor.listen("A1") as second:
            _greeted(second)
            with pytest.raises(ConnectionClosed) as caught:
                first.recv(timeout=WAIT_S)
            assert caught.value.rcvd is not None
            assert caught.value.rcvd.code == CLOSE_REPLACED
            floor.ring(call_event("ringing", agent_id="A1"))
            assert _next_call(second).kind == "ringing"


def test_what_a_desk_says_on_the_channel_is_ignored(floor: Floor) -> None:
    with floor.listen("A1") as socket:
        _greeted(socket)
        socket.send("anything")
        socket.send(b"\x00")
        floor.ring(call_event("ringing", agent_id="A1"))
        assert _next_call(socket).kind == "ringing"


def test_whose_role_has_changed_is_sent_away_untold_and_greeted_as_the_new_role_may_see(floor: Floor) -> None:
    with floor.listen("A1") as socket:
        _greeted(socket)
        change = update(user).where(user.c.agent_id == "A1").values(role="manager")
        write(floor.centre.engine, lambda connection: connection.execute(change))
        floor.ring(call_event("ringing", agent_id="A1", ani="+8613800138000", ani_raw="013800138000"))
        with pytest.raises(ConnectionClosed) as caught:
            _next_call(socket)
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == CLOSE_ROLE
    with floor.listen("A1") as socket:
        assert [one.ani for one in _greeted(socket)] == ["138****8000"]


def test_the_centre_stops_with_sockets_open(
    engine: Engine, database_url: str, passwords: Passwords, add_agent: Callable[..., Any]
) -> None:
    add_agent("A1")
    app = create_app(database_url, passwords=passwords, clock=lambda: NOW)
    with ExitStack() as left_open:
        with serving(app) as url:
            socket = left_open.enter_context(Floor(url, app).listen("A1"))
            _greeted(socket)
        with pytest.raises(ConnectionClosed) as caught:
            socket.recv(timeout=WAIT_S)
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code in {CLOSE_LEAVING, 1012}


def _caller(agent_id: str, *queues: str) -> Caller:
    return Caller(
        agent_id=AgentId(agent_id),
        device=DeviceId(f"pc-of-{agent_id}"),
        name="",
        team="",
        role="agent",
        extension="",
        queues=list(queues),
        expires_at=NOW,
    )


def test_hints_to_a_slow_socket_melt_into_the_newest() -> None:
    async def scene() -> list[LiveMessage]:
        hub = Hub()
        with hub.seat(_caller("A1")) as seat:
            for head in range(1, 1_000):
                hub.hint({ORG_FEED: head})
            hub.hint({ORG_FEED: 5})
            return await seat.next_messages()

    assert asyncio.run(scene()) == [Hint(ORG_FEED, 999)]


def test_a_socket_too_slow_for_its_calls_is_closed_and_none_is_dropped_silently() -> None:
    async def scene() -> tuple[list[LiveMessage], int | None]:
        hub = Hub()
        with hub.seat(_caller("A1")) as seat:
            for _ in range(MAX_WAITING_CALLS + 1):
                hub.tell(call_event("held"), {"A1"}, None, {"A1": "agent"})
            return await seat.next_messages(), seat.closed

    assert asyncio.run(scene()) == ([], CLOSE_SLOW)


@pytest.mark.parametrize(
    ("event", "before", "agents", "queue"),
    [
        (call_event("queued", queue="claims"), [], set(), "claims"),
        (call_event("arrived"), [], set(), None),
        (call_event("ringing", agent_id="A1", queue="claims"), [], {"A1"}, None),
        (call_event("transferred", agent_id="A2", from_agent="A1"), [], {"A1", "A2"}, None),
        (call_event("abandoned", queue="claims"), [call_event("ringing", agent_id="A1")], {"A1"}, "claims"),
        (call_event("answered", agent_id="A1"), [call_event("ringing", agent_id="A2")], {"A1", "A2"}, None),
        (
            call_event("ended"),
            [call_event("answered", agent_id="A1"), call_event("missed", agent_id="A2")],
            {"A1"},
            None,
        ),
    ],
)
def test_an_event_concerns_its_agent_its_queue_or_those_at_the_call(
    event: CallEvent, before: list[CallEvent], agents: set[str], queue: str | None
) -> None:
    found = audience(event, before)
    assert (set(found.agents), found.queue) == (agents, queue)
