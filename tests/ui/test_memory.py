"""Garbage is collected when nobody is being served."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from ui import memory


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    memory.release()


class Ring:
    """Something only a collection can free."""

    def __init__(self) -> None:
        self.me = self


def test_what_the_start_has_made_is_not_walked_again() -> None:
    mine = Ring()
    memory.settle()
    assert gc.get_freeze_count() > 0
    assert all(one is not mine for one in gc.get_objects())


def test_a_full_collection_by_itself_is_rare_once_the_desk_is_up() -> None:
    memory.settle()
    assert gc.get_threshold()[2] == memory.RARELY


def test_a_program_that_goes_on_without_the_desk_collects_as_before() -> None:
    before = gc.get_threshold()
    memory.settle()
    memory.release()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_a_quiet_moment_is_used_and_a_call_is_not_disturbed(qapp: object) -> None:
    gc.collect()
    gc.disable()
    try:
        calls = [True]
        owner = QObject()
        moments = memory.QuietMoments(lambda: bool(calls[-1]), owner)
        left = weakref.ref(Ring())
        moments.on_look()
        assert left() is not None
        calls.append(False)
        moments.on_look()
        assert left() is None
    finally:
        gc.enable()
        moments._timer.stop()
