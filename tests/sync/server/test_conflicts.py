"""Conflicts reach everybody who reads the record, not only the desk whose operation came later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Engine

from sync.server.accounts import Passwords
from sync.server.health import examine
from tests.sync.server.desks import NOW, sit_down

MakeAgent = Callable[..., Any]


def test_a_conflict_is_told_to_every_desk_of_the_feed_and_no_desk_can_write_one(
    engine: Engine, passwords: Passwords, add_agent: MakeAgent
) -> None:
    for agent_id in ("A1001", "A1002"):
        add_agent(agent_id)
    desk, other = (sit_down(engine, passwords, agent_id) for agent_id in ("A1001", "A1002"))
    desk.push(desk.patch("c1", phone="1"), desk.patch("c1", 1, phone="2"))
    read = desk.pull().pos
    other.push(other.patch("c1", 1, minutes=5, base={"phone": "1"}, phone="3"))
    told = {one.entity: one for one in desk.pull(read).records}["conflict"]
    assert told.owner_id == "c1"
    assert told.fields == {
        "entity": "customer", "row_id": "c1", "field": "phone", "base": "1", "mine": "3", "theirs": "2",
        "winner": "mine", "policy": "latest", "mine_by": "A1002", "theirs_by": "A1001", "at": NOW.isoformat(),
    }  # fmt: skip
    assert [finding for finding in examine(desk.engine) if not finding.ok] == []
    forged = desk.patch(told.id, 1, mine="4")
    forged = msgspec.structs.replace(forged, patch=msgspec.structs.replace(forged.patch, entity="conflict"))
    assert desk.push(forged)[0].code == "bad_entity"
