"""An etiquette script (话术) as a pack defines it: steps, what to say in which mood, what to tick (G01).

Texts are kept in pieces that alternate plain and bold, plain first, merge fields still in place;
:mod:`app.script.merge` reads and fills them.
"""

from __future__ import annotations

from typing import get_args

import msgspec

from app.script.view import Mood

MOODS: tuple[Mood, ...] = get_args(Mood)
"""Every mood a script must have words for: calm, anxious, unhappy, agitated (平静, 着急, 不满, 激动)."""

Pieces = tuple[str, ...]


class ScriptCheck(msgspec.Struct, frozen=True, kw_only=True):
    """Something to do in a step. ``check_id`` is unique in the script and never reused; ``moods`` when it applies.

    ``verifies`` names the identity check that ticking it passes (group ``check`` of the pack's labels), "" for none.
    """

    check_id: str
    text: str
    moods: tuple[Mood, ...] = MOODS
    verifies: str = ""


class ScriptPhrase(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence worth using in a step, in some moods."""

    phrase_id: str
    text: str
    moods: tuple[Mood, ...] = MOODS


class ScriptStep(msgspec.Struct, frozen=True, kw_only=True):
    """One station of a talk. ``say`` has words for every mood; ``forbidden`` are the words most tempting here."""

    step_id: str
    name: str
    say: dict[Mood, Pieces]
    checks: tuple[ScriptCheck, ...] = ()
    phrases: tuple[ScriptPhrase, ...] = ()
    phrases_title: str = ""
    forbidden: tuple[str, ...] = ()


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """A script and the version of the pack it came from, which evidence names (G01)."""

    script_id: str
    title: str
    version: str
    steps: tuple[ScriptStep, ...]
