"""Every screen that exists, by name, filled with the story of the mock-ups. :mod:`ui.shot` draws them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.gallery_callers import caller_screens
from ui.gallery_oneid import oneid_screens
from ui.gallery_overlays import overlay_screens
from ui.gallery_papers import papers
from ui.gallery_pop import pop_screens
from ui.gallery_review import review_screens
from ui.gallery_shell import shell_screens
from ui.gallery_verification import verification_screens
from ui.theme.tokens import Theme


def screens() -> dict[str, Callable[[Theme], QWidget]]:
    """The makers of all screens by name.

    A maker gets the look and returns a widget. One that has been resized is drawn at that size; any other one is
    drawn as a whole window at each size of `design.md` §3.
    """
    return {
        **shell_screens(),
        **pop_screens(),
        **caller_screens(),
        **overlay_screens(),
        **oneid_screens(),
        **review_screens(),
        **verification_screens(),
        "papers": papers,
    }
