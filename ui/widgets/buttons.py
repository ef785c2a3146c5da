"""Buttons with a fixed way of looking: a push button with its shortcut, an icon button."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QToolButton, QWidget

from ui.theme import icons
from ui.theme.theme import current
from ui.widgets.painted import metrics

ButtonKind = Literal["default", "primary", "danger", "ghost", "link"]

_GAP = 6
_COLORS = {"primary": "accent.on", "danger": "danger.on", "link": "text.link"}


class Button(QPushButton):
    """A push button: optional icon, words, and a paler hint (usually its shortcut) behind them."""

    def __init__(
        self,
        text: str,
        kind: ButtonKind = "default",
        *,
        icon: str | None = None,
        hint: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``small`` makes it 24 px high instead of 28."""
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        if small:
            self.setProperty("scale", "small")
        self._hint = hint
        self._icon_name = icon
        self._filled = False
        self.setAccessibleName(text)

    def set_icon_name(self, name: str | None, *, filled: bool = False) -> None:
        """Show another icon, or none."""
        self._icon_name, self._filled = name, filled
        self.updateGeometry()
        self.update()

    def set_hint(self, hint: str) -> None:
        """Show another hint behind the words."""
        self._hint = hint
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        """Show other words."""
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Icon, words and hint with the style's padding round them."""
        plain = super().sizeHint()
        extra = 16 + _GAP if self._icon_name and self.text() else 16 if self._icon_name else 0
        if self._hint:
            extra += _GAP + 2 + metrics("caption").horizontalAdvance(self._hint)
        return QSize(plain.width() + extra, plain.height())

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words."""
        return self.sizeHint()

    def text_color(self) -> str:
        """The token of the colour its words have now."""
        if not self.isEnabled():
            return "text.disabled"
        return _COLORS.get(str(self.property("kind")), "text.primary")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let the style paint the box, then paint the contents in its middle."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        with QStylePainter(self) as painter:
            painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
            self._paint_contents(painter)

    def _paint_contents(self, painter: QPainter) -> None:
        color = current().color(self.text_color())
        caption = current().font("caption")
        words = self.fontMetrics().horizontalAdvance(self.text())
        hint = metrics("caption").horizontalAdvance(self._hint) + _GAP + 2 if self._hint else 0
        picture = self._picture()
        icon = (16 + (_GAP if self.text() else 0)) if picture else 0
        x = (self.width() - icon - words - hint) // 2
        if picture:
            painter.drawPixmap(QRect(x, (self.height() - 16) // 2, 16, 16), picture)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setPen(color)
        painter.drawText(QRect(x + icon, 0, words + 2, self.height()), flags, self.text())
        if self._hint:
            painter.setFont(caption)
            painter.setPen(self._hint_color(color))
            painter.drawText(QRect(x + icon + words + _GAP + 2, 0, hint, self.height()), flags, self._hint)

    def _picture(self) -> QPixmap | None:
        if not self._icon_name:
            return None
        ratio = self.devicePixelRatioF()
        return icons.pixmap(self._icon_name, 16, self.text_color(), filled=self._filled, ratio=ratio)

    def _hint_color(self, color: QColor) -> QColor:
        if self.isEnabled() and self.property("kind") in ("default", "ghost"):
            return current().color("text.tertiary")
        return color


class IconButton(QToolButton):
    """A square button with an icon only; ``tip`` names it for the mouse and for screen readers."""

    def __init__(
        self,
        name: str,
        tip: str,
        *,
        px: int = 16,
        color: str = "text.secondary",
        filled: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setFixedSize(px + 12, px + 12)
        icons.bind_icon(self, name, px, color, filled=filled)
