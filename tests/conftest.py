"""Fixtures for every test. The net itself is in :mod:`tests.net`."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import keyring
import psutil
import pytest

from tests import net
from tests.fakes.vault import MemoryVault
from tests.postgres import postgres_url

__all__ = ["postgres_url"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--long`` runs loads and soaks too."""
    parser.addoption("--long", action="store_true", help="run loads and soaks too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave loads and soaks out unless asked for."""
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="a load or soak: run with --long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def logs(request: pytest.FixtureRequest) -> Iterator[net.Logs]:
    """The net. A test that provokes a warning announces it: ``logs.announce("…")``."""
    threads = {thread.ident for thread in threading.enumerate() if thread.ident}
    processes = {child.pid for child in psutil.Process().children(recursive=True)}
    with net.caught_logs() as caught:
        yield caught
    problems = {
        "logged without announcement": caught.unannounced(),
        "threads left behind": net.left_threads(threads),
        "processes left behind": net.left_processes(processes),
        "windows and timers left behind": net.left_windows() if "qapp" in request.fixturenames else [],
    }
    found = [f"{what}: {', '.join(which)}" for what, which in problems.items() if which]
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.fixture(autouse=True)
def vault() -> Iterator[MemoryVault]:
    """The operating system's vault cannot exist here: a stand-in with Windows' limits, for tests only."""
    real = keyring.get_keyring()
    stand_in = MemoryVault()
    keyring.set_keyring(stand_in)
    yield stand_in
    keyring.set_keyring(real)
