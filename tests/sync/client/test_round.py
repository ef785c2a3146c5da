"""Rounds of sync against a real centre: answers get lost, operations are refused, the centre is another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from app.errors import SignInError, UnreachableError
from app.fact import Fact
from app.ids import AgentId, FactId, TicketId, new_id
from app.record import Patch
from app.store import facts, outbox, records, tickets
from app.store.database import Store, open_store
from app.ticket.facts import TicketNoted, TicketOpened
from sync.client import session
from sync.client.http import Centre
from sync.client.round import gather, sync_once, take
from sync.hlc import DeskClock
from sync.server.accounts import Account, Passwords, create_account
from sync.server.app import create_app
from sync.server.database import open_database, write
from sync.server.migrate import migrate
from sync.server.serving import serving

QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
PASSWORD = "correct horse"


def furnish(url: str) -> None:
    """A centre with two people and nothing else."""
    engine = open_database(url)
    migrate(engine)
    known = QUICK.hash(PASSWORD)
    for agent_id in ("A1", "A2"):
        account = Account(agent_id=AgentId(agent_id), name=agent_id)
        write(engine, lambda connection, account=account: create_account(connection, account, known))
    engine.dispose()


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A running centre."""
    database = f"sqlite:///{tmp_path / 'centre.db'}"
    furnish(database)
    with serving(create_app(database, passwords=QUICK)) as address:
        yield address


class Desk:
    """A store, a clock and a way to the centre."""

    def __init__(self, folder: Path, url: str, agent_id: str) -> None:
        self.store: Store = open_store(folder / "desk.db", "a1" * 32)
        self.clock = DeskClock()
        self.centre = Centre(url)
        self.agent_id = AgentId(agent_id)
        self.device = session.device_of(self.store)
        session.sign_in(self.store, self.centre, agent_id, PASSWORD)

    def note(self, ticket_id: str, text: str, *, by: str | None = None) -> None:
        """Something happens at this desk."""
        self._keep(ticket_id, TicketNoted(text=text), by)

    def open_ticket(self) -> str:
        """A ticket is opened at this desk."""
        ticket_id = TicketId(new_id())
        opened = TicketOpened(kind="complaint", number=new_id(), form_id="f", pack="p", first_responder=self.agent_id)
        self._keep(ticket_id, opened, None)
        return ticket_id

    def change(self, row_id: str, **fields: Any) -> None:
        """A record is changed at this desk."""
        patch = Patch(entity="customer", row_id=row_id, owner_id=row_id, base_rev=0, fields=fields)
        with self.store.write() as db:
            stamp = self.clock.stamp()
            records.change(db, patch, device=self.device, hlc=stamp, by=self.agent_id, now=1.0)

    def sync(self) -> None:
        """Until nothing more is to come."""
        while sync_once(self.store, self.centre, device=self.device, clock=self.clock).more:
            pass

    def notes(self, ticket_id: str) -> list[str]:
        """What this desk knows was written on a ticket."""
        with self.store.read() as db:
            found = facts.of_subject(db, ticket_id)
        return [fact.body.text for fact in found if isinstance(fact.body, TicketNoted)]

    def waiting(self) -> outbox.Waiting:
        """What the centre does not know yet."""
        with self.store.read() as db:
            return outbox.waiting(db)

    def _keep(self, ticket_id: str, body: object, by: str | None) -> None:
        made: Fact[Any] = Fact(
            id=FactId(new_id()),
            subject_id=ticket_id,
            hlc=self.clock.stamp(),
            at=self.clock.now(),
            by=AgentId(by or self.agent_id),
            device=self.device,
            body=body,
        )
        with self.store.write() as db:
            facts.record_new(db, [(made, "")])


DeskMaker = Callable[[str], Desk]


@pytest.fixture
def desk(url: str, tmp_path: Path) -> Iterator[DeskMaker]:
    """Opens desks, and closes them."""
    opened: list[Desk] = []

    def open_desk(agent_id: str) -> Desk:
        opened.append(Desk(tmp_path / f"{agent_id}-{len(opened)}", url, agent_id))
        return opened[-1]

    yield open_desk
    for one in opened:
        one.centre.close()
        one.store.close()


