"""Two desks that hand out the last entitlement while they cannot hear each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from app.customer.record import Agent
from app.desk.customers import Customers
from app.desk.grading import Grading
from app.desk.seat import Seat
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from sync.server.database import open_database, writing
from sync.server.tables import user
from tests.sync.client.desks import Desk, DeskMaker

PACK = load_pack(PACKS / "insurance")


@pytest.fixture(autouse=True)
def _they_may_write_grades(url: str, tmp_path: Path) -> None:
    """Both people are supervisors: grades are not an agent's to write."""
    engine = open_database(f"sqlite:///{tmp_path / 'centre.db'}")
    with writing(engine) as connection:
        connection.execute(update(user).values(role="supervisor"))
    engine.dispose()


def grading(desk: Desk) -> Grading:
    """The room of tiers at this desk."""
    agent = Agent(agent_id=desk.agent_id, name=desk.agent_id, role="supervisor")
    seat = Seat(store=desk.store, clock=desk.clock, pack=PACK, agent=agent, device=desk.device, slot=1)
    return Grading(seat, Customers(seat))


def test_both_uses_of_the_last_one_are_kept_and_both_desks_show_one_too_many(desk: DeskMaker) -> None:
    here, there = desk("A1"), desk("A2")
    here.change("c1", name="何佳怡", stars=5)
    for one in (here, there):
        one.sync()
    for one in (here, there):
        grading(one).use("c1", "bed_arrangement")
    for one in (here, there, here):
        one.sync()

    cards = [grading(one).entitlements("c1").item("bed_arrangement") for one in (here, there)]
    assert cards[0] == cards[1]
    assert cards[0] is not None
    assert (cards[0].used, cards[0].left, cards[0].over) == (2, 0, 1)
    assert {one.by for one in cards[0].uses} == {"A1", "A2"}

    grading(there).give_back("c1", cards[0].uses[0].use_id)
    there.sync()
    here.sync()
    mended = grading(here).entitlements("c1").item("bed_arrangement")
    assert mended is not None
    assert (mended.used, mended.over) == (1, 0)


def test_two_desks_that_find_the_same_new_grade_log_it_once(desk: DeskMaker) -> None:
    here, there = desk("A1"), desk("A2")
    here.change("c1", name="何佳怡", stars=2, points=20_000)
    for one in (here, there):
        one.sync()
    for one in (here, there):
        assert "star" in grading(one).regrade("c1")
    for one in (here, there, here):
        one.sync()

    logs = [grading(one).log("c1") for one in (here, there)]
    assert [[entry.after for entry in log if entry.scheme == "星级"] for log in logs] == [["五星"], ["五星"]]
    assert here.conflicts() == there.conflicts() == []
