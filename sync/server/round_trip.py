"""One round trip of a desk: push, then pull, from one request (`sync.md` §3.9)."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Engine

from sync.protocol import VERSION, SyncRequest, SyncResponse
from sync.server.database import reading
from sync.server.errors import VersionError
from sync.server.masking import Masking
from sync.server.migrate import read_epoch
from sync.server.pull import pull
from sync.server.push import push_batch, read_last_seq
from sync.server.session import Caller


class RoundTrip(msgspec.Struct, frozen=True):
    """The answer for the desk, and the new heads of the feeds that this push moved: hints for the other desks."""

    response: SyncResponse
    heads: dict[str, int]


def round_trip(engine: Engine, caller: Caller, request: SyncRequest, now: datetime, masking: Masking) -> RoundTrip:
    """Take the desk's operations, then give it what it has not read. The push is committed before the pull begins.

    A desk of another epoch (the centre was restored, its role or the policy has changed, or this is its first contact)
    reads from the beginning. Everything in the answer is masked for the caller's role.

    Raises:
        ProtocolError: see :func:`sync.server.push.push_batch`; nothing was taken.
        VersionError: the desk speaks another version.
    """
    if request.version != VERSION:
        raise VersionError(f"这台电脑的程序用第 {request.version} 版协议，中心只懂第 {VERSION} 版，请升级")
    pushed = push_batch(engine, caller, request.ops, now, masking)
    with reading(engine) as snapshot:
        epoch = masking.epoch(read_epoch(snapshot), caller.role)
        pages = pull(snapshot, caller, request.cursors if request.epoch == epoch else {}, request.limit)
        response = SyncResponse(
            epoch=epoch,
            now=now,
            last_seq=read_last_seq(snapshot, caller.device),
            verdicts=masking.verdicts(pushed.verdicts, request.ops, caller.role),
            pages=[masking.page(page, caller.role) for page in pages],
        )
    return RoundTrip(response, pushed.heads)
