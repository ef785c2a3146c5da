"""Sentences worth using and words to avoid, under the checks of the script."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.script.view import Phrase
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import ElidedLabel, label


class PhraseBlock(QWidget):
    """安抚用语 as chips that are tapped once said, and 禁语 beside the heading.

    Signals:
        used: a chip was tapped; carries the phrase's id.
    """

    used = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phrases: tuple[Phrase, ...] = ()
        self._chips: list[Chip] = []
        self._title = label(role="caption-strong")
        self._how = label(self.tr("点一下标记已说"), "caption-tertiary")
        self._stop = IconLabel("prohibited", 16, "text.tertiary")
        self._avoid = ElidedLabel("", "caption-tertiary")
        self._box = QWidget()
        self._flow = FlowLayout(self._box, spacing=6, line_spacing=6)
        self._build()

    def show_phrases(self, title: str, phrases: tuple[Phrase, ...], forbidden: tuple[str, ...]) -> None:
        """Show the phrases of a step, using the chips that are there already."""
        self._phrases = phrases
        self._title.setText(title)
        self._title.setVisible(bool(phrases))
        self._how.setVisible(bool(phrases))
        self._stop.setVisible(bool(forbidden))
        self._avoid.setText(self.tr("禁语：{words}").format(words="、".join(forbidden)) if forbidden else "")
        while len(self._chips) < len(phrases):
            self._add_chip()
        for at, chip in enumerate(self._chips):
            chip.setVisible(at < len(phrases))
            if at < len(phrases):
                chip.setText(phrases[at].text)
                chip.setChecked(phrases[at].used)
        self._box.setVisible(bool(phrases))
        self.setVisible(bool(phrases or forbidden))

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, in order."""
        return list(self._chips)

    def _add_chip(self) -> None:
        chip = Chip("")
        place = len(self._chips)
        chip.clicked.connect(lambda: self._use(place))
        self._chips.append(chip)
        self._flow.addWidget(chip)

    def _use(self, place: int) -> None:
        self._chips[place].setChecked(True)  # what was said stays said
        self.used.emit(self._phrases[place].phrase_id)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addWidget(self._how)
        head.addStretch(1)
        head.addWidget(self._stop)
        head.addWidget(self._avoid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._box)
