"""A store for tests about who is who."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.database import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open, empty, closed at the end."""
    opened = open_store(tmp_path / "desk.db", "a1" * 32)
    yield opened
    opened.close()
