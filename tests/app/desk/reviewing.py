"""Desks for reviews: the people of the story in one encrypted store, several agents in front of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app.customer.record import Agent
from app.desk import Desk, Seat
from app.ids import DeviceId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.store import records
from app.store.database import Store, open_store
from resources.demo.accounts import AGENTS
from resources.demo.world import build_world
from sync.hlc import DeskClock

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
