"""Looks customers up while somebody types, and opens the one that is chosen. The caret goes back to where it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from app.customer.hit import SearchHit
from app.errors import ShouwenError
from ui.background import Background, Job
from ui.shell.search_box import SearchBox
from ui.shell.search_results import SearchResults
from ui.widgets.focus_return import FocusReturn

MOST_HITS = 20
LookUp = Callable[[str], tuple[SearchHit, ...]]


class SearchPresenter(QObject):
    """One per window. Only the answer to the words in the box is shown; older ones are dropped.

    Signals:
        opened(str): this customer is wanted; carries the id.
    """

    opened = Signal(str)

    def __init__(
        self,
        box: SearchBox,
        results: SearchResults,
        look_up: LookUp,
        background: Background,
        back: FocusReturn,
    ) -> None:
        """``look_up`` asks the desk; ``back`` is the way back, shared with the other overlays."""
        super().__init__(box)
        self._box, self._results = box, results
        self._look_up, self._background = look_up, background
        self._job: Job | None = None
        self._shown_for: str | None = None
        self._opens_only = False
        self._back = back
        back.never_to(box)
        box.entered.connect(self.on_entered)
        box.left.connect(self.on_left)
        box.asked.connect(self.on_asked)
        box.composing_begun.connect(self.on_composing_begun)
        box.composing_ended.connect(self.on_composing_ended)
        box.moved.connect(results.move_choice)
        box.chosen.connect(self.on_chosen)
        box.escaped.connect(self.close)
        results.opened.connect(self.on_opened)
        QApplication.instance().focusChanged.connect(self.on_focus_changed)

    @Slot()
    def start(self) -> None:
        """Ctrl+K: the caret goes into the box, with what stands in it selected."""
        if not self._box.line.hasFocus():
            self._back.remember()
        self._box.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.line.selectAll()

    @Slot(str)
    def look_for(self, words: str) -> None:
        """Start with words that were typed elsewhere."""
        self.start()
        self._box.set_words(words)
        self._box.line.end(False)

    @Slot()
    def close(self) -> None:
        """Esc: empty the box and put the caret back."""
        self._drop()
        self._box.clear()
        self._results.hide()
        if not self._back.give_back():
            self._box.line.clearFocus()

    @Slot(QWidget, QWidget)
    def on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """A click into the box: remember what it took the caret from."""
        if new is self._box.line and old is not None:
            self._back.remember(old)
            self._results.name_way_back(self._back.place())

    @Slot()
    def on_entered(self) -> None:
        """The caret is in the box: show what can be typed, or what was found before."""
        self._results.name_way_back(self._back.place())
        self.on_asked(self._box.words())

    @Slot()
    def on_left(self) -> None:
        """The caret was taken elsewhere: nothing stays in the way. The words stay for the next time."""
        self._drop()
        self._results.hide()

    @Slot(str)
    def on_asked(self, words: str) -> None:
        """Look words up. What was asked before is no longer wanted."""
        self._drop()
        if words:
            self._job = self._background.run(self._answer, words, then=self._on_found, failed=self._on_failed)
        else:
            self._results.show_hint()

    @Slot()
    def on_composing_begun(self) -> None:
        """More words are under way: what is listed, or not found, is no answer to them."""
        self._drop()
        self._results.show_typing()

    @Slot()
    def on_composing_ended(self) -> None:
        """The letters have become words, or have been dropped: what stands in the box is looked for again."""
        if self._box.line.hasFocus():
            self._box.on_edited(self._box.words())

    @Slot()
    def on_chosen(self) -> None:
        """Enter: open the current row. Typed faster than it was found: open it if there is only one."""
        if self._job is not None or self._shown_for != self._box.words():
            self._opens_only = True
        elif hit := self._results.choice():
            self.on_opened(hit)

    @Slot(object)
    def on_opened(self, hit: SearchHit) -> None:
        """This one."""
        self.close()
        self.opened.emit(hit.customer_id)

    def _answer(self, words: str) -> tuple[str, tuple[SearchHit, ...]]:
        """Runs on the store's thread."""
        return words, self._look_up(words)

    def _on_found(self, answer: tuple[str, tuple[SearchHit, ...]]) -> None:
        self._job = None
        words, hits = answer
        if words != self._box.words() or not self._box.line.hasFocus():
            return
        self._shown_for = words
        self._results.show_hits(words, hits, cut=len(hits) >= MOST_HITS)
        opens, self._opens_only = self._opens_only and len(hits) == 1, False
        if opens:
            self.on_opened(hits[0])

    def _on_failed(self, error: ShouwenError) -> None:
        self._drop()
        self._results.show_failed(f"{error}（{error.code}）")

    def _drop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job, self._shown_for, self._opens_only = None, None, False
