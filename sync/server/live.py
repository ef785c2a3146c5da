"""The live channel's hub: which desks listen, and what each is told (`sync.md` §3.9, `telephony.md` §4).

Everything here runs on the event loop; other threads come in by :meth:`Hub.hint_soon`. A slow socket holds up nobody:
hints to it melt into the newest per feed, and when its calls do not fit either it is closed. The desk connects again
and is told its live calls anew, so a transition is never dropped silently.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from app.call.event import CallEvent
from app.ids import AgentId, DeviceId
from sync.protocol import Call, Hint, LiveMessage
from sync.server.session import Caller

MAX_WAITING_CALLS = 256
"""Call events that may wait for one slow socket before it is closed."""

CLOSE_REPLACED = 4001
CLOSE_SLOW = 4002
CLOSE_EXPIRED = 4003
CLOSE_ROLE = 4004
"""The person's role is another now: the desk connects again and is told its calls as that role may have them."""

CLOSE_LEAVING = 1001


class Seat:
    """One desk that listens. ``closed`` is the close code once it has to leave."""

    def __init__(self, caller: Caller) -> None:
        self.agent_id: AgentId = caller.agent_id
        self.device: DeviceId = caller.device
        self.role = caller.role
        self.queues = frozenset(caller.queues)
        self.closed: int | None = None
        self._calls: deque[CallEvent] = deque()
        self._hints: dict[str, int] = {}
        self._wake = asyncio.Event()

    def tell_call(self, event: CallEvent) -> None:
        """Have this desk told of a call."""
        if len(self._calls) >= MAX_WAITING_CALLS:
            self.close(CLOSE_SLOW)
            return
        self._calls.append(event)
        self._wake.set()

    def tell_head(self, feed: str, head: int) -> None:
        """Have this desk told that a feed has grown; only the newest head of a feed waits."""
        self._hints[feed] = max(head, self._hints.get(feed, 0))
        self._wake.set()

    def close(self, code: int) -> None:
        """Have this desk's socket closed."""
        self.closed = self.closed or code
        self._wake.set()

    async def next_messages(self) -> list[LiveMessage]:
        """What to send now, calls first; waits until there is something. Empty when the seat has closed."""
        await self._wake.wait()
        self._wake.clear()
        if self.closed is not None:
            return []
        messages: list[LiveMessage] = [Call(event) for event in self._calls]
        messages += [Hint(feed, head) for feed, head in self._hints.items()]
        self._calls.clear()
        self._hints.clear()
        return messages


class Hub:
    """All desks that listen at this process."""

    def __init__(self) -> None:
        self._seats: dict[DeviceId, Seat] = {}
        self._heads: dict[str, int] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self) -> None:
        """Take note of the running loop. Call once at the start, on it."""
        self._loop = asyncio.get_running_loop()

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop on which everything here runs.

        Raises:
            RuntimeError: not open yet.
        """
        if self._loop is None:
            raise RuntimeError("the hub is not open")
        return self._loop

    def close(self) -> None:
        """Send every desk away."""
        for seat in list(self._seats.values()):
            seat.close(CLOSE_LEAVING)

    @contextmanager
    def seat(self, caller: Caller) -> Iterator[Seat]:
        """A place for one desk. A desk that comes a second time takes the place of its first socket."""
        seat = Seat(caller)
        before = self._seats.get(seat.device)
        if before is not None:
            before.close(CLOSE_REPLACED)
        self._seats[seat.device] = seat
        try:
            yield seat
        finally:
            if self._seats.get(seat.device) is seat:
                del self._seats[seat.device]

    def hint_soon(self, heads: Mapping[str, int]) -> None:
        """From any thread, after the commit: these feeds have grown."""
        if heads and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.hint, dict(heads))

    def hint(self, heads: Mapping[str, int]) -> None:
        """Tell everybody of heads that are news here."""
        news = {feed: head for feed, head in heads.items() if head > self._heads.get(feed, 0)}
        self._heads.update(news)
        for seat in self._seats.values():
            for feed, head in news.items():
                seat.tell_head(feed, head)

    def tell(self, event: CallEvent, agents: Collection[str], queue: str | None, roles: Mapping[str, str]) -> None:
        """Tell the desks of these agents, and of those who serve ``queue``, of a call.

        ``roles`` are everybody's roles now. A desk whose handshake was made in another one is closed and told nothing:
        it connects again, and its hello has the call.
        """
        for seat in self._seats.values():
            if seat.role != roles.get(seat.agent_id):
                seat.close(CLOSE_ROLE)
            elif seat.agent_id in agents or (queue is not None and queue in seat.queues):
                seat.tell_call(event)

    def listening(self) -> int:
        """How many desks listen."""
        return len(self._seats)
