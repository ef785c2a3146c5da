"""The page of a call: my work, the customer, the script and the form, placed as the window has room for."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ui.call.keys import CallKeys
from ui.customer.view import CustomerView
from ui.script.card import ScriptCard
from ui.ticket.form import SchemaForm
from ui.widgets.layout_class import Height, LayoutClass, Width
from ui.work.my_work import MyWorkPanel

GAP = 8


class CallPage(QWidget):
    """Three columns (`design.md` §3). It places and forwards; the parts are reached by their names.

    Attributes:
        work, customer, script, form: the parts. Connect to their signals.

    Signals:
        mood_chosen: as of :class:`ScriptCard`, after the selling hints have folded.
    """

    mood_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.work = MyWorkPanel()
        self.customer = CustomerView()
        self.script = ScriptCard()
        self.form = SchemaForm()
        self._layout: LayoutClass | None = None
        self._folds_work: bool | None = None
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._build()
        self.keys = CallKeys(self, self.script, self.form)
        self.script.mood_chosen.connect(self.on_mood_chosen)
        self.script.mood_shown.connect(self.customer.set_mood)
        self.work.fold_requested.connect(self.on_fold_requested)

    @Slot(object)
    def arrange(self, layout: LayoutClass) -> None:
        """Stand the parts as the window has room for. No widget is made or destroyed: text and caret stay."""
        if layout == self._layout:
            return
        if self._layout is None or layout.width is not self._layout.width:
            self._folds_work = None
        self._layout = layout
        short, tall = layout.height is Height.SHORT, layout.height is Height.TALL
        self.script.set_form(compact=short, folds=layout.folds_checks)
        self.form.set_room(tall=tall, compact=short)
        self._place_columns()
        self.customer.arrange(layout)

    @Slot(str)
    def on_mood_chosen(self, mood: str) -> None:
        """Fold the selling hints at once; the desk hears of it too."""
        self.customer.set_mood(mood)
        self.mood_chosen.emit(mood)

    @Slot(bool)
    def on_fold_requested(self, folds: bool) -> None:
        """The agent folds my work away, or wants it whole."""
        self._folds_work = folds
        self._place_columns()

    def tick(self, now: datetime) -> None:
        """A second has passed (desk's calendar zone): every clock of the page goes on."""
        self.work.tick(now)
        self.customer.tick(now)

    def _place_columns(self) -> None:
        layout = self._layout
        if layout is None:
            return
        strip = layout.width <= Width.S if self._folds_work is None else self._folds_work
        self.work.set_strip(strip=strip)
        self.work.setVisible(layout.width is not Width.XS or self._folds_work is False)
        work = 48 if strip else max(228, layout.work_px)
        work_room = 0 if self.work.isHidden() else work + GAP
        rest = max(480, self._columns.width() - work_room - layout.script_px - GAP)
        self._columns.setSizes([work, rest, layout.script_px])

    def _build(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.script)
        column.addWidget(self.form, 1)
        right.setMinimumWidth(400)
        right.setMaximumWidth(640)
        self._columns.setHandleWidth(GAP)
        self._columns.setChildrenCollapsible(False)
        for part in (right, self.customer, self.work):  # the keyboard's way; each goes in front of the last
            self._columns.insertWidget(0, part)
        for at in range(3):
            self._columns.setStretchFactor(at, 1 if at == 1 else 0)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._columns)
