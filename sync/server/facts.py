"""Facts that are new at the centre: as a caller or the centre itself states them, and their places in the feeds.

A fact's order is its position in its home feed, so the feeds move before the facts are written.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection

from app.catalogue import AnyFact, encode_body, kind_of
from app.fact import Fact
from app.ids import AgentId, DeviceId, FactId, new_id
from app.stamp import stamp_at
from sync.protocol import WireFact
from sync.server.changelog import FACT, Pointer, advance
from sync.server.rows import add_facts
from sync.server.scope import feeds_of_row
from sync.server.session import Caller

CENTRE = DeviceId("centre")
"""The device named in what the centre itself writes."""

Moves = dict[str, list[Pointer]]
"""Per feed key the rows that changed: see :func:`sync.server.changelog.advance`."""


class Settled(NamedTuple):
    """The new heads of the feeds that moved, and the orders of the new facts by their ids."""

    heads: dict[str, int]
    orders: dict[str, int]


def stated_by(caller: Caller, subject_id: str, customer_id: str, body: Any, now: datetime) -> WireFact:
    """A new fact of a caller's that the centre writes down for them; ``now`` is UTC."""
    return WireFact(
        id=FactId(new_id()),
        subject_id=subject_id,
        kind=kind_of(body),
        hlc=stamp_at(now),
        at=now,
        by=caller.agent_id,
        device=caller.device,
        body=encode_body(body),
        customer_id=customer_id,
    )


def stated_here(id_: str, subject_id: str, body: Any, now: datetime, by: str = "centre") -> AnyFact:
    """A fact that the centre states by itself; ``now`` is UTC."""
    return Fact(
        id=FactId(id_), subject_id=subject_id, hlc=stamp_at(now), at=now, by=AgentId(by), device=CENTRE, body=body
    )


def join_facts(moves: Moves, facts: Collection[WireFact]) -> None:
    """Have new facts join their feeds, behind what has moved so far."""
    for fact in facts:
        for feed in feeds_of_row(FACT, fact.customer_id):
            moves.setdefault(feed, []).append(Pointer(fact.id, FACT, 1, joins=True))


def settle(connection: Connection, moves: Moves, facts: Collection[WireFact]) -> Settled:
    """Move the feeds and write the new facts, which have joined them, each with its order. Ends a transaction.

    Raises:
        IntegrityError: another transaction was first with one of the facts.
    """
    moved = advance(connection, moves)
    orders: dict[str, int] = {one.id: moved.positions[feeds_of_row(FACT, one.customer_id)[0]][one.id] for one in facts}
    add_facts(connection, [msgspec.structs.replace(one, order=orders[one.id]) for one in facts])
    return Settled(moved.heads, orders)


def settle_alone(connection: Connection, fact: WireFact) -> Settled:
    """:func:`settle` for a transaction that writes one new fact and moves nothing else."""
    moves: Moves = {}
    join_facts(moves, [fact])
    return settle(connection, moves, [fact])
