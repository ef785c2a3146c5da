"""What the customer holds, pays, and lives with: 保单与理赔, 缴费, 家庭, 资料."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.customer.view import Customer360, Entry, HoldingGroup, HoldingRow, Person
from ui.customer.delegates import HoldingDelegate
from ui.customer.tabs import TabbedPanel
from ui.widgets.row_list import RowList


class HoldingsPanel(TabbedPanel):
    """Four tabs of rows.

    Signals:
        holding_opened: a policy, claim or device was clicked; carries the :class:`HoldingRow`.
    """

    holding_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holdings = RowList(HoldingDelegate(), _spoken)
        self._payments = RowList(HoldingDelegate(badge_column=0), _spoken)
        self._household = RowList(HoldingDelegate(badge_column=0), _spoken)
        self._profile = RowList(HoldingDelegate(badge_column=0), _spoken)
        self._holdings.opened.connect(self.holding_opened)
        self._word_tabs("", "")

    def show_customer(self, customer: Customer360) -> None:
        """Show another customer's holdings; the current tab stays, agents look at the same thing twice."""
        self._holdings.set_rows(_grouped(customer.holdings))
        self._payments.set_rows([_entry(entry) for entry in customer.payments])
        self._household.set_rows([_person(person) for person in customer.household])
        self._profile.set_rows([_entry(entry) for entry in customer.profile])
        held = sum(len(group.rows) for group in customer.holdings)
        people = len(customer.household)
        self._word_tabs(str(held) if held else "", self.tr("{count} 人").format(count=people) if people else "")

    def _word_tabs(self, held: str, people: str) -> None:
        self.set_page("holdings", self._holdings, self.tr("保单与理赔"), held)
        self.set_page("payments", self._payments, self.tr("缴费"))
        self.set_page("household", self._household, self.tr("家庭"), people)
        self.set_page("profile", self._profile, self.tr("资料"))


def _grouped(groups: tuple[HoldingGroup, ...]) -> list[str | HoldingRow]:
    rows: list[str | HoldingRow] = []
    for group in groups:
        rows.extend((group.title, *group.rows))
    return rows


def _entry(entry: Entry) -> HoldingRow:
    return HoldingRow(holding_id=entry.label, title=entry.label, number=entry.source, amount=entry.value)


def _person(person: Person) -> HoldingRow:
    return HoldingRow(holding_id=person.name, title=person.name, number=person.note, amount=person.relation)


def _spoken(row: HoldingRow) -> str:
    parts = (row.title, row.number, row.amount, row.note, row.status)
    return " ".join(part for part in parts if part)
