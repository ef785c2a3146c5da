"""One exchange listened to: connect, read, fold, publish; and know which calls are open.

After a lost connection the exchange is asked which channels it still has (``CoreShowChannels``). Calls that vanished
meanwhile end as ``ended`` by the system, never as answered. Calls that are still there go on with what was known of
them; rebuilding what *changed* about them in the gap (who waits, who talks with whom, as ``snapshot`` events from
``CoreShowChannels`` and ``QueueStatus``), and the calls that *began* in it, is a later step. ``telephony.md`` §2.3, §4.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing, suppress
from datetime import UTC, datetime
from typing import Final

from app.call.event import CallEvent
from app.call.session import CallSession, advance
from app.errors import UnreachableError
from app.ids import CallId
from sync.server.cti.adapter import Exchange, State, fold, lose, suspect
from sync.server.cti.ami import Message
from sync.server.cti.connection import AmiConnection, AmiLink

logger = logging.getLogger(__name__)

QUEUE_EVENTS: Final = 10_000
"""Events waiting to be published. When full the gateway stops reading; the exchange then cuts a slow client, and the
usual way back follows. An event is never dropped."""

_LAST_WORDS_S: Final = 2.0  # for what was heard and not yet published when the gateway is stopped

Publish = Callable[[CallEvent], Awaitable[None]]


def utc_now() -> datetime:
    """This instant, UTC."""
    return datetime.now(UTC)


class Gateway:
    """The listener of one exchange. Run :meth:`run` as one task; cancel it to stop.

    Args:
        exchange: how the exchange is set up, with the directory of who sits where.
        connection: the way to it.
        publish: is given each event, in order, one at a time. What it raises is logged by kind and counted in
            ``failures``; the event counts as published.
        first_seq: the last sequence number in the journal, so that numbers go on growing after a restart.
        now: our clock.
    """

    def __init__(
        self,
        exchange: Exchange,
        connection: AmiConnection,
        publish: Publish,
        *,
        first_seq: int = 0,
        now: Callable[[], datetime] = utc_now,
        queue_events: int = QUEUE_EVENTS,
    ) -> None:
        self.connection = connection
        self.failures = 0
        self._publish = publish
        self._now = now
        self._state = State(exchange=exchange, seq=first_seq)
        self._sessions: dict[CallId, CallSession] = {}
        self._queue: asyncio.Queue[CallEvent] = asyncio.Queue(queue_events)
        self._listing: str | None = None
        self._unseen: set[str] = set()

    @property
    def calls(self) -> Mapping[CallId, CallSession]:
        """The open calls as a desk would show them: what a desk that comes back is given first."""
        return dict(self._sessions)

    @property
    def seq(self) -> int:
        """The number of the last event."""
        return self._state.seq

    @property
    def lag(self) -> int:
        """Events folded and not yet published."""
        return self._queue.qsize()

    async def run(self) -> None:
        """Listen until cancelled.

        Raises:
            ProtocolError: the exchange is too old, or not one.
        """
        publisher = asyncio.create_task(self._publish_all(), name="cti-publisher")
        try:
            async with aclosing(self.connection.links()) as links:
                async for link in links:
                    await self._listen(link)
                    self._state = suspect(self._state)
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LAST_WORDS_S):
                    await self.drained()
            publisher.cancel()
            with suppress(asyncio.CancelledError):
                await publisher

    async def _listen(self, link: AmiLink) -> None:
        await self._ask_who_is_there(link)
        async with aclosing(link.__aiter__()) as messages:
            async for message in messages:
                self._state, events = fold(self._state, message, self._now())
                for event in events:
                    await self._take(event)
                if message.event == "FullyBooted":
                    await self._ask_who_is_there(link)
                elif self._listing is not None:
                    await self._read_listing(message)
        self._listing = None

    async def _ask_who_is_there(self, link: AmiLink) -> None:
        """Only of calls known from before: one that begins during the listing cannot be missing from it."""
        self._unseen = {key for key, call in self._state.calls.items() if call.doubtful}
        self._listing = None
        if self._unseen:
            with suppress(UnreachableError):
                self._listing = await link.send("CoreShowChannels")

    async def _read_listing(self, message: Message) -> None:
        if message["ActionID"] != self._listing:
            return
        if message.event == "CoreShowChannel":
            self._unseen.discard(self._state.key_of(message["Linkedid"]))
        elif message.event == "CoreShowChannelsComplete":
            self._listing = None
            self._state, events = lose(self._state, sorted(self._unseen), self._now())
            for event in events:
                await self._take(event)
        elif message["Response"] == "Error":
            self._listing = None
            logger.warning("the exchange does not let this account list its channels; open calls stay open")

    async def _take(self, event: CallEvent) -> None:
        session = advance(self._sessions.get(event.call_id), event)
        if session.is_over:
            self._sessions.pop(event.call_id, None)
        else:
            self._sessions[event.call_id] = session
        await self._queue.put(event)

    async def _publish_all(self) -> None:
        while True:
            event = await self._queue.get()
            try:
                await self._publish(event)
            except Exception as error:  # noqa: BLE001 - one bad event must not silence the exchange
                self.failures += 1
                logger.error("call event not published: %s", type(error).__name__)  # noqa: TRY400 - may hold numbers
            finally:
                self._queue.task_done()

    async def drained(self) -> None:
        """Wait until everything folded so far has been published."""
        await self._queue.join()
