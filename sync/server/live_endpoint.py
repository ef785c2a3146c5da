"""The live channel's endpoint: one WebSocket a desk, from the hello to the good-bye."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool

from app.errors import ShouwenError
from sync.protocol import Call, Hello, LiveMessage, encode_live
from sync.server.centre import Centre
from sync.server.endpoints import bearer
from sync.server.live import CLOSE_EXPIRED, CLOSE_LEAVING, CLOSE_SLOW, Seat
from sync.server.wire import refuse

router = APIRouter()

SEND_TIMEOUT_S = 10.0
"""A desk that has not taken a message by then is not there."""


@router.websocket("/v1/live")
async def live(socket: WebSocket) -> None:
    """``Hello``, then ``Call`` and ``Hint`` as they come. ``Authorization: Bearer`` at the handshake, else 401.

    Closes with 4001 (this desk connected again), 4002 (too slow), 4003 (session over), 4004 (another role now) or 1001
    (the centre stops). What the desk sends is ignored.
    """
    centre: Centre = socket.app.state.centre
    try:
        token = bearer(socket.headers.get("authorization"))
        caller = await run_in_threadpool(centre.caller, token)
    except ShouwenError as error:
        await socket.send_denial_response(refuse(error))
        return
    with centre.hub.seat(caller) as seat, suppress(WebSocketDisconnect):
        await socket.accept()
        await _converse(centre, socket, seat, caller.expires_at)


async def _converse(centre: Centre, socket: WebSocket, seat: Seat, expires_at: datetime) -> None:
    """Talk until either side has enough. The seat is taken before the hello is read: nothing falls in between."""
    talking = asyncio.create_task(_talk(centre, socket, seat))
    listening = asyncio.create_task(_listen(socket))
    left_s = (expires_at - centre.now()).total_seconds()
    try:
        await asyncio.wait({talking, listening}, timeout=left_s, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (talking, listening):
            task.cancel()
        ended = await asyncio.gather(talking, listening, return_exceptions=True)
    if isinstance(ended[0], Exception) and not isinstance(ended[0], WebSocketDisconnect | TimeoutError):
        raise ended[0]
    if not isinstance(ended[1], WebSocketDisconnect):
        code = CLOSE_SLOW if isinstance(ended[0], TimeoutError) else seat.closed or CLOSE_EXPIRED
        with suppress(RuntimeError, OSError, TimeoutError):
            await asyncio.wait_for(socket.close(code), SEND_TIMEOUT_S)


async def _talk(centre: Centre, socket: WebSocket, seat: Seat) -> None:
    calls = await run_in_threadpool(centre.calls.live_calls, seat.agent_id, centre.now())
    told_calls = [centre.masking.call(event, seat.role) for event in calls]
    await _send(socket, Hello(now=centre.now(), calls=told_calls))
    told = {event.id for event in calls}
    while messages := await seat.next_messages():
        for message in messages:
            if not (isinstance(message, Call) and message.event.id in told):
                await _send(socket, _masked(centre, message, seat))


def _masked(centre: Centre, message: LiveMessage, seat: Seat) -> LiveMessage:
    return Call(centre.masking.call(message.event, seat.role)) if isinstance(message, Call) else message


async def _send(socket: WebSocket, message: LiveMessage) -> None:
    await asyncio.wait_for(socket.send_text(encode_live(message)), SEND_TIMEOUT_S)


async def _listen(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
    raise WebSocketDisconnect(CLOSE_LEAVING)
