"""A form as a pack defines it: JSON Schema 2020-12 for what is valid, hints for how it is laid out.

A pack's form file has four keys: ``title``, ``schema`` (JSON Schema of one object), ``layout`` (rows of fields,
each with its control) and ``version``. Fields the layout does not name are not shown, and a field that is not
shown is never required (`semantics.md` complaint 35).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from app.errors import InvalidFieldError

Control = Literal["choice", "text", "area", "holding", "date", "datetime", "amount", "number", "check", "tags"]


class Choice(msgspec.Struct, frozen=True):
    """One entry of a list: what is stored and what is read."""

    value: str
    label: str


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field: its name in the ticket, its label, its control and what it may hold."""

    name: str
    label: str
    control: Control
    required: bool = False
    choices: tuple[Choice, ...] = ()
    max_length: int | None = None
    placeholder: str = ""
    span: int = 1
    """How many of the row's equal columns it takes."""


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form ready to be shown: rows of fields, and the schema that judges the values."""

    form_id: str
    title: str
    version: str
    rows: tuple[tuple[Field, ...], ...]
    schema: dict[str, Any]

    def fields(self) -> tuple[Field, ...]:
        """All fields, in reading order."""
        return tuple(field for row in self.rows for field in row)

    def required(self) -> tuple[Field, ...]:
        """The fields that must be filled before the ticket is handed in."""
        return tuple(field for field in self.fields() if field.required)


def filled(form: Form, values: dict[str, Any]) -> int:
    """How many of the required fields hold something."""
    return sum(1 for field in form.required() if not is_blank(values.get(field.name)))


def is_blank(value: Any) -> bool:
    """Whether a field counts as not filled in: nothing, an empty list, or only white space."""
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def check(form: Form, values: dict[str, Any]) -> list[InvalidFieldError]:
    """Everything that keeps the values from being handed in, in reading order; empty when all is well.

    Hidden fields are neither required nor checked. ``jsonschema`` judges; the words are ours.
    """
    from jsonschema import Draft202012Validator

    problems: dict[str, InvalidFieldError] = {}
    shown = {field.name: field for field in form.fields()}
    for field in form.required():
        if is_blank(values.get(field.name)):
            verb = "选择" if field.control in {"choice", "holding"} else "填写"
            problems[field.name] = InvalidFieldError(field.name, f"请{verb}“{field.label}”")
    for field in form.fields():
        value = values.get(field.name)
        if field.control in {"date", "datetime"} and not is_blank(value) and not _is_moment(value):
            problems[field.name] = InvalidFieldError(field.name, f"看不懂“{field.label}”的时间，写成：明天 9:00")
    present = {name: value for name, value in values.items() if name in shown and not is_blank(value)}
    schema = {key: part for key, part in form.schema.items() if key != "required"}
    for error in Draft202012Validator(schema).iter_errors(present):
        name = str(error.path[0]) if error.path else ""
        if name in shown:
            problems.setdefault(name, InvalidFieldError(name, _words(shown[name], error)))
    return [problems[name] for name in shown if name in problems]


def _is_moment(value: Any) -> bool:
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _words(field: Field, error: Any) -> str:
    match error.validator:
        case "maxLength":
            return f"“{field.label}”最多 {error.validator_value} 字，现在 {len(error.instance)} 字"
        case "minLength":
            return f"“{field.label}”至少 {error.validator_value} 字"
        case "enum":
            return f"“{field.label}”请从列表里选"
        case "format" | "pattern":
            return f"“{field.label}”的格式不对，请检查"
        case "minimum" | "exclusiveMinimum":
            return f"“{field.label}”太小，最小 {error.validator_value}"
        case "maximum" | "exclusiveMaximum":
            return f"“{field.label}”太大，最大 {error.validator_value}"
        case _:
            return f"“{field.label}”填得不对，请检查"
