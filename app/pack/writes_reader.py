"""Reads the part ``writes`` of ``privacy.yaml``: who may change which records and state which facts."""

from __future__ import annotations

from app.pack.source import Item
from app.privacy.writes import FactWrites, FieldWrites, Group, RecordWrites, Writes


def read_writes(source: Item) -> Writes:
    """The rights in this part of a file.

    Raises:
        PackError: an unknown key, a group that is not there, a field or a kind of fact named twice.
    """
    found = source.mapping(("groups", "records", "others"), ("facts", "everybody"))
    groups = {name: _group(item) for name, item in found["groups"].entries().items()}
    return Writes(
        records={entity: _record(item, groups) for entity, item in found["records"].entries().items()},
        facts=_facts(found["facts"], groups) if "facts" in found else {},
        others=_by(found["others"], groups),
        everybody=frozenset(_names(found["everybody"])) if "everybody" in found else frozenset(),
    )


def _group(source: Item) -> Group:
    found = source.mapping(("label", "roles"))
    return Group(label=found["label"].text(max_length=40), roles=frozenset(_names(found["roles"])))


def _by(source: Item, groups: dict[str, Group]) -> Group:
    return groups[source.one_of(tuple(groups))]


def _record(source: Item, groups: dict[str, Group]) -> RecordWrites:
    found = source.mapping(("by", "label"), ("except",))
    fields: dict[str, FieldWrites] = {}
    for item in found["except"].items() if "except" in found else ():
        part = item.mapping(("fields", "by", "label"), ("start",))
        rule = FieldWrites(
            by=_by(part["by"], groups),
            label=part["label"].text(max_length=20),
            start=part["start"].plain() if "start" in part else None,
        )
        for name in _names(part["fields"]):
            if name in fields:
                item.fail(f"“{name}”写了两次")
            fields[name] = rule
    return RecordWrites(by=_by(found["by"], groups), label=found["label"].text(max_length=20), fields=fields)


def _facts(source: Item, groups: dict[str, Group]) -> dict[str, FactWrites]:
    facts: dict[str, FactWrites] = {}
    for item in source.items():
        part = item.mapping(("kinds", "by", "label"))
        rule = FactWrites(by=_by(part["by"], groups), label=part["label"].text(max_length=20))
        for kind in _names(part["kinds"]):
            if kind in facts:
                item.fail(f"“{kind}”写了两次")
            facts[kind] = rule
    return facts


def _names(source: Item) -> tuple[str, ...]:
    return tuple(item.name() for item in source.items())
