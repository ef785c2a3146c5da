"""Small things the desk remembers, by name."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from app.store.schema import setting

T = TypeVar("T")


def get(db: Connection, name: str, kind: type[T], default: T) -> T:
    """The remembered value, or ``default``."""
    value = db.scalar(select(setting.c.value).where(setting.c.name == name))
    return default if value is None else msgspec.json.decode(value, type=kind)


def put(db: Connection, name: str, value: Any) -> None:
    """Remember a value."""
    data = msgspec.json.encode(value)
    statement = insert(setting).values(name=name, value=data)
    db.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value}))


def next_number(db: Connection, name: str) -> int:
    """The next of a gapless row of numbers, from 1. Part of the caller's transaction: rolled back with it."""
    number = get(db, name, int, 0) + 1
    put(db, name, number)
    return number
