"""Lists of painted rows: one model and one view for every column that shows rows and headings (`design.md` §4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
"""The row itself, a plain value the delegate knows how to paint."""


class RowModel(QAbstractListModel):
    """Plain values as rows. A ``str`` is a heading: it is neither chosen nor focused."""

    def __init__(self, spoken: Callable[[Any], str], parent: QObject | None = None) -> None:
        """``spoken`` words a row for screen readers and tool tips."""
        super().__init__(parent)
        self._spoken = spoken
        self.rows: tuple[Any, ...] = ()

    def set_rows(self, rows: Sequence[Any]) -> bool:
        """Show other rows. The same rows again cost nothing. Returns whether anything changed."""
        if tuple(rows) == self.rows:
            return False
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()
        return True

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row is, says and tells screen readers."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else self._spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole and not isinstance(row, str):
            return self._spoken(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are neither chosen nor focused."""
        if index.isValid() and isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class RowList(QListView):
    """A list without frame or side scrolling; hover and keyboard choose, click and Enter open.

    Signals:
        opened: a row was clicked or Enter pressed on it; carries the row.
    """

    opened = Signal(object)

    def __init__(
        self,
        delegate: QStyledItemDelegate,
        spoken: Callable[[Any], str],
        *,
        fits_content: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``fits_content``: as high as its rows, for panels that end under their last row."""
        super().__init__(parent)
        self._fits = fits_content
        self._model = RowModel(spoken, self)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setModel(self._model)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.verticalScrollBar().setSingleStep(16)
        if fits_content:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.clicked.connect(self.on_clicked)

    @property
    def rows(self) -> tuple[Any, ...]:
        """What it shows, top to bottom."""
        return self._model.rows

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, from the top."""
        if self._model.set_rows(rows):
            self.scrollToTop()
            if self._fits:
                self.updateGeometry()

    def repaint_rows(self, wanted: Callable[[Any], bool]) -> None:
        """Paint again only the rows that ``wanted`` picks: those with a running clock, once a second."""
        if not self.isVisible():
            return
        for at, row in enumerate(self._model.rows):
            if not isinstance(row, str) and wanted(row):
                self.update(self._model.index(at))

    def content_height(self) -> int:
        """How high all rows are together."""
        option, delegate = QStyleOptionViewItem(), self.itemDelegate()
        return sum(delegate.sizeHint(option, self._model.index(at)).height() for at in range(self._model.rowCount()))

    def sizeHint(self) -> QSize:
        """Its rows where it fits them, else a modest list."""
        return QSize(200, self.content_height() if self._fits else 120)

    def minimumSizeHint(self) -> QSize:
        """It may shrink to two rows and scroll."""
        return QSize(80, min(80, self.content_height()) if self._fits else 40)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.on_clicked(self.currentIndex())
            return
        super().keyPressEvent(event)

    @Slot(QModelIndex)
    def on_clicked(self, index: QModelIndex) -> None:
        """Open a row; headings do not open."""
        row = index.data(ROW)
        if not isinstance(row, str):
            self.opened.emit(row)
