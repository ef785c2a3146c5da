"""A running centre, and desks that are closed at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.server.app import create_app
from sync.server.serving import serving
from tests.sync.client.desks import QUICK, Desk, DeskMaker, furnish


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A running centre."""
    database = f"sqlite:///{tmp_path / 'centre.db'}"
    furnish(database)
    with serving(create_app(database, passwords=QUICK)) as address:
        yield address


@pytest.fixture
def desk(url: str, tmp_path: Path) -> Iterator[DeskMaker]:
    """Opens desks, and closes them."""
    opened: list[Desk] = []

    def open_desk(agent_id: str) -> Desk:
        opened.append(Desk(tmp_path / f"{agent_id}-{len(opened)}", url, agent_id))
        return opened[-1]

    yield open_desk
    for one in opened:
        one.centre.close()
        one.store.close()
