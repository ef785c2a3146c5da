"""Marks words that must not be written to a customer while they are typed, and offers what to say instead."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QWidget

from app.script.forbidden import Finding, ForbiddenWord, find_forbidden
from ui.theme.theme import current, when_changed
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import label
from ui.widgets.small_button import SmallButton


class ForbiddenHighlighter(QSyntaxHighlighter):
    """A red wave under every forbidden phrase of the document."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.lexicon: tuple[ForbiddenWord, ...] = ()

    def highlightBlock(self, text: str) -> None:
        """Mark the phrases of one paragraph."""
        findings = find_forbidden(text, self.lexicon)
        for finding in findings:
            # QTextDocument counts UTF-16 units; Chinese outside the basic plane takes two.
            start = _units(text[: finding.start])
            self.setFormat(start, _units(finding.words), _wave())


class ForbiddenHint(QFrame):
    """The bar under the text: which words to avoid, what to say instead, and 替换.

    Signals:
        found: a phrase appeared or the last one went; carries whether there is one.
    """

    found = Signal(bool)

    def __init__(self, editor: QPlainTextEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setProperty("kind", "danger")
        self._editor = editor
        self._finding: Finding | None = None
        self._highlighter = ForbiddenHighlighter(editor.document())
        self._build()
        self.hide()
        editor.textChanged.connect(self.on_text_changed)
        when_changed(self.on_theme_changed)

    def set_lexicon(self, lexicon: tuple[ForbiddenWord, ...]) -> None:
        """The phrases to look for, from the script pack."""
        if lexicon != self._highlighter.lexicon:
            self._highlighter.lexicon = lexicon
            self._highlighter.rehighlight()
            self.on_text_changed()

    @property
    def finding(self) -> Finding | None:
        """The first forbidden phrase in the text, if there is one."""
        return self._finding

    @Slot()
    def replace(self) -> None:
        """Put the better words in the place of the first forbidden ones. One step of undo; the caret follows."""
        if self._finding is None:
            return
        text = self._editor.toPlainText()
        cursor = QTextCursor(self._editor.document())
        start = _units(text[: self._finding.start])
        cursor.setPosition(start)
        cursor.setPosition(start + _units(self._finding.words), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(self._finding.instead)
        self._editor.setTextCursor(cursor)
        self._editor.setFocus()

    @Slot()
    def on_text_changed(self) -> None:
        """Look again at what is written now."""
        findings = find_forbidden(self._editor.toPlainText(), self._highlighter.lexicon)
        before, self._finding = self._finding, findings[0] if findings else None
        if self._finding == before:
            return
        if self._finding is not None:
            self._words.setText(self.tr("服务禁语。建议改为“{instead}”").format(instead=self._finding.instead))
        self.setVisible(self._finding is not None)
        self.found.emit(self._finding is not None)

    @Slot(object)
    def on_theme_changed(self, _theme: object) -> None:
        """Draw the wave in the new colours."""
        self._highlighter.rehighlight()

    def _build(self) -> None:
        self._words = label(role="caption", tone="danger", wrap=True)
        self.button = SmallButton(self.tr("替换"))
        self.button.setToolTip(self.tr("替换禁语 Alt+Enter"))
        self.button.clicked.connect(self.replace)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 6, 4)
        row.setSpacing(8)
        row.addWidget(IconLabel("error_circle", 16, "danger.text", filled=True))
        row.addWidget(self._words, 1)
        row.addWidget(self.button)


def _wave() -> QTextCharFormat:
    wave = QTextCharFormat()
    wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    wave.setUnderlineColor(current().color("danger.text"))
    wave.setForeground(current().color("danger.text"))
    return wave


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
