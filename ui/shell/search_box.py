"""The place in the top bar that opens search and commands."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.widgets.icon_label import IconLabel
from ui.widgets.key import Key
from ui.widgets.labels import label


class SearchBox(QPushButton):
    """Looks like a field, is a button: typing happens in the palette that ``clicked`` opens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        words = self.tr("搜索客户、保单、工单或输入命令")
        self._words = label(words, "tertiary")
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 0, 7, 0)
        row.setSpacing(7)
        row.addWidget(IconLabel("search"))
        row.addWidget(self._words, 1)
        row.addWidget(Key("Ctrl+K"))
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(words)
        self.setFixedWidth(400)

    def sizeHint(self) -> QSize:
        """32 px high."""
        return QSize(self.width(), 32)
