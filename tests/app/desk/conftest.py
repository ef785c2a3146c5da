"""The people of the story, for tests of the rooms of a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.database import Store
from tests.app.desk.reviewing import story_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An encrypted store with the people of the story, closed at the end."""
    made = story_store(tmp_path)
    yield made
    made.close()
