"""The two threads that keep a desk and its centre the same: whatever happens, they go on, and they end when told."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import ShouwenError, SignInError, StoreError
from app.store.database import Store, open_store
from sync.client import engine as engine_module
from sync.client import session
from sync.client.engine import SyncEngine, SyncStatus
from sync.client.http import Centre
from sync.client.live import LiveChannel
from sync.client.round import Round
from sync.hlc import DeskClock
from sync.protocol import LiveMessage, SyncRequest, SyncResponse
from tests.net import Logs
from tests.sync.client.desks import PASSWORD, DeskMaker


def until(met: Callable[[], bool], patience_s: float = 10.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + patience_s
    while not met():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.01)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of its own."""
    opened = open_store(tmp_path / "engine" / "desk.db", "a1" * 32)
    yield opened
    opened.close()


class CountingCentre(Centre):
    """Counts what is asked of it and of which token."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.asked: list[str] = []

    def sync(self, request: SyncRequest) -> SyncResponse:
        """As the centre, and counted."""
        self.asked.append(self.token)
        return super().sync(request)


class Told:
    """What the window was told."""

    def __init__(self) -> None:
        self.states: list[str] = []

    def __call__(self, status: SyncStatus) -> None:
        """Note it."""
        self.states.append(status.state)


def engine_for(store: Store, centre: Centre, **callbacks: Any) -> SyncEngine:
    """An engine that is not started yet."""
    return SyncEngine(store, centre, device=session.device_of(store), clock=DeskClock(), **callbacks)


@pytest.mark.parametrize("failing_read", [1, 2, 3])
def test_a_store_that_fails_once_does_not_end_the_thread(
    store: Store, url: str, logs: Logs, failing_read: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs.announce("goes on")
    centre, told = Centre(url), Told()
    session.sign_in(store, centre, "A1", PASSWORD)
    engine = engine_for(store, centre, on_status=told)
    real, reads = store.read, []

    def read() -> Any:
        reads.append(1)
        if len(reads) == failing_read:
            raise StoreError("disk I/O error")
        return real()

    monkeypatch.setattr(store, "read", read)
    engine.start()
    until(lambda: engine.status.state == "synced" and len(reads) > failing_read)
    engine.stop()
    centre.close()


def test_a_window_that_fails_does_not_end_the_thread(store: Store, url: str, logs: Logs) -> None:
    logs.announce("goes on")
    centre = Centre(url)
    session.sign_in(store, centre, "A1", PASSWORD)
    calls: list[str] = []

    def fail(status: SyncStatus) -> None:
        calls.append(status.state)
        if len(calls) < 3:
            raise RuntimeError("a bug of ours")

    engine = engine_for(store, centre, on_status=fail)
    engine.start()
    until(lambda: "synced" in calls)
    engine.stop()
    centre.close()


def test_an_ended_session_is_told_once_and_asked_about_seldom_until_somebody_signs_in(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "IDLE_S", 0.02)
    centre, told = CountingCentre(url), Told()
    centre.token = "expired"
    engine = engine_for(store, centre, on_status=told)
    engine.start()
    until(lambda: "signed_out" in told.states)
    for _ in range(10):
        engine.wake()
        time.sleep(0.03)
    assert centre.asked == ["expired"]
    assert told.states == ["syncing", "signed_out"]
    session.sign_in(store, centre, "A1", PASSWORD)
    began = time.monotonic()
    engine.wake()
    until(lambda: engine.status.state == "synced")
    assert time.monotonic() - began < 2
    centre.token = "expired again"
    until(lambda: told.states[-1] == "signed_out")
    engine.stop()
    assert told.states.count("signed_out") == 2
    centre.close()


def test_a_dead_token_is_asked_about_again_after_a_while_without_a_word(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "IDLE_S", 0.02)
    monkeypatch.setattr(engine_module, "DEAD_TOKEN_S", 0.1)
    centre, told = CountingCentre(url), Told()
    centre.token = "expired"
    engine = engine_for(store, centre, on_status=told)
    engine.start()
    until(lambda: len(centre.asked) >= 3)
    engine.stop()
    assert told.states == ["syncing", "signed_out"]
    centre.close()


def test_a_centre_that_goes_away_does_not_hide_that_nobody_is_signed_in(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "IDLE_S", 0.02)
    monkeypatch.setattr(engine_module, "DEAD_TOKEN_S", 0.02)
    answers: list[ShouwenError] = [SignInError("过期")]

    class Going(Centre):
        def sync(self, request: SyncRequest) -> SyncResponse:
            if answers:
                raise answers.pop()
            asked.append(1)
            return super().sync(request)

    centre, told, asked = Going("http://127.0.0.1:9"), Told(), list[int]()
    engine = engine_for(store, centre, on_status=told)
    engine.start()
    until(lambda: len(asked) >= 2)
    engine.stop()
    assert told.states == ["syncing", "signed_out"]
    centre.close()


def test_an_end_that_comes_just_before_the_thread_listens_is_not_lost(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = Centre(url)
    engine = engine_for(store, centre)
    clearing, may_clear, clear = threading.Event(), threading.Event(), engine._wake.clear

    def slowly() -> None:
        clearing.set()
        may_clear.wait(5)
        clear()

    monkeypatch.setattr(engine._wake, "clear", slowly)
    engine.start()
    clearing.wait(5)
    threading.Timer(0.2, may_clear.set).start()
    began = time.monotonic()
    engine.stop()
    assert time.monotonic() - began < 1.5
    assert not engine._thread.is_alive()
    centre.close()


def test_a_wake_during_a_round_leads_to_another_at_once(store: Store, url: str) -> None:
    centre = CountingCentre(url)
    session.sign_in(store, centre, "A1", PASSWORD)
    engine = engine_for(store, centre)
    engine._on_status = lambda status: engine.wake() if status.state == "synced" and len(centre.asked) < 3 else None
    engine.start()
    until(lambda: len(centre.asked) >= 2, patience_s=5)
    engine.stop()
    centre.close()


def test_a_centre_that_never_answers_does_not_hold_up_the_end(store: Store) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        centre = Centre(f"http://127.0.0.1:{silent.getsockname()[1]}")
        told: list[Round] = []
        engine = engine_for(store, centre, on_round=told.append)
        engine.start()
        held, _ = silent.accept()
        with held:
            began = time.monotonic()
            engine.stop()
            assert time.monotonic() - began < 4
            centre.close()
            store.close()
            held.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            until(lambda: not engine._thread.is_alive())
        assert told == []


def test_a_live_message_that_cannot_be_handled_does_not_end_the_channel(desk: DeskMaker, url: str, logs: Logs) -> None:
    logs.announce("could not be handled")
    mine, other = desk("A1"), desk("A2")
    heard: list[LiveMessage] = []

    def fail(message: LiveMessage) -> None:
        heard.append(message)
        raise RuntimeError("a bug of ours")

    states: list[bool] = []
    live = LiveChannel(url, lambda: mine.centre.token, on_message=fail, on_state=states.append)
    live.start()
    until(lambda: len(heard) == 1)
    other.open_ticket()
    other.sync()
    until(lambda: len(heard) == 2)
    live.stop()
    assert states == [True, False]


def test_the_live_channel_does_not_hammer_with_a_dead_token_and_comes_at_once_with_another(
    desk: DeskMaker, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.client.live.LOOK_S", 0.02)
    monkeypatch.setattr("sync.client.live.delay_s", lambda _failures: 0.01)
    mine = desk("A1")
    good, mine.centre.token = mine.centre.token, "expired"
    states: list[bool] = []
    live = LiveChannel(url, lambda: mine.centre.token, on_message=lambda _message: None, on_state=states.append)
    tries: list[str] = []
    listen = live._listen
    monkeypatch.setattr(live, "_listen", lambda token: (tries.append(token), listen(token)))
    live.start()
    until(lambda: tries == ["expired"])
    time.sleep(0.3)
    assert tries == ["expired"]
    mine.centre.token = good
    until(lambda: True in states)
    live.stop()
    assert tries[:2] == ["expired", good]


def test_after_a_connection_that_stood_the_next_is_tried_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.client.live.STOOD_S", 0.05)
    asked: list[int] = []
    monkeypatch.setattr("sync.client.live.delay_s", lambda failures: asked.append(failures) or 0.001)
    live = LiveChannel("http://127.0.0.1:9", lambda: "", on_message=lambda _message: None)
    lasted = iter([0.0, 0.0, 0.1, 0.0])

    def listen(_token: str) -> None:
        time.sleep(next(lasted, 0.0))
        raise OSError("gone")

    monkeypatch.setattr(live, "_listen", listen)
    live.start()
    until(lambda: len(asked) >= 4)
    live.stop()
    assert asked[:4] == [0, 1, 0, 1]
