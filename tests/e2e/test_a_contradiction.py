"""比对 → 审核 → 补录 by three people at three desks, each of whom was offline when they did it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from app.customer.record import Agent
from app.desk import Desk, Seat
from app.ids import AgentId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import Record
from sync.server.accounts import Account, create_account
from sync.server.app import create_app
from sync.server.database import open_database, write
from sync.server.migrate import migrate
from sync.server.serving import serving
from tests.sync.client.desks import PASSWORD, QUICK
from tests.sync.client.desks import Desk as Place

PEOPLE = {"A1": "agent", "A2": "supervisor", "A3": "counter", "A4": "lead"}


class Sitting(NamedTuple):
    """Somebody at a desk of their own."""

    place: Place
    desk: Desk

    def sync(self) -> None:
        """The line is back."""
        self.place.sync()

    def state(self, case_id: str) -> str:
        """What this desk says of the case."""
        found = self.desk.review.case(case_id)
        return "" if found is None else found.state_words


@pytest.fixture
def people(tmp_path: Path) -> Iterator[dict[str, Sitting]]:
    url = f"sqlite:///{tmp_path / 'centre.db'}"
    engine = open_database(url)
    migrate(engine)
    known = QUICK.hash(PASSWORD)
    for agent_id, role in PEOPLE.items():
        account = Account(agent_id=AgentId(agent_id), name=agent_id, role=role)
        write(engine, lambda connection, account=account: create_account(connection, account, known))
    engine.dispose()
    pack = load_pack(PACKS / "insurance")
    with serving(create_app(url, passwords=QUICK)) as address:
        made = {}
        for agent_id, role in PEOPLE.items():
            place = Place(tmp_path / agent_id, address, agent_id)
            agent = Agent(agent_id=agent_id, name=agent_id, role=role)
            seat = Seat(store=place.store, clock=place.clock, pack=pack, agent=agent, device=place.device, slot=1)
            made[agent_id] = Sitting(place, Desk(seat))
        yield made
        for one in made.values():
            one.place.centre.close()
            one.place.store.close()


def sync_all(people: dict[str, Sitting]) -> None:
    """Everybody twice: what the first round brought up, the second brings down."""
    for one in [*people.values(), *people.values()]:
        one.sync()


def her(sitting: Sitting) -> Record:
    found = sitting.place.record("c-1")
    assert found is not None
    return found


def a_case(people: dict[str, Sitting]) -> str:
    """A customer everybody knows says that she is called otherwise."""
    first = people["A1"]
    first.place.change("c-1", name="林婉清", kind="person")
    sync_all(people)
    proposed = first.desk.review.propose(her(first), "name", "林婉青", "customer_said", said_by="客户本人")
    assert proposed.case is not None
    sync_all(people)
    return proposed.case.case_id


def test_three_people_at_three_desks_settle_a_contradiction(people: dict[str, Sitting]) -> None:
    case_id = a_case(people)
    people["A1"].desk.review.compare(case_id, "new", "身份证原件")
    sync_all(people)
    people["A2"].desk.review.review(case_id, "new", "以证件为准")
    sync_all(people)
    people["A3"].desk.review.record(case_id)
    sync_all(people)
    for one in people.values():
        assert one.state(case_id) == "已补录"
        meta = her(one).meta["name"]
        assert (her(one).fields["name"], meta.source, meta.by, meta.verified_by) == (
            "林婉青",
            "customer_said",
            "A3",
            "A3",
        )
        assert one.place.conflicts() == []


def test_two_people_decide_offline_and_every_desk_keeps_the_same_decision(people: dict[str, Sitting]) -> None:
    case_id = a_case(people)
    people["A1"].desk.review.compare(case_id, "new", "身份证原件")
    sync_all(people)
    people["A4"].desk.review.review(case_id, "old", "先不改")
    people["A2"].desk.review.review(case_id, "new", "以证件为准")
    assert people["A4"].state(case_id) == "维持原值"
    people["A2"].sync()
    sync_all(people)
    seen = [one.desk.review.case(case_id) for one in people.values()]
    assert {one.state_words for one in seen} == {"待补录"}
    voids = [[step.void for step in one.steps if step.words == "审核"] for one in seen]
    assert all(sorted(one) == ["", "同时有人先做了，以先到中心的为准"] for one in voids)
