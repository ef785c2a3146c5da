"""Drives the script card: passes ticks, moods and steps to the desk and shows what comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from app.script.view import Mood, ScriptView
from ui.background import Background
from ui.script.card import ScriptCard

if TYPE_CHECKING:
    from app.desk import Desk
    from app.ticket.draft import Draft


class ScriptPresenter(QObject):
    """One talk at a time: that of the ticket being written.

    Signals:
        ticked: a check was ticked or taken back: it may have proved who is calling.
    """

    ticked = Signal()

    def __init__(
        self, desk: Desk, view: ScriptCard, background: Background, ticket_id: Callable[[], str | None]
    ) -> None:
        super().__init__(view)
        self._desk, self._view, self._background, self._ticket_id = desk, view, background, ticket_id
        view.check_toggled.connect(self.on_check_toggled)
        view.mood_chosen.connect(self.on_mood_chosen)
        view.phrase_used.connect(self.on_phrase_used)
        view.step_requested.connect(self.on_step_requested)

    def show(self, script: ScriptView | None) -> None:
        """Show where the talk is; None where this kind of ticket has no script."""
        if script is None:
            self._view.show_no_pack()
        else:
            self._view.show_script(script)

    def open(self, draft: Draft, words: dict[str, str], after: str | None = None) -> None:
        """The talk of this ticket, where it was left; or as it goes on from that of the ticket ``after``."""
        self._background.run(self._desk.talks.open, draft, words, after, then=self.show)

    def refill(self, words: dict[str, str]) -> None:
        """Something became known that the script speaks of."""
        self._step(self._desk.talks.refill, words)

    def add_closing(self, text: str) -> None:
        """A sentence for the last step of the talk."""
        self._step(self._desk.talks.add_closing, text)

    def drop_closing(self, text: str, ticket_id: str) -> None:
        """Such a sentence is not wanted after all in the talk of this ticket, which need not be in front any more."""
        then = lambda shown: self.show(shown) if ticket_id == self._ticket_id() else None  # noqa: E731
        self._background.run(self._desk.talks.drop_closing, ticket_id, text, then=then)

    def read_again(self) -> None:
        """A check was ticked elsewhere: show where the talk is."""
        ticket_id = self._ticket_id()
        if ticket_id is not None:
            then = lambda shown: shown and self._view.show_script(shown)  # noqa: E731
            self._background.run(self._desk.talks.shown, ticket_id, then=then)

    @Slot(str, bool)
    def on_check_toggled(self, check_id: str, done: bool) -> None:
        """A check was ticked, or taken back."""
        self._step(self._desk.talks.tick, check_id, done)
        self.ticked.emit()

    @Slot(str)
    def on_mood_chosen(self, mood: Mood) -> None:
        """The caller sounds different."""
        self._step(self._desk.talks.set_mood, mood)

    @Slot(str)
    def on_phrase_used(self, phrase_id: str) -> None:
        """A sentence was said."""
        self._step(self._desk.talks.use_phrase, phrase_id, True)

    @Slot(int)
    def on_step_requested(self, steps: int) -> None:
        """On, or back."""
        self._step(self._desk.talks.move, steps)

    def _step(self, step: Callable[..., ScriptView], *args: Any) -> None:
        ticket_id = self._ticket_id()
        if ticket_id is not None:
            self._background.run(step, ticket_id, *args, then=self.show)
