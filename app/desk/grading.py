"""Tiers and entitlements at this desk: graded by the pack's rules, logged, handed out (`mission-rows.md` D03, D06)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.customer.file_sheet import LogEntry
from app.desk.customers import ENTITLEMENTS, Customers
from app.desk.file_parts import holdings
from app.desk.grade_log import grade_log
from app.desk.seat import Changes, Seat
from app.errors import RefusedError
from app.ids import FactId, derived_id
from app.record import Record
from app.store import facts, merged, records, tickets
from app.tier.entitlement import Card, entitlement_card
from app.tier.expression import Inputs
from app.tier.facts import EntitlementReturned, EntitlementUsed
from app.tier.grade import grade_all, held_grades
from app.tier.model import Grade
from app.tier.regrade import inputs_of_file, regrade

SOURCE = "rules"
"""Where a graded field's value comes from, in its meta."""
COUNTED = timedelta(days=30)
CARD_REACH = timedelta(days=400)
"""How far back uses are looked for: a year and its edges."""
MOST = 500


class Grading:
    """Grades and entitlements of customers. Every method reads or writes the store."""

    def __init__(self, seat: Seat, customers: Customers) -> None:
        self._seat, self._customers = seat, customers

    def grade(self, customer_id: str) -> tuple[Grade, ...]:
        """Where the rules put this customer now, and why; changes nothing. Empty for somebody not known here."""
        with self._seat.store.read() as db:
            customer, inputs = self._figures(db, customer_id)
        return () if customer is None else grade_all(self._seat.pack.tiers, inputs)

    def regrade(self, customer_id: str) -> tuple[str, ...]:
        """Put the customer where the rules say, with a log entry for each change; returns the schemes that changed.

        For roles that may write the grades. For all others the centre grades, every night; :meth:`grade` shows them
        where the rules put the customer already.

        Raises:
            RefusedError: not for this role; the centre would not take it.
        """
        seat = self._seat
        refusal = seat.pack.privacy.writes.fact_refusal(seat.agent.role, "customer_regraded")
        if refusal:
            raise RefusedError(refusal)
        with seat.store.write() as db:
            customer, inputs = self._figures(db, customer_id)
            if customer is None:
                return ()
            found = regrade(customer, inputs, seat.pack.tiers, pack=self._seat.pack.edition, day=seat.today())
            if not found.fields:
                return ()
            self._customers.write(db, customer, found.fields, SOURCE)
            whose = customer.id  # of several files that are shown as one, the one in front
            facts.record_new(db, [(seat.fact(whose, body, fact_id=one), whose) for one, body in found.log.items()])
        self._tell(customer_id, whose)
        return tuple(body.scheme for body in found.log.values())

    def log(self, customer_id: str) -> tuple[LogEntry, ...]:
        """How the customer's grades changed, the latest first."""
        with self._seat.store.read() as db:
            return grade_log(db, self._seat, customer_id)

    def entitlements(self, customer_id: str) -> Card:
        """What the customer's tiers give, what is used and left."""
        with self._seat.store.read() as db:
            return self._card(db, customer_id)

    def use(self, customer_id: str, code: str, note: str = "", ticket: str = "") -> Card:
        """The customer takes up an entitlement; the card as it stands then.

        Raises:
            RefusedError: their tiers do not give it, or nothing is left in this period as far as this desk knows.
        """
        with self._seat.store.write() as db:
            item = self._card(db, customer_id).item(code)
            if item is None:
                raise RefusedError("客户现在的等级没有这项权益，请先看权益卡")
            if item.left == 0:
                reset = f"{item.resets_on.month} 月 {item.resets_on.day} 日"
                raise RefusedError(f"{item.name}这一期的 {item.quota} 次已经用完，{reset}起重新计；需要破例请转主管")
            used = EntitlementUsed(entitlement=code, note=note, ticket=ticket)
            facts.record_new(db, [(self._seat.fact(customer_id, used), customer_id)])
            card = self._card(db, customer_id)
        self._tell(customer_id)
        return card

    def give_back(self, customer_id: str, use_id: FactId, reason: str = "") -> Card:
        """A use did not happen after all; the card as it stands then. Given back twice is given back once.

        It is kept in the file of the use, so that both stay together when merged files are taken apart again.
        """
        returned = EntitlementReturned(use=use_id, reason=reason)
        with self._seat.store.write() as db:
            used = facts.stored(db, [use_id]).get(use_id)
            whose = customer_id if used is None else used.subject_id
            made = self._seat.fact(whose, returned, fact_id=derived_id("entitlement-returned", use_id))
            facts.record_new(db, [(made, whose)])
            card = self._card(db, customer_id)
        self._tell(customer_id)
        return card

    def _card(self, db: Any, customer_id: str) -> Card:
        seat = self._seat
        shown = merged.shown(db, customer_id)
        if shown is None:
            return Card()
        done = facts.of_customer(db, customer_id, seat.clock.now() - CARD_REACH, ENTITLEMENTS, MOST)
        grades = held_grades(seat.pack.tiers, shown.record.fields)
        return entitlement_card(seat.pack.tiers, grades, done, seat.today(), seat.zone)

    def _figures(self, db: Any, customer_id: str) -> tuple[Record | None, Inputs]:
        file = records.file_of(db, customer_id)
        shown = merged.in_file(db, customer_id, file)
        if shown is None:
            return None, {}
        customer = shown.record
        since = self._seat.clock.now() - COUNTED
        contacts = facts.of_customer(db, customer_id, since, ("contact_made",), MOST)
        owned = tickets.of_customer(db, customer_id)
        complaints = sum(1 for one in owned if one.kind == "complaint" and one.state != "closed")
        counts = {"contacts": len(contacts), "complaints": complaints}
        return customer, inputs_of_file(customer, holdings(file), counts, self._seat.today())

    def _tell(self, *customers: str) -> None:
        self._seat.on_changes(Changes(by="desk", customers=frozenset(customers)))
