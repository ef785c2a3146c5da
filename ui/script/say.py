"""What to say, large, on the accent's tint with a bar of the accent at its left (`design.md` §4 ScriptCard)."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QAbstractTextDocumentLayout, QPaintEvent, QPalette, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import current, when_changed
from ui.widgets.painted import PaintedWidget
from ui.widgets.row_paint import color

BAR, LEFT, RIGHT, TOP = 3, 14, 14, 8
COMPACT_LINE_PX = 23


class SayBox(PaintedWidget):
    """The words of the script, plain and bold pieces, 15 px on lines of 26."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._pieces: tuple[str, ...] = ()
        self._is_compact = False
        self._heights: dict[int, int] = {}
        self._words = QTextDocument(self)
        self._words.setDocumentMargin(0)
        self._words.setUndoRedoEnabled(False)
        when_changed(self.on_theme_changed)

    def show_pieces(self, pieces: tuple[str, ...]) -> None:
        """Say other words: plain first, then bold, and so on."""
        if pieces == self._pieces:
            return
        self._pieces = pieces
        self.setAccessibleName(self.text())
        self._set_words()

    def set_compact(self, *, compact: bool) -> None:
        """Closer lines on a short body."""
        if compact != self._is_compact:
            self._is_compact = compact
            self._set_words()

    def text(self) -> str:
        """The words without their bold marks."""
        return "".join(self._pieces)

    def hasHeightForWidth(self) -> bool:
        """Narrower means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the words need."""
        if width not in self._heights:
            self._words.setTextWidth(max(80, width - LEFT - RIGHT))
            self._heights[width] = round(self._words.size().height()) + 2 * self._top()
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """At its present width."""
        return QSize(320, self.heightForWidth(self.width() or 320))

    def minimumSizeHint(self) -> QSize:
        """It never loses a line."""
        return QSize(160, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere now."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def on_theme_changed(self, _theme: object) -> None:
        """Set the words in the new font."""
        self._set_words()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint, bar, words."""
        with self.painter() as painter:
            painter.setPen(color("accent.tint"))
            painter.setBrush(color("accent.tint"))
            box = QRectF(self.rect())
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            painter.save()
            painter.setClipRect(QRectF(0, 0, BAR, box.height()))
            painter.setBrush(color("accent.solid"))
            painter.setPen(color("accent.solid"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            painter.restore()
            painter.translate(QPointF(LEFT, self._top()))
            if self._words.textWidth() != self.width() - LEFT - RIGHT:
                self._words.setTextWidth(self.width() - LEFT - RIGHT)
            context = QAbstractTextDocumentLayout.PaintContext()
            context.palette.setColor(QPalette.ColorRole.Text, color("text.primary"))
            self._words.documentLayout().draw(painter, context)

    def _top(self) -> int:
        return TOP - 1 if self._is_compact else TOP

    def _set_words(self) -> None:
        self._heights.clear()
        theme = current()
        self._words.setDefaultFont(theme.font("script"))
        html = "".join(f"<b>{escape(p)}</b>" if at % 2 else escape(p) for at, p in enumerate(self._pieces))
        line = COMPACT_LINE_PX if self._is_compact else theme.line_px("script")
        self._words.setHtml(f'<p style="line-height:{line}px;margin:0">{html}</p>')
        self.updateGeometry()
        self.update()
