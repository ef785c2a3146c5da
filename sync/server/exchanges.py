"""The telephone exchanges this centre listens to: their addresses as written on a command line, and their tasks."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import msgspec
from starlette.concurrency import run_in_threadpool

from app.errors import InvalidFieldError, ShouwenError

if TYPE_CHECKING:
    from sync.server.centre import Centre

AMI_PORT = 5038
_FORM = "ami://用户:口令@主机:端口/名称；口令可写成 env:变量名 或 file:文件"
_log = logging.getLogger(__name__)


class ExchangeAddress(msgspec.Struct, frozen=True, kw_only=True):
    """One exchange. ``name`` prefixes its call ids, so it must never change for an exchange."""

    name: str
    host: str
    port: int
    user: str
    secret: str

    def __repr__(self) -> str:
        """Without the secret."""
        return f"ExchangeAddress(name={self.name!r}, host={self.host!r}, port={self.port!r}, user={self.user!r})"


def read_address(text: str) -> ExchangeAddress:
    """An address of the form ``ami://user:secret@host:port/name``.

    The secret may be ``env:NAME`` or ``file:PATH`` (percent-encoded where it holds ``/``), so that it stands in no
    process list.

    Raises:
        InvalidFieldError: it has not this form, or the secret is not where it is said to be.
    """
    try:
        parts = urlsplit(text)
        port = parts.port or AMI_PORT
    except ValueError as error:
        raise InvalidFieldError("exchange", f"交换机地址的格式不对，应为 {_FORM}") from error
    name = parts.path.strip("/")
    if parts.scheme != "ami" or not parts.hostname or not parts.username or not name.isascii() or not name:
        raise InvalidFieldError("exchange", f"交换机地址的格式不对，应为 {_FORM}")
    secret = _secret(unquote(parts.password or ""))
    return ExchangeAddress(name=name, host=parts.hostname, port=port, user=unquote(parts.username), secret=secret)


async def run_exchanges(addresses: Sequence[ExchangeAddress], centre: Centre) -> None:
    """Listen to every exchange until cancelled. One that cannot be listened to does not silence the others."""
    await run_in_threadpool(centre.directory.refresh)
    first_seq = await run_in_threadpool(centre.calls.last_seq)
    async with asyncio.TaskGroup() as tasks:
        for address in addresses:
            tasks.create_task(_listen(address, centre, first_seq), name=f"exchange-{address.name}")


async def _listen(address: ExchangeAddress, centre: Centre, first_seq: int) -> None:
    from sync.server.cti.connection import AmiConnection, AmiSettings
    from sync.server.cti.gateway import Gateway
    from sync.server.cti.state import Exchange

    settings = AmiSettings(host=address.host, port=address.port, username=address.user, secret=address.secret)
    exchange = Exchange(source=address.name, directory=centre.directory)
    gateway = Gateway(exchange, AmiConnection(settings), centre.calls.publish, first_seq=first_seq)
    try:
        await gateway.run()
    except ShouwenError as error:
        _log.error("exchange %s is given up (%s)", address.name, error.code)


def _secret(written: str) -> str:
    kind, _, where = written.partition(":")
    try:
        match kind:
            case "env" if where:
                return os.environ[where]
            case "file" if where:
                return Path(where).read_text(encoding="utf-8").strip()
            case _:
                return written
    except (KeyError, OSError, ValueError) as error:
        raise InvalidFieldError("exchange", f"读不到交换机口令：{where}") from error
