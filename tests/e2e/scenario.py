"""The places of a journey. What people do there are :class:`resources.demo.hands.Hands`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from argon2 import PasswordHasher

from resources.demo.centre import SECRET, Exchange
from sync.server.accounts import Passwords
from sync.server.app import create_app
from sync.server.exchanges import ExchangeAddress
from sync.server.serving import serving

CAPTURES = Path(__file__).resolve().parents[2] / "resources" / "demo" / "ami"
SPEED = 20.0


class Centre:
    """A centre on a thread of this process, with an exchange that plays one captured call when told to."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._exchange_open = ExitStack()
        self._server_open = ExitStack()
        self._port = 0
        self.exchange = Exchange(CAPTURES / "answered.txt", speed=SPEED)

    @property
    def url(self) -> str:
        """Where desks find it, running or not."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Open for business, at the same address as before."""
        passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        address = ExchangeAddress(name="pbx1", host="127.0.0.1", port=self.exchange.port, user="shouwen", secret=SECRET)
        app = create_app(self._database_url, exchanges=[address], passwords=passwords)
        url = self._server_open.enter_context(serving(app, port=self._port))
        self._port = int(url.rpartition(":")[2])
        self.centre = app.state.centre

    def stop(self) -> None:
        """The network is down, or the centre is."""
        self._server_open.close()

    def plays(self, capture: str) -> None:
        """Another captured call than 林婉清's, to its end; before the centre is asked to start."""
        self._exchange_open.close()
        self.exchange = Exchange(CAPTURES / capture, speed=SPEED, hold_at=None)
        self._exchange_open.enter_context(self.exchange)

    def __enter__(self) -> Centre:
        self._exchange_open.enter_context(self.exchange)
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server_open.close()
        self._exchange_open.close()
