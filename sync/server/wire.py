"""HTTP bodies: read with a limit, written in the form asked for; errors as problems with words for people."""

from __future__ import annotations

import logging
import traceback
from typing import Any, TypeVar

import msgspec
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import InvalidFieldError, ProtocolError, RefusedError, ShouwenError, SignInError
from sync import protocol
from sync.protocol import MEDIA_TYPE, Problem
from sync.server.errors import (
    DeviceClonedError,
    NotFoundError,
    SequenceGapError,
    ThrottledError,
    TooLargeError,
    TooOftenError,
    VersionError,
)

T = TypeVar("T")

MAX_BODY_BYTES = 8 * 1024 * 1024
"""Bytes a request may have as it travels."""

JSON = "application/json"
_BUSY = Problem("E-4105", "中心的数据库暂时不可用，稍后会自动重试；电脑上的内容都在")
_OURS = Problem("E-5000", "中心出了错，已经记下；电脑上的内容都在，可以稍后再试")
_STATUS: tuple[tuple[type[ShouwenError], int], ...] = (
    # 423, not 429: a desk waits and repeats a 429 by itself, and a wrong password must not be repeated.
    (ThrottledError, 423),
    (SignInError, 401),
    (SequenceGapError, 409),
    (DeviceClonedError, 409),
    (VersionError, 409),
    (TooLargeError, 413),
    (NotFoundError, 404),
    (ProtocolError, 400),
    (InvalidFieldError, 422),
    (RefusedError, 422),
    (TooOftenError, 422),
)
_log = logging.getLogger(__name__)


async def read_body(request: Request) -> bytes:
    """The body as it travelled, at most :data:`MAX_BODY_BYTES`; the rest is not even received.

    Raises:
        TooLargeError: there is more.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise TooLargeError(f"一次请求不能超过 {MAX_BODY_BYTES // 1024 // 1024} MB")
    return bytes(body)


def read_message(request: Request, body: bytes, kind: type[T]) -> T:
    """The message in a body: JSON where the header says so, compressed MessagePack otherwise.

    Raises:
        ProtocolError: it cannot be read.
    """
    try:
        if _is_json(request.headers.get("content-type", "")):
            return msgspec.json.decode(body, type=kind)
        return protocol.decode(body, kind)
    except (ValueError, RecursionError, OverflowError, MemoryError) as error:
        raise ProtocolError(f"读不懂的消息（{type(error).__name__}）") from error


def answer(request: Request, message: Any) -> Response:
    """A message in the form the caller accepts; without a wish, in the form it came."""
    accepted = request.headers.get("accept", "*/*")
    wish = request.headers.get("content-type", "") if "*/*" in accepted else accepted
    if MEDIA_TYPE not in accepted and _is_json(wish):
        return json_answer(message)
    return Response(protocol.encode(message), media_type=MEDIA_TYPE)


def json_answer(message: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A message as JSON."""
    return Response(msgspec.json.encode(message), status_code=status, headers=headers, media_type=JSON)


def refuse(error: Exception) -> Response:
    """The answer to a request that an error ended: a stable code and words for people, nothing of our insides."""
    match error:
        case SequenceGapError():
            return json_answer(Problem(error.code, str(error), error.expected_seq), 409)
        case ThrottledError():
            return _problem(error, {"Retry-After": str(error.retry_after_s)})
        case SignInError():
            return _problem(error, {"WWW-Authenticate": "Bearer"})
        case ShouwenError():
            return _problem(error, {})
        case HTTPException(status_code=status):
            return json_answer(Problem(f"E-4{status}", "中心没有这个地址，或者不能这样用它"), status)
        case RequestValidationError():
            return json_answer(Problem("E-4422", "地址后面的参数不对"), 422)
        case SQLAlchemyError():
            _log.error("the database refuses: %s", type(error).__name__)
            return json_answer(_BUSY, 503, {"Retry-After": "2"})
        case _:
            where = "".join(traceback.format_tb(error.__traceback__))
            _log.error("a bug of ours: %s\n%s", type(error).__name__, where)  # its text may hold personal data
            return json_answer(_OURS, 500)


class LastResort:
    """The outermost layer: an unforeseen error ends as a problem, and is logged without its text."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        began = False

        async def sending(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 -- what else could be the last resort
            problem = refuse(error)
            if scope["type"] == "http" and not began:
                await problem(scope, receive, send)


def _problem(error: ShouwenError, headers: dict[str, str]) -> Response:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
    return json_answer(Problem(error.code, str(error)), status, headers)


def _is_json(media_type: str) -> bool:
    return "json" in media_type.lower()
