"""The ticket form, drawn from what a pack defines (`design.md` §4 SchemaForm). It judges nothing: the desk does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.errors import InvalidFieldError
from app.script.forbidden import ForbiddenWord
from app.ticket.form import Choice, Field, Form, filled, is_blank
from ui.ticket.controls import ChoiceControl
from ui.ticket.field_box import FieldBox
from ui.ticket.footer import FormFooter
from ui.ticket.form_header import FormHeader
from ui.widgets.composing import CompositionWatch
from ui.widgets.fit_panel import close_up
from ui.widgets.key_order import order_keys
from ui.widgets.panel import Panel
from ui.widgets.time_text import Reading


class SchemaForm(Panel):
    """Labels above fields in rows of equal columns; header with draft and clock; footer that stays.

    Signals:
        edited: the agent changed a field, at every keystroke; carries its name and value.
        save_requested: 存草稿, by button or Ctrl+S.
        submit_requested: 提交工单, by button or Ctrl+Enter.
    """

    edited = Signal(str, object)
    save_requested = Signal()
    submit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        close_up(self)
        self._form: Form | None = None
        self._boxes: dict[str, FieldBox] = {}
        self._grids: list[QGridLayout] = []
        self._lexicon: tuple[ForbiddenWord, ...] = ()
        self._holdings: tuple[Choice, ...] = ()
        self._today: date | None = None
        self._is_tall = self._is_compact = False
        self._is_submitted = False
        self.composition = CompositionWatch(self)
        self._head = FormHeader()
        self._foot = FormFooter()
        self._scroll = QScrollArea()
        self._build()

    def show_form(self, form: Form, values: dict[str, Any]) -> None:
        """Show another ticket. The widgets of the same form are used again; nothing counts as touched."""
        if self._form is None or (form.form_id, form.version) != (self._form.form_id, self._form.version):
            self._lay_out(form)
        self._form = form
        self._is_submitted = False
        self._foot.setEnabled(True)
        self.set_state("ready")
        self.set_title(form.title)
        self._head.clear()
        for name, box in self._boxes.items():
            box.setEnabled(True)
            box.show_value(values.get(name))
        self._foot.set_submitted(submitted=False)
        self._recount()

    def show_no_ticket(self, title: str) -> None:
        """A call of which no ticket is made unless the agent wants one; ``title`` says why. 新建工单 is asked for."""
        self.show_nothing()
        reason = self.tr("要记事情时再新建")
        self.set_state("empty", title, reason, self.tr("新建工单"), icon="ticket_diagonal", action_icon="add")

    def show_nothing(self) -> None:
        """No ticket is being written."""
        self.set_title(self.tr("工单"))
        self._head.clear()
        self._head.set_clock("", None)
        self._foot.setEnabled(False)
        self.set_state(
            "empty",
            self.tr("没有正在填写的工单"),
            self.tr("来电时自动打开，填写的内容随时存下"),
            icon="ticket_diagonal",
        )

    def values(self) -> dict[str, Any]:
        """What the form holds; blank fields are left out."""
        held = {name: box.value() for name, box in self._boxes.items()}
        return {name: value for name, value in held.items() if not is_blank(value)}

    def field(self, name: str) -> FieldBox:
        """The field with this name. Raises KeyError for one the form does not show."""
        return self._boxes[name]

    def submit_button(self) -> QWidget:
        """提交工单, for whoever has to know where it is."""
        return self._foot.submit

    def is_dirty(self) -> bool:
        """Whether a hand has changed anything since the form was shown."""
        return any(box.is_dirty for box in self._boxes.values())

    def show_incoming(self, name: str, value: Any) -> bool:
        """Take a value pushed by the centre, unless the agent has touched that field (`semantics.md` 15).

        Returns whether it was taken.
        """
        box = self._boxes.get(name)
        taken = box is not None and box.show_incoming(
            value, touched=box.is_dirty or self.composition.is_composing_in(box.control)
        )
        self._recount()
        return taken

    def show_saved(self, at: datetime) -> None:
        """The draft is on the disk since ``at`` (local wall time)."""
        self._head.show_saved(at)

    def show_problems(self, problems: Iterable[InvalidFieldError]) -> None:
        """Mark what cannot be handed in and put the caret into the first of it."""
        first: FieldBox | None = None
        for box in self._boxes.values():
            box.clear_note()
        for problem in problems:
            box = self._boxes.get(problem.field)
            if box is not None:
                box.show_problem(str(problem))
                first = first or box
        if first is not None:
            self._go_to(first)

    def show_submitted(self, number: str) -> None:
        """The ticket is handed in under this number; it is read only now."""
        self._is_submitted = True
        self._head.show_submitted(number)
        self._foot.set_submitted(submitted=True)
        for box in self._boxes.values():
            box.is_dirty = False
            box.setEnabled(False)

    def set_first_responder(self, text: str) -> None:
        """Who was asked first: name and staff number."""
        self._foot.set_first_responder(text)

    def set_clock(self, words: str, reading: Reading | None) -> None:
        """The running limit in the header: 启动剩余 14:18. None takes it away."""
        self._head.set_clock(words, reading)

    def set_lexicon(self, lexicon: tuple[ForbiddenWord, ...]) -> None:
        """Words to mark while they are typed."""
        self._lexicon = lexicon
        for box in self._boxes.values():
            box.set_lexicon(lexicon)

    def set_holdings(self, choices: tuple[Choice, ...]) -> None:
        """What this customer holds, for the link field: id and words."""
        self._holdings = choices
        for box in self._boxes.values():
            box.set_holdings(choices)

    def set_today(self, today: date) -> None:
        """Which day 今天 means. Call it before showing a form."""
        self._today = today
        for box in self._boxes.values():
            box.set_today(today)

    def set_room(self, *, tall: bool, compact: bool) -> None:
        """Fit the body: tall gives the text area 110 px, compact drops the count from the foot."""
        self._is_tall, self._is_compact = tall, compact
        self._space()
        self._foot.set_compact(compact=compact)
        for box in self._boxes.values():
            box.set_tall(tall=tall)

    @Slot()
    def replace_forbidden(self) -> None:
        """Alt+Enter: put better words in the place of the first forbidden ones."""
        for box in self._boxes.values():
            if box.hint is not None and box.hint.finding is not None:
                box.hint.replace()
                return

    @Slot()
    def go_to_next_required(self) -> None:
        """Ctrl+J: the next required field that is still empty, counted from the caret, round the form."""
        boxes = [box for box in self._boxes.values() if box.field.required]
        here = next((at for at, box in enumerate(boxes) if box.isAncestorOf(self.focusWidget() or self)), -1)
        ring = [*boxes[here + 1 :], *boxes[: here + 1]]
        blank = next((box for box in ring if is_blank(box.value())), None)
        if blank is not None:
            self._go_to(blank)

    @Slot()
    def request_save(self) -> None:
        """Ctrl+S, unless the input method is composing or the ticket is handed in."""
        if not self.composition.is_composing and not self._is_submitted:
            self.save_requested.emit()

    @Slot()
    def request_submit(self) -> None:
        """Ctrl+Enter, unless the input method is composing or the ticket is handed in."""
        if not self.composition.is_composing and not self._is_submitted:
            self.submit_requested.emit()

    @Slot(str, object)
    def on_edited(self, name: str, value: Any) -> None:
        """A field was changed by hand."""
        self._recount()
        self.edited.emit(name, value)

    def _go_to(self, box: FieldBox) -> None:
        self._scroll.ensureWidgetVisible(box, 0, 8)
        box.control.setFocus()

    def _recount(self) -> None:
        if self._form is not None:
            self._foot.set_filled(filled(self._form, self.values()), len(self._form.required()))

    def _build(self) -> None:
        self.header_actions.addWidget(self._head)
        self.footer().setContentsMargins(12, 7, 12, 8)
        self.footer().addWidget(self._foot)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.viewport().setAutoFillBackground(False)
        self.body.addWidget(self._scroll)
        self._foot.save_requested.connect(self.request_save)
        self._foot.submit_requested.connect(self.request_submit)

    def _lay_out(self, form: Form) -> None:
        body = QWidget()
        body.setProperty("role", "scroll-body")
        column = QVBoxLayout(body)
        focused = self._focused_field()
        self._boxes = {}
        self._grids = [self._row(row) for row in form.rows]
        for grid in self._grids:
            column.addLayout(grid)
        column.addStretch(1)
        before = self._scroll.takeWidget()
        if before is not None:
            before.deleteLater()  # not at once: the list that chose another form is in the middle of saying so
        self._scroll.setWidget(body)
        fields = [part for box in self._boxes.values() for part in box.stops()]
        order_keys((self._foot.submit, *fields, self._foot.save, self._foot.submit))
        self._space()
        if focused in self._boxes:
            self._boxes[focused].control.setFocus()

    def _focused_field(self) -> str:
        focus = self.window().focusWidget()
        return next((name for name, box in self._boxes.items() if focus and box.isAncestorOf(focus)), "")

    def _space(self) -> None:
        """Rows stand 8 px apart, on a short body 6."""
        body = self._scroll.widget()
        if body is not None and body.layout() is not None:
            edge, gap = (5, 6) if self._is_compact else (9, 8)
            body.layout().setContentsMargins(12, edge, 12, edge)
            body.layout().setSpacing(gap)
        for grid in self._grids:
            self._share(grid)

    def _share(self, grid: QGridLayout) -> None:
        """Equal columns; on a short body three fit only if the lists get a little more (mock-up 01b)."""
        tight = self._is_compact and grid.columnCount() > 2
        grid.setHorizontalSpacing(8 if tight else 12)
        for at in range(grid.columnCount()):
            item = grid.itemAtPosition(0, at)
            is_list = isinstance(item.widget().control, ChoiceControl)
            grid.setColumnStretch(at, 6 if tight and is_list else 5)

    def _row(self, fields: tuple[Field, ...]) -> QGridLayout:
        grid = QGridLayout()
        place = 0
        for field in fields:
            box = self._box(field)
            grid.addWidget(box, 0, place, 1, field.span)
            place += field.span
        for at in range(place):
            grid.setColumnMinimumWidth(at, 60)
        return grid

    def _box(self, field: Field) -> FieldBox:
        box = self._boxes[field.name] = FieldBox(field)
        box.set_lexicon(self._lexicon)
        box.set_holdings(self._holdings)
        box.set_tall(tall=self._is_tall)
        if self._today is not None:
            box.set_today(self._today)
        box.edited.connect(self.on_edited)
        self.composition.watch(box.control)
        return box
