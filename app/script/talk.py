"""One talk along a script: where the agent is, what has been said and ticked (`mission-rows.md` G01–G04, D11).

Pure values: every step gives a new :class:`Talk`. What was ticked belongs to the talk, not to the mood: a caller who
gets upset and calms down again finds nothing undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

import msgspec

from app.script.evidence import ClosingSet, MoodSet, ScriptFact, ScriptStepDone
from app.script.merge import fill
from app.script.model import Script, ScriptCheck, ScriptPhrase, ScriptStep
from app.script.view import CheckItem, Mood, Phrase, ScriptView, StepHead


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """A talk under way. ``at`` is the index of the current step; ``furthest`` the last one ever shown."""

    script: Script
    context: dict[str, str]
    mood: Mood = "calm"
    at: int = 0
    furthest: int = 0
    ticked: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    closing: tuple[ScriptPhrase, ...] = ()
    """Sentences of this talk alone, offered in its last step (a birthday wish, C05)."""

    @property
    def step(self) -> ScriptStep:
        """The current step."""
        return self.script.steps[self.at]

    def checks(self, step: ScriptStep) -> tuple[ScriptCheck, ...]:
        """What has to be done in this step with a caller in this mood."""
        return tuple(check for check in step.checks if self.mood in check.moods)

    def is_done(self, step: ScriptStep) -> bool:
        """Whether everything this step asks for is ticked; a step that asks for nothing is done once passed."""
        checks = self.checks(step)
        if not checks:
            return self.script.steps.index(step) < self.furthest
        return all(check.check_id in self.ticked for check in checks)


def start(script: Script, context: Mapping[str, str]) -> Talk:
    """A talk at its first step with a calm caller.

    Args:
        context: values of :data:`app.script.merge.MERGE_FIELDS`, as far as they are known.
    """
    return Talk(script=script, context=dict(context))


def refill(talk: Talk, context: Mapping[str, str]) -> Talk:
    """The same talk with what became known since: the customer, the ticket's number, the promised time."""
    return msgspec.structs.replace(talk, context={**talk.context, **context})


def tick(talk: Talk, check_id: str, done: bool = True) -> Talk:
    """A check done, or taken back.

    Raises:
        ValueError: the script has no such check.
    """
    step_of(talk.script, check_id)
    ticked = talk.ticked | {check_id} if done else talk.ticked - {check_id}
    return msgspec.structs.replace(talk, ticked=ticked)


def add_closing(talk: Talk, text: str) -> Talk:
    """One more sentence for the last step; the same one twice is one."""
    if any(phrase.text == text for phrase in talk.closing):
        return talk
    taken = {phrase.phrase_id for phrase in talk.closing}
    free = next(name for at in count(1) if (name := f"closing-{at}") not in taken)
    return msgspec.structs.replace(talk, closing=(*talk.closing, ScriptPhrase(phrase_id=free, text=text)))


def drop_closing(talk: Talk, text: str) -> Talk:
    """Such a sentence is not wanted after all; one that is not there costs nothing."""
    kept = tuple(phrase for phrase in talk.closing if phrase.text != text)
    if len(kept) == len(talk.closing):
        return talk
    gone = {phrase.phrase_id for phrase in talk.closing} - {phrase.phrase_id for phrase in kept}
    return msgspec.structs.replace(talk, closing=kept, used=talk.used - gone)


def use_phrase(talk: Talk, phrase_id: str, used: bool = True) -> Talk:
    """A phrase that was said, or taken back.

    Raises:
        ValueError: the script has no such phrase.
    """
    of_steps = [phrase for step in talk.script.steps for phrase in step.phrases]
    if not any(phrase.phrase_id == phrase_id for phrase in (*of_steps, *talk.closing)):
        raise ValueError(f"no phrase {phrase_id!r} in script {talk.script.script_id!r}")
    return msgspec.structs.replace(talk, used=talk.used | {phrase_id} if used else talk.used - {phrase_id})


def verified(talk: Talk) -> frozenset[str]:
    """The identity checks the caller has passed in this talk (group ``check`` of the pack's labels)."""
    checks = (check for step in talk.script.steps for check in step.checks)
    return frozenset(check.verifies for check in checks if check.verifies and check.check_id in talk.ticked)


