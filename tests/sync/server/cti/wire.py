"""What tests of real connections to an exchange share."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from app.call.event import CallEvent
from sync.server.cti.connection import AmiSettings
from sync.server.cti.state import Exchange

DEMO = Path(__file__).parents[4] / "resources" / "demo" / "ami"
SECRET = "s3cret-of-the-exchange"
PBX = Exchange(source="pbx1")


def settings(port: int, **more: Any) -> AmiSettings:
    return AmiSettings(host="127.0.0.1", port=port, username="cti", secret=SECRET, **more)


def run(scenario: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(20):
            await scenario()

    asyncio.run(bounded())


class Desk:
    """Collects what is published and lets a test wait for it."""

    def __init__(self) -> None:
        self.events: list[CallEvent] = []
        self._came = asyncio.Condition()

    async def publish(self, event: CallEvent) -> None:
        async with self._came:
            self.events.append(event)
            self._came.notify_all()

    async def until(self, enough: Callable[[list[CallEvent]], bool]) -> None:
        async with self._came:
            await self._came.wait_for(lambda: enough(self.events))

    async def until_over(self) -> None:
        await self.until(lambda events: bool(events) and events[-1].kind in {"ended", "abandoned"})


class Pauses:
    """A sleep that is only remembered; from the ``last`` one on it sleeps for ever."""

    def __init__(self, last: int = 1000) -> None:
        self.taken: list[float] = []
        self.enough = asyncio.Event()
        self._last = last

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        if len(self.taken) >= self._last:
            self.enough.set()
            await asyncio.Event().wait()


async def stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
