"""A vault in memory, with the limit of Windows' (`rollout.md` §6): 1,280 characters, because it counts UTF-16."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError, PasswordSetError

LIMIT_BYTES = 2_560


class MemoryVault(KeyringBackend):
    """Forgets everything with the process. Never picked by itself."""

    priority = 0.1

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None."""
        self._check()
        return self._kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret, unless it is too long for Windows."""
        self._check()
        if len(password.encode("utf-16-le")) > LIMIT_BYTES:
            raise PasswordSetError("1783: the stub received bad data")
        self._kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        self._check()
        if self._kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")

    def _check(self) -> None:
        if self.locked:
            raise KeyringError("the vault is locked")