def test_an_operation_whose_answer_was_lost_has_one_effect(desk: DeskMaker) -> None:
    mine, other = desk("A1"), desk("A2")
    ticket_id = mine.open_ticket()
    mine.note(ticket_id, "已联系理赔部")
    mine.centre.sync(gather(mine.store))  # the centre has it, and the answer never arrives
    assert mine.waiting().count == 2
    mine.sync()
    other.sync()
    assert mine.waiting().count == 0
    assert other.notes(ticket_id) == ["已联系理赔部"]


def test_an_answer_that_arrives_twice_changes_nothing_the_second_time(desk: DeskMaker) -> None:
    mine = desk("A1")
    ticket_id = mine.open_ticket()
    mine.note(ticket_id, "一次")
    request = gather(mine.store)
    answer = mine.centre.sync(request)
    take(mine.store, request, answer, device=mine.device, clock=mine.clock)
    take(mine.store, request, answer, device=mine.device, clock=mine.clock)
    assert mine.notes(ticket_id) == ["一次"]
    assert mine.waiting().count == 0


def test_a_refused_operation_is_set_aside_with_words_and_the_next_goes_through(desk: DeskMaker) -> None:
    mine, other = desk("A1"), desk("A2")
    ticket_id = mine.open_ticket()
    mine.note(ticket_id, "冒名", by="A2")
    mine.note(ticket_id, "本人")
    mine.sync()
    other.sync()
    assert mine.waiting().refused == 1
    with mine.store.read() as db:
        (set_aside,) = outbox.refused(db)
    assert set_aside.reason
    assert other.notes(ticket_id) == ["本人"]


def test_more_than_one_page_arrives_whole_and_in_order(desk: DeskMaker) -> None:
    mine, other = desk("A1"), desk("A2")
    ticket_id = mine.open_ticket()
    for number in range(1_200):
        mine.note(ticket_id, str(number))
    mine.sync()
    other.sync()
    assert other.notes(ticket_id) == [str(number) for number in range(1_200)]


def test_a_desk_works_on_after_its_session_ended_and_loses_nothing(desk: DeskMaker) -> None:
    mine = desk("A1")
    ticket_id = mine.open_ticket()
    mine.centre.token = "expired"
    with pytest.raises(SignInError):
        mine.sync()
    mine.note(ticket_id, "还在写")
    session.sign_in(mine.store, mine.centre, "A1", PASSWORD)
    mine.sync()
    assert mine.waiting().count == 0


def test_a_centre_that_is_another_one_is_read_from_the_beginning_and_nothing_is_thrown_away(
    desk: DeskMaker, tmp_path: Path
) -> None:
    mine = desk("A1")
    ticket_id = mine.open_ticket()
    mine.sync()
    database = f"sqlite:///{tmp_path / 'another.db'}"
    furnish(database)
    with serving(create_app(database, passwords=QUICK)) as address:
        mine.centre.close()
        mine.centre = Centre(address)
        session.sign_in(mine.store, mine.centre, "A1", PASSWORD)
        mine.change("c-1", name="林婉清")
        with mine.store.read() as db:
            before = len(facts.of_subject(db, ticket_id))
        mine.sync()
        with mine.store.read() as db:
            assert len(facts.of_subject(db, ticket_id)) == before == 1
        other = Desk(tmp_path / "other", address, "A2")
        other.note(ticket_id, "看得到")  # the ticket this desk had sent to the lost centre is at the new one
        other.sync()
        with other.store.read() as db:
            assert tickets.get(db, ticket_id) is not None
        for one in (mine, other):
            one.centre.close()
        other.store.close()


def test_without_a_centre_the_error_says_that_the_work_is_safe(tmp_path: Path) -> None:
    nowhere = Centre("http://127.0.0.1:9")
    store = open_store(tmp_path / "desk.db", "a1" * 32)
    with pytest.raises(UnreachableError, match="改动都在本机"):
        nowhere.sync(gather(store))
    nowhere.close()
    store.close()


def test_another_agent_cannot_sign_in_over_somebodys_unsent_work(desk: DeskMaker) -> None:
    mine = desk("A1")
    mine.open_ticket()
    with pytest.raises(SignInError, match="A1"):
        session.sign_in(mine.store, mine.centre, "A2", PASSWORD)


def test_the_desks_clock_follows_the_centre_not_the_pc(desk: DeskMaker) -> None:
    mine = desk("A1")
    mine.clock = DeskClock(wall=lambda: datetime(2020, 1, 1, tzinfo=UTC))
    mine.sync()
    assert mine.clock.now().year >= 2026
    assert mine.clock.drift().days < -365
