"""Reads a pack's script files: ``scripts/*.yaml`` with a title and steps (see :mod:`app.script.model`)."""

from __future__ import annotations

from typing import cast

from app.pack.source import Item
from app.script.merge import pieces
from app.script.model import MOODS, Pieces, Script, ScriptCheck, ScriptPhrase, ScriptStep
from app.script.view import Mood

MAX_STEPS = 20
_STEP_KEYS = ("checks", "phrases", "phrases_title", "forbidden")


def read_script(script_id: str, source: Item, version: str) -> Script:
    """A script file, with words for every mood and every merge field known.

    Raises:
        PackError: with file, line and reason.
    """
    found = source.mapping(("title", "steps"))
    steps = found["steps"].items()
    if not 0 < len(steps) <= MAX_STEPS:
        found["steps"].fail(f"一套话术要有 1 到 {MAX_STEPS} 步")
    seen: dict[str, set[str]] = {"step": set(), "check": set(), "phrase": set()}
    return Script(
        script_id=script_id,
        title=found["title"].text(max_length=40),
        version=version,
        steps=tuple(_step(step, seen) for step in steps),
    )


def _step(source: Item, seen: dict[str, set[str]]) -> ScriptStep:
    found = source.mapping(("id", "name", "say"), _STEP_KEYS)
    checks = found["checks"].items() if "checks" in found else []
    phrases = found["phrases"].items() if "phrases" in found else []
    forbidden = found["forbidden"].items() if "forbidden" in found else []
    return ScriptStep(
        step_id=_new_id(found["id"], seen["step"]),
        name=found["name"].text(max_length=8),
        say=_say(found["say"]),
        checks=tuple(_check(item, seen["check"]) for item in checks),
        phrases=tuple(_phrase(item, seen["phrase"]) for item in phrases),
        phrases_title=found["phrases_title"].text(max_length=12) if "phrases_title" in found else "",
        forbidden=tuple(item.text(max_length=40) for item in forbidden),
    )


def _check(source: Item, seen: set[str]) -> ScriptCheck:
    found = source.mapping(("id", "text"), ("moods", "verifies"))
    return ScriptCheck(
        check_id=_new_id(found["id"], seen),
        text=_line(found["text"]),
        moods=_moods(found),
        verifies=found["verifies"].name() if "verifies" in found else "",
    )


def _phrase(source: Item, seen: set[str]) -> ScriptPhrase:
    found = source.mapping(("id", "text"), ("moods",))
    return ScriptPhrase(phrase_id=_new_id(found["id"], seen), text=_line(found["text"]), moods=_moods(found))


def _say(source: Item) -> dict[Mood, Pieces]:
    if not isinstance(source.value, dict):
        words = _pieces(source)
        return dict.fromkeys(MOODS, words)
    found = {cast("Mood", mood): _pieces(item) for mood, item in source.mapping(optional=MOODS).items()}
    if "calm" not in found:
        source.fail("至少要有 calm（平静）的话，别的情绪没写就用它")
    return {mood: found.get(mood, found["calm"]) for mood in MOODS}


def _pieces(source: Item) -> Pieces:
    words = source.text(max_length=400)
    try:
        return pieces(words)
    except ValueError as error:
        source.fail(str(error))


def _line(source: Item) -> str:
    if len(cut := _pieces(source)) > 1:
        source.fail("这里不能加粗")
    return cut[0]


def _moods(found: dict[str, Item]) -> tuple[Mood, ...]:
    if "moods" not in found:
        return MOODS
    chosen = [cast("Mood", item.one_of(MOODS)) for item in found["moods"].items()]
    if not chosen:
        found["moods"].fail("至少写一种情绪，或者不写（都适用）")
    return tuple(mood for mood in MOODS if mood in chosen)


def _new_id(source: Item, seen: set[str]) -> str:
    name = source.name()
    if name in seen:
        source.fail(f"编号“{name}”已经用过了")
    seen.add(name)
    return name
