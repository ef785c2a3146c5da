"""The centre as one object: what every endpoint needs, built once and passed in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import msgspec
from anyio import CapacityLimiter
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from app.privacy.policy import PrivacyPolicy
from app.privacy.reveal import Revealed, RevealRequest
from app.review.moves import Words
from app.review.policy import DEFAULT_POLICY, QualityPolicy
from app.verification.policy import VerificationPolicy
from app.verification.secret import KeepSecret, SecretTold, SendCode, VerifySecret
from sync.protocol import SignedIn, SignInRequest, SyncRequest, SyncResponse
from sync.server.accounts import Passwords
from sync.server.calls import Calls
from sync.server.changelog import read_heads
from sync.server.code_sender import CodeSender, NoGateway
from sync.server.database import reading
from sync.server.directory import Directory
from sync.server.live import Hub
from sync.server.masking import Masking
from sync.server.reveal import reveal
from sync.server.round_trip import round_trip
from sync.server.scope import Rights, in_code
from sync.server.secrets import Secrets
from sync.server.session import Caller, find_caller
from sync.server.sign_in import sign_in

WATCH_EVERY_S = 0.5
"""How often the heads are looked at for what other processes wrote (`sync.md` §3.9)."""

SIGN_INS_AT_ONCE = 4
"""Each takes a worker thread, 64 MiB and most of a core for some 50 ms."""


def utc_now() -> datetime:
    """This instant by the centre's clock."""
    return datetime.now(UTC)


class Centre:
    """One running centre. Its methods block on the database, except the coroutines.

    Args:
        engine: a migrated database.
        privacy: who may have which personal data.
        passwords: how passwords are hashed and compared.
        clock: the time, UTC.
        verification: how customers are verified.
        sender: what sends dynamic codes.
        quality: whose roles take the steps of a review and merge files.
        words: the pack's word for a code, by group and code.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        privacy: PrivacyPolicy,
        passwords: Passwords | None = None,
        clock: Callable[[], datetime] = utc_now,
        verification: VerificationPolicy | None = None,
        sender: CodeSender | None = None,
        quality: QualityPolicy = DEFAULT_POLICY,
        words: Words = in_code,
    ) -> None:
        self.engine = engine
        self.now = clock
        self.hub = Hub()
        self.calls = Calls(engine, self.hub)
        self.directory = Directory(engine)
        self.doorway = CapacityLimiter(SIGN_INS_AT_ONCE)
        self.masking = Masking(privacy, Rights(privacy, quality, words))
        self._passwords = passwords or Passwords()
        rules = verification or VerificationPolicy()
        self._secrets = Secrets(engine, self._passwords, rules, sender or NoGateway())

    def sign_in(self, request: SignInRequest) -> SignedIn:
        """See :func:`sync.server.sign_in.sign_in`."""
        signed_in = sign_in(self.engine, self._passwords, request, self.now())
        epoch = self.masking.epoch(signed_in.epoch, signed_in.role)
        return msgspec.structs.replace(signed_in, epoch=epoch)

    def caller(self, token: str) -> Caller:
        """Whose token this is.

        Raises:
            SessionExpiredError: nobody's any more.
        """
        with reading(self.engine) as snapshot:
            return find_caller(snapshot, token, self.now())

    def sync(self, caller: Caller, request: SyncRequest) -> SyncResponse:
        """A desk's round trip; the other desks are hinted after the commit."""
        done = round_trip(self.engine, caller, request, self.now(), self.masking)
        self.hub.hint_soon(done.heads)
        return done.response

    def reveal(self, caller: Caller, request: RevealRequest) -> Revealed:
        """See :func:`sync.server.reveal.reveal`; the other desks are hinted of the record of it."""
        shown = reveal(self.engine, caller, self.masking.policy, request, self.now())
        self.hub.hint_soon(shown.heads)
        return shown.revealed

    def verify_secret(self, caller: Caller, request: VerifySecret) -> SecretTold:
        """See :meth:`sync.server.secrets.Secrets.verify`."""
        told, heads = self._secrets.verify(caller, request, self.now())
        self.hub.hint_soon(heads)
        return told

    def send_code(self, caller: Caller, request: SendCode) -> SecretTold:
        """See :meth:`sync.server.secrets.Secrets.send_code`."""
        told, heads = self._secrets.send_code(caller, request, self.now())
        self.hub.hint_soon(heads)
        return told

    def keep_secret(self, caller: Caller, request: KeepSecret) -> SecretTold:
        """See :meth:`sync.server.secrets.Secrets.keep`."""
        told, heads = self._secrets.keep(caller, request, self.now())
        self.hub.hint_soon(heads)
        return told

    def heads(self) -> dict[str, int]:
        """The head of every feed."""
        with reading(self.engine) as snapshot:
            return read_heads(snapshot)

    async def watch(self) -> None:
        """Hint what others wrote and read the directory anew, for ever. A database that is away is asked again."""
        while True:
            with suppress(SQLAlchemyError):
                self.hub.hint(await run_in_threadpool(self.heads))
                await run_in_threadpool(self.directory.refresh)
            await asyncio.sleep(WATCH_EVERY_S)
