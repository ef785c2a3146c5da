"""What the customer holds, pays, and lives with: 保单与理赔, 缴费, 家庭, 单位, 资料."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.customer.view import Customer360, HoldingGroup, HoldingRow, Person
from ui.customer.delegates import HoldingDelegate
from ui.customer.entitlements import EntitlementsPane
from ui.customer.profile import ProfilePane, row_of, spoken
from ui.customer.tabs import TabbedPanel
from ui.widgets.list_or_empty import ListOrEmpty
from ui.widgets.row_list import RowList


class HoldingsPanel(TabbedPanel):
    """Tabs of rows; 单位 only where there are relations of that kind, and 家庭 not where there are only those.

    Signals:
        holding_opened: a policy, claim or device was clicked; carries the :class:`HoldingRow`.
        person_opened: somebody with a file of their own was clicked; carries their customer id.
        behaviour_chosen: as of :class:`ProfilePane`.
    """

    holding_opened = Signal(object)
    person_opened = Signal(str)
    behaviour_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = RowList(HoldingDelegate(), spoken)
        self._payments = RowList(HoldingDelegate(badge_column=0), spoken)
        self._household = RowList(HoldingDelegate(badge_column=0), spoken)
        self._corporate = RowList(HoldingDelegate(badge_column=0), spoken)
        everything = self.tr("保单、理赔、号码和设备会列在这里")
        self._pages_of = (
            ListOrEmpty(self.list, self.tr("没有登记的业务"), everything, "document_text"),
            ListOrEmpty(self._payments, self.tr("没有缴费记录"), self.tr("扣款和缴费会列在这里"), "document_table"),
            ListOrEmpty(self._household, self.tr("没有登记家庭成员"), self.tr("同一家庭的客户会列在这里"), "people"),
        )
        self.profile, self.entitlements = ProfilePane(), EntitlementsPane()
        for page in (self._corporate, self.entitlements):
            page.setParent(self)
            page.hide()
        self.list.opened.connect(self.holding_opened)
        for people in (self._household, self._corporate):
            people.opened.connect(self.on_person)
        self.profile.behaviour_chosen.connect(self.behaviour_chosen)
        self._word_tabs("", 0, 0)

    def show_customer(self, customer: Customer360) -> None:
        """Show another customer's holdings; the current tab stays, agents look at the same thing twice."""
        self.list.set_rows(_grouped(customer.holdings))
        self._payments.set_rows([row_of(entry) for entry in customer.payments])
        family = [self._person(person) for person in customer.household]
        self._household.set_rows(family)
        self._corporate.set_rows([self._person(person) for person in customer.corporate])
        self.profile.show_profile(customer)
        held = sum(len(group.rows) for group in customer.holdings)
        self._word_tabs(str(held) if held else "", len(customer.household), len(customer.corporate))

    @Slot(object)
    def on_person(self, row: HoldingRow) -> None:
        """Somebody was clicked; without a file of their own there is nothing to open."""
        if row.holding_id:
            self.person_opened.emit(row.holding_id)

    def _word_tabs(self, held: str, household: int, corporate: int) -> None:
        self.set_page("holdings", self._pages_of[0], self.tr("保单与理赔"), held)
        self.set_page("payments", self._pages_of[1], self.tr("缴费"))
        at_home = not corporate or household > 0
        self._word_people("household", self._pages_of[2], self.tr("家庭"), household, shown=at_home)
        self._word_people("corporate", self._corporate, self.tr("单位"), corporate, shown=corporate > 0)
        self.set_page("profile", self.profile, self.tr("资料"))

    def show_entitlements(self, count: int) -> None:
        """权益 gets its tab with the first customer who has any, and keeps it: tabs that come and go cost a look."""
        if count or self.has_page("entitlements"):
            self.set_page("entitlements", self.entitlements, self.tr("权益"), str(count or ""))

    def _word_people(self, key: str, page: QWidget, words: str, count: int, *, shown: bool) -> None:
        if shown:
            at = None if self.has_page(key) else self.place_of("profile")
            self.set_page(key, page, words, self.tr("{count} 人").format(count=count) if count else "", at=at)
        else:
            taken = self.take_page(key)
            if taken is not None:
                taken.setParent(self)
                taken.hide()

    def _person(self, person: Person) -> HoldingRow:
        return HoldingRow(
            holding_id=person.other_id,
            title=person.name,
            number=person.note,
            amount=person.relation,
            note=self.tr("看档案") if person.other_id else "",
        )


def _grouped(groups: tuple[HoldingGroup, ...]) -> list[str | HoldingRow]:
    rows: list[str | HoldingRow] = []
    for group in groups:
        rows.extend((group.title, *group.rows))
    return rows
