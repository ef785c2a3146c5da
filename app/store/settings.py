"""Small things the desk remembers, by name."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, select

from app.store import statements
from app.store.schema import setting

T = TypeVar("T")


def get(db: Connection, name: str, kind: type[T], default: T) -> T:
    """The remembered value, or ``default``."""
    value = db.scalar(select(setting.c.value).where(setting.c.name == name))
    return default if value is None else msgspec.json.decode(value, type=kind)


def put(db: Connection, name: str, value: Any) -> None:
    """Remember a value."""
    statements.put(db, setting, [{"name": name, "value": msgspec.json.encode(value)}], key="name")


def next_number(db: Connection, name: str) -> int:
    """The next of a gapless row of numbers, from 1. Part of the caller's transaction: rolled back with it."""
    number = get(db, name, int, 0) + 1
    put(db, name, number)
    return number
