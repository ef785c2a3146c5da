"""The desk: every room of the business, wired to one store, for one agent."""

from __future__ import annotations

import msgspec

from app.customer.record import Customer, view
from app.desk.callers import Callers
from app.desk.calls import Calls
from app.desk.customers import Customers
from app.desk.file_parts import of_kind
from app.desk.follow_ups import FollowUps
from app.desk.grading import Grading
from app.desk.merging import Merging
from app.desk.privacy import Privacy
from app.desk.review import Review
from app.desk.seat import Seat
from app.desk.talks import Talks
from app.desk.tickets import Tickets
from app.desk.verification import Verification
from app.store import merged, outbox, records, tickets
from app.store.outbox import Waiting
from app.work.story import build_my_work
from app.work.view import MyWork, WorkItem

MOST_SUBJECT = 20
"""Characters of a draft's text in the list."""


class Desk:
    """What ui/ talks to. Every method reads or writes the store: call them through ui/background.py."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.customers = Customers(seat)
        self.merging = Merging(seat)
        self.tickets = Tickets(seat)
        self.talks = Talks(seat)
        self.privacy = Privacy(seat)
        self.verification = Verification(seat, self.talks)
        self.grading = Grading(seat, self.customers)
        self.review = Review(seat, self.customers)
        self.callers = Callers(seat, self.customers)
        self.follow_ups = FollowUps(seat, self.customers)
        self.calls = Calls(seat, self.customers, self.callers, self.tickets, self.talks, self.verification)

    def my_work(self) -> MyWork:
        """What waits for this agent, most urgent first."""
        seat = self.seat
        with seat.store.read() as db:
            held = tickets.of_agent(db, seat.agent_id)
            file = records.file_of(db, seat.agent_id)
            wanted = {ticket.customer_id for ticket in held if ticket.customer_id}
            found = {one: shown.record for one in wanted if (shown := merged.shown(db, one))}
        waiting = build_my_work(
            held,
            {one: view(record, Customer).name for one, record in found.items()},
            of_kind(file, "callback"),
            of_kind(file, "message"),
            seat.agent_id,
            now=seat.clock.now(),
            pack=seat.pack,
            agents=self.customers.colleagues(),
        )
        return msgspec.structs.replace(waiting, tickets=(*self._half_written(), *waiting.tickets))

    def _half_written(self) -> tuple[WorkItem, ...]:
        """Drafts somebody typed into: they come first, nobody else can see them."""
        pack = self.seat.pack
        return tuple(
            WorkItem(
                ticket_id=draft.ticket_id,
                customer=self.customers.name(draft.customer_id) or "未实名客户" if draft.customer_id else "未登记客户",
                subject=str(draft.values.get("description") or "")[:MOST_SUBJECT] or pack.label("kind", draft.kind),
                note=f"{pack.label('kind', draft.kind)} · 草稿未提交",
                is_mine_first=True,
                unsent=True,
            )
            for draft in self.tickets.drafts()
        )

    def waiting(self) -> Waiting:
        """What the centre does not know yet."""
        with self.seat.store.read() as db:
            return outbox.waiting(db)
