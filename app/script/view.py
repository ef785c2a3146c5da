"""The etiquette script as the desk shows it: where we are, what to say, what to tick."""

from __future__ import annotations

from typing import Literal

import msgspec

Mood = Literal["calm", "anxious", "unhappy", "agitated"]
"""How the caller sounds, as the agent judges it: 平静, 着急, 不满, 激动."""


class StepHead(msgspec.Struct, frozen=True):
    """One station of the step bar."""

    name: str
    done: bool
    current: bool


class CheckItem(msgspec.Struct, frozen=True):
    """Something the agent has to do in this step; ``check_id`` is stable in the pack."""

    check_id: str
    text: str
    done: bool


class Phrase(msgspec.Struct, frozen=True):
    """A sentence worth using; ticked when it was said."""

    phrase_id: str
    text: str
    used: bool


class ScriptView(msgspec.Struct, frozen=True, kw_only=True):
    """The card. ``say`` alternates plain and bold pieces: plain first."""

    title: str
    mood: Mood
    steps: tuple[StepHead, ...]
    say: tuple[str, ...]
    checks: tuple[CheckItem, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    phrases_title: str = ""
    forbidden: tuple[str, ...] = ()
