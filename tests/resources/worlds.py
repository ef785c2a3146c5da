"""A demo world put in order, as a store would hold it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.customer.record import Agent, view
from app.customer.story import build_360
from app.customer.trail import CurrentCall
from app.customer.view import Customer360
from app.fact import Fact
from app.ids import AgentId, CallId
from app.pack.load import load_pack
from app.record import Record
from app.ticket.fold import Ticket, fold
from app.work.story import build_my_work
from app.work.view import MyWork
from resources.demo import story
from resources.demo.world import World

PACK = load_pack(Path(__file__).parents[2] / "resources" / "packs" / "insurance")
SHANGHAI = ZoneInfo("Asia/Shanghai")
PICTURE = datetime(2026, 3, 18, 10, 24, 31, tzinfo=SHANGHAI)
"""The moment that the pictures show."""
ZHOU = AgentId("A1027")


class Shelf:
    """The world's records and facts by what one asks for."""

    def __init__(self, world: World) -> None:
        self.now = world.now
        self.records = list(world.records)
        self.facts = list(world.facts)
        self.agents = {one.id: view(one, Agent) for one in self.records if one.entity == "agent"}

    def owned(self, owner: str, entity: str) -> list[Record]:
        """The records of one kind that somebody owns."""
        return [one for one in self.records if one.owner_id == owner and one.entity == entity]

    def facts_of(self, subject: str) -> list[Fact[Any]]:
        """The facts about somebody or something."""
        return [one for one in self.facts if one.subject_id == subject]

    def tickets(self) -> list[Ticket]:
        """Every ticket, folded."""
        by_ticket: dict[str, list[Fact[Any]]] = {}
        for fact in self.facts:
            if type(fact.body).__module__.startswith("app.ticket"):
                by_ticket.setdefault(fact.subject_id, []).append(fact)
        found = [fold(facts) for facts in by_ticket.values()]
        assert all(one is not None for one in found)
        return [one for one in found if one is not None]

    def page_of_lin(self, *, with_call: bool = True) -> Customer360:
        """林婉清's page, while she calls or without."""
        owner = story.CUSTOMER_ID
        call = CurrentCall(
            call_id=CallId("pbx1:1"), at=self.now - timedelta(minutes=2), queue="理赔专席", verified=story.VERIFIED
        )
        return build_360(
            self.owned(owner, "customer")[0],
            self.owned(owner, "contact_point"),
            self.owned(owner, "holding"),
            self.owned(owner, "relation"),
            self.facts_of(owner),
            [one for one in self.tickets() if one.customer_id == owner],
            self.agents,
            call=call if with_call else None,
            now=self.now,
            pack=PACK,
            me=ZHOU,
        )

    def work_of_zhou(self) -> MyWork:
        """周雨桐's left column."""
        names = {one.id: str(one.fields["name"]) for one in self.records if one.entity == "customer"}
        return build_my_work(
            self.tickets(),
            names,
            self.owned(ZHOU, "callback"),
            self.owned(ZHOU, "message"),
            ZHOU,
            now=self.now,
            pack=PACK,
            agents=self.agents,
        )
