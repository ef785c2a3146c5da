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
import time
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

DEAD_TOKEN_S = 60.0
"""Seconds between questions with a token the centre has refused; another token is tried at once."""

GAP_S = 0.005
"""Seconds between two pages: whoever waits to save an edit gets the store's only writing place in between."""

JOIN_S = 2.0
"""How long the window waits for the thread at the end."""

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
        self._thread = threading.Thread(target=self._run, name="shouwen-sync", daemon=True)
        self._status = SyncStatus(state="offline")
        self._failures = 0
        self._dead_token: str | None = None
        self._asked_at = 0.0

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """There is something to send or to fetch: do not wait. Also ends a back-off (立即重试)."""
        self._wake.set()

    def stop(self) -> None:
        """End after the round that is under way. What waits stays in the outbox.

        A centre that does not answer is not waited for: what it says later is not taken any more.
        """
        self._stopping.set()
        self._wake.set()
        self._thread.join(JOIN_S)
        if self._thread.is_alive():
            self._centre.close()

    @property
    def status(self) -> SyncStatus:
        """The last status told."""
        return self._status

    def _run(self) -> None:
        while True:
            # A wake before this line is answered by the round that follows, one after it by the wait; the same goes
            # for the end, which is set before its wake.
            self._wake.clear()
            if self._stopping.is_set():
                return
            try:
                pause = self._round()
            except Exception:
                if self._stopping.is_set():
                    return
                log.exception("the sync thread met something unforeseen and goes on")
                pause = delay_s(self._failures)
                self._failures += 1
            if pause > GAP_S:
                self._wake.wait(pause)
            else:
                self._stopping.wait(pause)

    def _round(self) -> float:
        """One round; the seconds to wait before the next."""
        token = self._centre.token
        if token != self._dead_token:
            self._dead_token = None
            self._tell(state="syncing" if self._failures == 0 else self._status.state)
        elif (left := self._asked_at + DEAD_TOKEN_S - time.monotonic()) > 0:
            self._tell()
            return min(left, IDLE_S) + GAP_S
        try:
            done = sync_once(self._store, self._centre, device=self._device, clock=self._clock)
        except SignInError as error:
            self._signed_out(token, str(error))
            return IDLE_S
        except (ServerError, StoreError) as error:
            return self._failed(str(error))
        except Exception as error:
            log.exception("a sync round failed")
            return self._failed(f"{type(error).__name__}")
        self._failures = 0
        self._dead_token = None
        self._tell(state="synced", last_contact=self._clock.now(), offline_since=None, retry_at=None, reason="")
        if done.sent or done.tickets or done.owners:
            self._on_round(done)
        return GAP_S if done.more else IDLE_S

    def _signed_out(self, token: str, reason: str) -> None:
        """Remember the token that is no longer good: it is told once, and asked about seldom until there is another."""
        is_told = token == self._dead_token
        self._dead_token = token if self._centre.token else ""  # a desk that took a new id has none any more
        self._asked_at = time.monotonic()
        if is_told:
            self._tell()
        else:
            self._tell(state="signed_out", reason=reason)

    def _failed(self, reason: str) -> float:
        pause = delay_s(self._failures)
        self._failures += 1
        if self._dead_token is not None:  # nobody is signed in: that is what is to be told
            self._asked_at = time.monotonic()
            self._tell()
            return pause
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
        if told != self._status and not self._stopping.is_set():
            self._status = told
            self._on_status(told)
