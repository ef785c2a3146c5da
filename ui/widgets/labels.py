"""Plain text on the screen: labels by text role, one-line labels that shorten, and thin lines.

The role is the dynamic property ``type``; ``text`` would be QLabel's own property and replace the words.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the dynamic properties of ``widget`` again."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property and restyle, only if it changes."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)


def label(text: str = "", role: str = "body", *, tone: str | None = None, wrap: bool = False) -> QLabel:
    """A plain-text label. ``role``: caption, body, strong, title, headline, metric, secondary, tertiary…"""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("type", role)
    if tone:
        made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def set_text_role(widget: QWidget, role: str) -> None:
    """Give an existing label another text role (``strong`` for the current row, ``tertiary`` for the rest)."""
    set_property(widget, "type", role)


def tighten(words: QLabel, line_px: int) -> QLabel:
    """Give a one-line label exactly ``line_px``: fonts with tall lines (Noto) would push two-line blocks apart."""
    words.setFixedHeight(line_px)
    return words


def hline(*, strong: bool = False) -> QFrame:
    """A 1 px line across; ``strong`` makes it 2 px between groups."""
    line = QFrame()
    line.setProperty("role", "hline")
    if strong:
        line.setProperty("kind", "strong")
    line.setFixedHeight(2 if strong else 1)
    return line


def vline(height: int | None = None) -> QFrame:
    """A 1 px line down, as tall as ``height`` or as its neighbours."""
    line = QFrame()
    line.setProperty("role", "vline")
    line.setFixedWidth(1)
    if height:
        line.setFixedHeight(height)
    return line


class ElidedLabel(QLabel):
    """A one-line label that ends in … when there is no room; the whole text is its tool tip then."""

    def __init__(self, text: str = "", role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Room for one character and the dots."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance("首…"), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as a tool tip while it does not fit."""
        super().resizeEvent(event)
        self._tell_hidden()

    def setText(self, text: str) -> None:
        """Show other words."""
        super().setText(text)
        self._tell_hidden()

    def _tell_hidden(self) -> None:
        self.setToolTip(self.text() if self.is_elided() else "")

    def is_elided(self) -> bool:
        """Whether part of the text is hidden at the present width."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, shortened at its end."""
        with QPainter(self) as painter:
            rect = self.contentsRect()
            text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(rect, int(self.alignment() | Qt.TextFlag.TextSingleLine), text)
