"""The composition root: builds store, clock, centre, desk and the two sync threads, and passes them in.

Nothing else constructs them. Imported only after the first paint, on a worker: everything heavy hangs from here
(`rollout.md` §5). Callbacks of the sync threads leave through :class:`ui.bridge.Bridge` and arrive on the UI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from app.customer.record import Agent
from app.desk import Changes, Desk, Seat
from app.errors import SignInError
from app.ids import DeviceId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.privacy.reveal import Revealed, RevealRequest
from app.store import outbox, settings
from app.store.database import Store, open_store
from app.store.key import store_key
from app.verification.secret import KeepSecret, SecretTold, SendCode, VerifySecret
from sync.client import session
from sync.client.engine import SyncEngine, SyncStatus
from sync.client.http import Centre
from sync.client.live import LiveChannel
from sync.client.round import Round, sync_once
from sync.hlc import DeskClock
from sync.protocol import Call, Hello, Hint, LiveMessage, SignedIn
from ui.bridge import Bridge

LOADED = "loaded"
"""The setting that says that the first load has come to its end."""


class Workplace:
    """One profile on this machine: its store, and the centre it belongs to."""

    def __init__(self, profile: Path, server: str, bridge: Bridge) -> None:
        self.bridge = bridge
        path = profile / "desk.db"
        self.store: Store = open_store(path, store_key(str(profile), is_new=not path.exists()))
        self.device: DeviceId = session.device_of(self.store)
        with self.store.read() as db:
            self.clock = DeskClock(outbox.last_stamp(db))
        self.centre = Centre(server)
        with self.store.read() as db:
            is_loaded = settings.get(db, LOADED, bool, False)
        # A first load that was cut short is not a desk: known callers would look unknown. It goes on after a sign-in.
        self.signed_in: SignedIn | None = session.remembered(self.store) if is_loaded else None
        self.desk: Desk | None = None
        self._engine: SyncEngine | None = None
        self._live: LiveChannel | None = None

    def sign_in(self, agent_id: str, password: str, progress: Callable[[int, int], None]) -> None:
        """Sign in at the centre and bring this device up to date.

        Args:
            progress: told how many rows are here and how many there are.

        Raises:
            SignInError, UnreachableError: as the centre says.
        """
        self.signed_in = session.sign_in(self.store, self.centre, agent_id, password)
        self.clock.set_server_time(self.signed_in.now)
        more = True
        while more:
            more = self._one_round(progress)
        with self.store.write() as db:
            settings.put(db, LOADED, True)

    def open_desk(self) -> Desk:
        """The desk of whoever is signed in. Sync starts when the window listens: :meth:`start_sync`.

        Raises:
            SignInError: nobody is.
        """
        who = self.signed_in
        if who is None:
            raise SignInError("还没有人在这台电脑上登录过。请先联网登录一次。")
        seat = Seat(
            store=self.store,
            clock=self.clock,
            pack=load_pack(PACKS / "insurance"),
            agent=Agent(
                agent_id=who.agent_id,
                name=who.name,
                team=who.team,
                role=who.role,
                extension=who.extension,
                queues=who.queues,
            ),
            device=self.device,
            slot=who.slot,
            on_changes=self._changed_here,
        )
        self.desk = Desk(seat)
        self.desk.verification.line = line = _OwnLine(self.centre)
        self.desk.privacy.line = line.reveal
        self.centre.token = who.token
        return self.desk

    def sign_in_again(self, agent_id: str, password: str) -> None:
        """The session had ended: a new one, with everything as it was."""
        again = Centre(self.centre.url)
        try:
            self.signed_in = session.sign_in(self.store, again, agent_id, password)
        finally:
            again.close()
        self.centre.token = self.signed_in.token
        if self.desk is not None:  # a copied disk has become a device of its own: its tickets have other numbers
            self.desk.seat.slot = self.signed_in.slot
            self.desk.seat.device = self.device = session.device_of(self.store)
        self.sync_now()

    def sync_now(self) -> None:
        """Do not wait for the next round (立即重试)."""
        if self._engine is not None:
            self._engine.wake()

    def close(self) -> None:
        """Stop the threads and let go of the file. What waits is safe in the outbox."""
        if self._live is not None:
            self._live.stop()
        if self._engine is not None:
            self._engine.stop()
        self.centre.close()
        self.store.close()

    def start_sync(self) -> None:
        """From here on desk and centre keep each other up to date by themselves."""
        self._engine = SyncEngine(
            self.store,
            self.centre,
            device=self.device,
            clock=self.clock,
            on_status=self._status_told,
            on_round=self._round_done,
        )
        self._live = LiveChannel(
            self.centre.url,
            lambda: self.centre.token,
            on_message=self._live_message,
            on_state=self._live_state,
        )
        self._engine.start()
        self._live.start()

    def _one_round(self, progress: Callable[[int, int], None]) -> bool:
        done = sync_once(self.store, self.centre, device=self.device, clock=self.clock)
        progress(done.pos, done.head)
        return done.more

    def _changed_here(self, changes: Changes) -> None:
        self.sync_now()
        self.bridge.changed.emit(changes)

    def _status_told(self, status: SyncStatus) -> None:
        self.bridge.status_told.emit(status)

    def _round_done(self, done: Round) -> None:
        self.bridge.changed.emit(Changes(by="centre", tickets=done.tickets, customers=done.owners))

    def _live_state(self, is_up: bool) -> None:
        if is_up:
            self.sync_now()

    def _live_message(self, message: LiveMessage) -> None:
        match message:
            case Hint():
                self.sync_now()
            case Call(event=event):
                self.bridge.call_happened.emit(event)
            case Hello(calls=calls):
                for event in calls:
                    self.bridge.call_happened.emit(event)


class _OwnLine:
    """Asks about whole values and customers' passwords, each time on a new line: the sync thread has the other."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre

    def reveal(self, request: RevealRequest) -> Revealed:
        """See :attr:`app.desk.privacy.Privacy.line`."""
        with self._line() as line:
            return line.reveal(request)

    def verify_secret(self, request: VerifySecret) -> SecretTold:
        """See :class:`app.verification.secret.SecretLine`."""
        with self._line() as line:
            return line.verify_secret(request)

    def send_code(self, request: SendCode) -> SecretTold:
        """See :class:`app.verification.secret.SecretLine`."""
        with self._line() as line:
            return line.send_code(request)

    def keep_secret(self, request: KeepSecret) -> SecretTold:
        """See :class:`app.verification.secret.SecretLine`."""
        with self._line() as line:
            return line.keep_secret(request)

    def _line(self) -> closing[Centre]:
        line = Centre(self._centre.url)
        line.token = self._centre.token
        return closing(line)
