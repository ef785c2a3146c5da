"""A vault for the demo and for tests that start real processes: a file beside the demo's data.

Machines without a screen have no operating-system vault. This one protects nothing, which is right for invented
people; the product itself never picks it (it has to be named in ``PYTHON_KEYRING_BACKEND``). It refuses what Windows'
vault would refuse: more than 1,280 characters (`rollout.md` §6).
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError, PasswordSetError

PATH_VARIABLE = "SHOUWEN_DEMO_VAULT"
BACKEND = "resources.demo.vault.DemoVault"
LIMIT_BYTES = 2_560


def environment(path: Path) -> dict[str, str]:
    """What a process needs in its environment to use this vault."""
    return {"PYTHON_KEYRING_BACKEND": BACKEND, PATH_VARIABLE: str(path)}


class DemoVault(KeyringBackend):
    """Secrets of invented people, in the open."""

    priority = -1.0

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None."""
        return self._read().get(f"{service}\n{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret, unless it is too long for Windows."""
        if len(password.encode("utf-16-le")) > LIMIT_BYTES:
            raise PasswordSetError("1783: the stub received bad data")
        self._write({**self._read(), f"{service}\n{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        kept = self._read()
        if kept.pop(f"{service}\n{username}", None) is None:
            raise PasswordDeleteError("not found")
        self._write(kept)

    def _path(self) -> Path:
        return Path(os.environ[PATH_VARIABLE])

    def _read(self) -> dict[str, str]:
        if not self._path().exists():
            return {}
        kept: dict[str, str] = json.loads(self._path().read_text(encoding="utf-8"))
        return kept

    def _write(self, kept: dict[str, str]) -> None:
        beside = self._path().with_suffix(".new")
        beside.write_text(json.dumps(kept), encoding="utf-8")
        beside.replace(self._path())
