"""Loads a pack from its folder: every file read, every rule checked, what it extends merged in.

A pack is a folder::

    pack.yaml         name, version, title, extends
    forms/*.yaml      one form a file, named by it
    scripts/*.yaml    one script a file, named by it
    clocks.yaml       limits
    forbidden.yaml    words not to use and what to say instead
    labels.yaml       ticket kinds, and words for codes
    …                 and the files of :mod:`app.pack.parts`

``extends`` names a pack beside it, whose parts hold where this one has none of the same name. An unknown file, key or
value is an error: a typing mistake must not silently switch a rule off.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

from app.errors import PackError
from app.escalation.clock import ClockRule, Ending
from app.pack.form_reader import read_form
from app.pack.model import Pack, TicketKind
from app.pack.parts import PARTS, Part
from app.pack.script_reader import read_script
from app.pack.source import Item, is_name, read_source
from app.script.forbidden import ForbiddenWord
from app.script.model import Script
from app.ticket.form import Form

MAX_FILES = 200
MAX_EXTENDS = 4
MAX_LIMIT_MIN = 366 * 24 * 60
_FILES = ("pack.yaml", "clocks.yaml", "forbidden.yaml", "labels.yaml", *PARTS)
_FOLDERS = ("forms", "scripts")
_ENDINGS = ("first_action", "told")
_NOTHING = Pack(name="", version="", title="")

T = TypeVar("T")


def load_pack(path: Path) -> Pack:
    """The pack in this folder, ready for use.

    Raises:
        PackError: anything wrong in any of its files, with the file (as ``pack/file.yaml``), the line and the reason.
    """
    return _load(path.resolve(), ())


def _load(path: Path, below: tuple[str, ...]) -> Pack:
    files = _files(path)
    head = read_source(files["pack.yaml"], f"{path.name}/pack.yaml").mapping(("name", "version", "title"), ("extends",))
    name, version = head["name"].name(), head["version"].text(max_length=32)
    base = _base(path, head["extends"], (*below, name)) if "extends" in head else None
    own = _own(path, files, version)
    pack = Pack(name=name, version=version, title=head["title"].text(max_length=40), **_merge(base, own))
    _cross_check(pack, path.name, own["sources"])
    return pack


def _base(path: Path, source: Item, below: tuple[str, ...]) -> Pack:
    name = source.name()
    if name in below or len(below) >= MAX_EXTENDS:
        source.fail(f"extends 绕回了自己，或超过 {MAX_EXTENDS} 层：{' → '.join((*below, name))}")
    folder = path.parent / name
    if not folder.is_dir():
        source.fail(f"找不到要继承的规则包“{name}”")
    return _load(folder, below)


def _files(path: Path) -> dict[str, Path]:
    """The pack's files by their place in it. Nothing outside the folder is ever opened."""
    try:
        found = [one for one in sorted(islice(path.rglob("*"), 10 * MAX_FILES)) if not one.is_dir()]
    except OSError as error:
        raise PackError(path.name, None, f"读不了这个规则包：{error.strerror}") from error
    files: dict[str, Path] = {}
    for one in found[: MAX_FILES + 1]:
        place = one.relative_to(path).as_posix()
        if not one.is_file() or not one.resolve().is_relative_to(path):
            raise PackError(f"{path.name}/{place}", None, "只能是规则包自己文件夹里的普通文件")
        if one.suffix != ".md":
            files[place] = one
    _check_places(path.name, files)
    return files


def _check_places(pack: str, files: dict[str, Path]) -> None:
    if len(files) > MAX_FILES:
        raise PackError(pack, None, f"文件太多：最多 {MAX_FILES} 个")
    if "pack.yaml" not in files:
        raise PackError(f"{pack}/pack.yaml", None, "没有这个文件：一个规则包要有 pack.yaml")
    for place in files:
        folder, _, file = place.rpartition("/")
        stem, dot, suffix = file.rpartition(".")
        in_folder = folder in _FOLDERS and dot and suffix == "yaml" and is_name(stem)
        if place not in _FILES and not in_folder:
            raise PackError(
                f"{pack}/{place}", None, f"规则包里没有这种文件，可以有：{'、'.join(_FILES)}、forms/、scripts/"
            )


def _own(path: Path, files: dict[str, Path], version: str) -> dict[str, Any]:
    """What the pack itself says, before anything is inherited; ``sources`` keeps the places for later complaints."""
    sources = {place: read_source(file, f"{path.name}/{place}") for place, file in files.items()}
    kinds, labels = _labels(sources["labels.yaml"]) if "labels.yaml" in sources else ({}, {})

    def in_folder(folder: str, read: Callable[[str, Item, str], T]) -> dict[str, T]:
        places = [place for place in sources if place.startswith(f"{folder}/")]
        names = {place: place.removeprefix(f"{folder}/").removesuffix(".yaml") for place in places}
        return {names[place]: read(names[place], sources[place], version) for place in places}

    forms: dict[str, Form] = in_folder("forms", read_form)
    scripts: dict[str, Script] = in_folder("scripts", read_script)
    return {
        "kinds": kinds,
        "labels": labels,
        "forms": forms,
        "scripts": scripts,
        "clocks": _clocks(sources["clocks.yaml"]) if "clocks.yaml" in sources else {},
        "forbidden": _forbidden(sources["forbidden.yaml"]) if "forbidden.yaml" in sources else {},
        "parts": {part.field: part.read(sources[place]) for place, part in PARTS.items() if place in sources},
        "sources": sources,
    }


