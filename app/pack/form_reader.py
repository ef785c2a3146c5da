"""Reads a pack's form files: ``forms/*.yaml`` with title, schema and layout (see :mod:`app.ticket.form`)."""

from __future__ import annotations

import re
import warnings
from typing import Any, get_args

from app.pack.source import Item
from app.ticket.form import Choice, Control, Field, Form

CONTROLS: tuple[str, ...] = get_args(Control)
MAX_FIELDS = 80
MAX_CHOICES = 500
_FIELD_KEYS = ("control", "max_length", "placeholder", "span", "choices")
_PROPERTY_KEYS = (
    "type", "description", "minLength", "maxLength", "pattern", "format",
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "items", "minItems", "maxItems",
)  # fmt: skip
_TYPES = ("string", "number", "integer", "boolean", "array")
_FORMATS = ("date", "date-time", "email", "time")
_WHOLE = ("minLength", "maxLength", "minItems", "maxItems")


def read_form(form_id: str, source: Item, version: str) -> Form:
    """A form file as the window needs it.

    The schema says what is valid and what is required; the layout says what is shown where. A ``choices`` list becomes
    the schema's ``enum``, so that no list is written twice. Keywords beyond :data:`_PROPERTY_KEYS` are refused: what
    cannot be explained to the person typing is not a rule of a form.

    Raises:
        PackError: with file, line and reason.
    """
    found = source.mapping(("title", "schema", "layout"))
    schema = _schema(found["schema"])
    properties: dict[str, Any] = schema["properties"]
    rows = tuple(
        tuple(_field(field, properties, schema["required"]) for field in row.items()) for row in found["layout"].items()
    )
    shown = [field.name for row in rows for field in row]
    _check_shown(found["layout"], shown, schema)
    for field in (field for row in rows for field in row if field.choices):
        properties[field.name]["enum"] = [choice.value for choice in field.choices]
    return Form(form_id=form_id, title=found["title"].text(max_length=40), version=version, rows=rows, schema=schema)


def _check_shown(layout: Item, shown: list[str], schema: dict[str, Any]) -> None:
    if not shown:
        layout.fail("表单里一个字段也没有")
    if len(shown) > MAX_FIELDS:
        layout.fail(f"字段太多：最多 {MAX_FIELDS} 个")
    for name in shown:
        if shown.count(name) > 1:
            layout.fail(f"字段“{name}”放了两次")
    for name in schema["required"]:
        if name not in shown:
            layout.fail(f"必填的“{name}”没有放进 layout，填不了")


def _schema(source: Item) -> dict[str, Any]:
    found = source.mapping(("type", "properties"), ("required",))
    found["type"].one_of(("object",))
    properties = {name: _property(item, depth=0) for name, item in found["properties"].entries().items()}
    required = [_known(item, properties) for item in found["required"].items()] if "required" in found else []
    return {"type": "object", "properties": properties, "required": required}


def _known(item: Item, properties: dict[str, Any]) -> str:
    name = item.name()
    if name not in properties:
        item.fail(f"properties 里没有“{name}”")
    return name


def _property(source: Item, depth: int) -> dict[str, Any]:
    found = source.mapping(("type",), _PROPERTY_KEYS)
    found["type"].one_of(_TYPES)
    for key, item in found.items():
        _check_keyword(key, item)
    result = {key: item.plain() for key, item in found.items()}
    if "items" in found:
        if depth > 0:
            found["items"].fail("列表里不能再放列表")
        result["items"] = _property(found["items"], depth + 1)
    return result


def _check_keyword(key: str, item: Item) -> None:
    if key in _WHOLE:
        item.whole(0, 100_000)
    elif key.lower().endswith(("minimum", "maximum")):
        if isinstance(item.value, bool) or not isinstance(item.value, int | float):
            item.fail("这里应当是一个数")
    elif key == "format":
        item.one_of(_FORMATS)
    elif key == "pattern":
        _check_pattern(item)
    elif key == "description":
        item.text()


def _check_pattern(item: Item) -> None:
    pattern = item.text(max_length=200)
    if re.search(r"\)[*+{]", pattern):
        # A repeated group can take longer than a person lives to say no.
        item.fail("括号后面不能跟 *、+ 或 {…}，请换一种写法")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        item.fail(f"正则表达式写法有误：{error}")


def _field(source: Item, properties: dict[str, Any], required: list[str]) -> Field:
    found = source.mapping(("name", "label", "control"), _FIELD_KEYS)
    name = _known(found["name"], properties)
    control: Any = found["control"].one_of(CONTROLS)
    choices = _choices(found["choices"]) if "choices" in found else ()
    if (control == "choice") != bool(choices):
        source.fail("control 为 choice 的字段要有 choices，别的字段不能有")
    if choices and properties[name]["type"] != "string":
        found["choices"].fail(f"有 choices 的字段，properties 里“{name}”的 type 应当是 string")
    return Field(
        name=name,
        label=found["label"].text(max_length=30),
        control=control,
        required=name in required,
        choices=choices,
        max_length=properties[name].get("maxLength"),
        placeholder=found["placeholder"].text(max_length=60) if "placeholder" in found else "",
        span=found["span"].whole(1, 6) if "span" in found else 1,
    )


def _choices(source: Item) -> tuple[Choice, ...]:
    items = source.entries()
    if not 0 < len(items) <= MAX_CHOICES:
        source.fail(f"choices 要有 1 到 {MAX_CHOICES} 项")
    return tuple(Choice(value, item.text(max_length=60)) for value, item in items.items())
