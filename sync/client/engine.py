"""Keeps this desk and the centre the same, by itself, for as long as the desk is open.

One thread runs rounds: at once when something was saved or the centre hints, every :data:`IDLE_S` otherwise, later and
later while the centre does not answer. What becomes of the work, per kind of error:

* no answer, or busy: kept, tried again by itself;
* sign-in ended: kept, the person is asked to sign in again, then it goes on;
* an answer we cannot read: kept, tried again, reported;
* anything else is a bug of ours: kept, tried again, logged.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from app.errors import ServerError, SignInError, StoreError
from app.ids import DeviceId
from app.store import outbox, records
from app.store.database import Store
from sync.client.backoff import delay_s
from sync.client.http import Centre
from sync.client.round import Round, sync_once
from sync.hlc import DeskClock

log = logging.getLogger(__name__)

IDLE_S = 15.0
"""Seconds between rounds when nothing hints: nothing may depend on a hint arriving."""

State = Literal["synced", "syncing", "offline", "signed_out"]


class SyncStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What the status bar says. Instants are UTC."""

    state: State
    waiting: int = 0
    refused: int = 0
    conflicts: int = 0
    oldest: datetime | None = None
    last_contact: datetime | None = None
    offline_since: datetime | None = None
    retry_at: datetime | None = None
    reason: str = ""


class SyncEngine:
    """The thread that syncs.

    ``on_status`` and ``on_round`` are called on that thread; the window hands them over to its own.
    """

    def __init__(
        self,
        store: Store,
        centre: Centre,
        *,
        device: DeviceId,
        clock: DeskClock,
        on_status: Callable[[SyncStatus], None] = lambda _status: None,
        on_round: Callable[[Round], None] = lambda _round: None,
    ) -> None:
        self._store, self._centre, self._device, self._clock = store, centre, device, clock
        self._on_status, self._on_round = on_status, on_round
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="shouwen-sync")
        self._status = SyncStatus(state="offline")
        self._failures = 0

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """There is something to send or to fetch: do not wait. Also ends a back-off (立即重试)."""
        self._wake.set()

    def stop(self) -> None:
        """End after the round that is under way. What waits stays in the outbox."""
        self._stopping.set()
        self._wake.set()
        self._thread.join()

    @property
    def status(self) -> SyncStatus:
        """The last status told."""
        return self._status

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            pause = self._round()
            if pause:
                self._wake.wait(pause)

    def _round(self) -> float:
        """One round; the seconds to wait before the next."""
        self._tell(state="syncing" if self._failures == 0 else self._status.state)
        try:
            done = sync_once(self._store, self._centre, device=self._device, clock=self._clock)
        except SignInError as error:
            self._tell(state="signed_out", reason=str(error))
            return IDLE_S
        except (ServerError, StoreError) as error:
            return self._failed(str(error))
        except Exception as error:
            log.exception("a sync round failed")
            return self._failed(f"{type(error).__name__}")
        self._failures = 0
        self._tell(state="synced", last_contact=self._clock.now(), offline_since=None, retry_at=None, reason="")
        if done.sent or done.tickets or done.owners:
            self._on_round(done)
        return 0.0 if done.more else IDLE_S

    def _failed(self, reason: str) -> float:
        pause = delay_s(self._failures)
        self._failures += 1
        now = self._clock.now()
        since = self._status.offline_since or now
        self._tell(state="offline", offline_since=since, retry_at=now + timedelta(seconds=pause), reason=reason)
        return pause

    def _tell(self, **changes: object) -> None:
        with self._store.read() as db:
            waits = outbox.waiting(db)
            conflicts = records.count_open_conflicts(db)
        oldest = None if waits.oldest is None else datetime.fromtimestamp(waits.oldest, tz=self._clock.now().tzinfo)
        told = msgspec.structs.replace(
            self._status, waiting=waits.count, refused=waits.refused, conflicts=conflicts, oldest=oldest, **changes
        )
        if told != self._status:
            self._status = told
            self._on_status(told)
