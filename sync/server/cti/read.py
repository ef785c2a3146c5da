"""Captured exchange streams as events, for ``shouwen-server cti read FILE``, for tests and for practice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TextIO

import msgspec

from app.call.event import CallEvent
from app.errors import ProtocolError
from sync.server.cti.adapter import fold
from sync.server.cti.ami import AmiParser, Message, check_event
from sync.server.cti.state import Exchange, State

DEFAULT_SOURCE: Final = "pbx1"
_CHUNK_BYTES: Final = 64 * 1024


def read_messages(path: Path, parser: AmiParser | None = None, chunk_bytes: int = _CHUNK_BYTES) -> Iterator[Message]:
    """The messages of a captured stream, as they lie in the file. ``parser`` counts what could not be read.

    Raises:
        OSError: the file cannot be read.
        OldExchangeError: the stream comes from an exchange before Asterisk 12.
    """
    parser = parser or AmiParser()
    with path.open("rb") as file:
        while chunk := file.read(chunk_bytes):
            for message in parser.feed(chunk):
                check_event(message)
                yield message


def read_events(
    path: Path, *, exchange: Exchange | None = None, parser: AmiParser | None = None
) -> Iterator[CallEvent]:
    """The normalised events of a captured stream, in order; ``at`` is the exchange's own time.

    Raises: as :func:`read_messages`.
    """
    state = State(exchange=exchange or Exchange(source=DEFAULT_SOURCE))
    for message in read_messages(path, parser):
        state, events = fold(state, message)
        yield from events


def event_line(event: CallEvent) -> str:
    """One event as one line of JSON, every name present, unknown values null. ``architecture.md`` §9."""
    first: dict[str, Any] = {"kind": event.kind, "at": event.at, "call_id": event.call_id}
    return msgspec.json.encode(first | msgspec.structs.asdict(event)).decode()


def read_file(path: Path, out: TextIO) -> int:
    """Print a captured stream's events, one JSON object a line.

    Returns the exit code: 0, or 1 if the file is not an exchange's stream (nothing readable in it, an old exchange,
    an unreadable file); what is wrong goes to stderr.
    """
    parser = AmiParser()
    try:
        out.writelines(event_line(event) + "\n" for event in read_events(path, parser=parser))
    except OSError as error:
        sys.stderr.write(f"无法读取 {path}：{error.strerror or '读写错误'}\n")
        return 1
    except ProtocolError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if not parser.messages:
        sys.stderr.write(f"{path} 里没有可识别的交换机消息（AMI）。\n")
        return 1
    if parser.malformed or parser.oversized:
        sys.stderr.write(f"跳过了 {parser.malformed} 行、{parser.oversized} 条无法识别的内容。\n")
    return 0
