"""One paper on the list: a box to tick, in which form it counts, and its number where it has one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.identity.papers import Paper, Seen
from ui.papers.number_field import NumberField
from ui.papers.words import look_words
from ui.widgets.badge import Badge
from ui.widgets.labels import hline, label

ROW_PADDING_PX = 6
INDENT_PX = 22
LOOK_PX = 84
BADGE_PX = 80


class PaperRow(QWidget):
    """A paper to see.

    Signals:
        changed: ticked, unticked, or its number typed.
    """

    changed = Signal()

    def __init__(self, paper: Paper, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper = paper
        self.tick = QCheckBox(paper.label)
        self.tick.setAccessibleName(f"{paper.label}，{look_words(paper.look)}")
        self.field = NumberField(paper, today) if paper.kinds else None
        self._badge = Badge(self.tr("可选"), "line")
        self._build()
        self.tick.toggled.connect(self.on_changed)
        if self.field is not None:
            self.field.edited.connect(self.on_changed)

    def seen(self) -> Seen | None:
        """What is taken down, or None while it is not ticked."""
        if not self.tick.isChecked():
            return None
        return self.field.seen() if self.field is not None else Seen()

    def typed(self) -> tuple[bool, Seen]:
        """Tick and number as they are, to put them back when the list is built anew."""
        return self.tick.isChecked(), self.field.seen() if self.field is not None else Seen()

    def show_typed(self, typed: tuple[bool, Seen]) -> None:
        """Put back what :meth:`typed` gave, without a signal."""
        self.tick.blockSignals(True)
        self.tick.setChecked(typed[0])
        self.tick.blockSignals(False)
        if self.field is not None:
            self.field.show_seen(typed[1])

    def show_state(self, *, missing: bool, wrong: bool) -> None:
        """Say at the end of the line whether it is settled."""
        if wrong:
            self._badge.set_badge(self.tr("待核对"), "danger", "error_circle")
        elif self.tick.isChecked():
            self._badge.set_badge(self.tr("已核对"), "ok", "checkmark")
        elif missing:
            self._badge.set_badge(self.tr("缺，须补"), "danger", "error_circle")
        else:
            self._badge.set_badge(self.tr("可选"), "line")

    def state_words(self) -> str:
        """What the end of the line says."""
        return self._badge.text()

    def stops(self) -> tuple[QWidget, ...]:
        """Where the keyboard stops, in order."""
        return (self.tick,) if self.field is None else (self.tick, self.field.kind, self.field.number)

    @Slot()
    def on_changed(self) -> None:
        """Something about this paper is different now."""
        self.changed.emit()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0, ROW_PADDING_PX, 0, ROW_PADDING_PX)
        line.setSpacing(8)
        line.addWidget(self.tick)
        line.addStretch(1)
        look = label(look_words(self.paper.look), "caption-tertiary")
        look.setFixedWidth(LOOK_PX)
        line.addWidget(look)
        line.addWidget(_right_in(self._badge, BADGE_PX))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 0)
        column.setSpacing(0)
        column.addLayout(line)
        below = QVBoxLayout()
        below.setContentsMargins(INDENT_PX, 0, 0, ROW_PADDING_PX + 2)
        below.setSpacing(4)
        if self.field is not None:
            below.addWidget(self.field)
        if self.paper.note:
            below.addWidget(label(self.paper.note, "caption-tertiary", wrap=True))
        if below.count():
            column.addLayout(below)
        column.addWidget(hline())


def _right_in(badge: QWidget, width_px: int) -> QWidget:
    """A column of one width, so that what stands left of it lines up from row to row."""
    column = QWidget()
    column.setFixedWidth(width_px)
    line = QHBoxLayout(column)
    line.setContentsMargins(0, 0, 0, 0)
    line.addStretch(1)
    line.addWidget(badge)
    return column