def move(talk: Talk, steps: int) -> Talk:
    """Some steps on (positive) or back, never beyond the ends. Nothing has to be ticked: the caller leads."""
    at = min(max(talk.at + steps, 0), len(talk.script.steps) - 1)
    return msgspec.structs.replace(talk, at=at, furthest=max(at, talk.furthest))


def set_mood(talk: Talk, mood: Mood) -> Talk:
    """The agent hears another mood: other words, other checks, the same place; what was ticked stays ticked."""
    return msgspec.structs.replace(talk, mood=mood)


def carry_over(before: Talk, now: Talk) -> Talk:
    """The same caller, another script: mood and identity checks stay, and so does whatever both scripts ask for."""
    passed = verified(before)
    checks = [check for step in now.script.steps for check in step.checks]
    kept = {check.check_id for check in checks if check.check_id in before.ticked or check.verifies in passed}
    carried = msgspec.structs.replace(now, mood=before.mood, ticked=now.ticked | kept, closing=before.closing)
    at = next((at for at, step in enumerate(now.script.steps) if not _is_passed(carried, step)), now.at)
    return move(carried, max(0, at - carried.at))


def _is_passed(talk: Talk, step: ScriptStep) -> bool:
    checks = talk.checks(step)
    return bool(checks) and all(check.check_id in talk.ticked for check in checks)


def evidence(talk: Talk, check_id: str, done: bool = True) -> ScriptStepDone:
    """What goes into the ticket's facts when a check is ticked or taken back.

    Raises:
        ValueError: the script has no such check.
    """
    step = step_of(talk.script, check_id)
    return ScriptStepDone(
        script=talk.script.script_id, version=talk.script.version, step=step.step_id, check_id=check_id, done=done
    )


def resume(script: Script, context: Mapping[str, str], facts: Iterable[ScriptFact]) -> Talk:
    """The talk as its evidence tells it, at the first step that is not done: after a restart in mid-call.

    Evidence of another script, or of checks this version no longer has, is left aside.

    Args:
        facts: the ticket's script facts, in order.
    """
    talk = start(script, context)
    known = {check.check_id for step in script.steps for check in step.checks}
    for fact in facts:
        match fact:
            case MoodSet(mood=mood) if mood in talk.step.say:
                talk = msgspec.structs.replace(talk, mood=mood)
            case ScriptStepDone(script=script.script_id, check_id=check_id) if check_id in known:
                talk = tick(talk, check_id, fact.done)
            case ClosingSet(text=text):
                talk = add_closing(talk, text) if fact.wanted else drop_closing(talk, text)
            case _:
                pass
    open_steps = [at for at, step in enumerate(script.steps) if talk.checks(step) and not talk.is_done(step)]
    return move(talk, open_steps[0] if open_steps else len(script.steps) - 1)


def view(talk: Talk) -> ScriptView:
    """The card as the desk shows it now."""
    step, context = talk.step, talk.context
    return ScriptView(
        title=talk.script.title,
        mood=talk.mood,
        steps=tuple(
            StepHead(one.name, done=at != talk.at and talk.is_done(one), current=at == talk.at)
            for at, one in enumerate(talk.script.steps)
        ),
        say=tuple(fill(piece, context) for piece in step.say[talk.mood]),
        checks=tuple(
            CheckItem(check.check_id, fill(check.text, context), check.check_id in talk.ticked)
            for check in talk.checks(step)
        ),
        phrases=tuple(
            Phrase(phrase.phrase_id, fill(phrase.text, context), phrase.phrase_id in talk.used)
            for phrase in (*step.phrases, *(talk.closing if step is talk.script.steps[-1] else ()))
            if talk.mood in phrase.moods
        ),
        phrases_title=step.phrases_title,
        forbidden=step.forbidden,
    )


def step_of(script: Script, check_id: str) -> ScriptStep:
    """The step that has this check.

    Raises:
        ValueError: none has.
    """
    for step in script.steps:
        if any(check.check_id == check_id for check in step.checks):
            return step
    raise ValueError(f"no check {check_id!r} in script {script.script_id!r}")
