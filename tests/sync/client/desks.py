"""Desks without a window, and a centre for them: real stores, real HTTP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from argon2 import PasswordHasher

from app.fact import Fact
from app.ids import AgentId, FactId, TicketId, new_id
from app.record import Patch, Record
from app.store import facts, outbox, records, tickets
from app.store.database import Store, open_store
from app.ticket.facts import TicketNoted, TicketOpened
from app.ticket.fold import Ticket
from sync.client import session
from sync.client.http import Centre
from sync.client.round import sync_once
from sync.hlc import DeskClock
from sync.protocol import FieldConflict
from sync.server.accounts import Account, Passwords, create_account
from sync.server.database import open_database, write
from sync.server.migrate import migrate

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
        with self.store.write() as db:
            seen = records.get(db, row_id)
            base = {} if seen is None else {name: seen.fields.get(name) for name in fields}
            rev = 0 if seen is None else seen.rev
            patch = Patch(entity="customer", row_id=row_id, owner_id=row_id, base_rev=rev, fields=fields, base=base)
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

    def record(self, row_id: str) -> Record | None:
        """What this desk shows of a customer."""
        with self.store.read() as db:
            return records.get(db, row_id)

    def ticket(self, ticket_id: str) -> Ticket | None:
        """What this desk makes of a ticket."""
        with self.store.read() as db:
            return tickets.get(db, ticket_id)

    def conflicts(self) -> list[FieldConflict]:
        """The fields this desk knows two values of."""
        with self.store.read() as db:
            found = records.open_conflicts(db)
            assert records.count_open_conflicts(db) == len(found)
        return [msgspec.json.decode(body, type=FieldConflict) for _, body in found]

    def happened(self, subject_id: str, body: object) -> None:
        """A fact of any kind."""
        self._keep(subject_id, body, None)

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
