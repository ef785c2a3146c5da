"""The Asterisk Manager Interface as bytes: framing, messages, and what is said to an exchange.

Own code rather than a library: repeated keys are kept, bytes are split before they are decoded (a Chinese name cut over
two segments stays whole), everything is bounded, nothing is sent twice. Why: ``telephony.md`` §3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from app.errors import ProtocolError

BANNER: Final = b"Asterisk Call Manager/"
MAX_LINE_BYTES: Final = 8 * 1024
MAX_MESSAGE_BYTES: Final = 64 * 1024
MAX_FIELDS: Final = 1024
_GAP: Final = re.compile(rb"\n\r?\n")  # an empty line; a capture that went through a text tool has lost its returns
_GAP_BYTES: Final = 3
# Asterisk 11 and older; from 12 on these are QueueCallerJoin, QueueCallerLeave, DialBegin, BridgeEnter.
_OLD_EVENTS: Final = frozenset({"Join", "Leave", "Dial", "Bridge", "Link", "Unlink"})


class OldExchangeError(ProtocolError):
    """The exchange is older than Asterisk 12: it names its events differently and would be misread."""

    code = "E-4010"

    def __init__(self) -> None:
        super().__init__(
            "交换机版本太旧：需要 Asterisk 12 或更新的版本。请升级交换机后再接入；在此之前不会读取它的通话。"
        )


class NotAnExchangeError(ProtocolError):
    """What answers at this address is not an Asterisk manager port."""

    code = "E-4011"

    def __init__(self) -> None:
        super().__init__("对方不是 Asterisk 管理端口（AMI）。请检查地址和端口。")


class Message:
    """One message of the exchange: an event or the answer to an action. Keys may repeat; the first one is the key's."""

    __slots__ = ("_first", "_more")

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._first: dict[str, str] = {}
        self._more: dict[str, list[str]] = {}
        for key, value in pairs:
            if key not in self._first:
                self._first[key] = value
            else:
                self._more.setdefault(key, []).append(value)

    def __getitem__(self, key: str) -> str:
        """The key's first value, or empty: an absent key and an empty one mean the same to an exchange."""
        return self._first.get(key, "")

    def __contains__(self, key: str) -> bool:
        return key in self._first

    def all(self, key: str) -> list[str]:
        """Every value of a key that repeats (``ChanVariable``), in order."""
        return [self._first[key], *self._more.get(key, ())] if key in self._first else []

    def pairs(self) -> list[tuple[str, str]]:
        """All fields; keys in the order they first appeared."""
        return [(key, value) for key in self._first for value in self.all(key)]

    @property
    def event(self) -> str:
        """The event's name, or empty for an answer."""
        return self._first.get("Event", "")

    def variable(self, name: str) -> str:
        """The value of a channel variable that the exchange was told to send along (``channelvars``), or empty."""
        start = f"{name}="
        for text in self.all("ChanVariable"):
            if text.startswith(start):
                return text[len(start) :].strip()
        return ""


class AmiParser:
    """Bytes in, messages out, whatever the segments were.

    Malformed input is counted and skipped, never raised: ``malformed`` lines without a key, ``oversized`` messages
    over 64 kB or with more than 1,024 fields. Memory is bounded by one message and one chunk.
    """

    def __init__(self) -> None:
        self.banner: str | None = None
        self.malformed = 0
        self.oversized = 0
        self.messages = 0
        self._buffer = bytearray()
        self._searched = 0
        self._skipping = False
        self._greeted = False

    def feed(self, chunk: bytes) -> list[Message]:
        """Take in what arrived; return the messages that are now whole, in order."""
        self._buffer += chunk
        if not self._greeted and not self._take_greeting():
            return []
        return self._whole_messages()

    def _take_greeting(self) -> bool:
        """Take the greeting off: one line with no empty line behind it. False while it may still be coming."""
        start = bytes(self._buffer[: len(BANNER)])
        if start == BANNER:
            end = self._buffer.find(b"\n", 0, MAX_LINE_BYTES)
            if end < 0 and len(self._buffer) < MAX_LINE_BYTES:
                return False
            if end >= 0:
                self.banner = self._buffer[:end].decode("ascii", "replace").strip()
                del self._buffer[: end + 1]
        elif BANNER.startswith(start):
            return False
        self._greeted = True
        return True

    def _whole_messages(self) -> list[Message]:
        found: list[Message] = []
        start = 0
        while gap := _GAP.search(self._buffer, max(start, self._searched - _GAP_BYTES + 1)):
            if self._skipping:
                self._skipping = False
            elif (message := self._message(bytes(self._buffer[start : gap.start()]))) is not None:
                found.append(message)
            start = self._searched = gap.end()
        del self._buffer[:start]
        self._searched = len(self._buffer)
        if len(self._buffer) >= MAX_MESSAGE_BYTES + _GAP_BYTES:
            self._drop_rest()
        self.messages += len(found)
        return found

    def _drop_rest(self) -> None:
        """Give up the message that does not end; its end may already have begun, so the last bytes stay."""
        if not self._skipping:
            self.oversized += 1
            self._skipping = True
        del self._buffer[: 1 - _GAP_BYTES]
        self._searched = 0

    def _message(self, block: bytes) -> Message | None:
        if len(block) > MAX_MESSAGE_BYTES:
            self.oversized += 1
            return None
        pairs: list[tuple[str, str]] = []
        for line in _decoded_lines(block):
            key, colon, value = line.partition(":")
            key = key.strip()
            if colon and key and len(line) <= MAX_LINE_BYTES:
                pairs.append((key, value.strip()))
            elif line.strip():
                self.malformed += 1
        if len(pairs) > MAX_FIELDS:
            self.oversized += 1
            return None
        return Message(pairs) if pairs else None


def _decoded_lines(block: bytes) -> list[str]:
    """Lines as text: UTF-8, and line by line GB18030 where a carrier or a phone still sends that."""
    try:
        return block.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return [_decoded(line) for line in block.split(b"\n")]


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace")


def check_greeting(banner: str | None) -> None:
    """Refuse what is not an exchange, or one that is too old. The banner's number is the interface's, not Asterisk's.

    Raises:
        NotAnExchangeError: no greeting.
        OldExchangeError: interface 1.x, which is Asterisk 11 or older. From 2.0 on the number says nothing about the
            release (11.0.0 on Asterisk 22) and is not looked at.
    """
    if banner is None or not banner.startswith(BANNER.decode("ascii")):
        raise NotAnExchangeError
    major = banner.removeprefix(BANNER.decode("ascii")).partition(".")[0]
    if major in {"0", "1"}:
        raise OldExchangeError


def check_event(message: Message) -> None:
    """Refuse an exchange that speaks the old event names, whatever it greeted with.

    Raises:
        OldExchangeError: see there.
    """
    if message.event in _OLD_EVENTS:
        raise OldExchangeError


def encode_action(action: str, fields: Iterable[tuple[str, str]]) -> bytes:
    """One action as bytes.

    Raises:
        ValueError: a key or value holds a line break, which would smuggle in a second action. The text does not
            repeat the value: it may be a secret.
    """
    lines = [("Action", action), *fields]
    for key, value in lines:
        if any(c in "\r\n\0" for c in key + value) or ":" in key:
            raise ValueError("a line break in an action's field")
    return "".join(f"{key}: {value}\r\n" for key, value in lines).encode() + b"\r\n"
