"""The border to the short-message gateway: what sends a dynamic code to a number (E03)."""

from __future__ import annotations

from abc import ABC, abstractmethod

from app.errors import RefusedError


class CodeSender(ABC):
    """Sends codes. A real one belongs to the house that runs the centre."""

    @abstractmethod
    def send(self, e164: str, code: str, minutes: int) -> None:
        """Send a code that holds for so many minutes. Neither may be logged.

        Raises:
            RefusedError: it could not be sent; the text says what to do.
        """


class NoGateway(CodeSender):
    """There is no gateway: says so."""

    def send(self, e164: str, code: str, minutes: int) -> None:  # noqa: ARG002 -- the border's signature
        """Refuse.

        Raises:
            RefusedError: always.
        """
        raise RefusedError("还没有接短信网关，发不了动态密码；请用别的方式核验")
