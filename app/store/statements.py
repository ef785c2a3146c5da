"""Two things that every table needs: long lists in parts, and rows that replace those under the same key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import insert

T = TypeVar("T")

MOST_NAMED = 500
"""Ids that one statement names: a database takes only so many parameters."""


def in_parts(ids: Iterable[T]) -> Iterator[list[T]]:
    """The ids in their order, never too many for one statement."""
    source = iter(ids)
    while part := list(islice(source, MOST_NAMED)):
        yield part


def put(
    db: Connection, table: Table, rows: Sequence[dict[str, Any]], *, key: str = "id", newer: Sequence[str] = ()
) -> None:
    """Add these rows; one that is there already under ``key`` gets their values.

    Args:
        rows: all with the same columns.
        newer: the columns that are replaced, all but the key where none is named.
    """
    if not rows:
        return
    statement = insert(table)
    changed = {name: statement.excluded[name] for name in newer or rows[0] if name != key}
    db.execute(statement.on_conflict_do_update(index_elements=[key], set_=changed), rows)
