"""疑似重复 3: whom a customer may be, one under the other, each with why; one of them is chosen to be compared."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.suspects import Suspect
from ui.oneid.notice import DuplicatesNotice
from ui.widgets.buttons import IconButton
from ui.widgets.dialog_frame import fitting
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import label

SIZE = QSize(640, 360)


class SuspectsDialog(QDialog):
    """Esc closes it. The likeliest stands first and has the keyboard.

    Signals:
        compare_requested(str), dismiss_requested(str): as of :class:`DuplicatesNotice`.
    """

    compare_requested = Signal(str)
    dismiss_requested = Signal(str)

    def __init__(self, suspects: Sequence[Suspect], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "dialog")
        self.setModal(True)
        self.rows = [self._row(suspect) for suspect in suspects]
        title = self.tr("疑似重复 {0}").format(len(suspects))
        self.setWindowTitle(title)
        self._build(title)
        room = fitting(SIZE, parent)
        self.resize(room.width(), min(room.height(), self.sizeHint().height()))
        if self.rows:
            self.rows[0].compare.setFocus()

    def _row(self, suspect: Suspect) -> DuplicatesNotice:
        row = DuplicatesNotice()
        row.show_suspects((suspect,))
        row.compare_requested.connect(self.compare_requested)
        row.dismiss_requested.connect(self.dismiss_requested)
        return row

    def _build(self, title: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconLabel("people", 20, "warn.text"))
        head.addWidget(label(title, "title"))
        head.addStretch(1)
        close = IconButton("dismiss", self.tr("关闭 Esc"))
        close.clicked.connect(self.reject)
        head.addWidget(close)
        body = QWidget()
        body.setProperty("role", "scroll-body")
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        for row in self.rows:
            rows.addWidget(row)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumHeight(min(240, body.sizeHint().height() + 4))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 12, 20)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(label(self.tr("一次比对一份，号码相同不等于同一人。"), "caption", wrap=True))
        column.addWidget(area, 1)