def _merge(base: Pack | None, own: dict[str, Any]) -> dict[str, Any]:
    old = base or _NOTHING
    groups = {*old.labels, *own["labels"]}
    clocks = {rule.clock_id: rule for rule in old.clocks} | own["clocks"]
    forbidden = {word.words: word for word in old.forbidden} | own["forbidden"]
    return {
        "kinds": old.kinds | own["kinds"],
        "forms": old.forms | own["forms"],
        "scripts": old.scripts | own["scripts"],
        "clocks": tuple(clocks.values()),
        "forbidden": tuple(forbidden.values()),
        "labels": {group: old.labels.get(group, {}) | own["labels"].get(group, {}) for group in sorted(groups)},
        **{part.field: _inherited(base, own["parts"], part) for part in PARTS.values()},
    }


def _inherited(base: Pack | None, own: dict[str, Any], part: Part) -> Any:
    old = getattr(base or _NOTHING, part.field)
    return old if part.field not in own else own[part.field] if base is None else part.merge(old, own[part.field])


def _clocks(source: Item) -> dict[str, ClockRule]:
    return {clock_id: _clock(clock_id, item) for clock_id, item in source.named("时限的编号").items()}


def _clock(clock_id: str, source: Item) -> ClockRule:
    found = source.mapping(("name", "kinds", "minutes", "basis", "ends_on"))
    found["basis"].one_of(("natural_minutes",))
    return ClockRule(
        clock_id=clock_id,
        name=found["name"].text(max_length=8),
        limit=timedelta(minutes=found["minutes"].whole(1, MAX_LIMIT_MIN)),
        kinds=tuple(item.name() for item in found["kinds"].items()),
        ends_on=cast("Ending", found["ends_on"].one_of(_ENDINGS)),
    )


def _forbidden(source: Item) -> dict[str, ForbiddenWord]:
    words: dict[str, ForbiddenWord] = {}
    for item in source.items():
        found = item.mapping(("words", "instead"))
        phrase = found["words"].text(max_length=40)
        if phrase in words:
            item.fail(f"“{phrase}”写了两次")
        words[phrase] = ForbiddenWord(phrase, found["instead"].text(max_length=80))
    return words


def _labels(source: Item) -> tuple[dict[str, TicketKind], dict[str, dict[str, str]]]:
    groups = dict(source.entries())
    kinds = groups.pop("kinds", None)
    labels = {
        group: {code: item.text(max_length=80) for code, item in words.entries().items()}
        for group, words in groups.items()
    }
    return {name: _kind(name, item) for name, item in kinds.named("工单类型的编号").items()} if kinds else {}, labels


def _kind(name: str, source: Item) -> TicketKind:
    found = source.mapping(("label", "prefix", "form"), ("script",))
    prefix = found["prefix"].text(max_length=4)
    if not (prefix.isascii() and prefix.isalpha() and prefix.isupper()):
        found["prefix"].fail("单号前缀用 1 到 4 个大写字母")
    return TicketKind(
        kind=name,
        label=found["label"].text(max_length=12),
        prefix=prefix,
        form=found["form"].name(),
        script=found["script"].name() if "script" in found else "",
    )


def _cross_check(pack: Pack, folder: str, sources: dict[str, Item]) -> None:
    """What spans files: named forms, scripts and kinds exist, prefixes differ, shown forbidden words are listed."""
    kinds = sources["labels.yaml"].entries().get("kinds") if "labels.yaml" in sources else None
    for name, item in kinds.entries().items() if kinds else ():
        kind = pack.kinds[name]
        if kind.form not in pack.forms:
            item.value["form"].fail(f"没有 forms/{kind.form}.yaml 这张表单")
        if kind.script and kind.script not in pack.scripts:
            item.value["script"].fail(f"没有 scripts/{kind.script}.yaml 这套话术")
        if any(other.prefix == kind.prefix for other in pack.kinds.values() if other.kind != name):
            item.value["prefix"].fail(f"单号前缀 {kind.prefix} 有两种工单在用")
    clocks = sources["clocks.yaml"].entries() if "clocks.yaml" in sources else {}
    for item in clocks.values():
        for kind_item in item.value["kinds"].items():
            if kind_item.value not in pack.kinds:
                kind_item.fail(f"没有“{kind_item.value}”这种工单")
    for place, part in PARTS.items():
        if place in sources:
            part.check(getattr(pack, part.field), sources[place])
    _check_shown_words(pack, folder, sources)
    _check_identity_checks(pack, folder, sources)


def _check_identity_checks(pack: Pack, folder: str, sources: dict[str, Item]) -> None:
    known = pack.labels.get("check", {})
    for place, source in sources.items():
        steps = source.value["steps"].items() if place.startswith("scripts/") else []
        checks = [check for step in steps if "checks" in step.value for check in step.value["checks"].items()]
        for item in (check.value["verifies"] for check in checks if "verifies" in check.value):
            if item.value not in known:
                reason = f"labels.yaml 的 check 里没有“{item.value}”这项身份核验"
                raise PackError(f"{folder}/{place}", item.line, reason)


def _check_shown_words(pack: Pack, folder: str, sources: dict[str, Item]) -> None:
    known = {word.words for word in pack.forbidden}
    for place, source in sources.items():
        steps = source.value["steps"].items() if place.startswith("scripts/") else []
        shown = [word for step in steps if "forbidden" in step.value for word in step.value["forbidden"].items()]
        for word in shown:
            if word.text() not in known:
                raise PackError(
                    f"{folder}/{place}", word.line, f"禁语“{word.text()}”不在 forbidden.yaml 里，没有替代的说法"
                )
