"""Whole journeys: a real centre on port 0, a real replayed exchange, real desks with real windows."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from PySide6.QtWidgets import QApplication

from resources.demo.centre import furnish
from resources.demo.hands import Hands
from sync.server.accounts import Passwords
from tests.e2e.scenario import Centre
from tests.postgres import fresh_database
from ui.program import Program
from ui.theme import theme

OpenDesk = Callable[..., Hands]
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre's SQLite database with the story and forty other customers; copied for each journey."""
    path = tmp_path_factory.mktemp("world") / "centre.db"
    furnish(f"sqlite:///{path}", customers=40, passwords=QUICK)
    return path


@pytest.fixture
def centre(furnished: Path, tmp_path: Path) -> Iterator[Centre]:
    """A running centre with its exchange. ``centre.stop()`` and ``centre.start()`` as often as the story wants."""
    shutil.copy(furnished, tmp_path / "centre.db")
    with Centre(f"sqlite:///{tmp_path / 'centre.db'}") as there:
        yield there


@pytest.fixture
def postgres_centre(postgres_url: str) -> Iterator[Centre]:
    """The same on PostgreSQL."""
    with fresh_database(postgres_url) as url:
        furnish(url, customers=40, passwords=QUICK)
        with Centre(url) as there:
            yield there


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path, qapp: QApplication) -> Iterator[OpenDesk]:
    """Opens desks: ``desk("A1027")``. The same name twice is the same PC. All are closed at the end."""
    on_postgres = "postgres_centre" in request.fixturenames
    centre: Centre = request.getfixturevalue("postgres_centre" if on_postgres else "centre")
    theme.apply(qapp, "light")
    opened: list[Hands] = []

    def open_desk(agent_id: str = "A1027", *, sign_in: bool = True) -> Hands:
        hands = Hands(Program(tmp_path / agent_id, centre.url))
        opened.append(hands)
        if sign_in:
            hands.sign_in(agent_id, f"demo-only-{agent_id}")
            hands.resize((1440, 868))
        return hands

    yield open_desk
    for hands in opened:
        hands.program.close()
