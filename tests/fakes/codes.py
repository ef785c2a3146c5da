"""A gateway that sends nothing: keeps what it would have sent, for tests only."""

from __future__ import annotations

from sync.server.code_sender import CodeSender


class KeptCodes(CodeSender):
    """``sent`` are the numbers and codes, oldest first."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, e164: str, code: str, minutes: int) -> None:  # noqa: ARG002 -- the border's signature
        """Keep it."""
        self.sent.append((e164, code))
