"""办理材料: what to see for a business and whoever comes for it, what is missing, and the hard stop (E06–E08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.identity.papers import COMERS, Comer, Outcome, Papers, Seen, StopReason, Where, check, refusal, words_of
from ui.papers.rows import PaperRows, head_line
from ui.papers.words import comer_words, where_words
from ui.ticket.controls import ChoiceControl
from ui.widgets.buttons import Button
from ui.widgets.labels import label, set_property
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.panel import Panel
from ui.widgets.segmented import Segmented

MENU_GAP_PX = 4


@dataclass(frozen=True)
class PapersDone:
    """All papers of one business have been seen: what was read from them stands in ``outcome.numbers``."""

    business: str
    comer: Comer
    where: Where
    outcome: Outcome


class PapersChecklist(Panel):
    """The panel with the list. It keeps nothing: what it tells has to be written down by whoever shows it.

    Signals:
        completed(PapersDone): every needed paper is there and right, and the agent goes on.
        refused(str): a hard stop; carries the code of the reason. The list is locked until another business is shown.
    """

    completed = Signal(object)
    refused = Signal(str)

    def __init__(self, papers: Papers, today: date, *, where: Where = "counter", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("办理材料"), where_words(where))
        self._papers = papers
        self._where: Where = where
        self._stopped: StopReason | None = None
        self.business = ChoiceControl(())
        self.comer = Segmented([(comer, comer_words(comer)) for comer in COMERS])
        self.notice = NoticeBar(kind="danger", icon="prohibited")
        self.rows = PaperRows(today)
        self.words = label(role="caption", wrap=True)
        self.stop = Button(self.tr("证件有问题"), icon="prohibited")
        self.stops = QMenu(self)
        self.go_on = Button(self.tr("可以办理"), "primary", icon="checkmark")
        self._build()
        self.business.edited.connect(self.on_business_chosen)
        self.comer.chosen.connect(self.on_comer_chosen)
        self.rows.changed.connect(self.on_changed)
        self.stop.clicked.connect(self.on_stop)
        self.go_on.clicked.connect(self.on_go_on)
        self._fill_businesses()

    def show_business(self, code: str, comer: Comer = "holder") -> None:
        """Begin anew with this business; an unknown one (of another pack) shows the first there is."""
        if not self._papers.businesses:
            return
        self.business.show_value(code if code in self._papers.businesses else next(iter(self._papers.businesses)))
        self.comer.set_choice(comer)
        self._stopped = None
        self.rows.forget()
        self._show_list()

    def outcome(self) -> Outcome:
        """What is missing or wrong at this moment."""
        found = self._papers.businesses[str(self.business.value())]
        return check(found, self._comer(), self._seen(), where=self._where, on=self.rows.today)

    def is_stopped(self) -> bool:
        """Whether a document was refused."""
        return self._stopped is not None

    @Slot()
    def on_business_chosen(self) -> None:
        """Another business: its list, with what both lists have in common kept."""
        self._show_list()

    @Slot(str)
    def on_comer_chosen(self, _comer: str) -> None:
        """Somebody else comes for it."""
        self._show_list()

    @Slot()
    def on_changed(self) -> None:
        """Say again what is missing."""
        outcome = self.outcome()
        self.rows.show_outcome(outcome)
        may = outcome.may_proceed and not self.is_stopped()
        self.go_on.setEnabled(may)
        no = self.is_stopped() or bool(outcome.refusal)
        self.words.setText(self.tr("不能办理") if no else words_of(outcome))
        set_property(self.words, "tone", "ok" if may else "danger" if no else "")

    @Slot()
    def on_stop(self) -> None:
        """Ask what is wrong with the document, above the button."""
        at = self.stop.mapToGlobal(self.stop.rect().topLeft())
        self.stops.popup(at - QPoint(0, self.stops.sizeHint().height() + MENU_GAP_PX))

    @Slot()
    def on_go_on(self) -> None:
        """Every paper has been seen."""
        outcome = self.outcome()
        if outcome.may_proceed and not self.is_stopped():
            self.completed.emit(PapersDone(str(self.business.value()), self._comer(), self._where, outcome))

    def stop_for(self, code: str) -> None:
        """The hard stop (E08): nothing more can be done with these papers; says what to tell the customer."""
        if self.is_stopped() or code not in self._papers.stops:
            return
        self._stopped = self._papers.stops[code]
        self._show_notice()
        self._lock(locked=True)
        self.on_changed()
        self.refused.emit(code)

    def _comer(self) -> Comer:
        chosen = self.comer.choice()
        return next((comer for comer in COMERS if comer == chosen), "holder")

    def _seen(self) -> dict[str, Seen]:
        return self.rows.seen()

    def _show_list(self) -> None:
        found = self._papers.businesses[str(self.business.value())]
        self._lock(locked=self.is_stopped())
        stopped = refusal(found, self._comer(), self._where)
        self.rows.show_checklist(None if stopped else found.checklists.get(self._comer()))
        self._show_notice()
        self.on_changed()

    def _show_notice(self) -> None:
        if self._stopped is not None:
            self.notice.set_notice(
                ("", self._stopped.label, self.tr("，停止办理。请说：{0}").format(self._stopped.say)),
                "danger",
                "prohibited",
            )
        elif stopped := self.outcome().refusal:
            self.notice.set_notice((stopped,), "warn", "warning", filled=False)
        else:
            self.notice.hide()
            return
        self.notice.show()

    def _lock(self, *, locked: bool) -> None:
        for part in (self.business, self.comer, self.rows, self.stop):
            part.setEnabled(not locked)

    def _fill_businesses(self) -> None:
        for one in self._papers.businesses.values():
            self.business.addItem(one.label, one.code)
        if self._papers.businesses:
            self.show_business("")
        else:
            self.set_state("empty", self.tr("没有材料清单"), self.tr("规则包里没有写办业务要看什么，请按书面规定办理"))

    def _build(self) -> None:
        self.business.setAccessibleName(self.tr("办什么业务"))
        self.comer.setAccessibleName(self.tr("谁来办"))
        self.body.addWidget(head_line(self.business, self.comer))
        around = QVBoxLayout()
        around.setContentsMargins(12, 0, 12, 8)
        around.addWidget(self.notice)
        self.body.addLayout(around)
        self.body.addWidget(self.rows, 1)
        for stop in self._papers.stops.values():
            self.stops.addAction(stop.label).triggered.connect(lambda _on=False, code=stop.code: self.stop_for(code))
        footer = self.footer()
        footer.addWidget(self.words, 1)
        footer.addWidget(self.stop)
        footer.addWidget(self.go_on)
