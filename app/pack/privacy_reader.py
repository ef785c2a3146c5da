"""Reads ``privacy.yaml``: which fields are delicate, who may have them, how they are shown (rows F01, F06, F10).

A pack's own file replaces what it inherits as a whole: half a policy from here and half from there is none.
"""

from __future__ import annotations

from typing import cast, get_args

from app.pack.source import Item, is_name
from app.pack.writes_reader import read_writes
from app.privacy.digits import NET, NetKind
from app.privacy.masking import MaskKind
from app.privacy.policy import (
    OPEN,
    OTHERS,
    Access,
    Data,
    FactRule,
    FieldRule,
    PrivacyPolicy,
    Reason,
    Role,
    SensitivityClass,
    TextRule,
)
from app.privacy.writes import Writes

_ACCESS: tuple[Access, ...] = get_args(Access)
_REQUIRED = ("classes", "fields", "roles", "reasons", "seconds", "hourly")
_OPTIONAL = ("unlisted", "not_secret", "facts", "forms", "texts", "net", "writes", "asks_why")
MOST_SECONDS = 300
MOST_HOURLY = 1_000


def read_privacy(source: Item) -> PrivacyPolicy:
    """The policy in a pack's file.

    Raises:
        PackError: with file and line; a class, role or mask that is not known, or a role that leaves a class out.
    """
    found = source.mapping(_REQUIRED, _OPTIONAL)
    classes = {name: _class(name, item) for name, item in found["classes"].named("类别的编号").items()}
    fields = {entity: _fields(item, classes) for entity, item in found["fields"].named("资料种类").items()}
    return PrivacyPolicy(
        classes=classes,
        fields=fields,
        roles={name: _role(item, classes) for name, item in found["roles"].named("岗位的编号").items()},
        reasons=_reasons(found["reasons"]),
        facts={kind: _fact(item) for kind, item in found["facts"].entries().items()} if "facts" in found else {},
        forms=_fields(found["forms"], classes) if "forms" in found else {},
        texts={kind: _text(item) for kind, item in found["texts"].entries().items()} if "texts" in found else {},
        net=_net(found["net"], classes) if "net" in found else {},
        writes=read_writes(found["writes"]) if "writes" in found else Writes(),
        not_secret=_not_secret(found["not_secret"]) if "not_secret" in found else {},
        unlisted=found["unlisted"].one_of((OPEN, *classes)) if "unlisted" in found else OPEN,
        seconds=found["seconds"].whole(1, MOST_SECONDS),
        hourly=found["hourly"].whole(1, MOST_HOURLY),
        asks_why=found["asks_why"].flag() if "asks_why" in found else True,
    )


def _class(name: str, source: Item) -> SensitivityClass:
    if name == OPEN:
        source.fail(f"类别的编号不能叫 {OPEN}")
    found = source.mapping(("label", "data"), ("offline",))
    return SensitivityClass(
        label=found["label"].text(max_length=12),
        data=cast("Data", found["data"].one_of(get_args(Data))),
        offline=found["offline"].flag() if "offline" in found else False,
    )


def _fields(source: Item, classes: dict[str, SensitivityClass]) -> dict[str, FieldRule]:
    return {name: _field(name, item, classes) for name, item in source.entries().items()}


def _field(name: str, source: Item, classes: dict[str, SensitivityClass]) -> FieldRule:
    outer, dot, inner = name.partition(".")
    if not is_name(outer) or (dot and not is_name(inner) and inner != OTHERS):
        source.fail("字段名只能用小写字母、数字和下划线，分项用一个点隔开")
    found = source.mapping(("class", "mask", "label"), ("strict", "only"))
    masks = get_args(MaskKind)
    return FieldRule(
        strict=cast("MaskKind", found["strict"].one_of(masks)) if "strict" in found else None,
        only=frozenset(item.name() for item in found["only"].items()) if "only" in found else frozenset(),
        sensitivity=found["class"].one_of(tuple(classes)),
        mask=cast("MaskKind", found["mask"].one_of(masks)),
        label=found["label"].text(max_length=12),
    )


def _role(source: Item, classes: dict[str, SensitivityClass]) -> Role:
    found = source.mapping((*_ACCESS, "reveal"))
    access: dict[str, Access] = {}
    for level in _ACCESS:
        for item in found[level].items():
            sensitivity = item.one_of(tuple(classes))
            if sensitivity in access:
                item.fail(f"“{sensitivity}”在 {access[sensitivity]} 里已经写过")
            access[sensitivity] = level
    for sensitivity, known in classes.items():
        if sensitivity not in access:
            source.fail(f"没有写“{sensitivity}”（{known.label}）给这个岗位多少")
    for item in found["reveal"].items():
        if access[item.one_of(tuple(classes))] == "none":
            item.fail(f"“{item.value}”中心不发给这个岗位，也就不能申请查看")
    return Role(access=access, reveal=frozenset(item.text() for item in found["reveal"].items()))


def _reasons(source: Item) -> tuple[Reason, ...]:
    reasons = []
    for code, item in source.named("理由的编号").items():
        found = item.mapping(("label",), ("asks",))
        asks = found["asks"].flag() if "asks" in found else False
        reasons.append(Reason(code=code, label=found["label"].text(max_length=8), asks=asks))
    if not reasons:
        source.fail("至少要有一条理由")
    return tuple(reasons)


def _fact(source: Item) -> FactRule:
    found = source.mapping(("entity", "field", "values"))
    return FactRule(
        entity=found["entity"].name(),
        field=found["field"].name(),
        values=tuple(item.name() for item in found["values"].items()),
    )


def _text(source: Item) -> TextRule:
    found = source.mapping((), ("words", "forms"))
    read = {key: tuple(item.name() for item in one.items()) for key, one in found.items()}
    return TextRule(words=read.get("words", ()), forms=read.get("forms", ()))


def _net(source: Item, classes: dict[str, SensitivityClass]) -> dict[NetKind, str]:
    found = source.mapping((), NET)
    return {cast("NetKind", kind): item.one_of(tuple(classes)) for kind, item in found.items()}


def _not_secret(source: Item) -> dict[str, frozenset[str]]:
    return {entity: frozenset(item.name() for item in names.items()) for entity, names in source.entries().items()}


def merge_privacy(_inherited: PrivacyPolicy, own: PrivacyPolicy) -> PrivacyPolicy:
    """A policy is whole: the pack's own."""
    return own
