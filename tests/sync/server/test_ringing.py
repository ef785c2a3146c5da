"""From the exchange's wire to the desk's socket: a captured call rings through a whole centre."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from websockets.asyncio.client import connect

from app.call.event import CallEvent
from app.ids import AgentId, DeviceId
from sync.protocol import Call, Hello, SignInRequest, decode_live
from sync.server.accounts import Passwords
from sync.server.app import create_app
from sync.server.cti.replay import Replayer
from sync.server.exchanges import ExchangeAddress
from sync.server.serving import serving
from tests.sync.server.desks import PASSWORD

ANSWERED = Path(__file__).parents[3] / "resources" / "demo" / "ami" / "answered.txt"
WAIT_S = 20


def test_a_captured_call_rings_at_the_desk_of_its_extension(
    engine: Engine, database_url: str, passwords: Passwords, add_agent: Callable[..., Any]
) -> None:
    add_agent("A1", extension="8001", queues=["claims"])

    async def scene() -> list[CallEvent]:
        heard: list[CallEvent] = []
        async with Replayer(ANSWERED, speed=None, hold=True) as exchange:
            address = ExchangeAddress(name="pbx1", host="127.0.0.1", port=exchange.port, user="u", secret="s")
            app = create_app(database_url, exchanges=[address], passwords=passwords)
            with serving(app) as url:
                request = SignInRequest(agent_id=AgentId("A1"), password=PASSWORD, device=DeviceId("pc-1"))
                token = app.state.centre.sign_in(request).token
                headers = {"Authorization": f"Bearer {token}"}
                async with connect(url.replace("http", "ws") + "/v1/live", additional_headers=headers) as socket:
                    assert isinstance(decode_live(await socket.recv()), Hello)
                    exchange.go()
                    while not heard or heard[-1].kind != "ended":
                        message = decode_live(await asyncio.wait_for(socket.recv(), WAIT_S))
                        heard += [message.event] if isinstance(message, Call) else []
        return heard

    heard = asyncio.run(scene())
    assert [event.kind for event in heard] == ["queued", "ringing", "answered", "agent_left", "ended"]
    assert [event.seq for event in heard] == sorted({event.seq for event in heard})
    assert {event.agent_id for event in heard if event.kind in {"ringing", "answered"}} == {"A1"}
