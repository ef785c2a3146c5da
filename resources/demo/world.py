"""A whole invented world for one day: colleagues, customers, what they hold, what happened, and one story.

    world = build_world(datetime.now(UTC), customers=5_000)
    for record in world.records: …      # ready for the server's import, in any batch size
    for fact in world.facts: …

The same seed and day give the same records and facts, whatever the hour: importing twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from app.fact import Fact
from app.record import Record
from resources.demo import others, people, story, work
from resources.demo.accounts import ACCOUNTS, AGENTS
from resources.demo.making import record

SEED = 20_260_318
PACK = "insurance 2026.11.1"
"""The rules its tickets were opened with: name and version."""


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What can be imported. Nothing is kept in memory: each look at ``records`` or ``facts`` makes them anew."""

    now: datetime
    customers: int
    seed: int
    pack: str

    @property
    def records(self) -> Iterator[Record]:
        """Colleagues first, then the people of the story, then the others; owners before what they own."""
        scene = story.Scene(self.now)
        for agent in AGENTS:
            yield record("agent", agent.agent_id, agent.agent_id, msgspec.to_builtins(agent))
        yield from story.records(scene)
        yield from work.records(scene)
        yield from others.records(scene)
        for index in range(self.customers):
            yield from people.records_of(self.seed, index, scene.today)

    @property
    def facts(self) -> Iterator[Fact[Any]]:
        """Contacts of thirty days and tickets, those of the story first; not in order of time."""
        scene = story.Scene(self.now)
        yield from story.facts(scene, self.pack)
        yield from work.facts(scene, self.pack)
        for index in range(self.customers):
            yield from people.facts_of(self.seed, index, self.now.astimezone(story.ZONE), self.pack)


def build_world(now: datetime, *, customers: int = 5_000, seed: int = SEED, pack: str = PACK) -> World:
    """The world as it is at this moment.

    Args:
        now: an aware instant; "today" is its day in Asia/Shanghai.
        customers: how many invented customers beside the nine of the story.
        seed: another seed, other people.
        pack: name and version of the rules its tickets were opened with.

    Raises:
        ValueError: ``now`` has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("now needs its zone")
    return World(now=now, customers=customers, seed=seed, pack=pack)


__all__ = ["ACCOUNTS", "AGENTS", "PACK", "SEED", "World", "build_world"]
