"""What was said and ticked during a talk, kept for quality (`mission-rows.md`, "with evidence")."""

from __future__ import annotations

import msgspec


class ScriptStepDone(msgspec.Struct, frozen=True, kw_only=True, tag="script_step_done"):
    """A check was ticked, or taken back, during a talk. The subject is the ticket."""

    script: str
    version: str
    step: str
    check_id: str
    done: bool = True


class MoodSet(msgspec.Struct, frozen=True, kw_only=True, tag="mood_set"):
    """The agent judged how the caller sounds. The subject is the ticket."""

    mood: str


class ClosingSet(msgspec.Struct, frozen=True, kw_only=True, tag="closing_set"):
    """A sentence was put into the last step of a talk (a birthday wish), or taken out. The subject is the ticket."""

    text: str
    wanted: bool = True


ScriptFact = ScriptStepDone | MoodSet | ClosingSet
