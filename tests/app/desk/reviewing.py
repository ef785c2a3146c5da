"""Desks for reviews: the people of the story in one encrypted store, several agents in front of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from app.customer.record import Agent
from app.desk import Desk, Seat
from app.ids import DeviceId, new_id
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import Record
from app.store import records
from app.store.database import Store, open_store
from resources.demo.accounts import AGENTS
from resources.demo.story import CUSTOMER_ID
from resources.demo.world import build_world
from sync.hlc import DeskClock

DeskOf = Callable[[str], Desk]
COMPARER, REVIEWER, RECORDER = "A1027", "A1010", "A2016"
"""周雨桐 (agent), 陈思远 (supervisor), 沈嘉禾 (counter)."""


def story_store(folder: Path) -> Store:
    """An encrypted store with the people of the story."""
    store = open_store(folder / "desk.db", "c3" * 32)
    with store.write() as db:
        records.apply(db, list(build_world(datetime.now(UTC), customers=0).records), device=DeviceId("pc-1"))
    return store


def desk_of(store: Store, agent_id: str, clock: DeskClock | None = None) -> Desk:
    """The desk of one of the colleagues."""
    agent: Agent = next(one for one in AGENTS if one.agent_id == agent_id)
    return Desk(
        Seat(
            store=store,
            clock=clock or DeskClock(),
            pack=load_pack(PACKS / "insurance"),
            agent=agent,
            device=DeviceId(f"pc-{agent_id}"),
            slot=1,
        )
    )


def desks_of(store: Store) -> DeskOf:
    """The desks of all colleagues, in front of one store and on one clock."""
    clock = DeskClock()
    return lambda agent_id: desk_of(store, agent_id, clock)


def nameless(desk: Desk) -> str:
    """Somebody of whom nothing is known. Returns the customer's id."""
    customer_id = new_id()
    customer = Record(id=customer_id, entity="customer", owner_id=customer_id)
    desk.customers.change(customer, {"name": "", "real_name": "no"}, source="agent")
    return customer_id


def heard(desk: Desk, name: str = "林婉青") -> str:
    """The customer says on the phone that she is called otherwise. Returns the case."""
    record = desk.customers.record(CUSTOMER_ID)
    assert record is not None
    case = desk.review.propose(record, "name", name, "customer_said", said_by="客户本人").case
    assert case is not None
    return case.case_id
