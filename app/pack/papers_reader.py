"""Reads ``papers.yaml``: which papers each business needs, by who comes for it (E06–E08).

``groups`` names sorts of documents, ``papers`` the lines, once each; ``businesses`` lists them per comer; ``stops``
are the reasons for a hard stop. A pack that extends another names every paper it uses itself; a business or a stop of
the same name replaces the inherited one.
"""

from __future__ import annotations

from typing import cast, get_args

from app.identity.document import DOCUMENT_KINDS
from app.identity.papers import (
    COMERS,
    LOOKS,
    Business,
    Checklist,
    Look,
    Paper,
    Papers,
    StopReason,
    Where,
)
from app.pack.source import Item

_WHERE = get_args(Where)
_OLDEST_LIMIT = 120


def read_papers(source: Item) -> Papers:
    """The rules in this file.

    Raises:
        PackError: anything wrong, with file, line and reason.
    """
    found = source.mapping(("papers", "businesses", "stops"), ("groups",))
    groups = {code: _group(code, item) for code, item in found["groups"].named().items()} if "groups" in found else {}
    papers = {code: _paper(code, item, groups) for code, item in found["papers"].named().items()}
    return Papers(
        businesses={code: _business(code, item, papers) for code, item in found["businesses"].named().items()},
        stops={code: _stop(code, item) for code, item in found["stops"].named().items()},
    )


def merge_papers(inherited: Papers, own: Papers) -> Papers:
    """What a pack says itself over what it inherits."""
    return inherited.merged(own)


def _group(code: str, source: Item) -> tuple[str, ...]:
    if code in DOCUMENT_KINDS:
        source.fail(f"“{code}”是一种证件，一组要另起名称")
    return _kinds(source, {})


def _kinds(source: Item, groups: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    kinds: dict[str, None] = {}
    for item in source.items():
        code = item.name()
        if code not in groups and code not in DOCUMENT_KINDS:
            item.fail(f"没有“{code}”这种证件，可以写：{'、'.join((*groups, *DOCUMENT_KINDS))}")
        kinds.update(dict.fromkeys(groups.get(code, (code,))))
    if not kinds:
        source.fail("至少写一种证件")
    return tuple(kinds)


def _paper(code: str, source: Item, groups: dict[str, tuple[str, ...]]) -> Paper:
    found = source.mapping(("label", "look"), ("kinds", "youngest", "note"))
    kinds = _kinds(found["kinds"], groups) if "kinds" in found else ()
    if "youngest" in found and not kinds:
        found["youngest"].fail("只有写了 kinds 的材料才能看年龄")
    return Paper(
        code=code,
        label=found["label"].text(max_length=24),
        look=cast("Look", found["look"].one_of(LOOKS)),
        kinds=kinds,
        youngest=found["youngest"].whole(0, _OLDEST_LIMIT) if "youngest" in found else None,
        note=found["note"].text(max_length=60) if "note" in found else "",
    )


def _business(code: str, source: Item, papers: dict[str, Paper]) -> Business:
    found = source.mapping(("label", "where"), (*COMERS, "refused"))
    refused = _refused(found["refused"], found) if "refused" in found else {}
    for comer in COMERS:
        if comer not in found and comer not in refused:
            source.fail(f"没有写 {comer} 要看什么；不让办的写进 refused 并说明理由")
    return Business(
        code=code,
        label=found["label"].text(max_length=12),
        where=_where(found["where"]),
        checklists={comer: _checklist(found[comer], papers) for comer in COMERS if comer in found},
        refused=refused,
    )


def _where(source: Item) -> tuple[Where, ...]:
    places = source.items()
    if not places:
        source.fail("至少写一处：counter 柜面、phone 电话")
    return tuple(cast("Where", item.one_of(_WHERE)) for item in places)


def _refused(source: Item, business: dict[str, Item]) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for comer, item in source.mapping((), COMERS).items():
        if comer in business:
            item.fail(f"{comer} 既有清单又写了不让办，请留一个")
        reasons[comer] = item.text(max_length=60)
    return reasons


def _checklist(source: Item, papers: dict[str, Paper]) -> Checklist:
    found = source.mapping(("needed",), ("helpful",))
    known: set[str] = set()

    def listed(item: Item) -> tuple[Paper, ...]:
        return tuple(_listed(one, papers, known) for one in item.items())

    needed = listed(found["needed"])
    if not needed:
        found["needed"].fail("至少写一项材料")
    return Checklist(needed=needed, helpful=listed(found["helpful"]) if "helpful" in found else ())


def _listed(item: Item, papers: dict[str, Paper], known: set[str]) -> Paper:
    code = item.name()
    if code not in papers:
        item.fail(f"papers 里没有“{code}”这项材料")
    if code in known:
        item.fail(f"“{code}”写了两次")
    known.add(code)
    return papers[code]


def _stop(code: str, source: Item) -> StopReason:
    found = source.mapping(("label", "say"))
    return StopReason(code=code, label=found["label"].text(max_length=16), say=found["say"].text(max_length=200))
