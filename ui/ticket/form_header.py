"""The right end of a form's header: 草稿已保存 10:24:31, and the running limit 启动剩余 14:18."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.labels import label, set_property
from ui.widgets.ring import SlaClock
from ui.widgets.time_text import Reading


class FormHeader(QWidget):
    """What became of the draft, and how much time is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = label(role="caption-tertiary")
        self._words = label(role="caption")
        self._clock = SlaClock()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._draft)
        row.addSpacing(12)
        row.addWidget(self._words)
        row.addWidget(self._clock)
        self.clear()

    def clear(self) -> None:
        """Another ticket: nothing is saved yet."""
        self._draft.setText("")
        set_property(self._draft, "tone", "")

    def show_saved(self, at: datetime) -> None:
        """The draft is on the disk since then."""
        set_property(self._draft, "tone", "")
        self._draft.setText(self.tr("草稿已保存 {time}").format(time=f"{at:%H:%M:%S}"))

    def show_submitted(self, number: str) -> None:
        """The ticket has its number."""
        set_property(self._draft, "tone", "ok")
        self._draft.setText(self.tr("已提交 {number}").format(number=number))

    def set_clock(self, words: str, reading: Reading | None) -> None:
        """Show the limit, or none."""
        self._words.setText(words)
        self._words.setVisible(reading is not None)
        self._clock.setVisible(reading is not None)
        if reading is not None:
            self._clock.set_clock(*reading)
