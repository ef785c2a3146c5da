"""The wire between a desk and the centre: every message there is, typed, for both sides.

Bodies are MessagePack, compressed by zstd (`sync.md` §3.9); live messages are JSON text on one WebSocket.

Versions (newest first; the server speaks the newest three):
    1   2026-11   first form: push, pull, live hints and calls.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypeVar

import msgspec
import zstandard

from app.call.event import CallEvent
from app.errors import ProtocolError
from app.ids import AgentId, DeviceId, FactId, OpId
from app.record import FieldMeta, Patch

T = TypeVar("T")

VERSION = 1
MEDIA_TYPE = "application/vnd.shouwen.msgpack+zstd"
PAGE_ROWS = 2_000
PUSH_OPS = 500
PUSH_BYTES = 512 * 1024
"""Bytes the bodies of a desk's batch may have together: one that is larger goes alone (`sync.md` R12)."""

MAX_INFLATED = 64 * 1024 * 1024
"""Bytes a body may have after decompression; more is an attack or a mistake."""

ORG_FEED = "org"
"""The feed of everything the whole organisation shares. Scoped feeds come with roles (`sync.md` §3.7)."""

CONFLICT = "conflict"
"""The entity of a record that tells every desk of a field with two values. The centre alone writes it. Its fields are
those of :class:`FieldConflict` and ``entity``, ``row_id``, ``mine_by``, ``theirs_by`` and ``at`` (ISO 8601, UTC).
"""


_OF_THE_MASK = "."


def epoch_for(epoch: str, masking: str) -> str:
    """The epoch a desk sees: the database's, and after a dot how values are masked for it ("" where they are not)."""
    return f"{epoch}{_OF_THE_MASK}{masking}" if masking else epoch


def is_masked_anew(before: str, after: str) -> bool:
    """Whether between two epochs only the masking has changed: the same database, with everything it had."""
    return before != after and before.partition(_OF_THE_MASK)[0] == after.partition(_OF_THE_MASK)[0]


class WireFact(msgspec.Struct, frozen=True, array_like=True):
    """A fact as it travels. ``body`` is the JSON text of :mod:`app.catalogue`, passed on even where unknown.

    ``customer_id`` says whose file it belongs to (the subject itself, or the ticket's customer), "" if nobody's.
    """

    id: FactId
    subject_id: str
    kind: str
    hlc: int
    at: datetime
    by: AgentId
    device: DeviceId
    body: bytes
    customer_id: str = ""
    order: int | None = None


class WireRecord(msgspec.Struct, frozen=True, array_like=True):
    """A record as it travels from the server: the whole row at its newest revision."""

    id: str
    entity: str
    owner_id: str
    rev: int
    fields: dict[str, Any]
    meta: dict[str, FieldMeta]
    deleted: bool = False


class FactOp(msgspec.Struct, frozen=True, tag="fact"):
    """Something happened at the desk."""

    seq: int
    op_id: OpId
    fact: WireFact


class PatchOp(msgspec.Struct, frozen=True, tag="patch"):
    """Some fields of a record were changed at the desk. ``hlc`` is when, ``by`` who."""

    seq: int
    op_id: OpId
    hlc: int
    by: AgentId
    patch: Patch


Operation = FactOp | PatchOp
Outcome = Literal["applied", "merged", "conflict", "noop", "rejected"]


class FieldConflict(msgspec.Struct, frozen=True):
    """One field that was changed in two places: every value is kept, and one stands for the time being."""

    field: str
    base: Any
    mine: Any
    theirs: Any
    winner: Literal["mine", "theirs"]
    policy: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one operation.

    ``order`` is the position given to a fact, ``rev`` the revision given to a record. ``rejected`` carries a stable
    ``code`` and a ``reason`` a person can act on; the operation is set aside, never dropped.
    """

    op_id: OpId
    seq: int
    outcome: Outcome
    order: int | None = None
    rev: int | None = None
    code: str = ""
    reason: str = ""
    conflicts: list[FieldConflict] = []


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of one feed after a cursor. ``pos`` is the new cursor; ``more`` says that it does not reach the head."""

    feed: str
    pos: int
    head: int
    more: bool
    records: list[WireRecord] = []
    facts: list[WireFact] = []


class SyncRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One round trip: what this desk did since, and how far it has read.

    ``cursors`` maps feed to position; it grants nothing, the server works out by itself what this desk may read.
    """

    version: int = VERSION
    epoch: str
    ops: list[Operation] = []
    cursors: dict[str, int] = {}
    limit: int = PAGE_ROWS


class SyncResponse(msgspec.Struct, frozen=True, kw_only=True):
    """The answer. ``last_seq`` comes from the same snapshot as the rows: what it covers is in them."""

    epoch: str
    now: datetime
    last_seq: int
    verdicts: list[Verdict] = []
    pages: list[Page] = []


class SignInRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A person at a device. The device id was made by the desk at its first start and stays."""

    agent_id: AgentId
    password: str
    device: DeviceId
    device_name: str = ""

    def __repr__(self) -> str:
        """Without the password: this must be safe to log by accident."""
        return f"SignInRequest(agent_id={self.agent_id!r}, device={self.device!r})"


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A session: the token goes into the ``Authorization: Bearer`` header until ``expires_at`` (UTC).

    ``slot`` is this device's own number among all devices: it keeps ticket numbers apart that are given out offline.
    """

    token: str
    expires_at: datetime
    agent_id: AgentId
    name: str
    team: str
    role: str
    extension: str
    queues: list[str]
    epoch: str
    now: datetime
    slot: int = 0

    def __repr__(self) -> str:
        """Without the token."""
        return f"SignedIn(agent_id={self.agent_id!r}, expires_at={self.expires_at!r})"


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a request was refused: a stable code and words for people.

    ``expected_seq`` comes with a gap in a desk's operations: the number the centre has not seen yet.
    """

    code: str
    reason: str
    expected_seq: int | None = None


class Hint(msgspec.Struct, frozen=True, tag="hint"):
    """A feed has grown. Carries no data: whoever is behind pulls. Nothing depends on a hint arriving."""

    feed: str
    head: int


class Call(msgspec.Struct, frozen=True, tag="call"):
    """Something happened to a call of this agent (or one that waits in a queue of theirs)."""

    event: CallEvent


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """The live channel stands. ``calls`` are the events of this agent's calls that still live, oldest first."""

    now: datetime
    calls: list[CallEvent] = []


LiveMessage = Hint | Call | Hello

_pack = msgspec.msgpack.Encoder()
_live_encoder = msgspec.json.Encoder()
_live_decoder = msgspec.json.Decoder(LiveMessage)


def encode(message: Any) -> bytes:
    """A message as compressed MessagePack. Level 3: `sync.md` §3.9 measured 9 as five times dearer for 5 % less."""
    return zstandard.ZstdCompressor(level=3).compress(_pack.encode(message))


def decode(body: bytes, kind: type[T]) -> T:
    """A message of this kind.

    Raises:
        ProtocolError: not zstd, larger than :data:`MAX_INFLATED`, not MessagePack, or not of this kind.
    """
    try:
        reader = zstandard.ZstdDecompressor().stream_reader(body)
        plain = reader.read(MAX_INFLATED + 1)
        if len(plain) > MAX_INFLATED:
            raise ProtocolError(f"消息解压后超过 {MAX_INFLATED // 1024 // 1024} MB，没有读取")
        return msgspec.msgpack.decode(plain, type=kind)
    except (zstandard.ZstdError, msgspec.DecodeError) as error:
        raise ProtocolError(f"读不懂的消息：{error}") from error


def encode_live(message: LiveMessage) -> str:
    """A live message as JSON text."""
    return _live_encoder.encode(message).decode()


def decode_live(text: str | bytes) -> LiveMessage:
    """A live message.

    Raises:
        ProtocolError: not one of ours.
    """
    try:
        message: LiveMessage = _live_decoder.decode(text)
    except msgspec.DecodeError as error:
        raise ProtocolError(f"读不懂的实时消息：{error}") from error
    return message
