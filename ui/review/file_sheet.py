"""资料与来源: one customer's file, field by field at the left, what does not agree at the right (D14, D15)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.customer.file_sheet import FileSheet, Suspicion
from app.customer.provenance import FieldFact
from ui.review.case_card import CaseCard
from ui.review.field_row import FieldRow
from ui.review.grade_log import GradeLog
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.clear_layout import clear_layout
from ui.widgets.dialog_frame import close_button, fitting
from ui.widgets.labels import ElidedLabel, hline, label, vline
from ui.widgets.ring import QualityRing
from ui.widgets.scrolled import scrolled
from ui.widgets.state_pane import StatePane

SIZE = QSize(1000, 640)
CASES_PX = 372
Key = tuple[str, str]
"""A field of a record: row id and field name."""


class FileSheetDialog(QDialog):
    """Beside what it is about, without a scrim; Esc closes it (`design.md` §7.9).

    Signals:
        verify_requested, undo_requested: carry the :class:`FieldFact`.
        change_requested: carries the :class:`ui.review.field_row.Change`.
        wished: carries the :class:`ui.review.case_card.Wish`.
        duplicate_opened: carries the :class:`Suspicion`.
    """

    verify_requested = Signal(object)
    undo_requested = Signal(object)
    change_requested = Signal(object)
    wished = Signal(object)
    duplicate_opened = Signal(object)

    def __init__(
        self, sources: Mapping[str, str], choices: Mapping[str, Mapping[str, str]], parent: QWidget | None = None
    ) -> None:
        """``sources``: words by code, for new values; ``choices``: words by code for each coded field."""
        super().__init__(parent)
        self._sources, self._choices = sources, choices
        self._rows: dict[Key, FieldRow] = {}
        self._cards: dict[str, CaseCard] = {}
        self._sheet: FileSheet | None = None
        self.grade_log: GradeLog | None = None
        self.setProperty("role", "window")
        self.setWindowTitle(self.tr("资料与来源"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._ring = QualityRing()
        self._name, self._reasons = ElidedLabel("", "title"), ElidedLabel("", "caption")
        self.message = label("", "caption", wrap=True)
        self._fields, self._cases = _scroll_column(), _scroll_column()
        self._build()
        self.resize(fitting(SIZE, parent))

    def customer_id(self) -> str:
        """Whose file it shows."""
        return "" if self._sheet is None else self._sheet.customer_id

    def show_sheet(self, sheet: FileSheet, pending: set[Key], now: datetime) -> None:
        """Show a file; ``pending`` are the fields verified just now. A line that is being edited stays open."""
        self._ring.set_score(sheet.quality.score)
        self._name.setText(sheet.name or self.tr("未实名客户"))
        reasons = " · ".join(sheet.quality.reasons) or self.tr("没有缺失，也没有过期")
        self._reasons.setText(self.tr("资料质量 {0} 分：{1}").format(sheet.quality.score, reasons))
        if self._sheet is None or self._sheet.fields != sheet.fields:
            self._show_fields(sheet.fields, now)
        self.mark_pending(pending)
        self._show_cases(sheet, now)
        self._sheet = sheet

    def mark_pending(self, pending: set[Key]) -> None:
        """Show which fields were verified just now and can still be taken back."""
        for key, row in self._rows.items():
            row.set_pending(pending=key in pending)

    def close_editors(self) -> None:
        """What was typed has been taken: put the lines away."""
        for row in self._rows.values():
            row.editor.close_line()

    def row(self, field: str) -> FieldRow:
        """The row of a field, the first one where there are several (telephone numbers)."""
        return next(row for (_, name), row in self._rows.items() if name == field)

    def rows(self) -> list[str]:
        """What the rows say."""
        return [row.accessibleName() for row in self._rows.values()]

    def card(self, case_id: str) -> CaseCard:
        """The card of a case."""
        return self._cards[case_id]

    def show_fault(self, field: str, words: str) -> None:
        """A value could not be taken: said where it was typed."""
        for (_, name), row in self._rows.items():
            if name == field and row.editor.isVisible():
                row.editor.show_fault(words)
                return
        self.say(words)

    def say(self, words: str) -> None:
        """Something to know, in the footer."""
        self.message.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to the line it is pressed in; Esc closes."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    @Slot()
    def on_duplicate(self) -> None:
        """A suspicion's button."""
        self.duplicate_opened.emit(self.sender().property("suspicion"))

    def _show_fields(self, fields: tuple[FieldFact, ...], now: datetime) -> None:
        kept = {key for key, row in self._rows.items() if row.editor.isVisible()}
        written = {key: self._rows[key].editor.typed() for key in kept}
        clear_layout(self._fields)
        self._rows = {}
        for fact in fields:
            key = (fact.row_id, fact.field)
            row = self._rows[key] = FieldRow(fact, now, self._sources, self._choices.get(fact.field, {}))
            row.verify_requested.connect(self.verify_requested)
            row.undo_requested.connect(self.undo_requested)
            row.change_requested.connect(self.change_requested)
            self._fields.addWidget(row)
            if key in kept and written[key]:
                row.editor.take_up(written[key])
        self._fields.addStretch(1)

    def _show_cases(self, sheet: FileSheet, now: datetime) -> None:
        same_cases = {one.case_id for one in sheet.cases} == self._cards.keys()
        if self.grade_log is None or not same_cases or self._sheet is None or _beside(self._sheet) != _beside(sheet):
            self._build_cases(sheet)
        for case in sheet.cases:
            self._cards[case.case_id].show_case(case, now)

    def _build_cases(self, sheet: FileSheet) -> None:
        clear_layout(self._cases)
        self._cards = {}
        for case in sheet.cases:
            card = self._cards[case.case_id] = CaseCard()
            card.wished.connect(self.wished)
            self._cases.addWidget(card)
        if sheet.duplicates:
            self._cases.addWidget(label(self.tr("疑似重复 {0}").format(len(sheet.duplicates)), "caption-strong"))
        for one in sheet.duplicates:
            self._cases.addWidget(self._suspicion(one, sheet.customer_id))
        if not sheet.cases and not sheet.duplicates:
            self._cases.addWidget(self._what_to_do(sheet))
        self.grade_log = GradeLog(sheet.grades)
        self._cases.addWidget(self.grade_log)
        self._cases.addStretch(1)

    def _what_to_do(self, sheet: FileSheet) -> StatePane:
        """Nothing contradicts: what is worth doing at the left is said here."""
        pane, wanting = StatePane(), _wanting(sheet)
        if not wanting:
            reason = self.tr("没有对不上的值，也没有疑似重复的档案")
            pane.show_words(self.tr("没有矛盾"), reason, "", "checkmark_circle")
        else:
            reason = self.tr("{0}：缺的点铅笔补上，过期或没核实过的对照后点“已核实”")
            title = self.tr("没有矛盾，还有 {0} 项待补或待核实").format(len(wanting))
            pane.show_words(title, reason.format("、".join(wanting)), "", "edit")
        return pane

    def _suspicion(self, one: Suspicion, customer_id: str) -> QWidget:
        card = QFrame()
        card.setProperty("role", "popup")
        other = one.other if one.customer_id == customer_id else one.customer
        row = QHBoxLayout(card)
        row.setContentsMargins(12, 8, 12, 8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(other or self.tr("未实名客户"), "strong"))
        words.addWidget(label("、".join(one.reasons), "caption-tertiary", wrap=True))
        row.addLayout(words, 1)
        look = Button(self.tr("比对"), small=True)
        look.setProperty("suspicion", one)
        look.clicked.connect(self.on_duplicate)
        row.addWidget(look)
        return card

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(hline())
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(_page(self._fields), 1)
        body.addWidget(vline())
        self._cases.setContentsMargins(16, 12, 16, 12)
        self._cases.setSpacing(12)
        cases = _page(self._cases)
        cases.setFixedWidth(CASES_PX)
        body.addWidget(cases)
        column.addLayout(body, 1)
        column.addWidget(self._foot())

    def _head(self) -> QWidget:
        head = QFrame()
        head.setProperty("role", "panel")
        head.setStyleSheet("QFrame[role='panel'] { border: 0; border-radius: 0; }")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(12)
        row.addWidget(self._ring)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._reasons)
        row.addLayout(words, 1)
        row.addWidget(close_button(self.reject), 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "panel-footer")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(8)
        self.message.setText(self.tr("关键字段与已核实的值不一致时，先比对、再审核、最后补录；两个值都会留下。"))
        row.addWidget(self.message, 1)
        close = Button(self.tr("关闭"), hint="Esc")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        row.addWidget(close)
        return foot


def _beside(sheet: FileSheet) -> tuple[object, ...]:
    """What stands in the right column besides the cases, which bring themselves up to date."""
    is_quiet = not sheet.cases and not sheet.duplicates
    return sheet.duplicates, sheet.grades, _wanting(sheet) if is_quiet else ()


def _wanting(sheet: FileSheet) -> tuple[str, ...]:
    """The fields that are missing, or that nobody has verified lately, each named once."""
    open_ones = (one for one in sheet.fields if not one.value or one.freshness in {"stale", "never"})
    return tuple(dict.fromkeys(one.label for one in open_ones))


def _scroll_column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _page(column: QVBoxLayout) -> QScrollArea:
    body = QFrame()
    body.setObjectName("sheet_body")
    body.setStyleSheet(f"#sheet_body {{ background: {current().hex('bg.panel')}; }}")
    body.setLayout(column)
    return scrolled(body)
